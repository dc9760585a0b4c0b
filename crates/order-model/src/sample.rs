//! The product's own values for what the model counts with small numbers.

use crate::rules::Answer;
use crate::state::{Key, Name, No, PRICE};
use panelboard_domain::account::{
    Account, Capabilities, Dialect, PrivateHosts, RelayId, Route, parse_address,
};
use panelboard_domain::attempt::{
    Attempt, BalanceReading, Confirmation, Outcome, RefusalKind, RejectReason, Request,
    UnknownHint, Verdict, canonical_content,
};
use panelboard_domain::id::{AccountId, AttemptId, OrderId, ServiceId};
use panelboard_domain::money::Amount;
use panelboard_domain::order::OrderParams;
use panelboard_domain::panel::{KeyPrint, PanelId};
use panelboard_domain::secret::ApiKey;
use panelboard_domain::service::{Rate, Service, ServiceKind};
use panelboard_domain::time::Timestamp;
use panelboard_panel_api::decode::{AddOutcome, add};
use panelboard_panel_api::http::{HttpResponse, RelayStage};

/// Ten decimals, two of them cents.
const UNITS_IN_A_CENT: i128 = 100_000_000;

pub(crate) fn account_id((row, made): Name) -> AccountId {
    AccountId::new(&format!("row{row}-{made}")).expect("an id")
}

/// Whether an id is this account's, without making one.
pub(crate) fn is_account(id: &AccountId, (row, made): Name) -> bool {
    let text = id.as_str().as_bytes();
    let digit = |number: usize| b'0' + u8::try_from(number).expect("a digit");
    text.get(3) == Some(&digit(row)) && text.get(5) == Some(&digit(usize::from(made)))
}

/// Whose id it is.
pub(crate) fn name(id: &AccountId) -> Name {
    let digits: Vec<u8> = id.as_str().bytes().filter(u8::is_ascii_digit).collect();
    (usize::from(digits[0] - b'0'), digits[1] - b'0')
}

pub(crate) fn panel() -> PanelId {
    PanelId::named_by("https://panel.example/api/v2").expect("an address")
}

pub(crate) fn api_key(key: Key) -> ApiKey {
    ApiKey::parse(&format!("key-of-the-model-{key}")).expect("a key")
}

pub(crate) fn print(key: Key) -> KeyPrint {
    KeyPrint::of(&panel(), &api_key(key))
}

pub(crate) fn account(name: Name) -> Account {
    let dialect = Dialect::V2;
    let endpoints = parse_address(panel().as_str(), PrivateHosts::Refuse);
    Account {
        id: account_id(name),
        name: String::new(),
        endpoint: endpoints.expect("an address").remove(0),
        dialect,
        route: Route::Direct,
        relay_alias: None,
        relay: RelayId::Own,
        hue: 1,
        read_only: false,
        currency_override: None,
        capabilities: Capabilities::assumed(dialect),
        key_tail: String::new(),
    }
}

pub(crate) fn attempt_id(no: No) -> AttemptId {
    let number = u8::try_from(no).expect("few attempts");
    AttemptId::from_parts(Timestamp::from_millis(i64::from(number)), [number; 10])
}

pub(crate) fn order_id(number: usize) -> OrderId {
    OrderId::new(&(7001 + number).to_string()).expect("an id")
}

/// A number of the panel that is no order of this browser.
pub(crate) const FOREIGN_NUMBER: usize = 500;

pub(crate) fn amount(cents: i32) -> Amount {
    Amount::from_units(i128::from(cents) * UNITS_IN_A_CENT)
}

pub(crate) fn cents(amount: Amount) -> i32 {
    i32::try_from(amount.units() / UNITS_IN_A_CENT).expect("small")
}

pub(crate) fn reading(cents: i32) -> BalanceReading {
    BalanceReading { amount: amount(cents), decimals: 2 }
}

/// The order of a target: one service, one link for each target, one price.
pub(crate) fn request(item: u8) -> Request {
    let link = format!("https://t.me/post/{item}");
    Request::Add {
        service: Box::new(Service {
            id: ServiceId::new("7").expect("an id"),
            name: String::new(),
            category: "".into(),
            kind: ServiceKind::Default,
            kind_raw: "".into(),
            rate: Rate::Exact(amount(PRICE)),
            min: None,
            max: None,
            refill: None,
            cancel: None,
            dripfeed: None,
            description: None,
            average_time: None,
        }),
        params: OrderParams(vec![("link".to_owned(), link.clone())]),
        quantity: 1000,
        link,
        estimate: amount(PRICE),
        currency: None,
    }
}

