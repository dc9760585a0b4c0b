//! Who may hold a connection. Pure bookkeeping: it is told what happens on each connection and says
//! which one has to go. It must never end one on which a request is under way.
//!
//! Places are counted for each address, so that no one can take them all; when there is none left,
//! the connection that has waited longest without a whole request makes room
//! (docs/reliability.md#load).

use crate::rules::rate::network;
use std::collections::HashMap;
use std::net::IpAddr;
use std::sync::{Arc, Mutex, MutexGuard, PoisonError};
use std::time::{Duration, Instant};
use tokio::sync::Notify;

/// How many there are.
#[derive(Clone, Copy, Debug)]
pub(crate) struct Room {
    /// Connections at once.
    pub(crate) all: usize,
    /// Of these, connections from one address.
    pub(crate) of_one: usize,
    /// Of these, connections that have been answered and wait for another request.
    pub(crate) idle: usize,
}

/// All places.
pub(crate) struct Places {
    room: Room,
    /// Whoever stands in front of others has as many as there are.
    exempt: Vec<IpAddr>,
    taken: Mutex<Taken>,
    left: Notify,
}

/// One connection's place, free again when dropped.
pub(crate) struct Place {
    number: u64,
    places: Arc<Places>,
    ended: Arc<Notify>,
}

/// What a newcomer gets.
pub(crate) enum Entry {
    /// A place.
    Place(Place),
    /// Nothing: its own address holds all it may have, and none of them can go.
    Refused,
    /// Nothing yet: none of all can go.
    Full,
}

#[derive(Default)]
struct Taken {
    slots: HashMap<u64, Slot>,
    /// How many of them are idle.
    idle: usize,
    next: u64,
}

struct Slot {
    address: IpAddr,
    came: Instant,
    stage: Stage,
    /// Orders the slots of one stage by when they came to it.
    since: u64,
    ended: Arc<Notify>,
}

/// So long a new connection is left alone: its request may lie in the socket already, unread.
pub(crate) const GRACE: Duration = Duration::from_millis(250);

/// What goes on on a connection. Ordered: the first goes first.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
enum Stage {
    /// Nothing was asked yet, or not wholly.
    Waiting,
    /// Everything was answered, and the answer has left.
    Idle,
    /// The answer is complete but has not left.
    Leaving,
    /// A request is being answered.
    Busy,
}

impl Places {
    /// All free. `exempt` addresses may take every place.
    pub(crate) fn new(room: Room, exempt: &[IpAddr]) -> Arc<Self> {
        let exempt = exempt.iter().map(|address| network(*address)).collect();
        Arc::new(Self { room, exempt, taken: Mutex::default(), left: Notify::new() })
    }

    /// A place for a new connection from `address`; another one may have to go for it.
    pub(crate) fn enter(self: &Arc<Self>, address: IpAddr, now: Instant) -> Entry {
        let address = network(address);
        let may_go = |slot: &Slot| {
            slot.stage == Stage::Idle || now.saturating_duration_since(slot.came) >= GRACE
        };
        let mut taken = self.lock();
        let own = taken.slots.values().filter(|slot| slot.address == address).count();
        if own >= self.room.of_one.max(1) && !self.exempt.contains(&address) {
            if !taken.end_one(|slot| slot.address == address && may_go(slot)) {
                return Entry::Refused;
            }
        } else if taken.slots.len() >= self.room.all.max(1) && !taken.end_one(may_go) {
            return Entry::Full;
        }
        let ended = Arc::new(Notify::new());
        let number = taken.tick();
        let stage = Stage::Waiting;
        let slot = Slot { address, came: now, stage, since: number, ended: ended.clone() };
        taken.slots.insert(number, slot);
        Entry::Place(Place { number, places: self.clone(), ended })
    }

    /// Waits until somebody has left.
    pub(crate) async fn one_left(&self) {
        self.left.notified().await;
    }

