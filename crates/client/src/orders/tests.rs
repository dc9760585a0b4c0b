//! Rounds of questions about many orders: what is asked, and what each answer becomes.

use super::*;
use crate::error::TransportError;
use crate::testing::{Fakes, Sample, answer, block_on};
use panelboard_domain::account::{IdName, IdSlot, Route};
use panelboard_domain::order::OrderStatus;
use panelboard_panel_api::http::HttpResponse;

type Answer = Result<HttpResponse, TransportError>;

const ERROR: &str = r#"{"error":"Incorrect order ID"}"#;

fn many(has: bool) -> Vec<Fact> {
    vec![Fact::Can(Ability::MultiStatus, has)]
}

fn ids(ids: &[&str]) -> Vec<OrderId> {
    ids.iter().filter_map(|id| OrderId::new(id)).collect()
}

/// One round: what was heard as `id word`, how it ended, and how many questions it took.
fn round(
    asked: &[&str],
    max_batch: u16,
    answers: Vec<Answer>,
) -> (Vec<String>, Result<RoundReport, ClientError>, usize) {
    let (mut sample, fakes) = (Sample::on(Route::Direct), Fakes::default());
    sample.account.capabilities.max_batch = max_batch;
    fakes.transport.script.borrow_mut().extend(answers);
    let mut reply = Vec::new();
    let on_reply = |answer: Vec<(OrderId, StatusReply)>| {
        reply.extend(answer.into_iter().map(|(id, what)| match what {
            StatusReply::Reading(reading) if reading.status == OrderStatus::Completed => {
                format!("{id} completed")
            }
            StatusReply::Reading(_) => format!("{id} other"),
            StatusReply::NoSuchOrder => format!("{id} gone"),
            StatusReply::Nothing => format!("{id} nothing"),
        }));
    };
    let paces = Paces::default();
    let report =
        block_on(refresh_orders(&fakes, &paces, sample.credentials(), &ids(asked), on_reply));
    let questions = fakes.transport.sent.borrow().len();
    (reply, report, questions)
}

#[test]
fn fault_20_one_bad_id_does_not_hide_the_others() {
    let v2 = r#"{"1":{"status":"Completed"},"2":{"error":"Incorrect order ID"}}"#;
    let (reply, report, _) = round(&["1", "2", "3"], 100, vec![answer(v2)]);
    assert_eq!(reply, ["1 completed", "2 gone", "3 nothing"]);
    assert_eq!(report, Ok(RoundReport { learned: many(true) }));
    let v1 = r#"{"1":"Incorrect order ID","2":{"status":"Completed"}}"#;
    assert_eq!(round(&["1", "2"], 100, vec![answer(v1)]).0, ["1 gone", "2 completed"]);
}

