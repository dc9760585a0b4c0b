use super::*;
use crate::downstream::answer::MediaType;
use panelboard_fence::MemoryId;

const KEEP: Keep = Keep { entries: 3, age: Duration::from_secs(1), bytes: 100, answer: 40 };
const SMALL: [u8; 16] = [0; 16];

fn id(number: u128) -> AttemptId {
    AttemptId::from_bits(number)
}

/// A memory that begins, in a time that the test counts in milliseconds.
struct Subject {
    attempts: Attempts,
    start: Instant,
}

impl Subject {
    fn new(keep: Keep) -> Self {
        let start = Instant::now();
        let memory = Memory::new(MemoryId::from_bits(7));
        Self { attempts: Attempts::of(memory, keep, start), start }
    }

    fn at(&self, millis: u64) -> Instant {
        self.start + Duration::from_millis(millis)
    }

    fn mark(&self) -> Mark {
        self.attempts.receipt(id(0), self.start).mark
    }

    fn claim(&self, number: u128, fingerprint: Fingerprint, millis: u64) -> Claim {
        self.attempts.claim(id(number), fingerprint, self.mark(), self.at(millis))
    }

    fn first(&self, number: u128, millis: u64) -> Ticket {
        match self.claim(number, SMALL, millis) {
            Claim::First(ticket) => ticket,
            _ => panic!("attempt {number} was known"),
        }
    }

    fn place(&self, number: u128, millis: u64, outcome: Outcome) {
        self.first(number, millis).settle(outcome);
    }

    fn state(&self, number: u128, millis: u64) -> State<Outcome> {
        self.attempts.receipt(id(number), self.at(millis)).state
    }
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

#[test]
fn the_first_sends_and_the_second_joins() {
    let subject = Subject::new(KEEP);
    let ticket = subject.first(1, 5);
    let Claim::Join(mut waiter) = subject.claim(1, SMALL, 6) else { panic!("not joined") };
    assert!(matches!(subject.claim(1, [2; 16], 6), Claim::Conflict));
    assert!(matches!(subject.state(1, 6), State::InFlight));
    ticket.settle(answered(3));
    assert!(matches!(*waiter.borrow_and_update(), Some(Outcome::Answered(_))));
    assert!(matches!(subject.claim(1, SMALL, 7), Claim::Settled(Outcome::Answered(_))));
    assert!(matches!(subject.claim(1, [2; 16], 7), Claim::Conflict));
}

#[test]
fn a_dropped_ticket_says_how_far_it_got() {
    let subject = Subject::new(KEEP);
    drop(subject.first(1, 0));
    assert!(matches!(subject.state(1, 0), State::Settled(Outcome::NotSent(_))));
    let mut ticket = subject.first(2, 0);
    ticket.mark_sent();
    drop(ticket);
    assert!(matches!(subject.state(2, 0), State::Settled(Outcome::InDoubt(_))));
}

#[test]
fn s02_what_is_forgotten_for_room_or_age_is_in_doubt_and_never_sent_again() {
    let subject = Subject::new(KEEP);
    let named = subject.mark();
    subject.place(1, 10, answered(1));
    for number in 2..=4 {
        subject.place(number, 20, answered(1));
    }
    let again =
        |number, millis| subject.attempts.claim(id(number), SMALL, named, subject.at(millis));
    assert!(matches!(again(1, 20), Claim::InDoubt(Doubt::Forgotten)), "three are kept");
    assert!(matches!(again(4, 20), Claim::Settled(_)));
    assert!(matches!(again(4, 1_021), Claim::InDoubt(Doubt::Forgotten)), "older than a second");
    let receipt = subject.attempts.receipt(id(1), subject.at(1_021));
    assert!(!receipt.proves_not_sent(Some(named)));
    assert_eq!(receipt.forgotten, 4);
}

#[test]
fn s02_an_answer_that_had_to_go_leaves_its_attempt_known() {
    let subject = Subject::new(KEEP);
    subject.place(1, 1, answered(41));
    assert!(matches!(subject.state(1, 1), State::Settled(Outcome::InDoubt("answer-not-kept"))));
    let subject = Subject::new(Keep { entries: 100, ..KEEP });
    for number in 1..=3 {
        subject.place(number, 1, answered(40));
    }
    assert!(
        matches!(subject.claim(1, SMALL, 1), Claim::Settled(Outcome::InDoubt("answer-not-kept"))),
        "120 bytes are over the budget"
    );
    assert!(matches!(subject.state(3, 1), State::Settled(Outcome::Answered(_))));
    assert_eq!(subject.attempts.receipt(id(9), subject.start).forgotten, 0);
}

#[test]
fn a_long_run_of_answers_holds_no_more_than_it_may() {
    let subject = Subject::new(KEEP);
    for number in 0..1_000 {
        subject.place(number, 1, answered(40));
    }
    let ledger = subject.attempts.lock();
    let sizes = (ledger.memory.len(), ledger.taken_at.len(), ledger.waiters.len());
    assert_eq!(sizes, (3, 3, 0));
    assert!(ledger.answered.len() <= 3 && ledger.bytes <= 100);
}

#[test]
fn a_running_attempt_is_never_forgotten() {
    let subject = Subject::new(KEEP);
    let _ticket = subject.first(1, 0);
    for number in 2..=9 {
        subject.place(number, 5_000, answered(1));
    }
    assert!(matches!(subject.state(1, 9_000), State::InFlight));
}

#[test]
fn a_closed_attempt_is_told_so_when_it_comes() {
    let subject = Subject::new(KEEP);
    let (named, now) = (subject.mark(), subject.start);
    let Closing::First(ticket) = subject.attempts.close(id(1), named, now) else {
        panic!("it was known")
    };
    assert!(matches!(subject.claim(1, SMALL, 0), Claim::Join(_)), "waits until that is certain");
    ticket.settle(Outcome::NotSent("closed"));
    assert!(matches!(subject.claim(1, SMALL, 0), Claim::Settled(Outcome::NotSent("closed"))));
    assert!(matches!(subject.attempts.close(id(1), named, now), Closing::Known));
}
