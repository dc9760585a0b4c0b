//! The middle of the app: it owns the accounts, the orders and the service lists while the page lives,
//! carries out what the app asks ([`Command`]), and tells what changed ([`Event`]). Start at
//! [`Engine::run`] and, for what spends, at [`writes`].
//!
//! Ports only ([`crate::ports::Ports`]): nothing here knows a browser or a screen, so every rule has a
//! native test. Nothing here may send a write but what a click confirmed ([`Engine::confirm`]).

mod accounts;
pub mod alarm;

mod balances;
pub mod batch;
pub mod book;
pub mod catalogs;
mod change;
mod changes;
pub mod charge;
pub mod command;
pub mod copies;
pub mod event;
mod evidence;
mod follow;
mod journal;
pub mod kept;
pub mod lists;
pub mod message;
mod probe;
pub mod progress;
pub mod relays;
mod repeat;
pub mod requests;
pub mod round;
pub mod rounds;
mod settling;
mod steps;
#[cfg(test)]
mod tests;
pub mod writes;

pub use book::Book;
pub use command::{Command, OrdersOfRemoved, ProbePlan};
pub use event::Event;

use crate::error::{ClientError, StorageError};
use crate::load::Load;
use crate::place::Session;
use crate::ports::{Ports, StoredAccounts};
use crate::reads::Paces;
use crate::relay::RelayLook;
use alarm::JournalAlarm;
use catalogs::CatalogView;
use message::Message;
use panelboard_domain::account::{Account, Fact, RelayId};
use panelboard_domain::balance::Balance;
use panelboard_domain::id::AccountId;
use panelboard_domain::secret::ApiKey;
use rounds::Rounds;
use std::cell::{Cell, RefCell};
use std::collections::{BTreeMap, BTreeSet, HashMap};
use std::rc::Rc;
use std::sync::Arc;

/// The engine. One for the life of the page.
pub struct Engine<P: Ports> {
    ports: P,
    session: Session,
    book: Rc<Book>,
    on: Box<dyn Fn(Event)>,
    paces: Paces,
    accounts: RefCell<StoredAccounts>,
    balances: RefCell<HashMap<AccountId, Load<Balance>>>,
    /// Asked for before the accounts were read.
    wanted_balances: RefCell<BTreeSet<AccountId>>,
    catalogs: RefCell<HashMap<AccountId, Load<Arc<CatalogView>>>>,
    /// Bytes of the pages of a running download that are whole here.
    page_bytes: RefCell<HashMap<AccountId, u64>>,
    tested: RefCell<Option<probe::Tested>>,
    /// The test that is under way; `None` when there is none, or it was cancelled.
    probing: Cell<Option<u32>>,
    /// The test of a relay that is under way.
    testing_relay: Cell<Option<u32>>,
    relay_looks: RefCell<BTreeMap<RelayId, RelayLook>>,
    rounds: RefCell<Rounds>,
    alarm: RefCell<Option<JournalAlarm>>,
    is_journal_read: Cell<bool>,
    turns: follow::Turns<P::Guard>,
    batch: RefCell<batch::Batch<P::Guard>>,
}

impl<P: Ports> Engine<P> {
    /// An engine that has read nothing yet: [`Engine::open`] is next. It writes into `book`, which a
    /// screen may read, and tells `on` each change; `on` is never called while something is borrowed.
    pub fn new(ports: P, session: Session, book: Rc<Book>, on: Box<dyn Fn(Event)>) -> Rc<Self> {
        Rc::new(Self {
            ports,
            session,
            book,
            on,
            paces: Paces::default(),
            accounts: RefCell::default(),
            balances: RefCell::default(),
            wanted_balances: RefCell::default(),
            catalogs: RefCell::default(),
            page_bytes: RefCell::default(),
            tested: RefCell::default(),
            probing: Cell::default(),
            testing_relay: Cell::default(),
            relay_looks: RefCell::default(),
            rounds: RefCell::default(),
            alarm: RefCell::default(),
            is_journal_read: Cell::new(false),
            turns: follow::Turns::default(),
            batch: RefCell::default(),
        })
    }

    /// The outside, for what only the shell knows of it.
    pub fn ports(&self) -> &P {
        &self.ports
    }

    /// Reads what is stored, looks after what is open, begins to follow orders.
    pub async fn open(self: Rc<Self>) {
        self.restore_accounts().await;
        self.load_balances().await;
        self.mirror_accounts().await;
        self.open_journal().await;
        self.tell_copies().await;
        self.find_orphans().await;
        self.plan_turn();
    }

