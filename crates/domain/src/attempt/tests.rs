//! The journal's invariants on single records, and the duplicate guard. Interleavings of tabs are the
//! client's model test.

mod again;
mod charge;
mod user;

use super::guard::{Candidate, Finding, findings};
use super::*;
use crate::money::Currency;
use crate::order::OrderParams;
use crate::service::Rate;
use crate::service::Service;
use crate::testing;
use proptest::prelude::*;

mod identity;
mod taken;

fn order_id(id: &str) -> OrderId {
    OrderId::new(id).expect("an id")
}

fn request(service: &str, link: &str) -> Request {
    let rate = Amount::parse("1.25").expect("a rate");
    Request::Add {
        service: Box::new(Service { rate: Rate::Exact(rate), ..testing::service(service) }),
        params: OrderParams(vec![("link".to_owned(), link.to_owned())]),
        quantity: 1000,
        link: link.to_owned(),
        estimate: rate,
        currency: None,
    }
}

fn panel(host: &str) -> PanelId {
    PanelId::named_by(&format!("https://{host}/api/v2")).expect("an address")
}

fn account(id: &str) -> AccountId {
    AccountId::new(id).expect("an id")
}

fn draft(id: u8, request: Request) -> Attempt {
    let panel = panel("a.example");
    Attempt::confirmed(Confirmation {
        id: AttemptId::from_parts(Timestamp::from_millis(i64::from(id)), [id; 10]),
        fingerprint: canonical_content(&panel, &request),
        account: account("a"),
        panel: Some(panel),
        key: None,
        request,
        route: Route::Direct,
        relay: RelayId::Own,
        created_at: Timestamp::default(),
        retry_of: None,
        named: None,
        acknowledged: Vec::new(),
        session: "s".to_owned(),
        app_version: "test".to_owned(),
    })
}

fn happenings() -> Vec<Happening> {
    let placed = |id| Outcome::Placed { order_id: id, refill_id: None };
    let reason = RejectReason { kind: RefusalKind::Funds, text: String::new() };
    let verdict_placed = Verdict::Placed { order_id: order_id("1"), refill_id: None, charge: None };
    let wire = Wire {
        http_status: 200,
        stage: None,
        body_sha256: String::new(),
        excerpt: String::new(),
        whole: true,
    };
    let mut list = vec![
        Happening::Confirmed,
        Happening::Sent {
            turn: 1,
            balance_before: None,
            relay_clock: None,
            fence: None,
            is_alone: true,
        },
        Happening::Answered { wire },
        Happening::Judged { verdict: verdict_placed },
        Happening::Judged { verdict: Verdict::Rejected(reason.clone()) },
        Happening::Judged { verdict: Verdict::Unknown(UnknownHint::Unreadable) },
        Happening::Lost { hint: UnknownHint::Timeout },
        Happening::Recovered,
        Happening::Evidence(Evidence::LaterSuccess),
        Happening::Evidence(Evidence::ActiveLinkRefusal),
        Happening::Evidence(Evidence::RelayInFlight),
        Happening::Alarm(Alarm::DoubleCharge),
        Happening::Alarm(Alarm::ChargedThoughRefused),
        Happening::Archived,
        Happening::Restored,
        Happening::Withdrawn,
        Happening::Displaced { by: AttemptId::from_parts(Timestamp::default(), [7; 10]) },
        Happening::Looked,
        Happening::Parted,
        Happening::Seen(Concern::Partial),
    ];
    for by in [
        ResolvedBy::Relay,
        ResolvedBy::Balance,
        ResolvedBy::Status,
        ResolvedBy::User,
        ResolvedBy::Repeat,
    ] {
        for outcome in [
            placed(Some(order_id("2"))),
            placed(None),
            Outcome::Rejected(reason.clone()),
            Outcome::NotPlaced,
        ] {
            list.push(Happening::Resolved { by, outcome, grounds: Vec::new() });
        }
    }
    list
}

