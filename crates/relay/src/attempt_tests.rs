use super::*;
use crate::answer::MediaType;

const KEEP: Keep = Keep { entries: 3, age: 1_000, bytes: 100, answer: 40 };

fn id(number: u128) -> AttemptId {
    AttemptId(number)
}

fn answered(length: usize) -> Outcome {
    let body = vec![b'x'; length].into();
    Outcome::Answered(Arc::new(Answer {
        status: 200,
        media_type: MediaType::Json,
        retry_after: None,
        redirect: None,
        body,
    }))
}

fn place(attempts: &Attempts, number: u128, now: u64, outcome: Outcome) {
    match attempts.claim(id(number), [0; 16], now) {
        Claim::First(ticket) => ticket.settle(outcome),
        _ => panic!("attempt {number} was known"),
    }
}

#[test]
fn only_the_canonical_form_is_an_id() {
    let text = "019a9d3e-0000-7000-8000-00000000abcd";
    let parsed = AttemptId::parse(text).expect("an id");
    assert_eq!(parsed.to_string(), text);
    assert_eq!(format!("{:08x}", parsed.prefix()), "019a9d3e");
    for text in [
        "",
        "019A9D3E-0000-7000-8000-00000000ABCD",
        "019a9d3e00007000800000000000abcd",
        "019a9d3e-0000-7000-8000-00000000abc",
        "019a9d3e-0000-7000-8000-00000000abcdd",
        "019a9d3e-0000-7000-8000-0000000-abcd",
        "+19a9d3e-0000-7000-8000-00000000abcd",
        "..%2f..%2f..%2f..%2f..%2f..%2f..%2f.",
    ] {
        assert!(AttemptId::parse(text).is_none(), "{text}");
    }
}

#[test]
fn the_first_sends_and_the_second_joins() {
    let attempts = Attempts::new(KEEP, 0);
    let Claim::First(ticket) = attempts.claim(id(1), [1; 16], 5) else { panic!("not first") };
    assert!(matches!(attempts.claim(id(1), [1; 16], 6), Claim::Join(_)));
    assert!(matches!(attempts.claim(id(1), [2; 16], 6), Claim::Conflict));
    assert!(matches!(attempts.look_up(id(1), 6), Known::InFlight));
    ticket.settle(answered(3));
    assert!(matches!(attempts.claim(id(1), [1; 16], 7), Claim::Settled(Outcome::Answered(_))));
    assert!(matches!(attempts.claim(id(1), [2; 16], 7), Claim::Conflict));
}

#[test]
fn a_dropped_ticket_says_how_far_it_got() {
    let attempts = Attempts::new(KEEP, 0);
    drop(attempts.claim(id(1), [0; 16], 0));
    assert!(matches!(attempts.look_up(id(1), 0), Known::Settled(Outcome::NotSent(_))));
    let Claim::First(mut ticket) = attempts.claim(id(2), [0; 16], 0) else { panic!("not first") };
    ticket.mark_sent();
    drop(ticket);
    assert!(matches!(attempts.look_up(id(2), 0), Known::Settled(Outcome::InDoubt(_))));
}

#[test]
fn what_is_forgotten_never_passes_for_never_seen() {
    let attempts = Attempts::new(KEEP, 7);
    assert_eq!(attempts.since(), 7);
    for number in 1..=3 {
        place(&attempts, number, 10 + u64::try_from(number).expect("small"), answered(1));
    }
    assert_eq!(attempts.since(), 7);
    place(&attempts, 4, 20, answered(1));
    assert!(matches!(attempts.look_up(id(1), 20), Known::NotSeen));
    assert_eq!(attempts.since(), 12, "attempt 1 came at 11");
    assert!(matches!(attempts.look_up(id(4), 1_021), Known::NotSeen), "older than a second");
    assert_eq!(attempts.since(), 21);
}

#[test]
fn answers_are_kept_within_a_budget() {
    let attempts = Attempts::new(KEEP, 0);
    place(&attempts, 1, 1, answered(41));
    assert!(matches!(attempts.look_up(id(1), 1), Known::Settled(Outcome::InDoubt(_))));
    let attempts = Attempts::new(Keep { entries: 100, ..KEEP }, 0);
    for number in 1..=3 {
        place(&attempts, number, 1, answered(40));
    }
    assert!(matches!(attempts.look_up(id(1), 1), Known::NotSeen), "120 bytes are over the budget");
    assert!(matches!(attempts.look_up(id(3), 1), Known::Settled(Outcome::Answered(_))));
}

#[test]
fn a_running_attempt_is_never_forgotten() {
    let attempts = Attempts::new(KEEP, 0);
    let Claim::First(_ticket) = attempts.claim(id(1), [0; 16], 0) else { panic!("not first") };
    for number in 2..=9 {
        place(&attempts, number, 5_000, answered(1));
    }
    assert!(matches!(attempts.look_up(id(1), 9_000), Known::InFlight));
}
