//! The relay's side: what was taken, what was forgotten, and the one decision whether to send.

use crate::{AttemptId, Mark, MemoryId, Receipt, State};
use std::collections::{BTreeMap, BTreeSet};

/// What an attempt asked: a hash over panel and body. Equal for equal requests only.
pub type Fingerprint = [u8; 16];

/// What to do with a write.
#[derive(Clone, Debug, PartialEq, Eq, Hash)]
pub enum Decision<E> {
    /// It is new, and from now on taken: send it, once.
    First,
    /// It is under way: wait for its end.
    Join,
    /// It ended like this: say so.
    Settled(E),
    /// Its id was used for another request. This one was not sent; the other may have been.
    Conflict,
    /// Whether it was sent before cannot be told from this memory. Send nothing, claim nothing.
    InDoubt(Doubt),
}

/// Why a memory cannot tell whether an attempt was sent.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum Doubt {
    /// The write names another memory (another replica, a run before this one), or a position that
    /// this memory has not reached, so that it is an older copy of the one that is meant.
    OtherMemory,
    /// Something that was taken after the position that the write names has been forgotten.
    Forgotten,
}

/// One attempt in a memory.
#[derive(Clone, Debug, PartialEq, Eq, Hash)]
pub struct Taken<E> {
    /// What it asked; `None` when nobody knows, because it was closed before it came.
    pub fingerprint: Option<Fingerprint>,
    /// The memory's position with it.
    pub position: u64,
    /// `None` while it is under way.
    pub end: Option<E>,
}

/// What one relay remembers of writes. `E` is how an attempt can end.
///
/// Whoever keeps it over a restart restores it whole ([`Memory::resumed`], [`Memory::restore`]) or
/// begins a new one: a memory with gaps that it does not know of must never have the old id.
#[derive(Clone, Debug, PartialEq, Eq, Hash)]
pub struct Memory<E> {
    id: MemoryId,
    position: u64,
    forgotten: u64,
    taken: BTreeMap<AttemptId, Taken<E>>,
    oldest_first: BTreeSet<(u64, AttemptId)>,
}

impl<E: Clone> Memory<E> {
    /// Memory begins now. The id must never have been used.
    pub const fn new(id: MemoryId) -> Self {
        Self::resumed(Mark { memory: id, position: 0 }, 0)
    }

    /// Memory goes on, at a position not below any that it ever told, with what it had forgotten.
    /// Then everything that it had taken and not forgotten must be restored.
    pub const fn resumed(mark: Mark, forgotten: u64) -> Self {
        Self {
            id: mark.memory,
            position: mark.position,
            forgotten,
            taken: BTreeMap::new(),
            oldest_first: BTreeSet::new(),
        }
    }

    /// Puts back what was taken before a restart. What an earlier memory took has the position 0 here:
    /// no write that names this memory can be older.
    pub fn restore(
        &mut self,
        id: AttemptId,
        fingerprint: Option<Fingerprint>,
        position: u64,
        end: E,
    ) {
        self.position = self.position.max(position);
        self.insert(id, Taken { fingerprint, position, end: Some(end) });
    }

    /// The memory, now.
    pub const fn mark(&self) -> Mark {
        Mark { memory: self.id, position: self.position }
    }

    /// The highest position of anything forgotten; 0 when all is remembered.
    pub const fn forgotten(&self) -> u64 {
        self.forgotten
    }

    /// Decides on a write that names `named`: the mark of the receipt that its sender had before.
    /// Nothing that was ever decided `First` is decided so again under a mark from before that.
    pub fn take(&mut self, id: AttemptId, fingerprint: Fingerprint, named: Mark) -> Decision<E> {
        if let Some(taken) = self.taken.get(&id) {
            return match &taken.end {
                _ if taken.fingerprint.is_some_and(|known| known != fingerprint) => {
                    Decision::Conflict
                }
                None => Decision::Join,
                Some(end) => Decision::Settled(end.clone()),
            };
        }
        match self.doubt(named) {
            Some(doubt) => Decision::InDoubt(doubt),
            None => {
                self.take_next(id, Some(fingerprint), None);
                Decision::First
            }
        }
    }

