//! The ports of one tab life. Every call gives the others a turn before and after it takes effect, so
//! that a crash or another tab can come at any point.

use crate::world::{Shared, World};
use panelboard_client::engine::Book;
use panelboard_client::error::{LockError, StorageError, TransportError};
use panelboard_client::ports::{
    AccountMirror, AttemptStore, Clock, Destination, KeyValue, Locks, Moment, Pause, Random, Task,
    Transport, Write,
};
use panelboard_domain::account::RelayId;
use panelboard_domain::attempt::Mark;
use panelboard_domain::id::AttemptId;
use panelboard_domain::time::Timestamp;
use panelboard_panel_api::http::{Answer, FromPanel, FromRelay, HttpRequest, HttpResponse};
use std::cell::RefCell;
use std::future::poll_fn;
use std::rc::Rc;
use std::task::Poll;

/// One life of a tab: a crash ends it, a restart makes another.
#[derive(Clone)]
pub(crate) struct Tab {
    pub(crate) shared: Shared,
    pub(crate) life: u64,
    /// What an engine has begun in it.
    pub(crate) tasks: Rc<RefCell<Vec<Task>>>,
    /// What an engine has read of the journal in it.
    pub(crate) book: Rc<Book>,
}

impl Tab {
    /// A tab in which nothing has been read yet.
    pub(crate) fn new(shared: &Shared, life: u64) -> Self {
        Self { shared: Shared::clone(shared), life, tasks: Rc::default(), book: Rc::default() }
    }
}

async fn yield_now() {
    let mut yielded = false;
    poll_fn(
        |_| {
            if std::mem::replace(&mut yielded, true) { Poll::Ready(()) } else { Poll::Pending }
        },
    )
    .await;
}

impl Tab {
    /// A call that takes effect at one moment, with turns for others around it.
    pub(crate) async fn step<T>(&self, effect: impl FnOnce(&mut World) -> T) -> T {
        yield_now().await;
        let value = effect(&mut self.shared.borrow_mut());
        yield_now().await;
        value
    }

    async fn until<T>(&self, mut ready: impl FnMut(&mut World) -> Option<T>) -> T {
        poll_fn(|_| match ready(&mut self.shared.borrow_mut()) {
            Some(value) => Poll::Ready(value),
            None => Poll::Pending,
        })
        .await
    }
}

impl Transport for Tab {
    async fn send(
        &self,
        to: &Destination,
        request: &HttpRequest,
        write: Option<Write<'_>>,
    ) -> Result<Answer, TransportError> {
        let attempt = write.map(|write| write.attempt.as_str());
        let mark = write.and_then(|write| write.mark);
        // `fetch` starts in the very turn that calls it.
        let flight = {
            let world = &mut *self.shared.borrow_mut();
            if let Some(attempt) = attempt {
                assert!(world.records.contains_key(attempt), "sent without a record (I1)");
            }
            let World { network, dice, time, .. } = world;
            network.send(*time, request.action, &request.body, attempt, mark, dice)
        };
        yield_now().await;
        let reply = self.until(|world| world.network.reply(flight, world.time)).await?;
        let HttpResponse { status, retry_after, stage, body } = reply;
        Ok(match to {
            Destination::Direct(_) => Answer::FromPanel(FromPanel { status, retry_after, body }),
            Destination::Relay { .. } => {
                Answer::FromRelay(FromRelay { status, retry_after, stage, body })
            }
        })
    }

    async fn relay_receipt(
        &self,
        _: &RelayId,
        attempt: &AttemptId,
    ) -> Result<FromRelay, TransportError> {
        self.step(|world| {
            if world.dice.chance(10) {
                return Err(TransportError::RelayUnreachable);
            }
            Ok(world.network.relay_receipt(world.time, attempt.as_str()))
        })
        .await
    }

    async fn relay_close(
        &self,
        _: &RelayId,
        attempt: &AttemptId,
        mark: Mark,
    ) -> Result<FromRelay, TransportError> {
        self.step(|world| {
            let receipt = world.network.relay_close(world.time, attempt.as_str(), mark);
            // The answer may be lost after it was closed.
            match world.dice.chance(10) {
                true => Err(TransportError::RelayUnreachable),
                false => Ok(receipt),
            }
        })
        .await
    }
}

impl AttemptStore for Tab {
    async fn put(&self, id: &str, record: &str) -> Result<(), StorageError> {
        self.step(|world| world.put(id, record)).await
    }

