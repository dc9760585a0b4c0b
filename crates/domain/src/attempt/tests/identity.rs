//! Guard and belonging go by the panel; accounts come and go (S4).

use super::*;

/// The attempt as a first-version record of account `a`: no panel, no print.
fn first_version(mut attempt: Attempt) -> Attempt {
    attempt.confirmation.panel = None;
    attempt
}

fn of_account(mut attempt: Attempt, id: &str) -> Attempt {
    attempt.confirmation.account = account(id);
    attempt
}

fn lost(request: Request) -> Attempt {
    earlier(request, Happening::Lost { hint: UnknownHint::Timeout })
}

fn guarded(attempt: &Attempt, request: &Request, at: &str) -> bool {
    let candidate = Candidate {
        panel: &panel(at),
        request,
        now: Timestamp::from_millis(2 * guard::REPEAT_WINDOW_MILLIS),
        session: "another",
    };
    !findings(&candidate, std::slice::from_ref(attempt), |_| false).is_empty()
}

#[test]
fn s04_the_guard_asks_where_the_order_went_not_which_account_sent_it() {
    let same = request("7", "x");
    for attempt in [lost(same.clone()), earlier(same.clone(), placed())] {
        for owner in ["a", "b", "gone"] {
            let attempt = of_account(attempt.clone(), owner);
            assert!(guarded(&attempt, &same, "a.example"), "{owner}");
            assert!(!guarded(&attempt, &same, "b.example"), "{owner}");
        }
    }
}

#[test]
fn s04_a_first_version_record_guards_the_panel_that_its_account_tells() {
    let same = request("7", "x");
    let old = first_version(lost(same.clone())).known_at(Some(&panel("b.example")));
    assert!(guarded(&old, &same, "b.example"));
    assert!(!guarded(&old, &same, "a.example"));
    // What a record says itself stands.
    let new = lost(same.clone()).known_at(Some(&panel("b.example")));
    assert!(guarded(&new, &same, "a.example") && !guarded(&new, &same, "b.example"));
}

#[test]
fn s04_a_first_version_record_without_account_guards_every_panel_until_it_is_assigned() {
    let same = request("7", "x");
    let mut orphan = first_version(lost(same.clone())).known_at(None);
    for at in ["a.example", "b.example"] {
        assert!(guarded(&orphan, &same, at), "{at}");
        assert!(!guarded(&orphan, &request("8", "x"), at), "an open order of another service");
        assert!(!guarded(&orphan, &request("7", "y"), at), "another link");
    }
    orphan.apply(Timestamp::default(), taken_over("a", "b", "b.example")).expect("allowed");
    assert!(guarded(&orphan, &same, "b.example") && !guarded(&orphan, &same, "a.example"));
    assert_eq!(orphan.account, account("b"));

    // An order number of an unknown panel means nothing elsewhere.
    let refill = Request::Refill { order: order_id("5") };
    assert!(!guarded(&first_version(lost(refill.clone())), &refill, "a.example"));
}

fn taken_over(from: &str, by: &str, at: &str) -> Happening {
    Happening::TakenOver { from: account(from), by: account(by), panel: panel(at), key: None }
}

#[test]
fn s04_orders_are_taken_over_within_their_panel_and_from_their_account_only() {
    let at = Timestamp::default();
    for attempt in [lost(request("7", "x")), earlier(request("7", "x"), placed())] {
        let mut taken = attempt.clone();
        assert_eq!(taken.apply(at, taken_over("a", "b", "b.example")), Err(NotAllowed));
        assert_eq!(taken.apply(at, taken_over("c", "b", "a.example")), Err(NotAllowed));
        assert_eq!(taken, attempt, "left as it was");
        taken.apply(at, taken_over("a", "b", "a.example")).expect("allowed");
        assert_eq!(
            taken.state(),
            attempt.state(),
            "whose it is says nothing about what became of it"
        );
        assert_eq!(taken.account, account("b"));
        // A second tab that wants the same comes too late.
        assert_eq!(taken.apply(at, taken_over("a", "c", "a.example")), Err(NotAllowed));
    }
    let mut sending = draft(1, request("7", "x"));
    assert_eq!(sending.apply(at, taken_over("a", "b", "a.example")), Err(NotAllowed), "a draft");
    let sent = Happening::Sent {
        turn: 1,
        balance_before: None,
        relay_clock: None,
        fence: None,
        is_alone: true,
    };
    sending.apply(at, sent).expect("allowed");
    assert_eq!(sending.apply(at, taken_over("a", "b", "a.example")), Err(NotAllowed), "under way");
}

/// Taking over stands between a word of the user's and its being taken back, in either order.
#[test]
fn s04_a_word_can_be_taken_back_after_the_order_was_taken_over() {
    let at = Timestamp::default();
    let word = || Happening::Resolved {
        by: ResolvedBy::User,
        outcome: Outcome::NotPlaced,
        grounds: Vec::new(),
    };
    let moved = || taken_over("a", "b", "a.example");
    for happenings in [[moved(), word()], [word(), moved()]] {
        let mut attempt = lost(request("7", "x"));
        for happening in happenings {
            attempt.apply(at, happening).expect("allowed");
        }
        attempt.apply(at, Happening::Withdrawn).expect("allowed");
        assert!(attempt.is_unknown());
        assert_eq!(attempt.account, account("b"));
    }
}

#[test]
fn contents_are_equal_exactly_when_their_canonical_texts_are() {
    let at = panel("a.example");
    let mut more = request("7", "x");
    if let Request::Add { params, .. } = &mut more {
        params
            .0
            .extend([("runs".to_owned(), "2".to_owned()), ("interval".to_owned(), "5".to_owned())]);
    }
    let mut turned = more.clone();
    if let Request::Add { params, .. } = &mut turned {
        params.0.reverse();
    }
    let mut double = request("7", "x");
    if let Request::Add { quantity, .. } = &mut double {
        *quantity = 2000;
    }
    let requests = [
        request("7", "x"),
        request("7", "@X"),
        request("8", "x"),
        request("7", "y"),
        more,
        turned,
        double,
        Request::Refill { order: order_id("5") },
        Request::Cancel { order: order_id("5") },
        Request::Refill { order: order_id("6") },
    ];
    for one in &requests {
        for other in &requests {
            let by_text = canonical_content(&at, one) == canonical_content(&at, other);
            assert_eq!(is_same_content(one, other), by_text, "{one:?} {other:?}");
        }
    }
}
