//! How orders move: a queue of events, run up to the present whenever the world is asked.

use super::money::Amount;
use super::order::{Ending, Order, Shape, State, Timing, whole};
use super::parents::Post;
use super::random::Dice;
use super::world::World;
use std::collections::BTreeMap;

/// Something that will happen.
#[derive(Clone, Copy, Debug)]
pub(crate) enum Event {
    Move(usize, State),
    Finish(usize),
    Cancel(usize),
    Run(usize),
    Post(usize, Post),
    RefillMove(usize, State),
}

/// Events by time; those of the same moment in the order in which they were planned.
#[derive(Clone, Debug, Default)]
pub(crate) struct Queue {
    events: BTreeMap<(u64, u64), Event>,
    planned: u64,
}

impl Queue {
    pub(crate) fn plan(&mut self, at: u64, event: Event) {
        self.planned += 1;
        self.events.insert((at, self.planned), event);
    }

    fn next_until(&mut self, now: u64) -> Option<(u64, Event)> {
        let entry = self.events.first_entry().filter(|entry| entry.key().0 <= now)?;
        let ((at, _), event) = entry.remove_entry();
        Some((at, event))
    }
}

impl World {
    /// Lets everything happen that is due by `now`. The clock never runs backwards.
    pub(crate) fn advance(&mut self, now: u64) {
        while let Some((at, event)) = self.queue.next_until(now) {
            self.now = self.now.max(at);
            self.happen(event);
        }
        self.now = self.now.max(now);
    }

    fn happen(&mut self, event: Event) {
        match event {
            Event::Move(order, state) => self.move_on(order, state),
            Event::Finish(order) => self.finish(order),
            Event::Cancel(order) => self.cancel_now(order),
            Event::Run(order) => self.run(order),
            Event::Post(order, post) => self.post(order, post),
            Event::RefillMove(refill, state) => self.refills[refill].state = state,
        }
    }

    /// Takes a new order into the books and plans its course. Returns its index.
    pub(crate) fn insert(&mut self, draft: Draft) -> usize {
        let index = self.orders.len();
        let mut dice = Dice::new(self.seed, index as u64 + 1);
        let timing = Timing::draw(self.now, &mut dice);
        let is_single = matches!(draft.shape, Shape::Single);
        let order = Order {
            id: self.new_order_id(index, &mut dice),
            service: draft.service,
            parent: draft.parent,
            children: Vec::new(),
            shape: draft.shape,
            link: draft.link,
            quantity: draft.quantity,
            price: draft.charge,
            charge: draft.charge,
            created_at: self.now,
            starts_at: timing.start,
            ends_at: timing.end,
            completed_at: None,
            state: if is_single { State::Pending } else { State::Active },
            ending: Ending::draw(self.fate, draft.quantity, &mut dice),
            start_count: dice.between(0, 25_000),
            final_remains: whole(draft.quantity),
            cancel_requested: false,
            refills: Vec::new(),
            fields: draft.fields,
        };
        if is_single {
            self.plan_course(index, timing, order.ending);
        }
        self.by_id.insert(order.id.clone(), index);
        self.live.insert(index);
        self.orders.push(order);
        self.plan_children(index);
        index
    }

    fn plan_course(&mut self, index: usize, timing: Timing, ending: Ending) {
        if let Some(at) = timing.processing {
            self.queue.plan(at, Event::Move(index, State::Processing));
        }
        if ending == Ending::Never {
            return;
        }
        self.queue.plan(timing.start, Event::Move(index, State::InProgress));
        self.queue.plan(timing.end, Event::Finish(index));
    }

    fn plan_children(&mut self, index: usize) {
        match &self.orders[index].shape {
            Shape::Single => {}
            Shape::DripFeed { .. } => self.run(index),
            Shape::Subscription(_) => self.plan_posts(index),
        }
    }

    fn move_on(&mut self, index: usize, state: State) {
        let order = &mut self.orders[index];
        if !order.state.is_final() {
            order.state = state;
        }
    }

    fn finish(&mut self, index: usize) {
        let order = &self.orders[index];
        if order.state.is_final() {
            return;
        }
        let (state, remains) = match order.ending {
            Ending::Completed { over } => (State::Completed, -whole(over)),
            Ending::Partial { remains } => (State::Partial, whole(remains)),
            Ending::Canceled => (State::Canceled, whole(order.quantity)),
            Ending::Failed => (State::Failed, whole(order.quantity)),
            Ending::Never => return,
        };
        self.close(index, state, remains);
    }

    /// Ends an order. Partial and canceled ones pay back what `remains`; failures pay nothing.
    pub(crate) fn close(&mut self, index: usize, state: State, remains: i64) {
        let places = self.profile.rules.charge_places;
        let now = self.now;
        let order = &mut self.orders[index];
        order.state = state;
        order.final_remains = remains;
        let refund = match state {
            State::Partial | State::Canceled | State::Refunded => {
                order.refund(u64::try_from(remains).unwrap_or(0), places)
            }
            _ => Amount::ZERO,
        };
        if state == State::Completed {
            order.completed_at = Some(now);
        }
        let parent = order.parent;
        self.balance = self.balance + refund;
        self.live.remove(&index);
        if let Some(parent) = parent {
            self.settle_parent(parent, refund);
        }
    }

    /// The moment a requested cancel is carried out: what was delivered by then stays paid.
    fn cancel_now(&mut self, index: usize) {
        let order = &self.orders[index];
        if order.state.is_final() {
            return;
        }
        if !matches!(order.shape, Shape::Single) {
            return self.cancel_parent(index);
        }
        let started = order.state == State::InProgress;
        let delivered = if started { order.delivered(self.now) } else { 0 };
        let state = if delivered > 0 { State::Partial } else { State::Canceled };
        self.close(index, state, whole(order.quantity - delivered));
    }
}

/// What is needed to take an order into the books.
#[derive(Debug)]
pub(crate) struct Draft {
    pub(crate) service: usize,
    pub(crate) parent: Option<usize>,
    pub(crate) shape: Shape,
    pub(crate) link: String,
    pub(crate) quantity: u64,
    pub(crate) charge: Amount,
    pub(crate) fields: Vec<(String, String)>,
}