    fn lock(&self) -> MutexGuard<'_, Taken> {
        self.taken.lock().unwrap_or_else(PoisonError::into_inner)
    }
}

impl Taken {
    fn tick(&mut self) -> u64 {
        self.next += 1;
        self.next
    }

    /// Ends the connection that has waited longest, of those that `may` go. False: none may.
    fn end_one(&mut self, may: impl Fn(&Slot) -> bool) -> bool {
        let waiting = self.slots.iter().filter(|(_, slot)| slot.stage <= Stage::Idle && may(slot));
        let first = waiting.min_by_key(|(_, slot)| (slot.stage, slot.since));
        let Some(number) = first.map(|(number, _)| *number) else { return false };
        if let Some(slot) = self.remove(number) {
            slot.ended.notify_one();
        }
        true
    }

    fn remove(&mut self, number: u64) -> Option<Slot> {
        let slot = self.slots.remove(&number)?;
        self.idle -= usize::from(slot.stage == Stage::Idle);
        Some(slot)
    }

    /// Moves a connection on. False if it was ended meanwhile.
    fn move_to(&mut self, number: u64, stage: Stage) -> bool {
        let since = self.tick();
        let Some(slot) = self.slots.get_mut(&number) else { return false };
        self.idle -= usize::from(slot.stage == Stage::Idle);
        self.idle += usize::from(stage == Stage::Idle);
        (slot.stage, slot.since) = (stage, since);
        true
    }
}

impl Place {
    /// A whole head has come. False: this connection was ended a moment ago, answer nothing.
    pub(crate) fn begin(&self) -> bool {
        self.places.lock().move_to(self.number, Stage::Busy)
    }

    /// The answer is complete; it may still have to leave.
    pub(crate) fn complete(&self) {
        self.places.lock().move_to(self.number, Stage::Leaving);
    }

    /// Everything written so far has left. After an answer, the connection is idle; if there are too
    /// many of those now, the one that has been idle longest ends.
    pub(crate) fn flushed(&self) {
        let mut taken = self.places.lock();
        if taken.slots.get(&self.number).is_none_or(|slot| slot.stage != Stage::Leaving) {
            return;
        }
        taken.move_to(self.number, Stage::Idle);
        if taken.idle > self.places.room.idle {
            taken.end_one(|slot| slot.stage == Stage::Idle);
        }
    }

    /// Waits until this connection has to end for another.
    pub(crate) async fn ended(&self) {
        self.ended.notified().await;
    }
}

