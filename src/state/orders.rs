//! The order book: one signal a row, so that an answer redraws only its own row; and the three
//! writes, each of which needs a user's gesture.

mod alarm;
mod guard;
mod progress;
mod refills;
mod repeating;
mod row;
mod settling;
mod tab;
mod writes;

pub use alarm::JournalAlarm;
pub use panelboard_client::engine::lists::PriceCheck;
pub use row::{OrderRow, WriteState};
pub use tab::{Tab, TabCounts};
pub use writes::{OrderProposal, PlaceStop, Placing, Settling};

use super::desk::{DeskSlot, SessionSlot};
use super::slots::Slots;
use super::{Accounts, Load};
use crate::platform::gesture::UserGesture;
use leptos::prelude::*;
use panelboard_client::place::Session;
use panelboard_domain::account::Account;
use panelboard_domain::attempt::{Ask, Attempt, Watch, WriteKind};
use panelboard_domain::id::{AccountId, AttemptId, OrderId};
use panelboard_domain::order::{Eligibility, Followed, can_cancel, can_refill};
use std::collections::{BTreeMap, HashMap};
use std::sync::Arc;

type Rows = StoredValue<HashMap<AttemptId, ArcRwSignal<OrderRow>>>;

/// The handle.
#[derive(Clone, Copy)]
pub struct Orders {
    /// Rows, newest first.
    ids: RwSignal<Vec<AttemptId>>,
    rows: Rows,
    /// Every attempt, refills and cancels among them, oldest first.
    journal: StoredValue<BTreeMap<AttemptId, Arc<Attempt>>>,
    counts: Memo<TabCounts>,
    ready: RwSignal<bool>,
    alarm: RwSignal<Option<JournalAlarm>>,
    prices: Slots<AccountId, Load<PriceCheck>>,
    placing: Slots<AccountId, Placing>,
    repeating: Slots<AttemptId, Placing>,
    settling: Slots<AttemptId, Settling>,
    watching: Slots<AttemptId, Option<Watch>>,
    following: Slots<AccountId, Load<()>>,
    session: SessionSlot,
    accounts: Accounts,
    desk: DeskSlot,
}

impl Orders {
    pub(super) fn provide(desk: DeskSlot, accounts: Accounts) -> Self {
        let ids = RwSignal::new(Vec::new());
        let rows: Rows = StoredValue::new(HashMap::new());
        let orders = Self {
            ids,
            rows,
            journal: StoredValue::new(BTreeMap::new()),
            counts: Memo::new(move |_| TabCounts::of(&all(ids, rows))),
            ready: RwSignal::new(false),
            alarm: RwSignal::new(None),
            prices: Slots::new(),
            placing: Slots::new(),
            repeating: Slots::new(),
            settling: Slots::new(),
            watching: Slots::new(),
            following: Slots::new(),
            session: StoredValue::new(None),
            accounts,
            desk,
        };
        provide_context(orders);
        orders
    }

    /// The journal was read: an empty list means no orders, not "not yet".
    pub fn ready(self) -> Signal<bool> {
        self.ready.into()
    }

    /// Keys of all orders, newest first.
    pub fn ids(self) -> Signal<Vec<AttemptId>> {
        self.ids.into()
    }

    /// Keys of the orders of a tab, newest first (reactive).
    pub fn in_tab(self, tab: Tab) -> Vec<AttemptId> {
        let holds = |id: &AttemptId| self.row(id).is_some_and(|row| row.with(|row| tab.holds(row)));
        self.ids.get().into_iter().filter(holds).collect()
    }

    /// One order; `None` when there is none with this key.
    pub fn row(self, id: &AttemptId) -> Option<ArcReadSignal<OrderRow>> {
        self.rows.with_value(|rows| rows.get(id).map(ArcRwSignal::read_only))
    }

    /// The key of the order that a panel numbered so (addresses name orders by account and number).
    pub fn find(self, account: &AccountId, order: &OrderId) -> Option<AttemptId> {
        let fits = |row: &OrderRow| row.account == *account && row.order.as_ref() == Some(order);
        let found = |id: &AttemptId| self.row(id).is_some_and(|row| row.with(fits));
        self.ids.get().into_iter().find(found)
    }

