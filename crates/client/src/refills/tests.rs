//! Rounds of questions about refills.

use super::*;
use crate::testing::{Fakes, Sample, answer, block_on};
use panelboard_domain::account::Route;
use panelboard_panel_api::http::HttpResponse;

const CANNOT: Fact = Fact::Can(Ability::RefillStatus, false);
const CAN: Fact = Fact::Can(Ability::RefillStatus, true);

fn pairs(pairs: &[(&str, &str)]) -> Vec<(OrderId, RefillId)> {
    let pair =
        |(order, refill): &(&str, &str)| Some((OrderId::new(order)?, RefillId::new(refill)?));
    pairs.iter().filter_map(pair).collect()
}

/// One round: what was told as `order refill state`, how it ended, how many questions.
fn round(
    asked: &[(&str, &str)],
    max_batch: u16,
    answers: &[&str],
) -> (Vec<String>, Result<RefillRound, ClientError>, usize) {
    let (mut sample, fakes) = (Sample::on(Route::Direct), Fakes::default());
    sample.account.capabilities.max_batch = max_batch;
    fakes.transport.script.borrow_mut().extend(answers.iter().map(|body| answer(body)));
    let mut told = Vec::new();
    let on_told = |order: &OrderId, refill: &RefillId, state: RefillStatus| {
        told.push(format!("{order} {refill} {state:?}"));
    };
    let (paces, asked) = (Paces::default(), pairs(asked));
    let ended = block_on(refresh_refills(&fakes, &paces, sample.credentials(), &asked, on_told));
    let questions = fakes.transport.sent.borrow().len();
    (told, ended, questions)
}

#[test]
fn k08_each_state_goes_to_the_order_whose_refill_it_is() {
    let body = r#"[{"refill":1,"status":"Completed"},{"refill":2,"status":"Pending"}]"#;
    let (told, ended, _) = round(&[("7", "2"), ("5", "1")], 100, &[body]);
    assert_eq!(told, ["5 1 Completed", "7 2 Pending"]);
    assert_eq!(ended.map(|round| (round.told, round.silent)), Ok((2, 0)));
}

#[test]
fn more_refills_than_a_batch_takes_are_asked_in_batches() {
    let both = r#"[{"refill":1,"status":"Completed"},{"refill":2,"status":"Pending"}]"#;
    let one = r#"{"status":"In progress"}"#;
    let (told, _, questions) = round(&[("5", "1"), ("6", "2"), ("7", "3")], 2, &[both, one]);
    assert_eq!((told.len(), questions), (3, 2));
}

#[test]
fn k07_a_panel_that_does_not_know_the_action_is_learned_at_once() {
    for body in [
        r#"{"error":"Incorrect request"}"#,
        r#"{"error":"This action is Invalid"}"#,
        r#"{"error":"Unknown action: refill_status"}"#,
    ] {
        let (told, ended, questions) = round(&[("5", "1"), ("6", "2")], 1, &[body]);
        let learned = ended.expect("no error to show").learned;
        assert_eq!((learned, questions), (vec![CANNOT], 1), "{body}");
        assert!(told.is_empty());
    }
}

#[test]
fn k07_a_panel_that_never_finds_its_refills_is_learned_after_three_rounds() {
    let mut tally = RefillTally::default();
    let bodies =
        [r#"{"error":"Refill not found"}"#, r#"{"status":{"error":"Refill not found"}}"#, "null"];
    let facts = bodies.map(|body| {
        let (_, ended, _) = round(&[("5", "1")], 100, &[body]);
        let ended = ended.expect("no error to show every two minutes");
        assert_eq!((ended.told, ended.silent), (0, 1), "{body}");
        tally.count(&ended)
    });
    assert_eq!(facts, [None, None, Some(CANNOT)]);
    let (_, ended, _) = round(&[("5", "1")], 100, &[r#"{"status":"Completed"}"#]);
    assert_eq!(tally.count(&ended.expect("answered")), Some(CAN), "unlearned by a later success");
    assert_eq!(tally, RefillTally::default());
    assert_eq!(tally.count(&RefillRound::default()), None, "nothing was asked");
}

#[test]
fn a_refused_key_or_a_panel_in_trouble_is_no_word_about_refills() {
    let (_, ended, questions) =
        round(&[("5", "1"), ("6", "2")], 1, &[r#"{"error":"Invalid API key"}"#]);
    assert!(ended.is_err());
    assert_eq!(questions, 1);
    let (mut tally, fakes) = (RefillTally::default(), Fakes::default());
    let sample = Sample::on(Route::Direct);
    let down = HttpResponse { status: 503, retry_after: None, stage: None, body: Vec::new() };
    fakes.transport.script.borrow_mut().extend((0..4).map(|_| Ok(down.clone())));
    let (paces, asked) = (Paces::default(), pairs(&[("5", "1")]));
    let ended =
        block_on(refresh_refills(&fakes, &paces, sample.credentials(), &asked, |_, _, _| ()));
    assert!(ended.is_err());
    assert_eq!(tally.count(&ended.unwrap_or_default()), None);
}

#[test]
fn k06_a_refill_status_refused_for_its_parameter_is_asked_under_the_wanted_name() {
    let wants = r#"{"error":"Missing required parameter: refill_id"}"#;
    let (told, ended, questions) = round(&[("5", "1")], 100, &[wants, r#"{"status":"Completed"}"#]);
    assert_eq!((told.len(), questions), (1, 2));
    let learned = ended.expect("answered").learned;
    assert!(matches!(learned[..], [Fact::IdsIn(..)]), "{learned:?}");
}
