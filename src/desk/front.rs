//! The desk of the first moments. It does what the first screen needs (settings, language, the trial
//! accounts) and fetches the rest of the desk as soon as there is an account or something is asked of
//! it. What was asked meanwhile is done on arrival; spending is not: a gesture cannot wait.

use super::{presence, sandbox, settings};
use crate::i18n::Locale;
use crate::parts;
use crate::platform::{self, crash, page, vault};
use crate::state::{
    AccountCommand, Desk, Handles, OrderProposal, OrdersOfRemoved, PlaceStop, Placing, ProbePlan,
    UserSettlement, WriteState,
};
use leptos::task::spawn_local;
use panelboard_client::gesture::UserGesture;
use panelboard_domain::account::Account;
use panelboard_domain::attempt::{Concern, WriteKind};
use panelboard_domain::id::AttemptId;
use panelboard_domain::service::Service;
use panelboard_domain::time::Timestamp;
use std::cell::{Cell, RefCell};
use std::rc::Rc;

/// Opens the desk: commands are carried out, stored state is loaded.
#[expect(clippy::large_types_passed_by_value, reason = "moved once, at the start")]
pub fn open(handles: Handles) {
    let front =
        Rc::new(Front { handles, waiting: RefCell::default(), is_fetching: Cell::new(false) });
    handles.set_desk(Rc::new(FrontDesk(Rc::clone(&front))));
    settings::load(handles);
    if page::is_local() {
        handles.accounts.allow_private_hosts();
    }
    presence::watch(handles.presence);
    spawn_local(sandbox::find(handles.accounts));
    if vault::has_accounts() {
        return front.fetch();
    }
    spawn_local(async move {
        // Local storage may be gone and the orders still be there: then this is no first run.
        if platform::database_may_exist().await {
            return front.fetch();
        }
        handles.accounts.loaded(Vec::new(), None);
        // Another tab may add the first account; this one sees it when the user comes back.
        page::on_presence(move || {
            if vault::has_accounts() {
                front.fetch();
            }
        });
    });
}

type Command = Box<dyn FnOnce(&dyn Desk)>;

struct Front {
    handles: Handles,
    waiting: RefCell<Vec<Command>>,
    is_fetching: Cell<bool>,
}

impl Front {
    /// Fetches the desk once; it takes this one's place.
    fn fetch(self: &Rc<Self>) {
        if self.is_fetching.replace(true) {
            return;
        }
        let front = Rc::clone(self);
        spawn_local(async move {
            let Ok(desk) = parts::desk(front.handles).await else {
                return crash::part_is_missing();
            };
            front.handles.set_desk(Rc::clone(&desk));
            for command in front.waiting.take() {
                command(&*desk);
            }
        });
    }
}

struct FrontDesk(Rc<Front>);

impl FrontDesk {
    fn later(&self, command: impl FnOnce(&dyn Desk) + 'static) {
        self.0.waiting.borrow_mut().push(Box::new(command));
        self.0.fetch();
    }
}

impl Desk for FrontDesk {
    fn now(&self) -> Timestamp {
        platform::now()
    }

    fn keep_accounts(&self) {
        self.later(|desk| desk.keep_accounts());
    }

    fn forget_account(&self, account: &Account, orders: OrdersOfRemoved) {
        let account = account.clone();
        self.later(move |desk| desk.forget_account(&account, orders));
    }

    fn read_balance(&self, account: Account) {
        self.later(|desk| desk.read_balance(account));
    }

    fn probe(&self, plan: ProbePlan, run: u32) {
        self.later(move |desk| desk.probe(plan, run));
    }

    /// Nothing can have been tested yet.
    fn keep_probed(&self, _account: &Account) -> bool {
        false
    }

    fn account(&self, command: AccountCommand) {
        self.later(|desk| desk.account(command));
    }

    fn open_catalog(&self, account: Account) {
        self.later(|desk| desk.open_catalog(account));
    }

    fn fetch_catalog(&self, account: Account) {
        self.later(|desk| desk.fetch_catalog(account));
    }

    fn check_price(&self, account: Account, shown: Service) {
        self.later(|desk| desk.check_price(account, shown));
    }

    fn refresh_orders(&self, account: Account) {
        self.later(|desk| desk.refresh_orders(account));
    }

    fn place(&self, _gesture: UserGesture<'_>, proposal: OrderProposal) {
        let stopped = Placing::Stopped(PlaceStop::NotReady);
        self.0.handles.orders.placing_is(&proposal.account.id, stopped);
    }

    fn request(&self, _gesture: UserGesture<'_>, kind: WriteKind, id: &AttemptId) {
        let stopped = WriteState::Stopped(PlaceStop::NotReady);
        self.0.handles.orders.write_is(id, kind, stopped);
    }

    fn ask_again(&self, _gesture: UserGesture<'_>, id: &AttemptId) {
        let stopped = Placing::Stopped(PlaceStop::NotReady);
        self.0.handles.orders.repeating_is(id, stopped);
    }

    /// Nothing can be asked yet.
    fn ask_again_until(&self, _id: &AttemptId) -> Option<Timestamp> {
        None
    }

    fn settle(&self, id: &AttemptId, settlement: UserSettlement) {
        let id = id.clone();
        self.later(move |desk| desk.settle(&id, settlement));
    }

    fn withdraw(&self, id: &AttemptId) {
        let id = id.clone();
        self.later(move |desk| desk.withdraw(&id));
    }

    fn mark_seen(&self, id: &AttemptId, concern: Concern) {
        let id = id.clone();
        self.later(move |desk| desk.mark_seen(&id, concern));
    }

    fn look_again(&self, id: &AttemptId) {
        let id = id.clone();
        self.later(move |desk| desk.look_again(&id));
    }

    fn accept_loss(&self) {
        self.later(|desk| desk.accept_loss());
    }

    fn save_raw_journal(&self) {
        self.later(|desk| desk.save_raw_journal());
    }

    fn keep_settings(&self) {
        settings::keep(self.0.handles);
    }

    fn load_locale(&self, locale: Locale) {
        spawn_local(settings::load_locale(self.0.handles, locale));
    }
}