    /// Carries out a command. What can be done at once is done before this returns; the rest goes on by
    /// itself and ends in events.
    pub fn run(self: &Rc<Self>, command: Command) {
        let engine = Rc::clone(self);
        match command {
            Command::Send(write) => self.send(*write),
            Command::SendBatch(batch) => self.send_batch(batch),
            Command::Batch(command) => self.batch(command),
            Command::KeepAccounts(accounts) => self.keep_accounts(accounts),
            Command::RemoveAccount(id, orders) => self.remove_account(&id, orders),
            Command::KeepTested(account) => self.keep_tested(*account),
            Command::Probe(plan) => self.spawn(engine.probe(plan)),
            Command::CancelProbe => self.cancel_probe(),
            Command::Retest(id, choice) => self.spawn(engine.retest(id, choice)),
            Command::ChangeKey(id, key) => self.spawn(engine.change_key(id, key)),
            Command::TakeOver(orphans, by) => self.spawn(engine.take_over(orphans, by)),
            Command::ReadBalance(id) => self.read_balance(&id),
            Command::LookAtRelays => self.spawn(engine.look_at_relays()),
            Command::ListRelays => self.tell_relays(),
            Command::TestRelay(plan) => self.spawn(engine.test_relay(plan)),
            Command::CancelRelayTest => self.cancel_relay_test(),
            Command::KeepRelay(address, token) => self.keep_relay(address, token.as_ref()),
            Command::KeepToken(relay, token) => self.keep_known_relay(&relay, token.as_ref()),
            Command::RemoveRelay(relay) => self.spawn(engine.remove_relay(relay)),
            Command::OpenCatalog(id) => self.open_catalog(&id),
            Command::FetchCatalog(id) => self.fetch_catalog(&id),
            Command::CheckPrice(id, shown) => self.spawn(engine.check_price(id, shown)),
            Command::RefreshOrders(id) => self.refresh_orders(&id),
            Command::Settle(id, settlement) => self.spawn(engine.settle(id, settlement)),
            Command::Withdraw(id) => self.spawn(engine.withdraw(id)),
            Command::MarkSeen(id, concern) => self.spawn(engine.mark_seen(id, concern)),
            Command::LookAgain(id) => self.spawn(engine.look_again(id)),
            Command::AcceptLoss => self.spawn(engine.accept_loss()),
            Command::SaveRawJournal => self.spawn(engine.raw_journal()),
            Command::CopySaved => self.spawn(engine.copy_saved()),
            Command::BringBack(text) => self.spawn(engine.bring_back(text)),
            Command::PutOffCopy => self.spawn(engine.put_off_copy()),
        }
    }

    /// Another tab says that something stored is another way.
    pub fn receive(self: &Rc<Self>, message: Message) {
        let engine = Rc::clone(self);
        match message {
            Message::Accounts => self.load_accounts(),
            Message::Settings => self.tell(Event::Settings),
            Message::Attempt(id) => self.spawn(engine.reread(id)),
            Message::Followed(account, orders) => {
                self.spawn(engine.reread_orders(account, orders));
            }
            Message::Batch => self.batch_changed_elsewhere(),
            Message::Catalog(account) => self.spawn(engine.reread_catalog(account)),
        }
    }

    fn spawn(&self, task: impl Future<Output = ()> + 'static) {
        self.ports.spawn(Box::pin(task));
    }

    fn tell(&self, event: Event) {
        (self.on)(event);
    }

    fn storage_failed(&self, error: StorageError) {
        self.tell(Event::StorageFailed(error));
    }

    /// An account as it is now; `None` when it is gone.
    fn account(&self, id: &AccountId) -> Option<Account> {
        self.accounts.borrow().accounts.iter().find(|account| account.id == *id).cloned()
    }

    /// An account with its key.
    ///
    /// # Errors
    /// The key is not on this device: it must be entered again before anything can be asked.
    fn credentials(&self, id: &AccountId) -> Result<(Account, ApiKey), ClientError> {
        let account = self.account(id).ok_or(ClientError::NoKey)?;
        let key = self.ports.key(id).ok_or(ClientError::NoKey)?;
        Ok((account, key))
    }

    /// Keeps what answers showed of an account's panel, if it is news.
    fn learn(self: &Rc<Self>, id: &AccountId, facts: &[Fact]) {
        let Some(mut account) = self.account(id) else { return };
        let mut is_news = false;
        for fact in facts {
            is_news |= account.capabilities.learn(*fact);
        }
        if is_news {
            let capabilities = account.capabilities;
            self.update_account(id, |account| account.capabilities = capabilities);
        }
    }
}
