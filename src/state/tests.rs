//! The handles without a browser, before the real engine over fakes.

use super::*;
use crate::i18n::{I18n, Locale};
use leptos::prelude::*;
use panelboard_client::engine::writes::{ConfirmedWrite, Proposal};
use panelboard_client::engine::{Command, Event};
use panelboard_client::error::TransportError;
use panelboard_client::gesture::{UserGesture, with_trusted_event};
use panelboard_client::place::Session;
use panelboard_client::ports::{KeyValue, StoredAccounts};
use panelboard_client::testing::{Fakes, answer, give_list};
use panelboard_domain::account::{
    Account, Capabilities, Dialect, PrivateHosts, RelayId, Route, parse_address,
};
use panelboard_domain::attempt::{Attempt, Confirmation, Happening, Request, UnknownHint, Verdict};
use panelboard_domain::catalog::Catalog;
use panelboard_domain::id::{AccountId, AttemptId, OrderId, ServiceId};
use panelboard_domain::money::Amount;
use panelboard_domain::order::{
    Followed, OrderParams, OrderStatus, StatusReading, StatusReply, ValidOrder,
};
use panelboard_domain::panel::PanelId;
use panelboard_domain::secret::ApiKey;
use panelboard_domain::service::{Rate, Service, ServiceKind};
use panelboard_domain::time::Timestamp;
use std::cell::RefCell;
use std::rc::Rc;
use std::sync::Arc;

mod lists;
mod refills;
mod repeating;

/// The real engine over fakes; its tasks run when a test says so.
struct TestEngine {
    engine: Rc<panelboard_client::engine::Engine<Fakes>>,
    commands: RefCell<Vec<String>>,
}

impl TestEngine {
    /// How often a command of this name was given.
    fn count(&self, name: &str) -> usize {
        self.commands.borrow().iter().filter(|command| command.starts_with(name)).count()
    }

    fn run_tasks(&self) {
        self.engine.ports().page.run_tasks();
    }
}

impl Engine for TestEngine {
    fn now(&self) -> Timestamp {
        Timestamp::from_millis(1_000)
    }
    fn storage(&self) -> &dyn KeyValue {
        self.engine.ports()
    }
    fn run(&self, command: Command) {
        self.commands.borrow_mut().push(format!("{command:?}"));
        self.engine.run(command);
    }
    fn confirm(
        &self,
        gesture: UserGesture<'_>,
        proposal: &Proposal,
    ) -> Result<ConfirmedWrite, Stop> {
        self.engine.confirm(gesture, proposal)
    }
    fn confirm_batch(
        &self,
        gesture: UserGesture<'_>,
        sheet: &panelboard_client::batch::BatchSheet,
    ) -> Result<panelboard_client::engine::batch::ConfirmedBatch, panelboard_client::batch::BatchStop>
    {
        self.engine.confirm_batch(gesture, sheet)
    }
    fn may_ask_again_until(&self, id: &AttemptId) -> Option<Timestamp> {
        self.engine.may_ask_again_until(id)
    }
    fn findings(&self, panel: &PanelId, request: &Request) -> Vec<Finding> {
        self.engine.findings(panel, request)
    }
    fn keep_settings(&self) {}
    fn load_locale(&self, _: Locale) {}
}

/// Runs a test with every handle, one account `a` with its key, and an engine.
fn with_state(test: impl FnOnce(Handles, &TestEngine)) {
    let owner = Owner::new();
    owner.set();
    I18n::provide();
    let handles = provide();
    let fakes = Fakes::default();
    fakes.clock.waits.set(true);
    let key = ApiKey::parse("CANARY-key-0000").expect("a key");
    fakes.page.keys.borrow_mut().insert(account_id("a"), key);
    let stored = StoredAccounts { current: None, accounts: vec![account()] };
    fakes.page.accounts.replace(stored);
    let session = Session { id: "tab".to_owned(), app_version: "0".to_owned() };
    let on = Box::new(move |event| handles.apply(event));
    let engine = panelboard_client::engine::Engine::new(fakes, session, handles.book(), on);
    engine.load_accounts();
    let engine = Rc::new(TestEngine { engine, commands: RefCell::default() });
    handles.set_engine(Rc::<TestEngine>::clone(&engine));
    test(handles, &engine);
}

