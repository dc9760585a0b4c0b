//! The handles without a browser: a desk that only writes down what it was asked.

use super::desk::DeskSlot;
use super::*;
use crate::i18n::{I18n, Locale};
use leptos::prelude::*;
use panelboard_client::error::TransportError;
use panelboard_client::gesture::{UserGesture, with_trusted_event};
use panelboard_domain::account::{
    Account, Capabilities, Dialect, PrivateHosts, Route, parse_address,
};
use panelboard_domain::attempt::{
    Ask, Attempt, Concern, Confirmation, Happening, UnknownHint, Verdict, WriteKind,
};
use panelboard_domain::balance::Balance;
use panelboard_domain::id::{AccountId, AttemptId, OrderId, ServiceId};
use panelboard_domain::money::Amount;
use panelboard_domain::order::{
    Followed, Heard, OrderParams, OrderStatus, StatusReading, ValidOrder,
};
use panelboard_domain::panel::PanelId;
use panelboard_domain::service::{Rate, Service, ServiceKind};
use panelboard_domain::time::Timestamp;
use std::cell::RefCell;
use std::rc::Rc;
use std::sync::Arc;
use std::sync::atomic::AtomicU32;
use std::sync::atomic::Ordering::Relaxed;

mod refills;
mod repeating;

#[derive(Default)]
struct NotedDesk {
    asked: RefCell<Vec<&'static str>>,
}

impl NotedDesk {
    fn note(&self, what: &'static str) {
        self.asked.borrow_mut().push(what);
    }

    fn count(&self, what: &str) -> usize {
        self.asked.borrow().iter().filter(|asked| **asked == what).count()
    }
}

impl Desk for NotedDesk {
    fn now(&self) -> Timestamp {
        Timestamp::from_millis(1_000)
    }
    fn keep_accounts(&self) {
        self.note("keep accounts");
    }
    fn forget_account(&self, _: &Account, _: OrdersOfRemoved) {
        self.note("forget account");
    }
    fn read_balance(&self, _: Account) {
        self.note("read balance");
    }
    fn probe(&self, _: ProbePlan, _: u32) {
        self.note("probe");
    }
    fn account(&self, _: AccountCommand) {
        self.note("account");
    }
    fn keep_probed(&self, _: &Account) -> bool {
        true
    }
    fn open_catalog(&self, _: Account) {
        self.note("open catalog");
    }
    fn fetch_catalog(&self, _: Account) {
        self.note("fetch catalog");
    }
    fn check_price(&self, _: Account, _: Service) {
        self.note("check price");
    }
    fn refresh_orders(&self, _: Account) {
        self.note("refresh orders");
    }
    fn place(&self, _: UserGesture<'_>, _: OrderProposal) {
        self.note("place");
    }
    fn request(&self, _: UserGesture<'_>, kind: WriteKind, _: &AttemptId) {
        self.note(match kind {
            WriteKind::Refill => "refill",
            WriteKind::Cancel => "cancel",
        });
    }
    fn ask_again(&self, _: UserGesture<'_>, _: &AttemptId) {
        self.note("ask again");
    }
    fn ask_again_until(&self, _: &AttemptId) -> Option<Timestamp> {
        None
    }
    fn settle(&self, _: &AttemptId, _: UserSettlement) {
        self.note("settle");
    }
    fn withdraw(&self, _: &AttemptId) {}
    fn mark_seen(&self, _: &AttemptId, _: Concern) {}
    fn look_again(&self, _: &AttemptId) {
        self.note("look");
    }
    fn accept_loss(&self) {
        self.note("accept loss");
    }
    fn save_raw_journal(&self) {
        self.note("save raw");
    }
    fn keep_settings(&self) {
        self.note("keep settings");
    }
    fn load_locale(&self, _: Locale) {
        self.note("load locale");
    }
}