impl Drop for Place {
    fn drop(&mut self) {
        self.places.lock().remove(self.number);
        self.places.left.notify_one();
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use std::pin::pin;
    use std::task::{Context, Waker};

    /// Looks without a runtime.
    fn is_ended(place: &Place) -> bool {
        pin!(place.ended()).poll(&mut Context::from_waker(Waker::noop())).is_ready()
    }

    fn places(all: usize, of_one: usize, idle: usize) -> Arc<Places> {
        let proxy = "10.0.0.1".parse().expect("an address");
        Places::new(Room { all, of_one, idle }, &[proxy])
    }

    /// A newcomer that finds everybody else's grace over.
    #[track_caller]
    fn enter(places: &Arc<Places>, address: &str) -> Place {
        let later = GRACE * u32::try_from(places.lock().next).expect("a small test");
        match places.enter(address.parse().expect("an address"), Instant::now() + later) {
            Entry::Place(place) => place,
            Entry::Refused => panic!("refused"),
            Entry::Full => panic!("full"),
        }
    }

    fn finds_no_place(places: &Arc<Places>, address: &str) -> Entry {
        let much_later = Instant::now() + GRACE * 1_000;
        places.enter(address.parse().expect("an address"), much_later)
    }

    fn answer(place: &Place) {
        assert!(place.begin());
        place.complete();
        place.flushed();
    }

    #[test]
    fn s12_when_full_the_oldest_without_a_whole_head_goes() {
        let places = places(3, 3, 3);
        let first = enter(&places, "192.0.2.1");
        let second = enter(&places, "192.0.2.2");
        let third = enter(&places, "192.0.2.3");
        assert!(first.begin());
        let _fourth = enter(&places, "192.0.2.4");
        assert!(is_ended(&second) && !is_ended(&third) && !is_ended(&first));
        assert!(!second.begin(), "an ended connection is answered nothing");
        let _fifth = enter(&places, "192.0.2.5");
        assert!(is_ended(&third));
    }

    #[test]
    fn s12_a_new_connection_has_time_to_be_read() {
        let (places, now) = (places(2, 2, 2), Instant::now());
        let address: IpAddr = "192.0.2.1".parse().expect("an address");
        let Entry::Place(first) = places.enter(address, now) else { panic!("there is room") };
        let Entry::Place(_second) = places.enter(address, now) else { panic!("there is room") };
        let other: IpAddr = "192.0.2.2".parse().expect("an address");
        assert!(matches!(places.enter(other, now + GRACE / 2), Entry::Full));
        assert!(matches!(places.enter(address, now + GRACE / 2), Entry::Refused));
        assert!(matches!(places.enter(other, now + GRACE), Entry::Place(_)));
        assert!(is_ended(&first));
    }

    #[test]
    fn s12_an_idle_connection_goes_after_those_that_never_asked() {
        let places = places(3, 3, 3);
        let idle = enter(&places, "192.0.2.1");
        let silent = enter(&places, "192.0.2.2");
        let longer_idle = enter(&places, "192.0.2.3");
        answer(&longer_idle);
        answer(&idle);
        let fourth = enter(&places, "192.0.2.4");
        assert!(is_ended(&silent) && !is_ended(&longer_idle) && !is_ended(&idle));
        assert!(fourth.begin());
        let fifth = enter(&places, "192.0.2.5");
        assert!(is_ended(&longer_idle) && !is_ended(&idle));
        assert!(fifth.begin() && idle.begin());
        assert!(matches!(finds_no_place(&places, "192.0.2.6"), Entry::Full));
    }

    #[test]
    fn s12_nothing_that_is_under_way_ever_ends() {
        let places = places(2, 2, 0);
        let busy = enter(&places, "192.0.2.1");
        let leaving = enter(&places, "192.0.2.2");
        assert!(busy.begin() && leaving.begin());
        busy.flushed(); // a piece of its answer
        leaving.complete();
        assert!(matches!(finds_no_place(&places, "192.0.2.3"), Entry::Full));
        assert!(!is_ended(&busy) && !is_ended(&leaving));
        leaving.flushed();
        assert!(is_ended(&leaving), "no idle ones are kept here");
        drop(leaving);
        let third = enter(&places, "192.0.2.3");
        assert!(!is_ended(&busy));
        drop(third);
    }

    #[test]
    fn s12_one_address_has_its_share_and_a_trusted_proxy_all() {
        let places = places(6, 2, 6);
        let first = enter(&places, "2001:db8::1");
        let second = enter(&places, "2001:db8::2");
        let third = enter(&places, "2001:db8::3");
        assert!(is_ended(&first), "the same household");
        assert!(second.begin() && third.begin());
        assert!(matches!(finds_no_place(&places, "2001:db8::4"), Entry::Refused));
        let other = enter(&places, "192.0.2.1");
        assert!(!is_ended(&other));
        let proxied: Vec<_> = (0..3).map(|_| enter(&places, "10.0.0.1")).collect();
        assert!(proxied.iter().all(|place| place.begin()));
    }

    #[test]
    fn s12_too_many_idle_ones_lose_the_oldest() {
        let places = places(9, 9, 2);
        let all: Vec<_> = (1..=4).map(|last| enter(&places, &format!("192.0.2.{last}"))).collect();
        all.iter().for_each(answer);
        let ended: Vec<_> = all.iter().map(is_ended).collect();
        assert_eq!(ended, [true, true, false, false]);
    }
}
