//! What the engine tells the app. A screen shows these and decides nothing.

use super::alarm::JournalAlarm;
use super::catalogs::CatalogView;
use super::copies::CopyBack;
use super::lists::PriceCheck;
use super::progress::{KeyChange, Placing, Retest, Settling};
use super::relays::{KnownRelay, RelayStop};
use crate::accounts::belonging::Orphans;
use crate::batch::BatchView;
use crate::copy::Known;
use crate::error::{ClientError, StorageError};
use crate::load::Load;
use crate::ports::StoredAccounts;
use crate::probe::{ProbeFailure, ProbeResult, ProbeStep};
use crate::relay::RelayLook;
use crate::settle::NotSettled;
use crate::stop::Stop;
use panelboard_domain::account::RelayId;
use panelboard_domain::attempt::{Attempt, Watch, WriteKind};
use panelboard_domain::balance::Balance;
use panelboard_domain::id::{AccountId, AttemptId};
use panelboard_domain::order::{Followed, RefillStatus};
use panelboard_domain::time::Timestamp;
use std::collections::BTreeSet;
use std::sync::Arc;

/// Something is another way than before.
#[derive(Clone, Debug, PartialEq)]
pub enum Event {
    /// The accounts as they are stored now, and those whose key is not on this device.
    Accounts(StoredAccounts, BTreeSet<AccountId>),
    /// An account's balance.
    Balance(AccountId, Load<Balance>),
    /// Orders whose account is gone, by that account.
    Orphans(Vec<Orphans>),
    /// A test of a new account goes on; the number tells it from a cancelled one.
    ProbeStep(u32, ProbeStep),
    /// It ended: what was found and the id that the account would have, or why nothing was.
    ProbeEnded(u32, Box<Result<(ProbeResult, AccountId), ProbeFailure>>),
    /// It begins anew, because a relay has come to know the panel.
    ProbeContinues(u32),
    /// A new test of an account that is here.
    Retest(AccountId, Retest),
    /// A new key for an account that is here.
    KeyChange(AccountId, KeyChange),
    /// A key was stored: the browser may be asked to keep this site's data.
    KeyStored,

    /// The relays that are known, and what is known of them.
    Relays(Vec<KnownRelay>),
    /// What a look at a relay that may be added found; the number tells it from a cancelled one.
    RelayTest(u32, RelayLook),
    /// A relay was removed, or why not.
    RelayRemoved(RelayId, Result<(), RelayStop>),

    /// An account's service list.
    Catalog(AccountId, Load<Arc<CatalogView>>),
    /// So many bytes of the list have arrived.
    CatalogBytes(AccountId, u64),
    /// The service of an order form against the list as it is now.
    Price(AccountId, Load<PriceCheck>),

    /// The journal was read: an empty list means no orders from here on.
    JournalReady,
    /// What is wrong with the journal as a whole; `None` when all is well.
    Alarm(Option<JournalAlarm>),
    /// Records as they are stored now, in any order: one that changed, or many that were read.
    Attempts(Vec<Arc<Attempt>>),
    /// What the panel last said of these orders.
    Followed(Vec<Followed>),
    /// What the panel last said of a refill of the order of this record.
    Refill(AttemptId, RefillStatus),
    /// These records were erased for ever.
    Erased(Vec<AttemptId>),
    /// A round of questions about an account's orders began.
    FollowingStarted(AccountId),
    /// It ended.
    FollowingEnded(AccountId, Result<(), ClientError>, Timestamp),
    /// The journal's records as they lie there, for a file of the user's; `None` when they could not be
    /// written.
    RawJournal(Option<String>),
    /// What is known of copies of the orders.
    Copies(Known),
    /// What became of a copy that was brought back.
    BroughtBack(CopyBack),

    /// Placing an order of an account.
    Placing(AccountId, Placing),
    /// The batch of the mass order.
    Batch(Box<BatchView>),
    /// Asking again for an order.
    Repeating(AttemptId, Placing),
    /// A refill or cancel of an order is on its way, or nothing was sent and why.
    Write(AttemptId, WriteKind, Result<(), Stop>),
    /// The user's word on an order.
    Settling(AttemptId, Settling),
    /// The user's word could not be taken back or written down.
    NotKept(NotSettled),
    /// What is being watched for an open order; `None` when nothing is any more.
    Watching(AttemptId, Option<Watch>),
    /// The panel asked for a parameter by another name: the next press uses it.
    LearnedName,
    /// Storage did not do what was asked.
    StorageFailed(StorageError),
    /// Another tab changed the settings.
    Settings,
}
