//! What a run of the model holds and how much of each: small enough to be explored whole.

use panelboard_domain::account::Route;

/// How relays are deployed.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub(crate) enum Relays {
    /// No relay: the direct route.
    None,
    /// One process, its memory gone with a restart.
    One,
    /// One process with an attempts file.
    OneWithFile,
    /// Two processes behind one address, each with its own memory.
    Two,
    /// Two processes, one of them started later, with one attempts file.
    TwoWithOneFile,
}

/// How often each thing may happen.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub(crate) struct Times {
    /// The user confirms an order.
    pub(crate) confirms: u8,
    /// The browser sends a POST again by itself.
    pub(crate) resends: u8,
    /// A relay process starts again, or a second one starts.
    pub(crate) starts: u8,
    /// A relay forgets its oldest attempt.
    pub(crate) evictions: u8,
    /// A tab dies.
    pub(crate) crashes: u8,
    /// The browser dies within seconds of an account's being added.
    pub(crate) kills: u8,
    /// The panel gives the money of an order back.
    pub(crate) refunds: u8,
    /// Money moves that this browser knows nothing of.
    pub(crate) foreign: u8,
    /// The user says what became of an order.
    pub(crate) words: u8,
    /// An account is removed or added.
    pub(crate) accounts: u8,
    /// Time passes: to ten minutes later.
    pub(crate) eras: u8,
}

/// What else may go wrong.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Fault {
    /// A relay may start with its clock behind.
    ClockBehind,
    /// A relay may fail before or after a request left for the panel.
    RelayFails,
    /// The panel may answer an accepted order with something that nobody can read.
    Garbled,
    /// The panel may refuse an order.
    Refused,
    /// The panel may give an order's money back within the time in which an unchanged balance counts.
    QuickRefund,
}

/// One world.
#[derive(Clone, Copy, Debug)]
pub(crate) struct Bounds {
    /// How the relays stand; decides the route too.
    pub(crate) relays: Relays,
    /// What else may go wrong in it.
    pub(crate) faults: &'static [Fault],
    /// The panel refuses a second active order for one link.
    pub(crate) has_link_rule: bool,
    /// Two account rows stand for one account of the panel from the start.
    pub(crate) has_twins: bool,
    /// Different targets that are ordered.
    pub(crate) items: u8,
    /// How often.
    pub(crate) times: Times,
}

impl Bounds {
    /// Nothing happens but one order over this.
    pub(crate) const fn quiet(relays: Relays) -> Self {
        Self {
            relays,
            faults: &[],
            has_link_rule: false,
            has_twins: false,
            items: 1,
            times: Times {
                confirms: 1,
                resends: 0,
                starts: 0,
                evictions: 0,
                crashes: 0,
                kills: 0,
                refunds: 0,
                foreign: 0,
                words: 0,
                accounts: 0,
                eras: 0,
            },
        }
    }

    /// Whether this may go wrong.
    pub(crate) fn may(&self, fault: Fault) -> bool {
        self.faults.contains(&fault)
    }

    /// The route of every order in it.
    pub(crate) fn route(&self) -> Route {
        match self.relays {
            Relays::None => Route::Direct,
            _ => Route::Relay,
        }
    }
}