    async fn get(&self, id: &str) -> Result<Option<String>, StorageError> {
        // The answer of a read is acted on in the turn that brings it.
        yield_now().await;
        Ok(self.shared.borrow().records.get(id).cloned())
    }

    async fn all(&self) -> Result<Vec<(String, String)>, StorageError> {
        self.step(|world| {
            Ok(world.records.iter().map(|(id, record)| (id.clone(), record.clone())).collect())
        })
        .await
    }

    async fn count(&self) -> Result<usize, StorageError> {
        self.step(|world| Ok(world.records.len())).await
    }

    async fn since(&self, id: &str) -> Result<Vec<(String, String)>, StorageError> {
        self.step(|world| {
            let since = world.records.range(id.to_owned()..);
            Ok(since.map(|(id, record)| (id.clone(), record.clone())).collect())
        })
        .await
    }

    fn known(&self) -> Option<Rc<Book>> {
        Some(Rc::clone(&self.book)).filter(|book| book.is_whole())
    }

    async fn set_aside(&self, id: &str, _record: &str) -> Result<(), StorageError> {
        panic!("{id} is damaged, though nobody damages records here");
    }

    async fn lay_ballast(&self) -> Result<(), StorageError> {
        Ok(())
    }

    async fn free_ballast(&self) -> Result<(), StorageError> {
        Ok(())
    }
}

impl AccountMirror for Tab {
    async fn mirrored(&self) -> Result<Vec<(String, String)>, StorageError> {
        yield_now().await;
        let world = self.shared.borrow();
        Ok(world.accounts.iter().map(|(id, entry)| (id.clone(), entry.clone())).collect())
    }

    async fn mirror(&self, id: &str, entry: &str) -> Result<(), StorageError> {
        self.step(|world| world.accounts.insert(id.to_owned(), entry.to_owned())).await;
        Ok(())
    }

    async fn unmirror(&self, id: &str) -> Result<(), StorageError> {
        self.step(|world| world.accounts.remove(id)).await;
        Ok(())
    }
}

impl KeyValue for Tab {
    fn read(&self, name: &str) -> Option<String> {
        self.shared.borrow().key_values.get(name).cloned()
    }

    fn write(&self, name: &str, value: &str) -> Result<(), StorageError> {
        self.shared.borrow_mut().key_values.insert(name.to_owned(), value.to_owned());
        Ok(())
    }
}

/// A held lock; gone with its holder, or stolen when locks are lost.
pub(crate) struct Held {
    shared: Shared,
    name: String,
    life: u64,
}

impl Drop for Held {
    fn drop(&mut self) {
        let locks = &mut self.shared.borrow_mut().locks;
        if locks.get(&self.name) == Some(&self.life) {
            locks.remove(&self.name);
        }
    }
}

impl Tab {
    fn take(&self, world: &mut World, name: &str) -> Option<Held> {
        if world.locks.contains_key(name) {
            return None;
        }
        world.locks.insert(name.to_owned(), self.life);
        Some(Held { shared: self.shared.clone(), name: name.to_owned(), life: self.life })
    }
}

impl Locks for Tab {
    type Guard = Held;

    async fn lock(&self, name: &str) -> Result<Held, LockError> {
        yield_now().await;
        Ok(self.until(|world| self.take(world, name)).await)
    }

    async fn try_lock(&self, name: &str) -> Result<Option<Held>, LockError> {
        yield_now().await;
        let held = self.take(&mut self.shared.borrow_mut(), name);
        Ok(held)
    }
}

impl Clock for Tab {
    fn now(&self) -> Timestamp {
        Timestamp::from_millis(self.shared.borrow().wall_clock())
    }

    fn moment(&self) -> Moment {
        Moment::from_millis(i64::try_from(self.shared.borrow().time).expect("small"))
    }
}

impl Pause for Tab {
    async fn pause(&self, millis: u32) {
        let end = self.shared.borrow().time + u64::from(millis);
        self.until(|world| (world.time >= end).then_some(())).await;
    }
}

impl Random for Tab {
    fn ten_bytes(&self) -> [u8; 10] {
        let world = &mut *self.shared.borrow_mut();
        let dice = &mut world.dice;
        let (one, two) = (dice.next().to_le_bytes(), dice.next().to_le_bytes());
        let mut bytes = [0; 10];
        bytes[..8].copy_from_slice(&one);
        bytes[8..].copy_from_slice(&two[..2]);
        world.drawn = bytes;
        bytes
    }
}
