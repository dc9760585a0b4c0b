//! What a refused write teaches, and that it is never sent a second time by code (findings K6, K19).

use super::*;
use crate::gesture::with_trusted_event;
use panelboard_domain::account::{Ability, Fact, IdName, IdSlot};
use panelboard_domain::attempt::WriteKind;
use panelboard_domain::id::AttemptId;

/// The user presses cancel on order 5; the panel answers this.
fn press_cancel(sample: &Sample, fakes: &Fakes, again: &[AttemptId], said: Answer) -> Attempt {
    fakes.transport.then(said);
    let order = OrderId::new("5").expect("an id");
    let confirmed = with_trusted_event(true, |gesture| {
        let orders = std::slice::from_ref(&order);
        confirm_requests(
            gesture,
            sample.credentials(),
            WriteKind::Cancel,
            orders,
            again,
            &sample.session,
            fakes,
        )
    });
    let confirmed = confirmed.expect("trusted").expect("confirmed").remove(0);
    block_on(send_request(fakes, sample.credentials(), confirmed, |_| ())).expect("sent").attempt
}

fn last_body(fakes: &Fakes) -> String {
    fakes.transport.sent.borrow().last().expect("sent").1.body.clone()
}

#[test]
fn k06_a_cancel_refused_for_its_parameter_waits_for_the_next_press_and_uses_the_name_then() {
    let refusals = [
        Ok(http(400, r#"{"error":"order parameter is required"}"#)),
        answer(r#"{"error":"Не указан параметр order"}"#),
        answer(r#"[{"order":5,"cancel":{"error":"The order field is required."}}]"#),
    ];
    for refusal in refusals {
        let (mut sample, fakes) = (Sample::on(Route::Direct), Fakes::default());
        let attempt = press_cancel(&sample, &fakes, &[], refusal);
        assert_eq!(fakes.transport.count(ActionName::Cancel), 1, "never sent again by code");
        assert!(last_body(&fakes).ends_with("action=cancel&orders=5"));
        let facts = learned_from(&attempt, &sample.account.capabilities, &sample.key);
        assert_eq!(facts, [Fact::IdsIn(IdSlot::Cancel, IdName::Order)], "{attempt:?}");
        assert!(sample.account.capabilities.learn(facts[0]));
        assert!(sample.account.capabilities.has(Ability::Cancel), "no ability was lost");

        // A refusal in words that settle nothing leaves the cancel open; the press acknowledges it.
        press_cancel(&sample, &fakes, std::slice::from_ref(&attempt.id), answer(r#"{"cancel":1}"#));
        assert!(last_body(&fakes).ends_with("action=cancel&order=5"), "{}", last_body(&fakes));
    }
}

#[test]
fn k06_an_accepted_write_teaches_the_ability_and_a_stopped_one_nothing() {
    let (sample, fakes) = (Sample::on(Route::Direct), Fakes::default());
    let attempt = press_cancel(&sample, &fakes, &[], answer(r#"[{"order":5,"cancel":1}]"#));
    let facts =
        |attempt: &Attempt| learned_from(attempt, &sample.account.capabilities, &sample.key);
    assert_eq!(facts(&attempt), [Fact::Can(Ability::Cancel, true)]);
    let lost = place(&sample, &fakes, Err(TransportError::Timeout)).expect("sent").attempt;
    assert!(facts(&lost).is_empty());
}

#[test]
fn k19_an_order_refused_for_want_of_a_request_id_is_learned_and_not_sent_again() {
    for refusal in [
        Ok(http(400, r#"{"error":"Missing required parameter: request_id"}"#)),
        answer(r#"{"error":"request_id is required"}"#),
        answer(r#"{"error":"El campo request_id es obligatorio"}"#),
    ] {
        let (sample, fakes) = (Sample::on(Route::Direct), Fakes::default());
        let attempt = place(&sample, &fakes, refusal).expect("sent").attempt;
        assert_eq!(fakes.transport.count(ActionName::Add), 1);
        let facts = learned_from(&attempt, &sample.account.capabilities, &sample.key);
        assert_eq!(facts, [Fact::Can(Ability::RequestId, true)], "{attempt:?}");
    }
}

/// As the account is stored at the click: switched off in another tab under the open question.
#[test]
fn what_was_switched_off_is_not_asked() {
    for (kind, ability) in
        [(WriteKind::Refill, Ability::Refill), (WriteKind::Cancel, Ability::Cancel)]
    {
        let (mut sample, fakes) = (Sample::on(Route::Direct), Fakes::default());
        let orders = [OrderId::new("5").expect("an id")];
        let press = |sample: &Sample| {
            with_trusted_event(true, |gesture| {
                confirm_requests(
                    gesture,
                    sample.credentials(),
                    kind,
                    &orders,
                    &[],
                    &sample.session,
                    &fakes,
                )
                .map(|requests| requests.len())
            })
        };
        assert_eq!(press(&sample), Some(Ok(1)));
        sample.account.capabilities.set(ability, false);
        assert_eq!(press(&sample), Some(Err(Stop::NotOffered)));
        sample.account.read_only = true;
        assert!(matches!(press(&sample), Some(Err(_))));
    }
}
