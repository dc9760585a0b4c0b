//! Each rule of the fence once, by example.

use panelboard_fence::{AttemptId, Decision, Doubt, Mark, Memory, MemoryId, State};

type End = &'static str;

const FIRST: [u8; 16] = [1; 16];
const OTHER: [u8; 16] = [2; 16];

fn id(number: u128) -> AttemptId {
    AttemptId::from_bits(number)
}

fn memory(number: u128) -> Memory<End> {
    Memory::new(MemoryId::from_bits(number))
}

/// Takes an attempt under the memory's present mark and ends it.
fn pass(memory: &mut Memory<End>, number: u128) {
    let named = memory.mark();
    assert_eq!(memory.take(id(number), FIRST, named), Decision::First);
    assert!(memory.settle(id(number), "done"));
}

#[test]
fn the_first_is_sent_the_second_joins_and_then_hears_the_end() {
    let mut memory = memory(1);
    let named = memory.mark();
    assert_eq!(memory.take(id(1), FIRST, named), Decision::First);
    assert_eq!(memory.take(id(1), FIRST, named), Decision::Join);
    assert_eq!(memory.take(id(1), OTHER, named), Decision::Conflict);
    assert_eq!(memory.receipt(id(1)).state, State::InFlight);
    assert!(memory.settle(id(1), "done"));
    assert_eq!(memory.take(id(1), FIRST, named), Decision::Settled("done"));
    assert_eq!(memory.take(id(1), OTHER, named), Decision::Conflict);
    assert!(!memory.settle(id(1), "other"), "an end is final");
    assert_eq!(memory.receipt(id(1)).state, State::Settled("done"));
}

#[test]
fn s02_a_memory_sends_nothing_that_names_another_one() {
    let (mut before, mut after) = (memory(1), memory(2));
    let named = before.mark();
    assert_eq!(before.take(id(1), FIRST, named), Decision::First);
    assert_eq!(after.take(id(1), FIRST, named), Decision::InDoubt(Doubt::OtherMemory));
    assert_eq!(after.mark().position, 0, "a write in doubt is not taken");
    assert_eq!(after.receipt(id(1)).state, State::NotSeen);
}

#[test]
fn s02_what_was_forgotten_after_the_mark_is_in_doubt_and_what_was_before_is_not() {
    let mut memory = memory(1);
    pass(&mut memory, 1);
    let between = memory.mark();
    pass(&mut memory, 2);
    memory.forget_oldest();
    assert_eq!(memory.forgotten(), 1);
    // Attempt 1 was taken before the mark, so that this one cannot be it.
    assert_eq!(memory.take(id(3), FIRST, between), Decision::First);
    assert!(memory.settle(id(3), "done"));
    memory.forget_oldest();
    assert_eq!(memory.take(id(2), FIRST, between), Decision::InDoubt(Doubt::Forgotten));
    assert_eq!(memory.take(id(4), FIRST, between), Decision::InDoubt(Doubt::Forgotten));
    assert_eq!(memory.take(id(3), FIRST, between), Decision::Settled("done"), "still known");
    let now = memory.mark();
    assert_eq!(memory.take(id(4), FIRST, now), Decision::First);
}

#[test]
fn s02_an_older_copy_of_a_memory_does_not_take_itself_for_the_newer_one() {
    let mut original = memory(1);
    let mut copy = original.clone();
    pass(&mut original, 1);
    let named = original.mark();
    assert_eq!(copy.take(id(2), FIRST, named), Decision::InDoubt(Doubt::OtherMemory));
    assert!(!copy.receipt(id(1)).proves_not_sent(Some(named)));
}

#[test]
fn what_is_known_is_answered_under_any_mark() {
    let mut memory = memory(1);
    pass(&mut memory, 1);
    let foreign = Mark { memory: MemoryId::from_bits(9), position: 0 };
    assert_eq!(memory.take(id(1), FIRST, foreign), Decision::Settled("done"));
}

