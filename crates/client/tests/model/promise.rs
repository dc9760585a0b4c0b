//! The promise at the end of a history.

use crate::history::Scenario;
use crate::network::Accepted;
use crate::world::World;
use panelboard_domain::attempt::{
    Alarm, Attempt, AttemptState, Event, Happening, Request, ResolvedBy,
};
use std::collections::HashMap;

/// What many histories held, so that a test that tests nothing shows.
#[derive(Clone, Copy, Debug, Default)]
pub(crate) struct Tally {
    pub(crate) histories: u64,
    pub(crate) confirmed: u64,
    pub(crate) orders: u64,
    /// Open at the end.
    pub(crate) unknown: u64,
    /// Resolved without the user.
    pub(crate) resolved: u64,
    pub(crate) doubled: u64,
    pub(crate) flagged: u64,
    /// Taken over by another account.
    pub(crate) inherited: u64,
    /// Asked for again.
    pub(crate) repeated: u64,
    /// Accounts that ordered, beyond the first.
    pub(crate) further: u64,
}

impl Tally {
    pub(crate) fn plus(self, other: Self) -> Self {
        Self {
            histories: self.histories + other.histories,
            confirmed: self.confirmed + other.confirmed,
            orders: self.orders + other.orders,
            unknown: self.unknown + other.unknown,
            resolved: self.resolved + other.resolved,
            doubled: self.doubled + other.doubled,
            flagged: self.flagged + other.flagged,
            inherited: self.inherited + other.inherited,
            repeated: self.repeated + other.repeated,
            further: self.further + other.further,
        }
    }
}

/// Checks the promise and counts.
pub(crate) fn check(world: &World, journal: &[Attempt], scenario: Scenario, seed: u64) -> Tally {
    let name = format!("seed {seed}, {scenario:?}");
    check_dispatches(world, &name);
    let mut orders: HashMap<&str, Vec<&str>> = HashMap::new();
    for Accepted { attempt, order, .. } in &world.network.accepted {
        orders.entry(owner(world, journal, attempt)).or_default().push(order);
    }
    let mut tally = Tally {
        histories: 1,
        confirmed: (world.confirmed.len() - world.repeats.len()) as u64,
        repeated: world.repeats.len() as u64,
        orders: world.network.accepted.len() as u64,
        ..Tally::default()
    };
    for (attempt, orders) in &orders {
        let record = journal.iter().find(|record| record.id.as_str() == *attempt);
        let record = record.unwrap_or_else(|| panic!("{name}: {attempt} is not in the journal"));
        let doubled = orders.len() > 1;
        if scenario == Scenario::DirectResent {
            let flagged = record.alarm() == Some(Alarm::DoubleCharge) || record.is_unknown();
            assert!(!doubled || flagged, "{name}: doubled unseen: {record:#?}");
            tally.doubled += u64::from(doubled);
            tally.flagged += u64::from(doubled && flagged);
        } else {
            assert!(!doubled, "{name}: {attempt} became {orders:?}");
            let by_mistake = is_users(record) && world.mistaken.iter().any(|id| id == attempt);
            let known = by_mistake || knows(record, orders);
            assert!(known, "{name}: {orders:?} is missing in {record:#?}");
        }
    }
    for record in journal {
        let was_placed = orders.contains_key(owner(world, journal, record.id.as_str()));
        tally.unknown += u64::from(record.is_unknown());
        tally.resolved += u64::from(check_record(record, was_placed, &name));
        let is_taken_over = |event: &Event| matches!(event.what, Happening::TakenOver { .. });
        tally.inherited += u64::from(record.events().iter().any(is_taken_over));
    }
    tally.further = world.accounts.len().saturating_sub(1) as u64;
    if !world.locks_were_lost {
        check_numbers(journal, &name);
    }
    let ours = scenario == Scenario::DirectResent || tally.orders <= tally.confirmed;
    assert!(ours, "{name}: more orders than confirmations: {tally:?}");
    tally
}

/// Whose order it is: a repeat's is that of the order that it repeats, unless the panel made two of it.
fn owner<'w>(world: &'w World, journal: &[Attempt], attempt: &'w str) -> &'w str {
    let record = journal.iter().find(|record| record.id.as_str() == attempt);
    let is_own = record.is_some_and(|record| record.request.target().is_some());
    world.repeats.get(attempt).filter(|_| !is_own).map_or(attempt, String::as_str)
}

/// I2 and I5: each attempt was sent once, and none that no gesture confirmed.
fn check_dispatches(world: &World, name: &str) {
    for (attempt, times) in &world.network.dispatched {
        assert_eq!(*times, 1, "{name}: {attempt} was dispatched {times} times");
        assert!(world.confirmed.contains(attempt), "{name}: {attempt} was never confirmed");
    }
}

/// An order at the panel is placed or unknown in the journal.
fn knows(record: &Attempt, orders: &[&str]) -> bool {
    match record.state() {
        AttemptState::Placed { order_id: Some(id), .. } => orders.contains(&id.as_str()),
        AttemptState::Placed { order_id: None, .. } | AttemptState::Unknown { .. } => true,
        _ => false,
    }
}

fn is_users(record: &Attempt) -> bool {
    record.resolution().is_some_and(|found| found.by == ResolvedBy::User)
}

/// D1: no two orders have one number, whoever named it.
fn check_numbers(journal: &[Attempt], name: &str) {
    let mut numbers: Vec<&str> = journal
        .iter()
        .filter(|record| record.request.target().is_some())
        .filter_map(|record| record.order_id().map(AsRef::as_ref))
        .collect();
    numbers.sort_unstable();
    let twice = numbers.windows(2).any(|pair| pair[0] == pair[1]);
    assert!(!twice, "{name}: one number, two orders: {numbers:?}");
}

/// I3 and no wrong resolution. Whether it was resolved without the user.
fn check_record(record: &Attempt, was_placed: bool, name: &str) -> bool {
    let is_open = matches!(record.state(), AttemptState::Sending | AttemptState::Drafted);
    assert!(!is_open, "{name}: still sending: {record:#?}");
    let by_itself = record.resolution().is_some_and(|found| found.by != ResolvedBy::User);
    // Of a repeat only a yes says something of the order: it may never have left. A refill or a cancel
    // is no order.
    let says_all = matches!(record.request, Request::Add { .. });
    let is_repeat = record.request.repeats().is_some();
    let says_yes = is_repeat && matches!(record.state(), AttemptState::Placed { .. });
    if by_itself && (says_all || says_yes) {
        let says_placed = matches!(record.state(), AttemptState::Placed { .. });
        assert_eq!(says_placed, was_placed, "{name}: resolved wrongly: {record:#?}");
    }
    by_itself
}