#[test]
fn fault_20_an_answer_that_one_id_spoils_is_asked_for_in_halves() {
    let one = |id: &str| answer(&format!(r#"{{"{id}":{{"status":"Completed"}}}}"#));
    let two = answer(r#"{"3":{"status":"Completed"},"4":{"status":"Completed"}}"#);
    let answers = vec![answer(ERROR), answer(ERROR), one("1"), answer(ERROR), two];
    let (reply, report, questions) = round(&["1", "2", "3", "4"], 100, answers);
    assert_eq!(reply, ["1 completed", "2 gone", "3 completed", "4 completed"]);
    assert_eq!(report, Ok(RoundReport { learned: many(true) }));
    assert_eq!(questions, 5);
}

#[test]
fn a_panel_that_answers_only_single_ids_is_noticed() {
    let one = || answer(r#"{"status":"Completed"}"#);
    let answers = vec![answer(""), one(), one()];
    let (reply, report, _) = round(&["1", "2"], 100, answers);
    assert_eq!(reply, ["1 completed", "2 completed"]);
    assert_eq!(report, Ok(RoundReport { learned: many(false) }));
}

#[test]
fn batches_are_as_large_as_the_panel_takes() {
    let answers = vec![
        answer(r#"{"1":{"status":"Completed"},"2":{"status":"Completed"}}"#),
        answer(r#"{"status":"Completed"}"#),
    ];
    let (reply, _, questions) = round(&["3", "2", "1", "2"], 2, answers);
    assert_eq!(reply, ["1 completed", "2 completed", "3 completed"]);
    assert_eq!(questions, 2);
}

#[test]
fn a_refused_key_ends_the_round_at_once() {
    let answers = vec![answer(r#"{"error":"Invalid API key"}"#)];
    let (reply, report, questions) = round(&["1", "2", "3"], 1, answers);
    assert!(reply.is_empty() && report.is_err());
    assert_eq!(questions, 1);
}

#[test]
fn k01_a_batch_is_not_halved_over_a_refused_key_or_account() {
    let hundred: Vec<String> = (1..=100).map(|id| id.to_string()).collect();
    let hundred: Vec<&str> = hundred.iter().map(String::as_str).collect();
    for words in [
        "Incorrect request or API key",
        "API key hatalı",
        "Account restricted",
        "Учетная запись приостановлена",
        "API 키가 일치하지 않습니다",
    ] {
        let body = format!(r#"{{"error":"{words}"}}"#);
        let (reply, report, questions) = round(&hundred, 100, vec![answer(&body)]);
        assert!(reply.is_empty() && report.is_err(), "{words}: {report:?}");
        assert_eq!(questions, 1, "{words}");
        let rows: Vec<String> =
            hundred.iter().map(|id| format!(r#""{id}":{{"error":"{words}"}}"#)).collect();
        let body = format!("{{{}}}", rows.join(","));
        let (reply, report, questions) = round(&hundred, 100, vec![answer(&body)]);
        assert!(reply.is_empty() && report.is_err(), "{words}: {report:?}");
        assert_eq!(questions, 1, "{words}");
    }
}

#[test]
fn k01_words_that_name_no_order_end_the_round_after_a_few_questions() {
    let hundred: Vec<String> = (1..=100).map(|id| id.to_string()).collect();
    let hundred: Vec<&str> = hundred.iter().map(String::as_str).collect();
    for max_batch in [100, 1] {
        let answers = (0..300).map(|_| answer(r#"{"error":"The moon is full"}"#)).collect();
        let (reply, report, questions) = round(&hundred, max_batch, answers);
        assert_eq!(reply, ["1 nothing", "2 nothing", "3 nothing"]);
        assert!(report.is_err());
        assert!(questions <= 12, "{questions} questions");
    }
}

#[test]
fn fault_34_offline_ends_the_round_without_a_storm() {
    let offline = || Err(TransportError::Offline);
    let (_, report, questions) = round(&["1", "2", "3"], 1, vec![offline(), offline(), offline()]);
    assert_eq!(report, Err(ClientError::Transport(TransportError::Offline)));
    assert_eq!(questions, 1);
}

#[test]
fn k06_a_status_refused_for_its_parameter_is_asked_once_more_under_the_wanted_name() {
    let wants = || answer(r#"{"error":"order_ids is required"}"#);
    let two = || answer(r#"{"1":{"status":"Completed"},"2":{"status":"Completed"}}"#);
    let three = answer(r#"{"3":{"status":"Completed"},"4":{"status":"Completed"}}"#);
    let (reply, report, questions) = round(&["1", "2", "3", "4"], 2, vec![wants(), two(), three]);
    assert_eq!(reply.len(), 4, "{reply:?}");
    assert_eq!(questions, 3, "asked again once; the second batch knows the name");
    let name = Fact::IdsIn(IdSlot::ManyStatus, IdName::OrderIds);
    let learned = vec![name, Fact::Can(Ability::MultiStatus, true)];
    assert_eq!(report, Ok(RoundReport { learned }));

    // A name that helps nothing is not learned, and nobody asks for ever.
    let (reply, report, questions) = round(&["1"], 1, vec![wants_one(), wants_one(), two()]);
    assert_eq!((reply, questions), (vec!["1 nothing".to_owned()], 2));
    assert_eq!(report, Ok(RoundReport::default()));
}

fn wants_one() -> Answer {
    answer(r#"{"error":"order_id is required"}"#)
}

#[test]
fn k06_a_name_that_the_user_set_is_not_replaced_by_a_refusal() {
    let (mut sample, fakes) = (Sample::on(Route::Direct), Fakes::default());
    sample.account.capabilities.set_id_name(IdSlot::Status, Some(IdName::Id));
    fakes.transport.then(wants_one());
    let (paces, orders) = (Paces::default(), ids(&["1"]));
    let round = refresh_orders(&fakes, &paces, sample.credentials(), &orders, |_| ());
    block_on(round).expect("answered");
    let sent = fakes.transport.sent.borrow();
    assert_eq!(sent.len(), 1);
    assert!(sent[0].1.body.ends_with("action=status&id=1"), "{}", sent[0].1.body);
}
