//! Follows the open orders: in one tab, only while it can be seen. The page wakes when the next order is
//! due and not before. Who is asked when is [`super::rounds`]', what follows from the answers
//! [`super::round`]'s. The other tabs read what this one kept.

use super::change::Change;
use super::kept::{self, KeptOrder};
use super::message::Message;
use super::round::Ended;
use super::rounds::{Known, Plan, Rounds};
use super::{Engine, Event};
use crate::clock;
use crate::ports::{Moment, Ports};
use panelboard_domain::id::{AccountId, OrderId, RefillId};
use panelboard_domain::order::{Followed, RefillStatus};
use panelboard_domain::time::Timestamp;
use std::cell::{Cell, RefCell};
use std::collections::{BTreeSet, HashMap};
use std::rc::Rc;

/// The lock of the one tab that follows the orders.
const FOLLOW_LOCK: &str = "poller";
/// Orders that become due within this time are asked about together.
const GATHER_MILLIS: i64 = 2_000;
/// Orders that are named in one message to the other tabs.
const MESSAGE: usize = 100;
/// No timer is longer: a machine that slept wakes late, and some browsers cut long ones.
const LONGEST_MILLIS: i64 = 60 * 60 * 1000;

/// When this tab asks next, and whether it is the one that asks.
pub(super) struct Turns<G> {
    /// Held while this tab follows the orders.
    leading: RefCell<Option<G>>,
    /// This tab follows: it has the lock, or the browser has none.
    leads: Cell<bool>,
    is_waiting: Cell<bool>,
    is_visible: Cell<bool>,
    /// When the timer that is set goes off.
    wakes_at: Cell<Option<Moment>>,
    /// What the rounds under way have changed.
    changed: RefCell<HashMap<AccountId, BTreeSet<OrderId>>>,
    /// The wall clock at the last turn: one that shows less was set back.
    last: Cell<Timestamp>,
}

impl<G> Default for Turns<G> {
    fn default() -> Self {
        Self {
            leading: RefCell::new(None),
            leads: Cell::new(false),
            is_waiting: Cell::new(false),
            is_visible: Cell::new(false),
            wakes_at: Cell::new(None),
            changed: RefCell::default(),
            last: Cell::new(Timestamp::default()),
        }
    }
}

impl<P: Ports> Engine<P> {
    /// Notes how late it is: a clock that is set back later opens nothing that is shut by now. To be
    /// called every few seconds while the page lives.
    pub fn note_time(&self) {
        clock::seen(&self.ports);
    }

    /// Whether the page can be seen now. One that cannot leaves the following to one that can.
    pub fn set_visible(self: &Rc<Self>, is_visible: bool) {
        self.turns.is_visible.set(is_visible);
        if !is_visible {
            self.turns.leads.set(false);
            self.turns.leading.take();
        } else if self.turns.leads.get() {
            self.plan_turn();
        } else if !self.turns.is_waiting.replace(true) {
            let engine = Rc::clone(self);
            self.spawn(async move { engine.lead().await });
        }
    }

    pub(super) fn is_seen(&self) -> bool {
        self.turns.is_visible.get()
    }

    async fn lead(self: Rc<Self>) {
        // Without locks every tab follows: more questions, never more orders.
        let lock = self.ports.lock(FOLLOW_LOCK).await.ok();
        self.turns.is_waiting.set(false);
        if self.turns.is_visible.get() {
            self.turns.leading.replace(lock);
            self.turns.leads.set(true);
            self.plan_turn();
        }
    }

    /// Sets the timer for the next order that is due, unless one is set that goes off earlier.
    pub(super) fn plan_turn(self: &Rc<Self>) {
        if !self.turns.leads.get() || !self.is_journal_read.get() {
            return;
        }
        let Some(millis) = self.next_turn() else { return };
        let millis = millis.clamp(GATHER_MILLIS, LONGEST_MILLIS);
        let at = Moment::from_millis(self.ports.moment().millis_since(Moment::default()) + millis);
        if self.turns.wakes_at.get().is_some_and(|set| set <= at) {
            return;
        }
        self.turns.wakes_at.set(Some(at));
        let engine = Rc::clone(self);
        self.spawn(async move {
            engine.ports.pause(u32::try_from(millis).unwrap_or(0)).await;
            if engine.turns.wakes_at.get() == Some(at) {
                engine.turns.wakes_at.set(None);
                engine.turn();
            }
        });
    }

    /// How long until an account must be asked, in milliseconds; `None` when there is nothing to ask
    /// about.
    fn next_turn(&self) -> Option<i64> {
        let (now, moment) = (self.ports.now(), self.ports.moment());
        let accounts = self.accounts.borrow();
        let rounds = self.rounds.borrow();
        let next = accounts.accounts.iter().filter_map(|account| {
            self.book.schedule(&account.id, |orders| {
                let next = orders.next_due().map(|at| at.millis_since(now));
                let refills = orders.refill_requests();
                let find = |order: &_| orders.followed(order);
                let known =
                    Known { account, candidates: Vec::new(), followed: &find, refills: &refills };
                rounds.next(&known, next, now, moment)
            })
        });
        next.min()
    }

