//! What a relay says of one attempt, and what that proves. Read by the app.

use crate::Mark;

/// What a memory knows of an attempt. `E` is how an attempt can end.
#[derive(Clone, Debug, PartialEq, Eq, Hash)]
pub enum State<E> {
    /// Not taken, or forgotten.
    NotSeen,
    /// Taken; it may have gone out.
    InFlight,
    /// Ended.
    Settled(E),
}

/// An attempt's state together with the memory that says so.
#[derive(Clone, Debug, PartialEq, Eq, Hash)]
pub struct Receipt<E> {
    /// What is known of the attempt.
    pub state: State<E>,
    /// The memory, now.
    pub mark: Mark,
    /// The highest position of anything forgotten; 0 when all is remembered.
    pub forgotten: u64,
}

impl<E> Receipt<E> {
    /// Whether this receipt proves that the attempt was not sent, if it was to be sent with the mark
    /// `before`. It has not been seen; only the memory that the mark names may have sent it; and that
    /// memory has forgotten nothing since. Without a mark there is no proof.
    ///
    /// It speaks of the past only: a copy of the request may still arrive. Who needs the future too
    /// has the attempt closed ([`crate::Memory::close`]).
    pub fn proves_not_sent(&self, before: Option<Mark>) -> bool {
        let Some(before) = before else { return false };
        matches!(self.state, State::NotSeen)
            && self.mark.memory == before.memory
            // A memory that is behind its own mark is an older copy of itself.
            && self.mark.position >= before.position
            && self.forgotten <= before.position
    }
}
