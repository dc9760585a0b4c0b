//! What the app asks of the engine. Plain data but for two: [`Command::Send`] and
//! [`Command::SendBatch`] carry what a user confirmed, and can be made by nothing else.

use super::batch::{BatchCommand, ConfirmedBatch};
use super::relays::RelayPlan;
use super::writes::ConfirmedWrite;
use crate::accounts::belonging::Orphans;
use crate::ports::StoredAccounts;
use crate::probe::RouteChoice;
use crate::settle::UserSettlement;
use panelboard_domain::account::{Account, Endpoint, RelayAddress, RelayId};
use panelboard_domain::attempt::Concern;
use panelboard_domain::id::{AccountId, AttemptId};
use panelboard_domain::secret::{ApiKey, RelayToken};
use panelboard_domain::service::Service;

/// What becomes of the orders of a removed account.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum OrdersOfRemoved {
    /// They stay, read-only.
    Keep,
    /// They go, for ever.
    Erase,
}

/// A test that may begin: its fields are fine. `Debug` leaves the key out.
#[derive(Clone, Debug)]
pub struct ProbePlan {
    /// Addresses, best first.
    pub candidates: Vec<Endpoint>,
    /// The key.
    pub key: ApiKey,
    /// Which routes.
    pub route: RouteChoice,
    /// Tells this test from a cancelled one.
    pub run: u32,
}

/// One request of the app. Its outcome comes back as events.
#[derive(Debug)]
pub enum Command {
    /// Sends what a user confirmed: once.
    Send(Box<ConfirmedWrite>),
    /// Sends a batch that a user confirmed: each row once.
    SendBatch(ConfirmedBatch),
    /// What the screen of the mass order asks.
    Batch(BatchCommand),

    /// The accounts, or which one is current, changed by hand: keep them, tell the other tabs.
    KeepAccounts(StoredAccounts),
    /// Remove an account with its key.
    RemoveAccount(AccountId, OrdersOfRemoved),
    /// Keep the account that was just tested, with the key that was tested, and make it current.
    KeepTested(Box<Account>),
    /// Test a new account.
    Probe(ProbePlan),
    /// The test is cancelled: what it found is thrown away.
    CancelProbe,
    /// Test an account anew over the routes of the choice; nothing is kept by that.
    Retest(AccountId, RouteChoice),
    /// Try a key and take it when it works.
    ChangeKey(AccountId, ApiKey),
    /// Make the orders of a removed account those of another.
    TakeOver(Orphans, AccountId),
    /// Read a balance; a read under way is not doubled.
    ReadBalance(AccountId),

    /// The relays are about to be shown: tell which there are, and look at each.
    LookAtRelays,
    /// Tell which relays there are; none is asked.
    ListRelays,
    /// Look at a relay that may be added.
    TestRelay(RelayPlan),
    /// The test of a relay is not wanted any more.
    CancelRelayTest,
    /// Add the relay at this address, with its token or none.
    KeepRelay(RelayAddress, Option<RelayToken>),
    /// Give a relay another token, or none.
    KeepToken(RelayId, Option<RelayToken>),
    /// Remove a relay with its token, unless something needs it.
    RemoveRelay(RelayId),

    /// A list is about to be shown: the kept one at once, and a new one when that is old.
    OpenCatalog(AccountId),
    /// Fetch a list; a fetch under way is not doubled.
    FetchCatalog(AccountId),
    /// Fetch the list when it is older than a price may be, and compare a service with it.
    CheckPrice(AccountId, Box<Service>),

    /// Ask about an account's open orders now.
    RefreshOrders(AccountId),
    /// Take the user's word on an unknown outcome.
    Settle(AttemptId, UserSettlement),
    /// Take the user's last word on an order back.
    Withdraw(AttemptId),
    /// The user has seen what needed a look.
    MarkSeen(AttemptId, Concern),
    /// Look for evidence on an unknown outcome.
    LookAgain(AttemptId),
    /// The user has seen that records are gone or damaged.
    AcceptLoss,
    /// Bring every record as it lies there, as a copy of the orders.
    SaveRawJournal,
    /// The copy was saved in a file.
    CopySaved,
    /// Add from a file what is not here.
    BringBack(String),
    /// Do not remind of a copy for a week.
    PutOffCopy,
}
