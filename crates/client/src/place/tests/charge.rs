//! What an order cost, on both routes; the currency of the sheet; the typed quantity while records are
//! missing (S6, S7, K16).

use super::*;
use crate::journal::{JournalLoss, sentinel};
use panelboard_domain::money::{Amount, Currency, Money};
use panelboard_domain::order::{OrderStatus, StatusReading};
use panelboard_domain::testing as samples;

fn placed_on(route: Route) -> (Sample, Fakes, Attempt) {
    let (sample, fakes) = (Sample::on(route), Fakes::default());
    let attempt = place(&sample, &fakes, answer(r#"{"order":7}"#)).expect("sent").attempt;
    (sample, fakes, attempt)
}

fn look(sample: &Sample, fakes: &Fakes, attempt: &Attempt, balance: &str) -> AfterCheck {
    fakes.transport.then(answer(&format!(r#"{{"balance":"{balance}"}}"#)));
    block_on(check_balance_after(fakes, sample.credentials(), &attempt.id)).expect("answered")
}

fn amount(text: &str) -> Amount {
    Amount::parse(text).expect("an amount")
}

#[test]
fn s06_k16_after_an_order_on_either_route_the_fall_is_compared_with_the_estimate() {
    for route in [Route::Direct, Route::Relay] {
        for (balance, alarm) in [
            ("98.75", None),
            ("97.50", Some(Alarm::DoubleCharge)),
            ("87.50", Some(Alarm::OtherCharge { charged: amount("12.5") })),
            ("99.00", Some(Alarm::OtherCharge { charged: amount("1") })),
        ] {
            let (sample, fakes, attempt) = placed_on(route);
            assert!(is_charge_unseen(&attempt, fakes.clock.now()));
            fakes.transport.then(answer(&format!(r#"{{"balance":"{balance}"}}"#)));
            // Asked for where less went than the price.
            fakes.transport.then(answer(r#"{"charge":"1.00","status":"In progress"}"#));
            let looking = check_balance_after(&fakes, sample.credentials(), &attempt.id);
            let found = block_on(looking).expect("answered");
            let is_asked = fakes.transport.count(ActionName::Status) > 0;
            assert_eq!(is_asked, balance == "99.00", "{balance}");
            let stored = stored(&fakes).remove(0);
            assert_eq!(stored.alarm(), alarm, "{route:?} {balance}");
            assert_eq!(matches!(found, AfterCheck::Alarm(_)), alarm.is_some());
            assert!(!is_charge_unseen(&stored, fakes.clock.now()));
        }
        let (sample, fakes, attempt) = placed_on(route);
        assert_eq!(look(&sample, &fakes, &attempt, "100.00"), AfterCheck::Unchanged);
        assert!(is_charge_unseen(&stored(&fakes)[0], fakes.clock.now()), "not charged yet");
    }
}

#[test]
fn k16_a_charge_that_the_answer_names_is_compared_at_once() {
    for (charge, alarmed) in [("1.25", false), ("1.3", false), ("12.5", true), ("1250", true)] {
        let (sample, fakes) = (Sample::on(Route::Direct), Fakes::default());
        let body = format!(r#"{{"order":7,"charge":"{charge}"}}"#);
        let attempt = place(&sample, &fakes, answer(&body)).expect("sent").attempt;
        assert_eq!(attempt.order_id().map(OrderId::as_str), Some("7"));
        assert_eq!(attempt.alarm().is_some(), alarmed, "{charge}");
        assert_eq!(stored(&fakes)[0].alarm(), attempt.alarm());
    }
}

#[test]
fn k16_a_charge_in_a_status_is_compared_while_it_is_the_whole_one() {
    use OrderStatus as S;
    for (status, charge, alarmed) in [
        (S::Running, Some("1250"), true),
        (S::Completed, Some("12.50"), true),
        (S::Queued, Some("0"), false),
        (S::Running, Some("1.25"), false),
        (S::Running, None, false),
        // A part came back.
        (S::Partial, Some("0.3"), false),
        (S::Canceled, Some("0"), false),
    ] {
        let (_, fakes, attempt) = placed_on(Route::Direct);
        let charge = charge.map(|text| Money { amount: amount(text), currency: None });
        let reading = StatusReading { charge, ..samples::reading(status) };
        let noted =
            block_on(note_status_charge(&fakes, &attempt, &reading)).expect("storage works");
        assert_eq!(noted.is_some(), alarmed, "{reading:?}");
        let again = noted.unwrap_or(attempt);
        let again = block_on(note_status_charge(&fakes, &again, &reading));
        assert_eq!(again, Ok(None), "once");
    }
}

/// What becomes of an order whose sheet showed this currency, when the panel now names that.
fn sent_in(
    sheet: Option<&str>,
    panel: Option<&str>,
    edit: impl Fn(&mut Sample, &mut Sheet),
) -> Result<Dispatched, Stop> {
    let (mut sample, fakes) = (Sample::on(Route::Direct), Fakes::default());
    let mut proposal = proposal(LINK);
    proposal.currency = sheet.and_then(Currency::new);
    let mut shown = Sheet { priced_at: fakes.clock.now(), ..Sheet::default() };
    edit(&mut sample, &mut shown);
    let currency = panel.map(|code| format!(r#","currency":"{code}""#)).unwrap_or_default();
    let body = format!(r#"{{"balance":"100.00"{currency}}}"#);
    fakes.transport.then(answer(&body)).then(answer(r#"{"order":7}"#));
    let order = sample.click_on(&shown, &proposal, &fakes).expect("confirmed");
    let sent = block_on(place_order(&fakes, sample.credentials(), order, |_| ()));
    assert_eq!(fakes.transport.count(ActionName::Add), usize::from(sent.is_ok()));
    assert_eq!(stored(&fakes).len(), usize::from(sent.is_ok()), "nothing sent, nothing written");
    sent
}

#[test]
fn s06_another_currency_than_the_sheets_sends_nothing() {
    for (sheet, panel, is_sent) in [
        (Some("USD"), Some("USD"), true),
        (Some("USD"), Some("usd"), true),
        (Some("USD"), Some("KWD"), false),
        (Some("USD"), Some("UZS"), false),
        (Some("USD"), None, false),
        // The sheet named none: nothing was promised.
        (None, Some("KWD"), true),
        (None, None, true),
    ] {
        let sent = sent_in(sheet, panel, |_, _| ());
        assert_eq!(sent.is_ok(), is_sent, "{sheet:?} {panel:?}");
        if let Err(stop) = sent {
            assert!(matches!(stop, Stop::OtherCurrency(_)), "{stop:?}");
        }
    }
}

#[test]
fn s06_under_a_label_of_the_users_own_what_the_panel_reports_must_stay() {
    let own = |reported: &'static str| {
        move |sample: &mut Sample, sheet: &mut Sheet| {
            sample.account.currency_override = Currency::new("TRY");
            sheet.reported = Currency::new(reported);
        }
    };
    assert!(sent_in(Some("TRY"), Some("USD"), own("USD")).is_ok());
    assert!(sent_in(Some("TRY"), Some("KWD"), own("USD")).is_err());
    assert!(sent_in(Some("TRY"), Some("USD"), own("")).is_ok(), "none was read");
}

/// Another journal was here: its witness says so many records.
fn missing(fakes: &Fakes) -> JournalLoss {
    sentinel::note(&fakes.storage, 3);
    JournalLoss { expected: 3, found: 0 }
}

#[test]
fn s07_while_records_are_missing_an_order_needs_the_typed_quantity() {
    for (typed, is_sent) in [(None, false), (Some(999), false), (Some(1000), true)] {
        let (sample, fakes) = (Sample::on(Route::Direct), Fakes::default());
        let loss = missing(&fakes);
        let mut proposal = proposal(LINK);
        proposal.typed_quantity = typed;
        let sheet = Sheet { loss: Some(loss), priced_at: fakes.clock.now(), ..Sheet::default() };
        let confirmed = sample.click_on(&sheet, &proposal, &fakes);
        match confirmed {
            Err(stop) => assert_eq!(stop, Stop::RecordsMissing(loss)),
            Ok(order) => {
                fakes.transport.then(answer(BALANCE)).then(answer(r#"{"order":7}"#));
                let placing = place_order(&fakes, sample.credentials(), order, |_| ());
                assert!(is_sent && block_on(placing).is_ok());
            }
        }
        assert_eq!(fakes.transport.count(ActionName::Add), usize::from(is_sent), "{typed:?}");
    }
}

#[test]
fn s07_a_sheet_that_did_not_know_of_the_loss_cannot_get_past_it() {
    let (sample, fakes) = (Sample::on(Route::Direct), Fakes::default());
    let loss = missing(&fakes);
    let stopped = place(&sample, &fakes, answer(r#"{"order":7}"#));
    assert_eq!(stopped, Err(Stop::RecordsMissing(loss)));
    assert_eq!(fakes.transport.count(ActionName::Add), 0);
    // The user takes note: from here on, what is there is all there is.
    sentinel::seen(&fakes.storage, 0);
    fakes.transport.script.borrow_mut().clear();
    assert!(place(&sample, &fakes, answer(r#"{"order":7}"#)).is_ok());
}

#[test]
fn s07_each_order_needs_it_until_the_loss_was_seen() {
    let (sample, fakes) = (Sample::on(Route::Direct), Fakes::default());
    missing(&fakes);
    let mut proposal = proposal(LINK);
    proposal.typed_quantity = Some(1000);
    fakes.transport.then(answer(BALANCE)).then(answer(r#"{"order":7}"#));
    send(&sample, &fakes, &proposal).expect("typed");
    proposal.order.link = "https://t.me/post/2".to_owned();
    proposal.typed_quantity = None;
    let next = send(&sample, &fakes, &proposal);
    assert!(matches!(next, Err(Stop::RecordsMissing(_))), "{next:?}");
}

/// Within the seconds before the look, a part of the price came back, or all of it.
#[test]
fn k16_an_order_that_ended_at_once_raises_no_alarm_by_what_came_back() {
    for (balance, status, alarmed) in [
        ("99.50", Some(r#"{"charge":"0.5","status":"Partial","remains":"600"}"#), false),
        ("99.50", Some(r#"{"charge":"1.25","status":"Partial","remains":"600"}"#), false),
        ("99.90", Some(r#"{"charge":"0","status":"Canceled","remains":"1000"}"#), false),
        // In the panel's own word, but the charge is that of what was delivered.
        ("99.50", Some(r#"{"charge":"0.5","status":"Cut short","remains":"600"}"#), false),
        ("99.50", Some(r#"{"charge":"0.5","status":"In progress","remains":"1000"}"#), true),
        ("99.50", None, false),
        // More than the price never came back.
        ("97.50", Some(r#"{"charge":"0","status":"Canceled","remains":"1000"}"#), true),
        ("90.00", Some(r#"{"charge":"0","status":"Canceled","remains":"1000"}"#), true),
    ] {
        let (sample, fakes, attempt) = placed_on(Route::Direct);
        fakes.transport.then(answer(&format!(r#"{{"balance":"{balance}"}}"#)));
        fakes.transport.then(status.map_or(Err(TransportError::Timeout), answer));
        let looking = check_balance_after(&fakes, sample.credentials(), &attempt.id);
        let found = block_on(looking).expect("answered");
        assert_eq!(matches!(found, AfterCheck::Alarm(_)), alarmed, "{balance} {status:?}");
        assert_eq!(stored(&fakes)[0].alarm().is_some(), alarmed);
        if !alarmed {
            assert_eq!(found, AfterCheck::CannotTell);
        }
    }
}