/// What a draft is made of.
#[derive(Clone, Copy, Debug)]
pub(crate) struct Draft<'a> {
    pub(crate) account: Name,
    pub(crate) key: Key,
    pub(crate) item: u8,
    pub(crate) acknowledged: &'a [No],
    pub(crate) retry_of: Option<No>,
    pub(crate) route: Route,
}

/// A draft.
pub(crate) fn attempt(no: No, draft: Draft<'_>, now: Timestamp) -> Attempt {
    let (panel, request) = (panel(), request(draft.item));
    Attempt::confirmed(Confirmation {
        id: attempt_id(no),
        fingerprint: canonical_content(&panel, &request),
        account: account_id(draft.account),
        key: Some(print(draft.key)),
        panel: Some(panel),
        request,
        route: draft.route,
        relay: RelayId::Own,
        created_at: now,
        retry_of: draft.retry_of.map(attempt_id),
        named: None,
        acknowledged: draft.acknowledged.iter().map(|no| attempt_id(*no)).collect(),
        session: String::new(),
        app_version: String::new(),
    })
}

/// What an answer in a relay's log settles; `None` when it settles nothing.
pub(crate) fn outcome(answer: Answer) -> Option<Outcome> {
    match verdict(answer, true) {
        Verdict::Placed { order_id, refill_id, .. } => {
            Some(Outcome::Placed { order_id: Some(order_id), refill_id })
        }
        Verdict::Rejected(reason) => Some(Outcome::Rejected(reason)),
        Verdict::Unknown(_) => None,
    }
}

/// What an answer means, by the one classifier.
pub(crate) fn verdict(answer: Answer, is_relay: bool) -> Verdict {
    let panel = if is_relay { Some(RelayStage::Upstream) } else { None };
    let (status, stage, body) = match answer {
        Answer::Placed(number) => {
            (200, panel, format!(r#"{{"order":"{}"}}"#, order_id(usize::from(number)).as_str()))
        }
        Answer::ActiveLink => (
            200,
            panel,
            r#"{"error":"You have active order with this link. Please wait until order being completed."}"#
                .to_owned(),
        ),
        Answer::Refused => (200, panel, r#"{"error":"Incorrect link"}"#.to_owned()),
        Answer::Garbled => (502, panel, "<html>Bad gateway</html>".to_owned()),
        Answer::NotSent => {
            (502, Some(RelayStage::PreUpstream), r#"{"relay_error":"connect"}"#.to_owned())
        }
        Answer::InDoubt => {
            (504, Some(RelayStage::InDoubt), r#"{"relay_error":"upstream-timeout"}"#.to_owned())
        }
    };
    let response = HttpResponse { status, retry_after: None, stage, body: body.into_bytes() };
    let key = api_key(0);
    if stage == Some(RelayStage::PreUpstream) {
        return Verdict::Rejected(RejectReason { kind: RefusalKind::NotSent, text: String::new() });
    }
    match add(&response, &key) {
        AddOutcome::Placed { order, charge } => {
            Verdict::Placed { order_id: order, refill_id: None, charge }
        }
        AddOutcome::Rejected(reason) => Verdict::Rejected(reason),
        AddOutcome::Unknown { hint, .. } => Verdict::Unknown(hint),
    }
}

#[test]
fn each_answer_of_the_model_means_what_the_model_takes_it_for() {
    let hint = |answer| match verdict(answer, true) {
        Verdict::Unknown(hint) => Some(hint),
        _ => None,
    };
    assert!(matches!(verdict(Answer::Placed(0), true), Verdict::Placed { .. }));
    assert_eq!(hint(Answer::ActiveLink), Some(UnknownHint::ActiveLink));
    assert_eq!(hint(Answer::Garbled), Some(UnknownHint::ServerError));
    assert_eq!(hint(Answer::InDoubt), Some(UnknownHint::RelayInDoubt));
    for answer in [Answer::Refused, Answer::NotSent] {
        assert!(matches!(verdict(answer, true), Verdict::Rejected(_)), "{answer:?}");
    }
}
