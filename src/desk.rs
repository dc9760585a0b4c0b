//! Carries out what the state asks for: the use cases of `panelboard_client` over the browser's ports,
//! results back through the handles' verbs. The only place where both meet. It decides nothing that
//! `client` or `domain` could decide.
//!
//! Start at [`open`] (what happens when the page opens); [`writes`] is the money path. All but
//! [`front`] and what it uses is fetched when it is first needed ([`crate::parts`]).

mod accounts;
mod again;
mod alarm;
mod boot;
mod catalogs;
mod editing;
mod follow;
mod front;
mod journal;
mod presence;
mod sandbox;
mod settings;
mod settling;
mod tabs;
mod writes;

use crate::i18n::{Locale, Msg, error_text};
use crate::platform::{self, Browser, LockGuard, Tabs, vault};
use crate::state::{
    AccountCommand, Desk, Handles, OrderProposal, OrdersOfRemoved, ProbePlan, ToastKind, Toasts,
    UserSettlement,
};
use leptos::task::spawn_local;
use panelboard_client::engine::message::Message;
use panelboard_client::engine::rounds::Rounds;
use panelboard_client::error::{ClientError, StorageError};
use panelboard_client::gesture::UserGesture;
use panelboard_client::place::Session;
use panelboard_client::reads::Paces;
use panelboard_domain::account::{Account, Fact};
use panelboard_domain::attempt::{Concern, WriteKind};
use panelboard_domain::id::{AccountId, AttemptId};
use panelboard_domain::secret::ApiKey;
use panelboard_domain::service::Service;
use panelboard_domain::time::Timestamp;
use std::cell::{OnceCell, RefCell};
use std::rc::Rc;

pub use front::open;

/// The whole desk: takes over from the one that [`open`] opened.
#[expect(clippy::large_types_passed_by_value, reason = "moved once, at the start")]
pub fn whole(handles: Handles) -> Rc<dyn Desk> {
    let office = Rc::new(Office {
        browser: Browser::default(),
        paces: Paces::default(),
        session: Session {
            id: hex(&platform::random::<8>().unwrap_or_default()),
            app_version: env!("CARGO_PKG_VERSION").to_owned(),
        },
        handles,
        tabs: OnceCell::new(),
        tested: RefCell::default(),
        rounds: RefCell::default(),
        leading: RefCell::default(),
    });
    boot::run(&office);
    Rc::new(BrowserDesk(office))
}

/// What every task of the desk shares.
struct Office {
    browser: Browser,
    paces: Paces,
    session: Session,
    handles: Handles,
    tabs: OnceCell<Tabs>,
    /// The key, and the services if they were read, of the account that was just tested.
    tested: RefCell<Option<accounts::Tested>>,
    rounds: RefCell<Rounds>,
    /// Held while this tab follows the orders.
    leading: RefCell<Option<LockGuard>>,
}

impl Office {
    /// Tells the other tabs.
    fn say(&self, message: &Message) {
        if let Some(tabs) = self.tabs.get() {
            tabs.say(&message.to_string());
        }
    }

    /// Storage did not do what was asked: the user must know.
    fn storage_failed(&self, error: &StorageError) {
        storage_failed(self.handles.toasts, error);
    }

    /// Keeps what answers showed of an account's panel, if it is news.
    fn learn(&self, id: &AccountId, facts: &[Fact]) {
        let accounts = self.handles.accounts;
        let Some(mut account) = accounts.get_untracked(id) else { return };
        let mut is_news = false;
        for fact in facts {
            is_news |= account.capabilities.learn(*fact);
        }
        if is_news {
            accounts.update(id, |stored| stored.capabilities = account.capabilities);
        }
    }

    fn note(&self, kind: ToastKind, message: Msg) {
        self.handles.toasts.push(kind, message, Vec::new());
    }
}

fn storage_failed(toasts: Toasts, error: &StorageError) {
    toasts.push(ToastKind::Problem, error_text::storage_error(error).what, Vec::new());
}

/// An account's key. Without it nothing can be asked: the account must be added again.
fn key_of(account: &Account) -> Result<ApiKey, ClientError> {
    vault::key(&account.id).ok_or(ClientError::NoKey)
}

fn hex(bytes: &[u8]) -> String {
    let digit = |nibble: u8| char::from_digit(u32::from(nibble), 16).unwrap_or('0');
    bytes.iter().flat_map(|byte| [digit(byte >> 4), digit(byte & 15)]).collect()
}

struct BrowserDesk(Rc<Office>);

impl BrowserDesk {
    fn office(&self) -> Rc<Office> {
        Rc::clone(&self.0)
    }
}

impl Desk for BrowserDesk {
    fn now(&self) -> Timestamp {
        platform::now()
    }

    fn keep_accounts(&self) {
        accounts::keep(&self.0);
    }

    fn forget_account(&self, account: &Account, orders: OrdersOfRemoved) {
        spawn_local(accounts::forget(self.office(), account.clone(), orders));
    }

    fn read_balance(&self, account: Account) {
        spawn_local(accounts::read_balance(self.office(), account));
    }

    fn probe(&self, plan: ProbePlan, run: u32) {
        spawn_local(accounts::probe(self.office(), plan, run));
    }

    fn keep_probed(&self, account: &Account) -> bool {
        accounts::keep_probed(&self.0, account)
    }

    fn account(&self, command: AccountCommand) {
        spawn_local(editing::run(self.office(), command));
    }

    fn open_catalog(&self, account: Account) {
        spawn_local(catalogs::open(self.office(), account));
    }

    fn fetch_catalog(&self, account: Account) {
        spawn_local(catalogs::fetch(self.office(), account));
    }

    fn check_price(&self, account: Account, shown: Service) {
        spawn_local(catalogs::check_price(self.office(), account, shown));
    }

    fn refresh_orders(&self, account: Account) {
        follow::now(&self.0, account);
    }

    fn place(&self, gesture: UserGesture<'_>, proposal: OrderProposal) {
        writes::place(&self.0, gesture, proposal);
    }

    fn request(&self, gesture: UserGesture<'_>, kind: WriteKind, id: &AttemptId) {
        writes::ask(&self.0, gesture, kind, id);
    }

    fn ask_again(&self, gesture: UserGesture<'_>, id: &AttemptId) {
        again::ask_again(&self.0, gesture, id);
    }

    fn ask_again_until(&self, id: &AttemptId) -> Option<Timestamp> {
        again::until(&self.0, id)
    }

    fn settle(&self, id: &AttemptId, settlement: UserSettlement) {
        spawn_local(settling::settle(self.office(), id.clone(), settlement));
    }

    fn withdraw(&self, id: &AttemptId) {
        spawn_local(settling::withdraw(self.office(), id.clone()));
    }

    fn mark_seen(&self, id: &AttemptId, concern: Concern) {
        spawn_local(settling::mark_seen(self.office(), id.clone(), concern));
    }

    fn look_again(&self, id: &AttemptId) {
        spawn_local(journal::look_again(self.office(), id.clone()));
    }

    fn accept_loss(&self) {
        spawn_local(alarm::accept(self.office()));
    }

    fn save_raw_journal(&self) {
        spawn_local(alarm::save_raw(self.office()));
    }

    fn keep_settings(&self) {
        if settings::keep(self.0.handles) {
            self.0.say(&Message::Settings);
        }
    }

    fn load_locale(&self, locale: Locale) {
        spawn_local(settings::load_locale(self.0.handles, locale));
    }
}