    fn turn(self: &Rc<Self>) {
        if !self.turns.leads.get() {
            return;
        }
        let accounts: Vec<AccountId> =
            self.accounts.borrow().accounts.iter().map(|account| account.id.clone()).collect();
        let now = self.ports.now();
        let was_set_back = now < self.turns.last.replace(now);
        for id in accounts {
            let plan = self.planned(&id, was_set_back, |rounds, known, now, moment| {
                rounds.due(known, now, moment)
            });
            if let Some(plan) = plan {
                self.begin_round(&id, plan);
            }
        }
        self.plan_turn();
    }

    /// The user wants to know now.
    pub(super) fn refresh_orders(self: &Rc<Self>, id: &AccountId) {
        let plan =
            self.planned(id, true, |rounds, known, now, moment| rounds.by_hand(known, now, moment));
        if let Some(plan) = plan {
            self.begin_round(id, plan);
        }
    }

    fn planned(
        &self,
        id: &AccountId,
        all: bool,
        plan: impl FnOnce(&mut Rounds, &Known<'_>, Timestamp, Moment) -> Option<Plan>,
    ) -> Option<Plan> {
        let account = self.account(id)?;
        let (now, moment) = (self.ports.now(), self.ports.moment());
        self.book.schedule(id, |orders| {
            let candidates = match all {
                true => orders.all().collect(),
                false => orders.due(now.plus_millis(GATHER_MILLIS)).collect(),
            };
            let refills = orders.refill_requests();
            let find = |order: &_| orders.followed(order);
            let known = Known { account: &account, candidates, followed: &find, refills: &refills };
            plan(&mut self.rounds.borrow_mut(), &known, now, moment)
        })
    }

    /// One round at a time for an account.
    fn begin_round(self: &Rc<Self>, id: &AccountId, plan: Plan) {
        if !self.rounds.borrow_mut().begin(id, &plan, self.ports.moment()) {
            return;
        }
        let (engine, id) = (Rc::clone(self), id.clone());
        self.spawn(async move {
            if plan.tells_age() {
                engine.tell(Event::FollowingStarted(id.clone()));
            }
            let Ended { result, refills } = Box::pin(engine.run_round(&id, &plan)).await;
            if let Some(told) = refills {
                let shown = engine.rounds.borrow_mut().count_refills(&id, &told);
                engine.learn(&id, shown.as_slice());
            }
            engine.rounds.borrow_mut().end(&id, &result);
            engine.keep_orders(&id).await;
            if plan.tells_age() || result.is_err() {
                engine.tell(Event::FollowingEnded(id, result, engine.ports.now()));
            }
            engine.plan_turn();
        });
    }

    pub(super) fn apply(self: &Rc<Self>, change: Change) {
        match change {
            Change::Attempt(attempt) => {
                self.changed(*attempt);
            }
            Change::Followed(account, followed) => {
                self.note_changed(&account, followed.iter().map(|one| &one.order));
                self.follow(followed);
            }
            Change::Refill { account, order, refill, status } => {
                self.note_changed(&account, [&order]);
                self.show_refill(&account, &order, &refill, status);
            }
            Change::Learned { account, facts } => self.learn(&account, &facts),
        }
    }

    fn follow(&self, mut followed: Vec<Followed>) {
        followed.retain(|followed| self.book.follow(followed.clone()));
        self.tell(Event::Followed(followed));
    }

    fn show_refill(
        &self,
        account: &AccountId,
        order: &OrderId,
        refill: &RefillId,
        status: RefillStatus,
    ) {
        if self.book.set_refill_status(account, order, refill, status.clone())
            && let Some(attempt) = self.book.find(account, order)
        {
            self.tell(Event::Refill(attempt, status));
        }
    }

    /// A round has changed what is known of these orders: it is kept when the round's step ends.
    fn note_changed<'a>(&self, id: &AccountId, orders: impl IntoIterator<Item = &'a OrderId>) {
        let mut changed = self.turns.changed.borrow_mut();
        changed.entry(id.clone()).or_default().extend(orders.into_iter().cloned());
    }

    /// Keeps what the round changed and tells the other tabs.
    pub(super) async fn keep_orders(&self, id: &AccountId) {
        let changed = self.turns.changed.borrow_mut().remove(id).unwrap_or_default();
        let orders: Vec<KeptOrder> =
            changed.iter().filter_map(|order| self.book.kept(id, order)).collect();
        if orders.is_empty() || kept::save(&self.ports, id, &orders).await.is_err() {
            return;
        }
        for orders in orders.chunks(MESSAGE) {
            let orders = orders.iter().map(|kept| kept.followed.order.clone()).collect();
            self.ports.broadcast(&Message::Followed(id.clone(), orders));
        }
    }

    /// Another tab kept what a panel said of these orders just now.
    pub(super) async fn reread_orders(self: Rc<Self>, id: AccountId, orders: Vec<OrderId>) {
        let kept = kept::load_some(&self.ports, &id, &orders).await;
        self.paint(&id, kept);
        self.plan_turn();
    }

    /// Shows what an earlier visit kept.
    pub(super) async fn paint_orders(&self, id: &AccountId) {
        Box::pin(kept::load(&self.ports, id, |page| self.paint(id, page))).await;
    }

    fn paint(&self, id: &AccountId, kept: Vec<KeptOrder>) {
        let (mut followed, mut refills) = (Vec::with_capacity(kept.len()), Vec::new());
        for KeptOrder { followed: order, refill } in kept {
            refills.extend(refill.map(|refill| (order.order.clone(), refill)));
            followed.push(order);
        }
        self.follow(followed);
        for (order, (refill, status)) in refills {
            self.show_refill(id, &order, &refill, status);
        }
    }
}
