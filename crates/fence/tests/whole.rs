//! Every history of a small world, up to a length: two attempts that are repeated on the wire, two
//! relays on one address, restarts that keep their memory and restarts that do not, forgetting,
//! closing. None sends an attempt twice, none proves a falsehood.

use panelboard_fence::{AttemptId, Decision, Mark, Memory, MemoryId, State};
use std::collections::HashSet;

const LENGTH: usize = 9;

#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
enum End {
    Answered,
    EarlierRun,
    Closed,
}

#[derive(Clone, PartialEq, Eq, Hash)]
struct World {
    relays: [Memory<End>; 2],
    born: u128,
    attempts: [Attempt; 2],
}

#[derive(Clone, Copy, Default, PartialEq, Eq, Hash)]
struct Attempt {
    /// The mark that the app noted before it sent.
    mark: Option<Mark>,
    /// How often it went to the panel.
    sent: u8,
    /// A relay proved that it had not been sent.
    disproved: bool,
    /// A relay promised that it never will be.
    closed: bool,
}

#[derive(Clone, Copy, Debug)]
enum Step {
    Receipt {
        attempt: usize,
        relay: usize,
    },
    /// The request, or a repeat of it, arrives.
    Arrives {
        attempt: usize,
        relay: usize,
    },
    Answered {
        attempt: usize,
        relay: usize,
    },
    Forget {
        relay: usize,
    },
    RestartsEmpty {
        relay: usize,
    },
    RestartsWithFile {
        relay: usize,
    },
    Look {
        attempt: usize,
        relay: usize,
    },
    Close {
        attempt: usize,
        relay: usize,
    },
}

fn steps() -> Vec<Step> {
    let mut steps = Vec::new();
    for relay in 0..2 {
        steps.push(Step::Forget { relay });
        steps.push(Step::RestartsEmpty { relay });
        steps.push(Step::RestartsWithFile { relay });
        for attempt in 0..2 {
            steps.push(Step::Receipt { attempt, relay });
            steps.push(Step::Arrives { attempt, relay });
            steps.push(Step::Answered { attempt, relay });
            steps.push(Step::Look { attempt, relay });
            steps.push(Step::Close { attempt, relay });
        }
    }
    steps
}

fn id(attempt: usize) -> AttemptId {
    AttemptId::from_bits(attempt as u128)
}

impl World {
    fn new() -> Self {
        let memory = |number| Memory::new(MemoryId::from_bits(number));
        Self { relays: [memory(0), memory(1)], born: 2, attempts: Default::default() }
    }

    /// The world after a step; `None` when it changes nothing.
    fn after(&self, step: Step) -> Option<Self> {
        let mut world = self.clone();
        match step {
            Step::Receipt { attempt, relay } => {
                // The app asks once, before it sends.
                let mark = world.relays[relay].mark();
                world.attempts[attempt].mark.is_none().then_some(())?;
                world.attempts[attempt].mark = Some(mark);
            }
            Step::Arrives { attempt, relay } => {
                let named = world.attempts[attempt].mark?;
                let decision = world.relays[relay].take(id(attempt), [0; 16], named);
                if decision == Decision::First {
                    world.attempts[attempt].sent += 1;
                }
            }
            Step::Answered { attempt, relay } => {
                world.relays[relay].settle(id(attempt), End::Answered);
            }
            Step::Forget { relay } => {
                world.relays[relay].forget_oldest();
            }
            Step::RestartsEmpty { relay } => {
                world.relays[relay] = Memory::new(MemoryId::from_bits(world.born));
                world.born += 1;
            }
            Step::RestartsWithFile { relay } => {
                let before = self.relays[relay].clone();
                let mut after = Memory::resumed(before.mark(), before.forgotten());
                for (id, taken) in before.oldest_first() {
                    let end = match taken.end {
                        Some(End::Closed) => End::Closed,
                        _ => End::EarlierRun,
                    };
                    after.restore(id, taken.fingerprint, taken.position, end);
                }
                world.relays[relay] = after;
            }
            Step::Look { attempt, relay } => {
                let receipt = world.relays[relay].receipt(id(attempt));
                world.attempts[attempt].disproved |=
                    receipt.proves_not_sent(world.attempts[attempt].mark);
                assert!(
                    !receipt.proves_not_sent(world.attempts[attempt].mark)
                        || world.attempts[attempt].sent == 0,
                    "a false proof"
                );
            }
            Step::Close { attempt, relay } => {
                let named = world.attempts[attempt].mark?;
                let state = world.relays[relay].close(id(attempt), named, End::Closed);
                world.attempts[attempt].closed |= state == State::Settled(End::Closed);
            }
        }
        (world != *self).then_some(world)
    }

    fn check(&self) {
        for attempt in &self.attempts {
            assert!(attempt.sent <= 1, "sent twice");
            assert!(!attempt.closed || attempt.sent == 0, "sent though closed");
        }
    }
}

#[test]
fn s02_s03_no_history_sends_twice_and_none_proves_a_falsehood() {
    let steps = steps();
    let mut seen = HashSet::from([World::new()]);
    let mut edge = vec![World::new()];
    for _ in 0..LENGTH {
        let mut next = Vec::new();
        for world in &edge {
            for step in &steps {
                let Some(after) = world.after(*step) else { continue };
                after.check();
                if seen.insert(after.clone()) {
                    next.push(after);
                }
            }
        }
        edge = next;
    }
    let sent = seen.iter().filter(|world| world.attempts.iter().any(|one| one.sent == 1)).count();
    let proved = seen.iter().filter(|world| world.attempts.iter().any(|one| one.disproved)).count();
    let closed = seen.iter().filter(|world| world.attempts.iter().any(|one| one.closed)).count();
    assert!(sent > 1_000 && proved > 1_000 && closed > 1_000, "{sent} {proved} {closed}");
}
