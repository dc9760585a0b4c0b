//! How orders move: a queue of events, run up to the present whenever the world is asked.

use super::calendar::{DAY, HOUR, MINUTE};
use super::charge::post_charge;
use super::money::Amount;
use super::order::{Ending, Order, Shape, State, Timing, whole};
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
    Post(usize),
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
            Event::Post(order) => self.post(order),
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
            Shape::Subscription(subscription) => {
                let (old, delay) = (subscription.old_posts, subscription.delay * MINUTE);
                for _ in 0..old.min(100) {
                    self.queue.plan(self.now + delay, Event::Post(index));
                }
                if subscription.posts != Some(0) {
                    self.plan_post(index);
                }
            }
        }
    }

    fn move_on(&mut self, index: usize, state: State) {
        let order = &mut self.orders[index];
        if !order.state.is_final() {
            order.state = state;
        }
    }

    fn finish(&mut self, index: usize) {
        if self.orders[index].state.is_final() {
            return;
        }
        match self.orders[index].ending {
            Ending::Completed { over } => self.close(index, State::Completed, -whole(over)),
            Ending::Partial { remains } => self.close(index, State::Partial, whole(remains)),
            Ending::Canceled => {
                let quantity = self.orders[index].quantity;
                self.close(index, State::Canceled, whole(quantity));
            }
            Ending::Failed => {
                let quantity = self.orders[index].quantity;
                self.close(index, State::Failed, whole(quantity));
            }
            Ending::Never => {}
        }
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
            self.settle_parent(parent);
        }
    }

    /// The moment a requested cancel is carried out: what was delivered by then stays paid.
    fn cancel_now(&mut self, index: usize) {
        let order = &self.orders[index];
        if order.state.is_final() {
            return;
        }
        let started = order.state == State::InProgress;
        let delivered = if started { order.delivered(self.now) } else { 0 };
        let remains = whole(order.quantity - delivered);
        match order.shape {
            Shape::Single if delivered > 0 => self.close(index, State::Partial, remains),
            Shape::Single => self.close(index, State::Canceled, remains),
            Shape::DripFeed { runs, started, .. } => {
                let refund = self.orders[index].refund_runs(runs - started, runs);
                self.balance = self.balance + refund;
                self.end_parent(index, State::Canceled);
            }
            Shape::Subscription(_) => self.end_parent(index, State::Canceled),
        }
    }

    fn end_parent(&mut self, index: usize, state: State) {
        self.orders[index].state = state;
        self.orders[index].final_remains = 0;
        self.live.remove(&index);
    }

    /// The next run of a drip-feed: a child order that is already paid for.
    fn run(&mut self, index: usize) {
        let order = &mut self.orders[index];
        let Shape::DripFeed { runs, interval, started } = &mut order.shape else { return };
        if order.state.is_final() || *started >= *runs {
            return;
        }
        *started += 1;
        let share = order.price.share(1, *runs);
        if *started < *runs {
            self.queue.plan(self.now + (*interval).max(1) * MINUTE, Event::Run(index));
        }
        let draft = Draft::child(index, order, order.quantity, share);
        let child = self.insert(draft);
        self.orders[index].children.push(child);
    }

    fn plan_post(&mut self, index: usize) {
        let seen = self.orders[index].children.len() as u64;
        let mut dice = Dice::new(self.seed, (index as u64 + 1) << 32 | seen);
        let Shape::Subscription(subscription) = &self.orders[index].shape else { return };
        let at = self.now + dice.between(HOUR, 8 * HOUR) + subscription.delay * MINUTE;
        self.queue.plan(at, Event::Post(index));
    }

    /// A post appeared: a child order of a random quantity, unless the subscription is over.
    fn post(&mut self, index: usize) {
        let order = &self.orders[index];
        let Shape::Subscription(subscription) = &order.shape else { return };
        if order.state.is_final() {
            return;
        }
        let silent = self.now.saturating_sub(order.created_at) > 30 * DAY && subscription.seen == 0;
        if silent {
            return self.end_parent(index, State::Canceled);
        }
        if subscription.expires_at.is_some_and(|expiry| expiry < self.now) {
            return self.end_parent(index, State::Expired);
        }
        let mut dice = Dice::new(self.seed, (index as u64 + 1) << 40 | subscription.seen);
        let quantity = dice.between(subscription.min, subscription.max);
        let (seen, wanted) =
            (subscription.seen + 1, subscription.posts.map(|posts| posts + subscription.old_posts));
        let service = &self.catalogue.services()[order.service];
        let charge = post_charge(&self.profile.rules, service, quantity);
        match charge.filter(|charge| *charge <= self.balance) {
            Some(charge) => {
                self.balance = self.balance - charge;
                let draft = Draft::child(index, &self.orders[index], quantity, charge);
                let child = self.insert(draft);
                self.serve_post(index, child, seen);
            }
            None => self.orders[index].state = State::Paused,
        }
        if wanted.is_none_or(|wanted| seen < wanted) {
            self.plan_post(index);
        }
    }

    fn serve_post(&mut self, index: usize, child: usize, seen: u64) {
        let order = &mut self.orders[index];
        order.children.push(child);
        order.state = State::Active;
        if let Shape::Subscription(subscription) = &mut order.shape {
            subscription.seen = seen;
        }
    }

    /// A parent is over when all its children were started and are over.
    fn settle_parent(&mut self, index: usize) {
        let order = &self.orders[index];
        let all_started = match &order.shape {
            Shape::DripFeed { runs, started, .. } => started == runs,
            Shape::Subscription(subscription) => subscription
                .posts
                .is_some_and(|posts| subscription.seen >= posts + subscription.old_posts),
            Shape::Single => false,
        };
        let all_over = order.children.iter().all(|child| self.orders[*child].state.is_final());
        if all_started && all_over && !order.state.is_final() {
            self.end_parent(index, State::Completed);
        }
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

impl Draft {
    fn child(parent: usize, order: &Order, quantity: u64, charge: Amount) -> Self {
        Self {
            service: order.service,
            parent: Some(parent),
            shape: Shape::Single,
            link: order.link.clone(),
            quantity,
            charge,
            fields: Vec::new(),
        }
    }
}

impl Order {
    /// Pays back the runs that will not start any more.
    fn refund_runs(&mut self, left: u64, runs: u64) -> Amount {
        let refund = self.price.share(left, runs);
        self.charge = self.charge - refund;
        refund
    }
}