    /// How many orders each tab holds.
    pub fn counts(self) -> Memo<TabCounts> {
        self.counts
    }

    /// Orders whose outcome is not known (reactive).
    pub fn unknown_count(self) -> usize {
        self.counts.with(|counts| counts.unknown)
    }

    /// Orders on which money may hang now: the badge (reactive).
    pub fn badge_count(self) -> usize {
        self.counts.with(|counts| counts.badge)
    }

    /// Where asking about an account's orders stands: when it last worked, or why it did not.
    pub fn following(self, account: &AccountId) -> Signal<Load<()>> {
        self.following.at(account).0.into()
    }

    /// Asks the panel for the states of an account's open orders now; at most every ten seconds.
    pub fn refresh(self, account: &AccountId) {
        if let (Some(desk), Some(account)) = (self.desk.get(), self.accounts.get_untracked(account))
        {
            desk.refresh_orders(account);
        }
    }

    /// Reads the service again when the list is older than 15 minutes and compares: the user must
    /// accept a changed one before [`Orders::place`].
    pub fn check_price(
        self,
        account: &Account,
        shown: &panelboard_domain::service::Service,
    ) -> Signal<Load<PriceCheck>> {
        let (signal, _) = self.prices.at(&account.id);
        if let Some(desk) = self.desk.get() {
            signal.set(Load::Loading { last: None });
            desk.check_price(account.clone(), shown.clone());
        }
        signal.into()
    }

    /// Places an order: stored first, sent at most once. A second call while one runs for the account
    /// changes nothing and returns the running one.
    pub fn place(self, gesture: UserGesture<'_>, proposal: OrderProposal) -> Signal<Placing> {
        let (signal, _) = self.placing.at(&proposal.account.id);
        if let Some(desk) = self.desk.get()
            && !signal.with_untracked(Placing::is_running)
        {
            signal.set(Placing::Waiting);
            desk.place(gesture, proposal);
        }
        signal.into()
    }

    /// Where placing an order of this account stands.
    pub fn placing(self, account: &AccountId) -> Signal<Placing> {
        self.placing.at(account).0.into()
    }

    /// The user has seen how placing ended.
    pub fn placing_seen(self, account: &AccountId) {
        let (signal, _) = self.placing.at(account);
        if !signal.with_untracked(Placing::is_running) {
            signal.set(Placing::Idle);
        }
    }

    /// Whether a refill may be asked for, and why not (reactive); `None` when there is nothing to ask
    /// about: the order has no number, or its account is gone.
    pub fn can_refill(self, id: &AttemptId) -> Option<Eligibility> {
        let (account, row) = self.with_account(id)?;
        let asked = self.refill_asked(&account, &row, self.desk.now());
        Some(can_refill(&account, &row.service, row.followed.as_ref()?, asked, self.desk.now()))
    }

    /// Whether a cancel may be asked for; as [`Orders::can_refill`].
    pub fn can_cancel(self, id: &AttemptId) -> Option<Eligibility> {
        let (account, row) = self.with_account(id)?;
        let asked = row.cancel.asked(self.desk.now());
        Some(can_cancel(&account, &row.service, row.followed.as_ref()?, asked, self.desk.now()))
    }

    fn with_account(self, id: &AttemptId) -> Option<(Account, OrderRow)> {
        let row = self.row(id)?.get();
        Some((self.accounts.get(&row.account)?, row))
    }

    /// Asks the panel to refill or cancel an order. The row's `refill` and `cancel` show where it stands.
    pub fn request(self, gesture: UserGesture<'_>, kind: WriteKind, id: &AttemptId) {
        if let Some(desk) = self.desk.get() {
            desk.request(gesture, kind, id);
        }
    }

    /// Looks for evidence on an unknown order now.
    pub fn look_again(self, id: &AttemptId) {
        if let Some(desk) = self.desk.get() {
            desk.look_again(id);
        }
    }
}

/// What the desk needs and brings back.
impl Orders {
    pub(crate) fn begin(self, session: Session) {
        self.session.set_value(Some(session));
    }

