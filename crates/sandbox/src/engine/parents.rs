//! Orders that have orders of their own: drip-feeds and subscriptions.

use super::calendar::{DAY, HOUR, MINUTE};
use super::charge::post_charge;
use super::money::Amount;
use super::order::{Order, Shape, State, Subscription};
use super::progress::{Draft, Event};
use super::random::Dice;
use super::world::World;

/// Which post a subscription serves.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Post {
    /// One that was there before.
    Old,
    /// One that appears while the subscription runs; the next one follows it.
    New,
}

/// At most this many old posts are looked at.
const OLD_POSTS: u64 = 100;
/// A subscription without any post ends after this time.
const PATIENCE: u64 = 30 * DAY;

impl World {
    /// The next run of a drip-feed: a child order that is already paid for.
    pub(crate) fn run(&mut self, index: usize) {
        let places = self.profile.rules.charge_places;
        let order = &mut self.orders[index];
        let Shape::DripFeed { runs, interval, started } = &mut order.shape else { return };
        if order.state.is_final() || *started >= *runs {
            return;
        }
        *started += 1;
        let share = order.price.share(1, *runs).rounded(places);
        if *started < *runs {
            self.queue.plan(self.now + (*interval).max(1) * MINUTE, Event::Run(index));
        }
        self.insert_child(index, self.orders[index].quantity, share);
    }

    fn insert_child(&mut self, parent: usize, quantity: u64, charge: Amount) {
        let order = &self.orders[parent];
        let draft = Draft {
            service: order.service,
            parent: Some(parent),
            shape: Shape::Single,
            link: order.link.clone(),
            quantity,
            charge,
            fields: Vec::new(),
        };
        let child = self.insert(draft);
        self.orders[parent].children.push(child);
    }

    /// Old posts are served after the delay, new ones as they appear.
    pub(crate) fn plan_posts(&mut self, index: usize) {
        let Some(subscription) = self.subscription(index) else { return };
        let delay = subscription.delay * MINUTE;
        for _ in 0..subscription.old_posts.min(OLD_POSTS) {
            self.queue.plan(self.now + delay, Event::Post(index, Post::Old));
        }
        self.plan_next_post(index);
    }

    fn plan_next_post(&mut self, index: usize) {
        let Some(subscription) = self.subscription(index) else { return };
        if subscription.posts.is_some_and(|posts| subscription.new_seen >= posts) {
            return;
        }
        let label = (index as u64 + 1) << 32 | self.orders[index].children.len() as u64;
        let wait = Dice::new(self.seed, label).between(HOUR, 8 * HOUR);
        let at = self.now + wait + subscription.delay * MINUTE;
        self.queue.plan(at, Event::Post(index, Post::New));
    }

    /// A post to serve: a child order of a random quantity, unless the subscription is over.
    pub(crate) fn post(&mut self, index: usize, post: Post) {
        if self.orders[index].state.is_final() {
            return;
        }
        if let Some(end) = self.end_of_subscription(index) {
            return self.end_parent(index, end);
        }
        let paid = self.pay_post(index);
        if let Shape::Subscription(subscription) = &mut self.orders[index].shape {
            match post {
                Post::New => subscription.new_seen += u64::from(paid.is_some()),
                Post::Old => subscription.old_seen += 1,
            }
        }
        match paid {
            Some((quantity, charge)) => {
                self.orders[index].state = State::Active;
                self.insert_child(index, quantity, charge);
            }
            None => self.orders[index].state = State::Paused,
        }
        if post == Post::New {
            self.plan_next_post(index);
        }
    }

    fn end_of_subscription(&self, index: usize) -> Option<State> {
        let (order, subscription) = (&self.orders[index], self.subscription(index)?);
        let age = self.now.saturating_sub(order.created_at);
        if order.children.is_empty() && age > PATIENCE {
            return Some(State::Canceled);
        }
        let is_late = subscription.expires_at.is_some_and(|expiry| expiry < self.now);
        is_late.then_some(State::Expired)
    }

    /// Takes the price of one post from the balance; `None` when it is not there.
    fn pay_post(&mut self, index: usize) -> Option<(u64, Amount)> {
        let (order, subscription) = (&self.orders[index], self.subscription(index)?);
        let label = (index as u64 + 1) << 40 | order.children.len() as u64;
        let quantity = Dice::new(self.seed, label).between(subscription.min, subscription.max);
        let service = &self.catalogue.services()[order.service];
        let charge = post_charge(&self.profile.rules, service, quantity)?;
        if charge > self.balance {
            return None;
        }
        self.balance = self.balance - charge;
        Some((quantity, charge))
    }

    fn subscription(&self, index: usize) -> Option<&Subscription> {
        match &self.orders[index].shape {
            Shape::Subscription(subscription) => Some(subscription),
            Shape::Single | Shape::DripFeed { .. } => None,
        }
    }

    /// A child is over. What it paid back had been paid by a drip-feed's parent; and a parent is
    /// over when all its children were started and are over.
    pub(crate) fn settle_parent(&mut self, index: usize, refund: Amount) {
        let order = &mut self.orders[index];
        if matches!(order.shape, Shape::DripFeed { .. }) {
            order.charge = order.charge - refund;
        }
        let order = &self.orders[index];
        let all_over = order.children.iter().all(|child| self.orders[*child].state.is_final());
        if order.has_started_all() && all_over && !order.state.is_final() {
            self.end_parent(index, State::Completed);
        }
    }

    /// A canceled parent starts nothing more; runs that did not start are paid back.
    pub(crate) fn cancel_parent(&mut self, index: usize) {
        let places = self.profile.rules.charge_places;
        let order = &mut self.orders[index];
        if let Shape::DripFeed { runs, started, .. } = order.shape {
            let refund = order.price.share(runs - started, runs).rounded(places);
            order.charge = order.charge - refund;
            self.balance = self.balance + refund;
        }
        self.end_parent(index, State::Canceled);
    }

    fn end_parent(&mut self, index: usize, state: State) {
        self.orders[index].state = state;
        self.orders[index].final_remains = 0;
        self.live.remove(&index);
    }
}

impl Order {
    fn has_started_all(&self) -> bool {
        match &self.shape {
            Shape::Single => true,
            Shape::DripFeed { runs, started, .. } => started == runs,
            Shape::Subscription(subscription) => {
                let old = subscription.old_posts.min(OLD_POSTS);
                subscription.old_seen >= old
                    && subscription.posts.is_some_and(|posts| subscription.new_seen >= posts)
            }
        }
    }
}
