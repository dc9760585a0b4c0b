//! Everything that one moment consists of. No history: two ways to one moment are one state.

use crate::bounds::{Bounds, Relays, Rows, Times};
use crate::journal::Journal;
use crate::rules::{Answer, Rules};
use panelboard_domain::time::Timestamp;
use std::collections::{BTreeMap, BTreeSet};

/// Which attempt, counted in the order in which they were sent.
pub(crate) type No = usize;

/// The price of every order, and what one smallest unit of the balance is, in cents.
pub(crate) const PRICE: i32 = 100;
/// What somebody else's other order costs.
pub(crate) const OTHER_PRICE: i32 = 30;

/// One moment.
#[derive(Clone, Debug, PartialEq, Eq, Hash)]
pub(crate) struct State<R: Rules> {
    pub(crate) tabs: [Tab; 2],
    pub(crate) journal: Journal,
    /// What is known beside the journal, for each attempt.
    pub(crate) facts: Vec<Facts<R>>,
    /// On their way from a relay to the panel, and who waits for the answer.
    pub(crate) upstream: BTreeSet<(No, Option<usize>)>,
    pub(crate) relays: Vec<Option<Relay<R>>>,
    pub(crate) file: R::File,
    pub(crate) panel: Panel,
    pub(crate) rows: [Row; 2],
    /// Accounts that stand on the disk beside the journal, each with its latest key there.
    pub(crate) mirror: BTreeMap<Name, Key>,
    /// Steps of true time that a relay's clock can tell apart.
    pub(crate) tick: i8,
    /// True time, in minutes.
    pub(crate) minute: i16,
    /// What the browser's wall clock adds to it.
    pub(crate) clock_error: i16,
    pub(crate) left: Times,
    /// An order left without a word while an equal one was open or placed, in this browser's journal.
    pub(crate) was_silent: bool,
}

/// One tab, as far as orders go.
#[derive(Clone, Debug, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub(crate) enum Tab {
    Idle,
    /// The user confirmed; the tab waits for its turn.
    Confirmed {
        account: Name,
        key: Key,
        item: u8,
        acknowledged: Vec<No>,
    },
    /// Its request is on the way; it holds its lock.
    Waiting(No),
}

/// An account's id: in which row it was made, and as the how manieth there.
pub(crate) type Name = (usize, u8);

/// A key of the panel. Even ones are one customer's, odd ones another's.
pub(crate) type Key = u8;

/// Whose key it is.
pub(crate) fn customer(key: Key) -> usize {
    usize::from(key % 2)
}

/// What the model knows of an attempt beside its record.
#[derive(Clone, Debug, PartialEq, Eq, Hash)]
pub(crate) struct Facts<R: Rules> {
    pub(crate) account: Name,
    /// With which key it was sent.
    pub(crate) key: Key,
    pub(crate) item: u8,
    /// The true minute.
    pub(crate) sent_in: i16,
    /// What the relay said just before the send.
    pub(crate) noted: Option<R::Receipt>,
    pub(crate) connection: Connection,
    /// Copies of the request that nobody waits for and that may still arrive.
    pub(crate) stale: u8,
    /// The turn of the account when the order was first heard to be final.
    pub(crate) final_since: Option<u64>,
    pub(crate) look: Look,
}

/// The browser's present connection for an attempt.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub(crate) enum Connection {
    /// None: the tab has ended, or the connection broke.
    Gone,
    /// The request is on its way.
    Flying,
    /// This relay has it.
    At(usize),
    /// The answer is on its way back.
    Answering(Answer),
}

/// How far the look for evidence about an attempt has come.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub(crate) enum Look {
    None,
    /// The relay said once, provably, that it never saw it.
    NotSeenOnce,
    /// The relay has no more to say, and is not sending it.
    Asked,
    /// The first of two balance readings; whether the relay had no more to say before.
    First(i32, bool),
}

/// One relay process.
#[derive(Clone, Debug, PartialEq, Eq, Hash)]
pub(crate) struct Relay<R: Rules> {
    pub(crate) memory: R::Memory,
    /// What its clock shows beside the true time.
    pub(crate) offset: i8,
}

impl<R: Rules> Relay<R> {
    /// Its clock, when true time is at `tick`.
    pub(crate) fn clock(&self, tick: i8) -> i8 {
        tick + self.offset
    }
}