/// Any history: facts in any order, those that are not allowed left out by the record itself.
fn history() -> impl Strategy<Value = Vec<usize>> {
    proptest::collection::vec(0..happenings().len(), 0..24)
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(10_000))]

    #[test]
    fn no_history_breaks_a_records_promises(indexes in history()) {
        let all = happenings();
        let mut attempt = draft(1, request("7", "x"));
        let mut sent = 0;
        for index in indexes {
            let before = attempt.clone();
            let what = all[index].clone();
            let allowed = attempt.apply(Timestamp::default(), what.clone()).is_ok();
            if !allowed {
                prop_assert_eq!(&attempt, &before, "a refused fact changes nothing");
                continue;
            }
            // Append-only.
            prop_assert_eq!(&attempt.events()[..before.events().len()], before.events());
            sent += usize::from(matches!(what, Happening::Sent { .. }));
            prop_assert!(sent <= 1, "I2: sent twice");
            check_step(&before, &what, &attempt)?;
        }
    }
}

fn check_step(before: &Attempt, what: &Happening, after: &Attempt) -> Result<(), TestCaseError> {
    let changed = before.state() != after.state();
    // R1, R3: hints change nothing.
    prop_assert!(!(changed && matches!(what, Happening::Evidence(_))));
    // I4: a refusal has a judgement or the relay's or user's word behind it.
    if changed && matches!(after.state(), AttemptState::Rejected { .. }) {
        let definite = matches!(
            what,
            Happening::Judged { verdict: Verdict::Rejected(_) }
                | Happening::Resolved { outcome: Outcome::Rejected(_), .. }
        );
        prop_assert!(definite, "{what:?}");
    }
    // I8: what is open cannot be put away.
    prop_assert!(!(after.is_unknown() && *what == Happening::Archived));
    // An order id that is known stays; the user may take back the one they gave.
    let withdrawn = matches!(what, Happening::Withdrawn | Happening::Displaced { .. });
    if withdrawn {
        let by = before.resolution().map(|resolution| resolution.by);
        prop_assert_eq!(by, Some(ResolvedBy::User), "only the user's own word");
    } else if let Some(id) = before.order_id() {
        prop_assert_eq!(after.order_id(), Some(id));
    }
    // Nothing goes back to before the send.
    prop_assert!(
        before.state() == &AttemptState::Drafted || after.state() != &AttemptState::Drafted
    );
    prop_assert!(
        !changed
            || after.state() != &AttemptState::Sending
            || before.state() == &AttemptState::Drafted
    );
    Ok(())
}

#[test]
fn i2_only_a_draft_can_be_sent() {
    let all = happenings();
    let mut attempt = draft(1, request("7", "x"));
    assert!(attempt.apply(Timestamp::default(), all[1].clone()).is_ok());
    assert_eq!(attempt.apply(Timestamp::default(), all[1].clone()), Err(NotAllowed));
}

#[test]
fn a_late_answer_outranks_giving_up() {
    let mut attempt = draft(1, request("7", "x"));
    let all = happenings();
    let not_placed = Happening::Resolved {
        by: ResolvedBy::User,
        outcome: Outcome::NotPlaced,
        grounds: Vec::new(),
    };
    for what in [all[1].clone(), Happening::Recovered, not_placed, all[2].clone(), all[3].clone()] {
        attempt.apply(Timestamp::default(), what).expect("allowed");
    }
    assert_eq!(attempt.order_id(), Some(&order_id("1")));
    assert_eq!(attempt.resolution(), None);
}

/// An earlier attempt that was sent as turn 1 and then this happened.
fn earlier(request: Request, then: Happening) -> Attempt {
    let mut attempt = draft(1, request);
    let sent = Happening::Sent {
        turn: 1,
        balance_before: None,
        relay_clock: None,
        fence: None,
        is_alone: true,
    };
    attempt.apply(Timestamp::default(), sent).expect("allowed");
    attempt.apply(Timestamp::default(), then).expect("allowed");
    attempt
}

fn placed() -> Happening {
    let verdict = Verdict::Placed { order_id: order_id("5"), refill_id: None, charge: None };
    Happening::Judged { verdict }
}

