//! Everything that outlives a tab: storage, locks, the true time, and what went over the wire.

use crate::dice::Dice;
use crate::network::Network;
use panelboard_client::engine::message::Message;
use panelboard_client::error::StorageError;
use panelboard_client::journal;
use panelboard_client::ports::StoredAccounts;
use panelboard_domain::attempt::Attempt;
use panelboard_domain::id::AccountId;
use panelboard_domain::secret::ApiKey;
use std::cell::RefCell;
use std::collections::{BTreeMap, HashMap};
use std::rc::Rc;

pub(crate) type Shared = Rc<RefCell<World>>;

pub(crate) struct World {
    pub(crate) dice: Dice,
    /// True time in milliseconds; timers follow it.
    pub(crate) time: u64,
    /// What the wall clock adds to it.
    pub(crate) clock_error: i64,
    pub(crate) records: BTreeMap<String, String>,
    /// The mirror of the accounts.
    pub(crate) accounts: BTreeMap<String, String>,
    pub(crate) key_values: HashMap<String, String>,
    /// The accounts as an engine stores them.
    pub(crate) stored: StoredAccounts,
    pub(crate) keys: BTreeMap<AccountId, ApiKey>,
    pub(crate) snapshots: BTreeMap<String, Vec<u8>>,
    /// Messages under way between the tabs, with the life that sent each.
    pub(crate) mail: Vec<(u64, Message)>,
    /// What was drawn last.
    pub(crate) drawn: [u8; 10],
    /// Lock name to the tab life that holds it.
    pub(crate) locks: HashMap<String, u64>,
    pub(crate) locks_were_lost: bool,
    /// What the next writes do.
    pub(crate) storage_faults: Vec<StorageFault>,
    pub(crate) network: Network,
    /// Confirmations: attempt ids that a gesture made.
    pub(crate) confirmed: Vec<String>,
    /// Which of them ask again for an order, and for which: the two are one order.
    pub(crate) repeats: HashMap<String, String>,
    /// Attempts for which the user typed a number that is not theirs.
    pub(crate) mistaken: Vec<String>,
}

/// A write that fails.
#[derive(Clone, Copy, Debug)]
pub(crate) enum StorageFault {
    /// Nothing is stored.
    Lost,
    /// It is stored, and still reported as failed.
    StoredAllTheSame,
    /// No space.
    Quota,
}

impl World {
    pub(crate) fn new(dice: &mut Dice, network: Network) -> Self {
        Self {
            dice: Dice::new(dice.next()),
            time: 0,
            clock_error: 0,
            records: BTreeMap::new(),
            accounts: BTreeMap::new(),
            key_values: HashMap::new(),
            stored: StoredAccounts::default(),
            keys: BTreeMap::new(),
            snapshots: BTreeMap::new(),
            mail: Vec::new(),
            drawn: [0; 10],
            locks: HashMap::new(),
            locks_were_lost: false,
            storage_faults: Vec::new(),
            network,
            confirmed: Vec::new(),
            repeats: HashMap::new(),
            mistaken: Vec::new(),
        }
    }

    /// The journal as it is stored.
    pub(crate) fn journal(&self) -> Vec<Attempt> {
        let decode = |(id, text): (&String, &String)| journal::record::decode(id, text);
        self.records.iter().map(|record| decode(record).expect("a whole record")).collect()
    }

    /// The attempts that may have brought this order to the panel: its own and its repeats.
    pub(crate) fn all_of<'w>(&'w self, attempt: &'w str) -> impl Iterator<Item = &'w str> {
        let of_it = self.repeats.iter().filter(move |(_, first)| *first == attempt);
        std::iter::once(attempt).chain(of_it.map(|(repeat, _)| repeat.as_str()))
    }

    pub(crate) fn wall_clock(&self) -> i64 {
        1_800_000_000_000 + i64::try_from(self.time).expect("small") + self.clock_error
    }

    pub(crate) fn put(&mut self, id: &str, record: &str) -> Result<(), StorageError> {
        let fault = self.storage_faults.pop();
        if !matches!(fault, Some(StorageFault::Lost | StorageFault::Quota)) {
            self.records.insert(id.to_owned(), record.to_owned());
        }
        match fault {
            None => Ok(()),
            Some(StorageFault::Quota) => Err(StorageError::Quota),
            Some(_) => Err(StorageError::Unavailable),
        }
    }

    /// Lets time pass; requests arrive meanwhile.
    pub(crate) fn pass(&mut self, millis: u64) {
        self.time += millis;
        self.network.run_until(self.time, &mut self.dice);
    }
}
