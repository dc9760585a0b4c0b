//! The order book as the screens see it: one signal a row, so that an answer redraws only its own row,
//! and one list a tab, so that a row that stays in its tabs changes no list. What is known of the orders
//! is the engine's ([`Book`]); nothing here decides about money.

mod drafts;
mod guard;
mod lists;
mod row;
mod search;
mod settling;
mod shown;
mod tab;
mod writes;

pub use row::{OrderRow, WriteState};
pub use tab::{Tab, TabCounts};

use super::engine::EngineSlot;
use super::slots::Slots;
use super::{Accounts, JournalAlarm, Load, Placing, PriceCheck, Settling};
use leptos::prelude::*;
use lists::Lists;
use panelboard_client::engine::{Book, Command};
use panelboard_client::journal::JournalLoss;
use panelboard_domain::account::Account;
use panelboard_domain::attempt::Watch;
use panelboard_domain::id::{AccountId, AttemptId, OrderId};
use panelboard_domain::service::Service;
use std::collections::HashMap;
use std::rc::Rc;

type Rows = StoredValue<HashMap<AttemptId, ArcRwSignal<OrderRow>>>;

/// The handle.
#[derive(Clone, Copy)]
pub struct Orders {
    rows: Rows,
    lists: Lists,
    finder: StoredValue<search::Finder>,
    counts: Memo<TabCounts>,
    ready: RwSignal<bool>,
    alarm: RwSignal<Option<JournalAlarm>>,
    prices: Slots<AccountId, Load<PriceCheck>>,
    placing: Slots<AccountId, Placing>,
    repeating: Slots<AttemptId, Placing>,
    settling: Slots<AttemptId, Settling>,
    watching: Slots<AttemptId, Option<Watch>>,
    following: Slots<AccountId, Load<()>>,
    book: StoredValue<Rc<Book>, LocalStorage>,
    accounts: Accounts,
    engine: EngineSlot,
}

impl Orders {
    pub(super) fn provide(engine: EngineSlot, accounts: Accounts) -> Self {
        let lists = Lists::new();
        let orders = Self {
            rows: StoredValue::new(HashMap::new()),
            lists,
            finder: StoredValue::new(search::Finder::default()),
            counts: Memo::new(move |_| lists.counts()),
            ready: RwSignal::new(false),
            alarm: RwSignal::new(None),
            prices: Slots::new(),
            placing: Slots::new(),
            repeating: Slots::new(),
            settling: Slots::new(),
            watching: Slots::new(),
            following: Slots::new(),
            book: StoredValue::new_local(Rc::default()),
            accounts,
            engine,
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
        self.lists.of(Tab::All)
    }

    /// Keys of the orders of a tab, newest first.
    pub fn in_tab(self, tab: Tab) -> Signal<Vec<AttemptId>> {
        self.lists.of(tab)
    }

    /// One order; `None` when there is none with this key.
    pub fn row(self, id: &AttemptId) -> Option<ArcReadSignal<OrderRow>> {
        self.rows.with_value(|rows| rows.get(id).map(ArcRwSignal::read_only))
    }

    /// The key of the order that a panel numbered so (addresses name orders by account and number);
    /// reactive in what orders there are.
    pub fn find(self, account: &AccountId, order: &OrderId) -> Option<AttemptId> {
        self.ids().track();
        self.book().find(account, order).filter(|id| self.row(id).is_some())
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

    /// Whether some order's state is a word of its panel's own. Not reactive.
    pub fn has_own_words(self) -> bool {
        self.lists.has_own_words()
    }

    /// Where asking about an account's orders stands: when it last worked, or why it did not.
    pub fn following(self, account: &AccountId) -> Signal<Load<()>> {
        self.following.at(account).0.into()
    }

    /// Asks the panel for the states of an account's open orders now; at most every ten seconds.
    pub fn refresh(self, account: &AccountId) {
        self.engine.run(Command::RefreshOrders(account.clone()));
    }

    /// Reads the service again when the list is older than 15 minutes and compares: the user must
    /// accept a changed one before [`Orders::place`].
    pub fn check_price(self, account: &Account, shown: &Service) -> Signal<Load<PriceCheck>> {
        let (signal, _) = self.prices.at(&account.id);
        if self.engine.is_set() {
            signal.set(Load::Loading { last: None });
            let shown = Box::new(shown.clone());
            self.engine.run(Command::CheckPrice(account.id.clone(), shown));
        }
        signal.into()
    }

    /// What is wrong with the journal as a whole; `None` when all is well.
    pub fn alarm(self) -> Signal<Option<JournalAlarm>> {
        self.alarm.into()
    }

    /// An empty list means that nothing was ordered, not that it cannot be read or is lost (reactive).
    pub fn is_whole(self) -> bool {
        self.alarm.with(Option::is_none)
    }

    /// The user has taken note.
    pub fn alarm_seen(self) {
        self.engine.run(Command::AcceptLoss);
    }

    /// Saves every record as it lies there, readable or not, in a file of the user's.
    pub fn save_raw(self) {
        self.engine.run(Command::SaveRawJournal);
    }

    /// Records that are missing, until the user has taken note (reactive): each order then needs the
    /// quantity typed.
    pub fn loss(self) -> Option<JournalLoss> {
        self.alarm.with(|alarm| match alarm {
            Some(JournalAlarm::Lost(loss)) => Some(*loss),
            _ => None,
        })
    }

    /// What is known of the orders, for questions that go beyond one row. Not reactive.
    pub(super) fn book(self) -> Rc<Book> {
        self.book.get_value()
    }
}

/// The handle.
pub fn use_orders() -> Orders {
    use_context().expect("state::provide() runs in App")
}