/// What the guard says about an order for service 7 and link `x`, two days later in another session,
/// after another order at the panel.
fn found(attempt: &Attempt, request: &Request, is_final: bool) -> Vec<&'static str> {
    let mut latest = draft(2, self::request("99", "elsewhere"));
    let sent = Happening::Sent {
        turn: 2,
        balance_before: None,
        relay_clock: None,
        fence: None,
        is_alone: true,
    };
    latest.apply(Timestamp::default(), sent).expect("allowed");
    let candidate = Candidate {
        panel: &panel("a.example"),
        request,
        now: Timestamp::from_millis(2 * guard::REPEAT_WINDOW_MILLIS),
        session: "another",
    };
    let found = findings(&candidate, &[attempt.clone(), latest], |_| is_final);
    found
        .iter()
        .map(|finding| match finding {
            Finding::OpenUnknown { .. } => "open",
            Finding::Repeat { .. } => "repeat",
            Finding::ActiveLink { .. } => "active",
            Finding::SameLinkOtherService { .. } => "same link",
        })
        .collect()
}

#[test]
fn the_guard_weighs_what_became_of_the_earlier_order() {
    let (same, other_service) = (request("7", "x"), request("8", "x"));
    let lost = || Happening::Lost { hint: UnknownHint::Timeout };
    for (first, then, is_final, expected) in [
        (request("7", "x"), lost(), false, vec!["open"]),
        (request("7", "@X"), lost(), false, vec!["open"]),
        (other_service.clone(), lost(), false, vec![]),
        // Two days ago: no exact repeat any more, but active until it is final.
        (request("7", "x"), placed(), false, vec!["active"]),
        (request("7", "x"), placed(), true, vec![]),
        (other_service, placed(), false, vec!["same link"]),
        (request("7", "y"), placed(), false, vec![]),
    ] {
        let earlier = earlier(first, then);
        assert_eq!(found(&earlier, &same, is_final), expected, "{earlier:?}");
    }
}

#[test]
fn the_latest_order_of_a_panel_repeats_whatever_the_clock_says() {
    let request = request("7", "x");
    let candidate = Candidate {
        panel: &panel("a.example"),
        request: &request,
        now: Timestamp::from_millis(1000 * guard::REPEAT_WINDOW_MILLIS),
        session: "another",
    };
    let found = findings(&candidate, &[earlier(request.clone(), placed())], |_| true);
    assert!(matches!(found[..], [Finding::Repeat { .. }]), "{found:?}");
}

#[test]
fn a_refill_repeats_only_while_one_is_open() {
    let refill = Request::Refill { order: order_id("5") };
    let open = earlier(refill.clone(), Happening::Lost { hint: UnknownHint::Timeout });
    assert_eq!(found(&open, &refill, false), ["open"]);
    assert!(found(&earlier(refill.clone(), placed()), &refill, false).is_empty());
}

/// Fingerprints of records stored before links had a form for each platform never match today's.
#[test]
fn k15_a_repeat_is_found_whatever_version_stored_the_earlier_order() {
    let stored = |link: &str, then| {
        let mut draft = draft(1, request("7", link));
        draft.confirmation.fingerprint = "of an older form".to_owned();
        let sent = Happening::Sent {
            turn: 1,
            balance_before: None,
            relay_clock: None,
            fence: None,
            is_alone: true,
        };
        draft.apply(Timestamp::default(), sent).expect("allowed");
        draft.apply(Timestamp::default(), then).expect("allowed");
        draft
    };
    let again = request("7", "https://x.com/some_one/status/17?s=20&t=AbC");
    let candidate = Candidate {
        panel: &panel("a.example"),
        request: &again,
        now: Timestamp::from_millis(1000),
        session: "another",
    };
    let earlier = "https://mobile.twitter.com/Some_One/status/17";
    let repeat = findings(&candidate, &[stored(earlier, placed())], |_| true);
    assert!(matches!(repeat[..], [Finding::Repeat { .. }]), "{repeat:?}");
    let lost = Happening::Lost { hint: UnknownHint::Timeout };
    let open = findings(&candidate, &[stored(earlier, lost)], |_| false);
    assert!(matches!(open[..], [Finding::OpenUnknown { .. }]), "{open:?}");
    let other = "https://twitter.com/some_one/status/18";
    assert!(findings(&candidate, &[stored(other, placed())], |_| false).is_empty());
}
