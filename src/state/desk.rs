//! What the state asks to be done outside: fire and forget. Results come back through the handles'
//! own verbs, so that state is tested without a browser and knows no port.

use super::{OrderProposal, OrdersOfRemoved, ProbeInput, RouteChoice};
use crate::i18n::Locale;
use leptos::prelude::*;
use panelboard_client::accounts::belonging::Orphans;
use panelboard_client::gesture::UserGesture;
use panelboard_client::place::Session;
use panelboard_client::settle::UserSettlement;
use panelboard_domain::account::{Account, Endpoint};
use panelboard_domain::attempt::{Concern, WriteKind};
use panelboard_domain::id::AttemptId;
use panelboard_domain::secret::ApiKey;
use panelboard_domain::service::Service;
use panelboard_domain::time::Timestamp;
use std::rc::Rc;

/// The other side of every command. The app has one (`crate::desk`); tests have their own.
pub trait Desk {
    /// Now.
    fn now(&self) -> Timestamp;
    /// Accounts or which one is current changed: store them, tell the other tabs.
    fn keep_accounts(&self);
    /// Forget an account's key, and its orders when asked to.
    fn forget_account(&self, account: &Account, orders: OrdersOfRemoved);
    /// Read a balance.
    fn read_balance(&self, account: Account);
    /// Test an account; `run` tells this test from a cancelled one.
    fn probe(&self, plan: ProbePlan, run: u32);
    /// Keep the tested account together with its key. `false` when storage refused.
    fn keep_probed(&self, account: &Account) -> bool;
    /// Carry out a change of an account that is here.
    fn account(&self, command: AccountCommand);
    /// Paint a service list from this device, fetch it when it is old.
    fn open_catalog(&self, account: Account);
    /// Fetch a service list.
    fn fetch_catalog(&self, account: Account);
    /// Fetch the service list when it is older than a price may be, and compare a service with it.
    fn check_price(&self, account: Account, shown: Service);
    /// Ask about an account's open orders.
    fn refresh_orders(&self, account: Account);
    /// Place an order.
    fn place(&self, gesture: UserGesture<'_>, proposal: OrderProposal);
    /// Ask for a refill or cancel of the order of this attempt.
    fn request(&self, gesture: UserGesture<'_>, kind: WriteKind, id: &AttemptId);
    /// Send the exact request of an unknown order once more.
    fn ask_again(&self, gesture: UserGesture<'_>, id: &AttemptId);
    /// Until when that is safe; `None` when it is not.
    fn ask_again_until(&self, id: &AttemptId) -> Option<Timestamp>;
    /// Take the user's word on an unknown outcome.
    fn settle(&self, id: &AttemptId, settlement: UserSettlement);
    /// Take the user's last word on an order back.
    fn withdraw(&self, id: &AttemptId);
    /// The user has seen what needed a look.
    fn mark_seen(&self, id: &AttemptId, concern: Concern);
    /// Look for evidence on an unknown outcome.
    fn look_again(&self, id: &AttemptId);
    /// The user has seen that records are gone or damaged.
    fn accept_loss(&self);
    /// Save every record as it lies there in a file of the user's.
    fn save_raw_journal(&self);
    /// Settings changed: apply them to the page and store them.
    fn keep_settings(&self);
    /// Load a language and switch to it.
    fn load_locale(&self, locale: Locale);
}

/// A change of an account that needs the panel or the journal.
#[derive(Clone, Debug)]
pub enum AccountCommand {
    /// Test it anew over the routes of `choice`; nothing is kept by that.
    Retest {
        /// As it is now.
        account: Account,
        /// Which routes.
        choice: RouteChoice,
    },
    /// Try a key and take it when it works.
    ChangeKey {
        /// As it is now.
        account: Account,
        /// The new key.
        key: ApiKey,
    },
    /// Make the orders of a removed account those of another.
    TakeOver {
        /// The orders.
        orphans: Orphans,
        /// The account that takes them.
        by: Account,
    },
}

/// A test that may begin: its fields are fine.
#[derive(Clone, Debug)]
pub struct ProbePlan {
    /// Addresses, best first.
    pub candidates: Vec<Endpoint>,
    /// The key.
    pub key: ApiKey,
    /// The form it came from.
    pub input: ProbeInput,
}

/// Where the handles find the desk. Nothing is done before it is set.
#[derive(Clone, Copy)]
pub(super) struct DeskSlot(StoredValue<Option<Rc<dyn Desk>>, LocalStorage>);

impl DeskSlot {
    pub(super) fn new() -> Self {
        Self(StoredValue::new_local(None))
    }

    pub(super) fn set(self, desk: Rc<dyn Desk>) {
        self.0.set_value(Some(desk));
    }

    pub(super) fn get(self) -> Option<Rc<dyn Desk>> {
        self.0.get_value()
    }

    pub(super) fn now(self) -> Timestamp {
        self.get().map(|desk| desk.now()).unwrap_or_default()
    }
}

/// What makes this tab's attempts known as its own, for the duplicate guard.
pub(super) type SessionSlot = StoredValue<Option<Session>>;
