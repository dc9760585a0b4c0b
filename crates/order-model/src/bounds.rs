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

/// Which account rows this browser has at the start, all of one panel.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub(crate) enum Rows {
    /// One.
    One,
    /// Two for one customer's one key: the address in two spellings.
    Twins,
    /// Two, each for a customer of its own.
    Two,
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
    /// An account is removed or added, gets another key, or takes orders over.
    pub(crate) accounts: u8,
    /// Another part of the app reads a balance.
    pub(crate) glances: u8,
    /// The browser's clock jumps.
    pub(crate) jumps: u8,
    /// Time passes.
    pub(crate) waits: u8,
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
    /// The browser's clock may jump ahead, and not only back.
    ClockAhead,
    /// A quick refund, but only where the app has read the balance in between.
    SeenRefund,
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
    /// The accounts.
    pub(crate) rows: Rows,
    /// How many keys of the panel the user has.
    pub(crate) keys: u8,
    /// How many minutes pass at a time.
    pub(crate) wait: i16,
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
            rows: Rows::One,
            keys: 1,
            wait: 10,
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
                glances: 0,
                jumps: 0,
                waits: 0,
            },
        }
    }

    /// By hand: whatever may happen may happen so many times more.
    pub(crate) fn deepen(&mut self) {
        let more = std::env::var("PANELBOARD_MODEL_DEPTH").ok().and_then(|text| text.parse().ok());
        let more: u8 = more.unwrap_or(0);
        let times = &mut self.times;
        for count in [
            &mut times.confirms,
            &mut times.resends,
            &mut times.starts,
            &mut times.evictions,
            &mut times.crashes,
            &mut times.kills,
            &mut times.refunds,
            &mut times.foreign,
            &mut times.words,
            &mut times.accounts,
            &mut times.glances,
            &mut times.jumps,
            &mut times.waits,
        ] {
            *count += if *count > 0 { more } else { 0 };
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