#[test]
fn s03_not_seen_proves_not_sent_only_in_the_same_memory_with_nothing_forgotten_since() {
    let mut memory = memory(1);
    pass(&mut memory, 1);
    let before = memory.mark();
    let proves = |memory: &Memory<End>| memory.receipt(id(7)).proves_not_sent(Some(before));
    assert!(proves(&memory));
    assert!(!memory.receipt(id(7)).proves_not_sent(None), "without a mark there is no proof");
    assert!(!memory.receipt(id(1)).proves_not_sent(Some(before)), "it was seen");
    assert!(!proves(&self::memory(2)), "another memory");
    pass(&mut memory, 2);
    memory.forget_oldest();
    assert!(proves(&memory), "what was forgotten was taken before");
    memory.forget_oldest();
    assert!(!proves(&memory), "what was forgotten may have been it");
}

#[test]
fn what_is_under_way_is_never_forgotten() {
    let mut memory = memory(1);
    let named = memory.mark();
    assert_eq!(memory.take(id(1), FIRST, named), Decision::First);
    pass(&mut memory, 2);
    assert_eq!(memory.forget_oldest(), None);
    assert_eq!(memory.len(), 2);
}

#[test]
fn a_closed_attempt_is_not_sent_when_a_copy_of_it_comes_late() {
    let mut memory = memory(1);
    let named = memory.mark();
    assert_eq!(memory.close(id(1), named, "closed"), State::Settled("closed"));
    assert_eq!(memory.take(id(1), FIRST, named), Decision::Settled("closed"));
    assert_eq!(memory.take(id(2), FIRST, named), Decision::First);
    assert_eq!(memory.close(id(2), named, "closed"), State::InFlight, "too late to close it");
    let foreign = Mark { memory: MemoryId::from_bits(9), position: 0 };
    assert_eq!(memory.close(id(3), foreign, "closed"), State::NotSeen, "not this memory's");
    assert!(memory.settle(id(2), "done"));
    while memory.forget_oldest().is_some() {}
    assert_eq!(memory.take(id(1), FIRST, named), Decision::InDoubt(Doubt::Forgotten));
}

#[test]
fn a_memory_goes_on_where_it_was() {
    let mut first = memory(1);
    pass(&mut first, 1);
    let named = first.mark();
    pass(&mut first, 2);
    let mut second = Memory::resumed(first.mark(), first.forgotten());
    for (id, taken) in first.oldest_first() {
        second.restore(id, taken.fingerprint, taken.position, "earlier run");
    }
    assert_eq!(second.take(id(2), FIRST, named), Decision::Settled("earlier run"));
    assert_eq!(second.take(id(3), FIRST, named), Decision::First);
    assert!(second.receipt(id(4)).proves_not_sent(Some(named)));
}

#[test]
fn what_an_earlier_memory_took_is_known_to_the_next() {
    let mut memory = memory(2);
    let earlier = Mark { memory: MemoryId::from_bits(1), position: 0 };
    memory.restore(id(1), Some(FIRST), 0, "earlier run");
    memory.restore(id(1), Some(FIRST), 0, "earlier run");
    assert_eq!(memory.take(id(1), FIRST, earlier), Decision::Settled("earlier run"));
    assert_eq!(memory.mark().position, 0);
    memory.forget_oldest();
    assert!(memory.is_empty());
    assert_eq!(memory.take(id(1), FIRST, earlier), Decision::InDoubt(Doubt::OtherMemory));
    let now = memory.mark();
    assert_eq!(memory.take(id(2), FIRST, now), Decision::First, "nothing of its own was forgotten");
}

#[test]
fn the_highest_position_is_the_end_and_not_the_beginning() {
    let top = Mark { memory: MemoryId::from_bits(1), position: u64::MAX };
    let mut memory: Memory<End> = Memory::resumed(top, 0);
    assert_eq!(memory.take(id(1), FIRST, top), Decision::InDoubt(Doubt::OtherMemory));
}