/// Shows records and what panels said, as the engine does.
fn show(handles: &Handles, attempts: Vec<Attempt>, followed: Vec<Followed>) {
    handles.book().fill(attempts.clone(), followed.clone());
    handles.apply(Event::Attempts(attempts.into_iter().map(Arc::new).collect()));
    handles.apply(Event::Followed(followed));
}

fn account_id(text: &str) -> AccountId {
    AccountId::new(text).expect("an id")
}

fn order_id(text: &str) -> OrderId {
    OrderId::new(text).expect("an id")
}

fn account() -> Account {
    let address = "https://panel.example/api/v2";
    let endpoint = parse_address(address, PrivateHosts::Refuse).expect("an address").remove(0);
    Account {
        id: account_id("a"),
        name: "Panel".into(),
        endpoint,
        dialect: Dialect::V2,
        route: Route::Direct,
        relay_alias: None,
        relay: RelayId::Own,
        hue: 1,
        read_only: false,
        currency_override: None,
        capabilities: Capabilities::assumed(Dialect::V2),
        key_tail: "0000".into(),
    }
}

fn service() -> Service {
    Service {
        id: ServiceId::new("1").expect("an id"),
        name: "Followers".into(),
        category: "".into(),
        kind: ServiceKind::Default,
        kind_raw: "Default".into(),
        rate: Rate::Exact(Amount::from_units(10)),
        min: None,
        max: None,
        refill: Some(true),
        cancel: None,
        dripfeed: None,
        description: None,
        average_time: None,
    }
}

/// An order that was placed as `order`, or whose answer was lost.
fn attempt(millis: i64, order: Option<&str>) -> Attempt {
    let request = Request::Add {
        service: Box::new(service()),
        params: OrderParams::default(),
        quantity: 100,
        link: "https://x.example".into(),
        estimate: Amount::from_units(1),
        currency: None,
    };
    let sent = Happening::Sent {
        turn: 1,
        balance_before: None,
        relay_clock: None,
        fence: None,
        is_alone: true,
    };
    let outcome = match order {
        Some(order) => Happening::Judged {
            verdict: Verdict::Placed { order_id: order_id(order), refill_id: None, charge: None },
        },
        None => Happening::Lost { hint: UnknownHint::Timeout },
    };
    told(millis, request, vec![sent, outcome])
}

fn told(millis: i64, request: Request, happenings: Vec<Happening>) -> Attempt {
    let at = Timestamp::from_millis(millis);
    let mut attempt = Attempt::confirmed(Confirmation {
        id: AttemptId::from_parts(at, [0; 10]),
        account: account_id("a"),
        panel: PanelId::named_by("https://panel.example/api/v2"),
        key: None,
        request,
        route: Route::Direct,
        relay: RelayId::Own,
        created_at: at,
        fingerprint: "f".into(),
        retry_of: None,
        named: None,
        acknowledged: Vec::new(),
        session: "s".into(),
        app_version: "0".into(),
    });
    for happening in happenings {
        attempt.apply(at, happening).expect("it can happen");
    }
    attempt
}

fn reading(status: OrderStatus) -> StatusReply {
    StatusReply::Reading(Box::new(StatusReading {
        status,
        status_raw: String::new(),
        charge: None,
        start_count: None,
        remains: Some(40),
        over_delivered: None,
        children: Vec::new(),
        parent: None,
    }))
}

fn reply(order: &str, status: OrderStatus) -> Followed {
    let mut followed = Followed::new(account_id("a"), order_id(order), Timestamp::from_millis(0));
    followed.take_reply(Timestamp::from_millis(900), 1, reading(status));
    followed
}

fn proposal() -> OrderProposal {
    OrderProposal {
        service: service(),
        order: ValidOrder {
            service: service().id,
            kind: ServiceKind::Default,
            link: "https://x.example".into(),
            quantity: 100,
            params: OrderParams::default(),
            estimate: Amount::from_units(1),
            basis: Default::default(),
        },
        currency: None,
        retry_of: None,
        acknowledged: Vec::new(),
        typed_quantity: None,
    }
}