    /// Makes sure that an attempt that was to be sent with the mark `named` is not sent from now on: if
    /// it was never taken, it is taken as ended with `end`. Answers how it stands then; still
    /// [`State::NotSeen`] when this memory cannot tell, and nothing was closed.
    pub fn close(&mut self, id: AttemptId, named: Mark, end: E) -> State<E> {
        if self.begin_close(id, named) {
            self.settle(id, end);
        }
        self.state(id)
    }

    /// The first half of [`Memory::close`], for a memory that must be written down before anybody is
    /// told: `true` if the attempt is now taken, without being sent, and must be settled.
    pub fn begin_close(&mut self, id: AttemptId, named: Mark) -> bool {
        let is_new = !self.taken.contains_key(&id) && self.doubt(named).is_none();
        if is_new {
            self.take_next(id, None, None);
        }
        is_new
    }

    /// The end of an attempt. `false` if it is not known or has ended before: nothing changes then.
    pub fn settle(&mut self, id: AttemptId, end: E) -> bool {
        match self.taken.get_mut(&id) {
            Some(taken) if taken.end.is_none() => {
                taken.end = Some(end);
                true
            }
            _ => false,
        }
    }

    /// What is known of an attempt, with the memory's mark.
    pub fn receipt(&self, id: AttemptId) -> Receipt<E> {
        Receipt { state: self.state(id), mark: self.mark(), forgotten: self.forgotten }
    }

    /// How many attempts are remembered.
    pub fn len(&self) -> usize {
        self.taken.len()
    }

    /// Whether none is.
    pub fn is_empty(&self) -> bool {
        self.taken.is_empty()
    }

    /// One attempt, if it is remembered.
    pub fn get(&self, id: AttemptId) -> Option<&Taken<E>> {
        self.taken.get(&id)
    }

    /// What is remembered, oldest first.
    pub fn oldest_first(&self) -> impl Iterator<Item = (AttemptId, &Taken<E>)> {
        self.oldest_first.iter().filter_map(|(_, id)| Some((*id, self.taken.get(id)?)))
    }

    /// The end of an attempt, to keep less of it. It must not become another one.
    pub fn end_mut(&mut self, id: AttemptId) -> Option<&mut E> {
        self.taken.get_mut(&id)?.end.as_mut()
    }

    /// Forgets the oldest, if it has ended. `None` when there is none, or it is under way: that one is
    /// never forgotten.
    pub fn forget_oldest(&mut self) -> Option<Taken<E>> {
        let (_, id) = *self.oldest_first.first()?;
        self.taken.get(&id)?.end.as_ref()?;
        self.oldest_first.pop_first();
        let taken = self.taken.remove(&id)?;
        self.forgotten = self.forgotten.max(taken.position);
        Some(taken)
    }

    /// Why this memory cannot tell whether an attempt that it does not know was sent; `None` if it can,
    /// and it was not.
    fn doubt(&self, named: Mark) -> Option<Doubt> {
        // At the last position nothing more can be taken; no relay gets there.
        let is_reached = named.position <= self.position && self.position < u64::MAX;
        if self.id != named.memory || !is_reached {
            Some(Doubt::OtherMemory)
        } else if self.forgotten > named.position {
            Some(Doubt::Forgotten)
        } else {
            None
        }
    }

    fn state(&self, id: AttemptId) -> State<E> {
        match self.taken.get(&id) {
            None => State::NotSeen,
            Some(Taken { end: None, .. }) => State::InFlight,
            Some(Taken { end: Some(end), .. }) => State::Settled(end.clone()),
        }
    }

    fn take_next(&mut self, id: AttemptId, fingerprint: Option<Fingerprint>, end: Option<E>) {
        self.position += 1;
        self.insert(id, Taken { fingerprint, position: self.position, end });
    }

    fn insert(&mut self, id: AttemptId, taken: Taken<E>) {
        let position = taken.position;
        if let Some(before) = self.taken.insert(id, taken) {
            self.oldest_first.remove(&(before.position, id));
        }
        self.oldest_first.insert((position, id));
    }
}