/// Runs a test with every handle, one account `a` and a desk that notes.
fn with_state(test: impl FnOnce(Handles, &NotedDesk)) {
    let owner = Owner::new();
    owner.set();
    I18n::provide();
    let handles = provide();
    let desk = Rc::new(NotedDesk::default());
    handles.set_desk(Rc::<NotedDesk>::clone(&desk));
    handles.accounts.loaded(vec![account()], None);
    test(handles, &desk);
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
    let ask = Ask::Add {
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
    told(millis, ask, vec![sent, outcome])
}

fn told(millis: i64, ask: Ask, happenings: Vec<Happening>) -> Attempt {
    let at = Timestamp::from_millis(millis);
    let mut attempt = Attempt::confirmed(Confirmation {
        id: AttemptId::from_parts(at, [0; 10]),
        account: account_id("a"),
        panel: PanelId::named_by("https://panel.example/api/v2"),
        key: None,
        ask,
        route: Route::Direct,
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

fn reading(status: OrderStatus) -> Heard {
    Heard::Reading(Box::new(StatusReading {
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

fn heard(order: &str, status: OrderStatus) -> Followed {
    let mut followed = Followed::new(account_id("a"), order_id(order), Timestamp::from_millis(0));
    followed.hear(Timestamp::from_millis(900), 1, reading(status));
    followed
}

fn proposal() -> OrderProposal {
    OrderProposal {
        account: account(),
        shown: service(),
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
    with_state(|handles, desk| {
        let balance = handles.accounts.balance(&account_id("a"));
        handles.accounts.refresh_balance(&account_id("a"));
        assert_eq!(desk.count("read balance"), 1);
        let read = Balance { money: None, raw: "?".into() };
        handles.accounts.balance_read(&account_id("a"), Ok(read.clone()));
        handles.accounts.refresh_balance(&account_id("a"));
        handles.accounts.balance_read(&account_id("a"), Err(TransportError::Timeout.into()));
        assert_eq!(desk.count("read balance"), 2);
        let load = balance.get_untracked();
        assert!(load.error().is_some());
        assert_eq!(load.value(), Some(&read));
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
        let run = 1;
        assert!(handles.accounts.is_probing(run));
        handles.accounts.cancel_probe();
        handles.accounts.probe_ended(run, input, Err(ProbeFailure::NotThisProtocol));
        assert_eq!(handles.accounts.probe().get_untracked(), Probe::Idle);
    });
}

#[test]
fn fault_32_a_second_press_while_one_order_runs_sends_nothing() {
    with_state(|handles, desk| {
        let press = || {
            with_trusted_event(true, |gesture| {
                handles.orders.place(gesture, proposal()).get_untracked()
            })
        };
        assert_eq!(press(), Some(Placing::Waiting));
        assert_eq!(press(), Some(Placing::Waiting));
        assert_eq!(desk.count("place"), 1);
        let stopped = Placing::Stopped(PlaceStop::ReadOnly);
        handles.orders.placing_is(&account_id("a"), stopped);
        press();
        assert_eq!(desk.count("place"), 2);
    });
}

#[test]
fn an_answer_redraws_only_its_own_row() {
    with_state(|handles, _| {
        let orders = handles.orders;
        orders.apply(attempt(1, Some("11")));
        orders.apply(attempt(2, Some("22")));
        let runs = Arc::new(AtomicU32::new(0));
        let newest = orders.ids().get_untracked()[0].clone();
        let row = orders.row(&newest).expect("a row");
        assert_eq!(row.with_untracked(|row| row.order.clone()), Some(order_id("22")));
        let counted = Arc::clone(&runs);
        let drawn = Memo::new(move |_| {
            counted.fetch_add(1, Relaxed);
            row.with(OrderRow::delivered)
        });
        drawn.get_untracked();
        orders.follow(heard("11", OrderStatus::Completed));
        drawn.get_untracked();
        assert_eq!(runs.load(Relaxed), 1);
        orders.follow(heard("22", OrderStatus::Running));
        assert_eq!((drawn.get_untracked(), runs.load(Relaxed)), (Some(60), 2));
    });
}

#[test]
fn tabs_count_what_they_hold() {
    with_state(|handles, _| {
        let orders = handles.orders;
        orders.apply(attempt(1, Some("11")));
        orders.apply(attempt(2, None));
        orders.apply(attempt(3, Some("33")));
        orders.follow(heard("11", OrderStatus::Completed));
        let counts = orders.counts().get_untracked();
        let shown = Tab::ALL.map(|tab| counts.of_tab(tab));
        assert_eq!((shown, counts.unknown), ([3, 1, 1, 1, 0, 0], 1));
        assert_eq!(orders.in_tab(Tab::Attention).len(), 1);
    });
}

#[test]
fn removing_the_current_account_makes_the_next_one_current() {
    with_state(|handles, desk| {
        let second = Account { id: account_id("b"), ..account() };
        handles.accounts.loaded(vec![account(), second], Some(account_id("a")));
        handles.accounts.remove(&account_id("a"), OrdersOfRemoved::Keep);
        assert_eq!((desk.count("keep accounts"), desk.count("forget account")), (0, 1));
        assert!(
            handles.accounts.get_untracked(&account_id("a")).is_some(),
            "not before the mirror"
        );
        handles.accounts.removed(&account_id("a"));
        assert_eq!(handles.accounts.current_id().get_untracked(), Some(account_id("b")));
        assert_eq!((desk.count("keep accounts"), desk.count("forget account")), (1, 1));
    });
}

#[test]
fn nothing_is_done_before_there_is_a_desk() {
    let owner = Owner::new();
    owner.set();
    assert!(DeskSlot::new().get().is_none());
}