#[test]
fn a_balance_that_is_being_read_is_not_read_twice() {
    with_state(|handles, engine| {
        let balance = handles.accounts.balance(&account_id("a"));
        handles.accounts.refresh_balance(&account_id("a"));
        engine.engine.ports().transport.then(answer(r#"{"balance":"7","currency":"EUR"}"#));
        engine.run_tasks();
        assert_eq!(engine.engine.ports().transport.sent.borrow().len(), 1);
        handles.apply(Event::Balance(
            account_id("a"),
            balance
                .get_untracked()
                .ended(Err(TransportError::Timeout.into()), Timestamp::from_millis(5)),
        ));
        let load = balance.get_untracked();
        assert!(load.error().is_some());
        assert_eq!(load.value().map(|balance| balance.raw.as_str()), Some("7"));
    });
}

#[test]
fn a_late_answer_to_a_cancelled_test_changes_nothing() {
    with_state(|handles, _| {
        let input = ProbeInput {
            address: "other.example".into(),
            key: "0123456789".into(),
            ..ProbeInput::default()
        };
        handles.accounts.start_probe(&input).expect("the fields are fine");
        assert!(matches!(handles.accounts.probe().get_untracked(), Probe::Testing(_)));
        handles.accounts.cancel_probe();
        handles.apply(Event::ProbeEnded(1, Box::new(Err(ProbeFailure::NotThisProtocol))));
        assert_eq!(handles.accounts.probe().get_untracked(), Probe::Idle);
    });
}

#[test]
fn a_tested_account_is_there_when_its_key_could_be_stored_and_not_else() {
    let add = |is_full: bool| {
        let mut added = None;
        with_state(|handles, engine| {
            let ports = engine.engine.ports();
            ports.transport.then(answer(r#"{"balance":"7"}"#)).then(answer("[]"));
            let input = ProbeInput {
                address: "other.example/api/v2".into(),
                key: "0123456789".into(),
                route: RouteChoice::Direct,
            };
            handles.accounts.start_probe(&input).expect("the fields are fine");
            engine.run_tasks();
            ports.page.vault_is_full.set(is_full);
            added = handles.accounts.add_probed("", 1, false, None);
            let count = handles.accounts.list().with_untracked(Vec::len);
            assert_eq!(count, if is_full { 1 } else { 2 });
        });
        added
    };
    assert!(add(false).is_some());
    assert_eq!(add(true), None);
}

#[test]
fn fault_32_a_second_press_while_one_order_runs_sends_nothing() {
    with_state(|handles, engine| {
        let catalog = Catalog::new(vec![service()]);
        let value = Arc::new(CatalogView::new(catalog, Vec::new()));
        give_list(&engine.engine, &account_id("a"), value);
        let press = || {
            with_trusted_event(true, |gesture| {
                handles.orders.place(gesture, &account_id("a"), proposal()).get_untracked()
            })
        };
        assert_eq!(press(), Some(Placing::Waiting));
        assert_eq!(press(), Some(Placing::Waiting));
        assert_eq!(engine.count("Send"), 1);
        let stopped = Placing::Stopped(Stop::ReadOnly);
        handles.apply(Event::Placing(account_id("a"), stopped));
        press();
        assert_eq!(engine.count("Send"), 2);
    });
}

#[test]
fn a_press_that_confirms_nothing_says_why_and_sends_nothing() {
    with_state(|handles, engine| {
        let placing = with_trusted_event(true, |gesture| {
            handles.orders.place(gesture, &account_id("a"), proposal()).get_untracked()
        });
        assert_eq!(placing, Some(Placing::Stopped(Stop::PriceChanged)), "no list was read");
        assert_eq!(engine.count("Send"), 0);
    });
}

#[test]
fn removing_the_current_account_makes_the_next_one_current() {
    with_state(|handles, engine| {
        let second = Account { id: account_id("b"), ..account() };
        let accounts = vec![account(), second];
        engine.run(Command::KeepAccounts(StoredAccounts {
            current: Some(account_id("a")),
            accounts,
        }));
        handles.accounts.remove(&account_id("a"), OrdersOfRemoved::Keep);
        engine.run_tasks();
        assert_eq!(handles.accounts.current_id().get_untracked(), Some(account_id("b")));
        assert_eq!(engine.engine.ports().page.accounts.borrow().accounts.len(), 1);
    });
}

#[test]
fn nothing_is_done_before_there_is_an_engine() {
    let owner = Owner::new();
    owner.set();
    assert!(EngineSlot::new().get().is_none());
}