    pub(crate) fn is_ready(self) {
        self.ready.set(true);
    }

    /// An attempt as the journal has it now. Only its own row is redrawn.
    pub(crate) fn apply(self, attempt: Attempt) {
        let attempt = Arc::new(attempt);
        self.journal.update_value(|journal| {
            journal.insert(attempt.id.clone(), Arc::clone(&attempt));
        });
        match (&attempt.ask, attempt.ask.about()) {
            (Ask::Add { .. }, _) => self.apply_order(&attempt),
            (Ask::Again { first, .. }, _) => self.repeat_changed(first),
            (ask, Some(order)) => {
                if let (Some(kind), Some(row)) =
                    (ask.write_kind(), self.find_untracked(&attempt.account, order))
                {
                    row.update(|row| row.asked(kind, &attempt));
                }
            }
            (_, None) => {}
        }
    }

    fn apply_order(self, attempt: &Arc<Attempt>) {
        if let Some(row) = self.rows.with_value(|rows| rows.get(&attempt.id).cloned()) {
            row.update(|row| row.now_is(attempt));
            return;
        }
        let Some(row) = OrderRow::of(attempt) else { return };
        let id = attempt.id.clone();
        self.rows.update_value(|rows| {
            rows.insert(id.clone(), ArcRwSignal::new(row));
        });
        self.ids.update(|ids| {
            let at = ids.partition_point(|other| *other > id);
            ids.insert(at, id);
        });
    }

    /// Takes an erased account's orders out of the book.
    pub(crate) fn forget(self, account: &AccountId) -> Vec<AttemptId> {
        let mut gone = Vec::new();
        self.journal.update_value(|journal| {
            gone =
                journal.values().filter(|a| a.account == *account).map(|a| a.id.clone()).collect();
            journal.retain(|_, attempt| attempt.account != *account);
        });
        self.ids.update(|ids| ids.retain(|id| !gone.contains(id)));
        self.rows.update_value(|rows| rows.retain(|id, _| !gone.contains(id)));
        gone
    }

    /// An attempt as it is known here.
    pub(crate) fn attempt(self, id: &AttemptId) -> Option<Arc<Attempt>> {
        self.journal.with_value(|journal| journal.get(id).cloned())
    }

    /// Every attempt that fits.
    pub(crate) fn attempts(self, fits: impl Fn(&Attempt) -> bool) -> Vec<Arc<Attempt>> {
        self.journal.with_value(|journal| {
            journal.values().filter(|attempt| fits(attempt)).cloned().collect()
        })
    }

    /// An account's followed orders as they are known here.
    pub(crate) fn followed(self, account: &AccountId) -> Vec<Followed> {
        self.followed_by(|row| row.account == *account)
    }

    /// The followed orders of every row that fits.
    pub(crate) fn followed_by(self, fits: impl Fn(&OrderRow) -> bool) -> Vec<Followed> {
        let of_fitting = |row: ArcRwSignal<OrderRow>| {
            row.with_untracked(|row| row.followed.clone().filter(|_| fits(row)))
        };
        let rows: Vec<_> = self.rows.with_value(|rows| rows.values().cloned().collect());
        rows.into_iter().filter_map(of_fitting).collect()
    }

    /// What is known of a followed order now.
    pub(crate) fn follow(self, followed: Followed) {
        if let Some(row) = self.find_untracked(&followed.account, &followed.order) {
            row.update(|row| row.followed = Some(followed));
        }
    }

    fn find_untracked(self, account: &AccountId, order: &OrderId) -> Option<ArcRwSignal<OrderRow>> {
        let fits = |row: &OrderRow| row.account == *account && row.order.as_ref() == Some(order);
        self.rows.with_value(|rows| rows.values().find(|row| row.with_untracked(fits)).cloned())
    }
}

fn all(ids: RwSignal<Vec<AttemptId>>, rows: Rows) -> Vec<ArcRwSignal<OrderRow>> {
    ids.with(|ids| {
        rows.with_value(|rows| ids.iter().filter_map(|id| rows.get(id).cloned()).collect())
    })
}

/// The handle.
pub fn use_orders() -> Orders {
    use_context().expect("state::provide() runs in App")
}
