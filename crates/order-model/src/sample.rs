//! The product's own values for what the model counts with small numbers.

use crate::rules::Answer;
use crate::state::{Name, No, PRICE};
use panelboard_domain::account::Route;
use panelboard_domain::attempt::{
    Ask, Attempt, BalanceReading, Confirmation, RefusalKind, RejectReason, UnknownHint, Verdict,
    canonical_content,
};
use panelboard_domain::id::{AccountId, AttemptId, OrderId, ServiceId};
use panelboard_domain::money::Amount;
use panelboard_domain::order::OrderParams;
use panelboard_domain::panel::PanelId;
use panelboard_domain::secret::ApiKey;
use panelboard_domain::service::{Rate, Service, ServiceKind};
use panelboard_domain::time::Timestamp;
use panelboard_panel_api::decode::{AddOutcome, add};
use panelboard_panel_api::http::{HttpResponse, RelayStage};

/// Ten decimals, two of them cents.
const UNITS_IN_A_CENT: i128 = 100_000_000;

pub(crate) fn account((row, generation): Name) -> AccountId {
    AccountId::new(&format!("row{row}-{generation}")).expect("an id")
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

pub(crate) fn reading(cents: i32) -> BalanceReading {
    BalanceReading { amount: amount(cents), decimals: 2 }
}

/// The order of a target: one service, one link for each target, one price.
pub(crate) fn ask(item: u8) -> Ask {
    let link = format!("https://t.me/post/{item}");
    Ask::Add {
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

/// A draft.
pub(crate) fn attempt(
    no: No,
    name: Name,
    item: u8,
    acknowledged: &[No],
    route: Route,
    now: Timestamp,
) -> Attempt {
    let (account, ask) = (account(name), ask(item));
    let panel = PanelId::named_by("https://panel.example/api/v2").expect("an address");
    Attempt::confirmed(Confirmation {
        id: attempt_id(no),
        fingerprint: canonical_content(&panel, &ask),
        account,
        panel: Some(panel),
        key: None,
        ask,
        route,
        created_at: now,
        retry_of: None,
        acknowledged: acknowledged.iter().map(|no| attempt_id(*no)).collect(),
        session: String::new(),
        app_version: String::new(),
    })
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
    let key = ApiKey::parse("key-of-the-model").expect("a key");
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