/// The panel: what it really has.
#[derive(Clone, Debug, PartialEq, Eq, Hash)]
pub(crate) struct Panel {
    /// Its orders from this browser, the oldest first; an order's number is its place.
    pub(crate) orders: Vec<Order>,
    /// Of each of its customers, in cents.
    pub(crate) balances: [i32; 2],
    /// Somebody else has ordered: there is a number that belongs to nobody here.
    pub(crate) has_foreign: bool,
}

/// An order at the panel.
#[derive(Clone, Debug, PartialEq, Eq, Hash)]
pub(crate) struct Order {
    pub(crate) by: No,
    /// Whose money it cost.
    pub(crate) customer: usize,
    pub(crate) item: u8,
    /// The true minute.
    pub(crate) taken_in: i16,
    pub(crate) is_refunded: bool,
}

/// An account row of this browser. All rows are of one panel.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub(crate) struct Row {
    /// Which account it is or was.
    pub(crate) name: Name,
    pub(crate) key: Key,
    /// Accounts that were made in it.
    pub(crate) made: u8,
    pub(crate) is_present: bool,
    /// Local storage has reached the disk.
    pub(crate) is_durable: bool,
}

impl<R: Rules> State<R> {
    /// The beginning.
    pub(crate) fn new(bounds: &Bounds) -> Self {
        let mut state = Self {
            tabs: [Tab::Idle, Tab::Idle],
            journal: Journal::default(),
            facts: Vec::new(),
            upstream: BTreeSet::new(),
            relays: Vec::new(),
            file: R::File::default(),
            panel: Panel { orders: Vec::new(), balances: [1000; 2], has_foreign: false },
            rows: [0, 1].map(|row| Row {
                name: (row, 0),
                key: u8::from(row == 1 && bounds.rows == Rows::Two),
                made: 1,
                is_present: row == 0 || bounds.rows != Rows::One,
                is_durable: bounds.times.kills == 0,
            }),
            mirror: BTreeMap::new(),
            tick: 0,
            minute: 0,
            clock_error: 0,
            left: bounds.times,
            was_silent: false,
        };
        let (slots, running) = match bounds.relays {
            Relays::None => (0, 0),
            Relays::One | Relays::OneWithFile => (1, 1),
            Relays::Two => (2, 2),
            Relays::TwoWithOneFile => (2, 1),
        };
        for slot in 0..slots {
            state.relays.push(None);
            if slot < running {
                state.start_relay(bounds, slot, 0);
            }
        }
        state
    }

    /// The wall clock.
    pub(crate) fn now(&self) -> Timestamp {
        wall_clock(self.wall_minute())
    }

    /// What the wall clock shows, in minutes.
    pub(crate) fn wall_minute(&self) -> i16 {
        self.minute + self.clock_error
    }

    /// Nobody is sending this attempt any more, no tab and no relay: what still flies lands or is lost
    /// within the time for which the product waits.
    pub(crate) fn is_given_up(&self, no: No) -> bool {
        self.waiting(no).is_none()
            && self.upstream.iter().all(|(of, from)| *of != no || from.is_none())
    }

    /// That time has passed: what has not arrived is lost.
    pub(crate) fn land(&mut self, no: No) {
        self.facts[no].stale = 0;
        self.upstream.retain(|(of, _)| *of != no);
    }

    /// Nothing of this attempt can reach the panel any more.
    pub(crate) fn has_landed(&self, no: No) -> bool {
        let facts = &self.facts[no];
        facts.stale == 0
            && facts.connection != Connection::Flying
            && self.upstream.iter().all(|(of, _)| *of != no)
    }

    /// Orders at the panel that came from this attempt.
    pub(crate) fn orders_of(&self, no: No) -> impl Iterator<Item = (usize, &Order)> {
        self.panel.orders.iter().enumerate().filter(move |(_, order)| order.by == no)
    }

    /// The tab that waits for an answer to this attempt.
    pub(crate) fn waiting(&self, no: No) -> Option<usize> {
        self.tabs.iter().position(|tab| *tab == Tab::Waiting(no))
    }

    /// The two tabs are alike: only what they do tells them apart.
    pub(crate) fn sort_tabs(&mut self) {
        self.tabs.sort();
    }
}

/// The wall clock at a minute of its own.
pub(crate) fn wall_clock(minute: i16) -> Timestamp {
    Timestamp::from_millis(i64::from(minute) * 60_000)
}
