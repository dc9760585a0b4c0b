//! One round in steps of an answer or so: each is asked, judged, kept and shown before the next is asked,
//! so that a round over ten thousand orders never holds the page. Which questions there are is
//! [`super::round`]'s.
//!
//! Must never send a write.

use super::Engine;
use super::change::Change;
use super::round::{self, Before, Ended};
use super::rounds::Plan;
use crate::error::ClientError;
use crate::place::Credentials;
use crate::ports::Ports;
use panelboard_domain::account::{Ability, Account};
use panelboard_domain::attempt::{Attempt, Request};
use panelboard_domain::id::{AccountId, OrderId};
use panelboard_domain::order::Followed;
use panelboard_domain::panel::PanelId;
use panelboard_panel_api::batch::batches;
use std::rc::Rc;
use std::sync::Arc;

/// Orders of one step, as far as whole batches allow.
const STEP: u16 = 100;

impl<P: Ports> Engine<P> {
    /// Asks what the plan says, some orders at a time. The first failure ends the asking about orders: all
    /// that were to be asked wait their turn.
    pub(super) async fn run_round(self: &Rc<Self>, id: &AccountId, plan: &Plan) -> Ended {
        let mut result = Ok(());
        let steps = match self.account(id) {
            Some(account) => batches(&plan.orders, step(&account)),
            None => return Ended { result: Err(ClientError::NoKey), refills: None },
        };
        for step in steps {
            if result.is_ok() {
                result = self.run_step(id, step).await;
            } else {
                self.put_off(id, &step);
            }
            self.keep_orders(id).await;
            self.ports.pause(0).await;
        }
        let refills = Plan { orders: Vec::new(), refills: plan.refills.clone() };
        let cancels = self.open_cancels(id);
        let ended = self.run_part(id, &refills, &cancels).await;
        Ended { result: result.and(ended.result), refills: ended.refills }
    }

    async fn run_step(
        self: &Rc<Self>,
        id: &AccountId,
        orders: Vec<OrderId>,
    ) -> Result<(), ClientError> {
        let attempt = |order| self.book.attempt(&self.book.find(id, order)?);
        let attempts: Vec<Arc<Attempt>> = orders.iter().filter_map(attempt).collect();
        self.run_part(id, &Plan { orders, refills: Vec::new() }, &attempts).await.result
    }

    /// The part of a round that may change these attempts.
    async fn run_part(
        self: &Rc<Self>,
        id: &AccountId,
        plan: &Plan,
        attempts: &[Arc<Attempt>],
    ) -> Ended {
        // Read for each step: what the step before showed of the panel counts for this one.
        let (account, key) = match self.credentials(id) {
            Ok(credentials) => credentials,
            Err(error) => return Ended { result: Err(error), refills: None },
        };
        let about = |attempt: &Arc<Attempt>| {
            self.book.followed(id, attempt.request.about().or_else(|| attempt.order_id())?)
        };
        let followed: Vec<Followed> = attempts.iter().filter_map(about).collect();
        let attempts: Vec<&Attempt> = attempts.iter().map(AsRef::as_ref).collect();
        let panel = PanelId::of(&account.endpoint);
        let turn = || self.book.turn(&panel);
        let before = Before { followed: &followed, attempts: &attempts, turn: &turn };
        let credentials = Credentials { account: &account, key: &key };
        let on = |change| self.apply(change);
        round::run(&self.ports, &self.paces, credentials, plan, before, &on).await
    }

    /// Cancels of the account whose outcome is not known: their order's state settles them.
    fn open_cancels(&self, id: &AccountId) -> Vec<Arc<Attempt>> {
        let is_cancel = |attempt: &Arc<Attempt>| {
            attempt.account == *id
                && attempt.is_unknown()
                && matches!(attempt.request, Request::Cancel { .. })
        };
        self.book.open().into_iter().filter(is_cancel).collect()
    }

    /// Nobody asked about these after a failure; they count as asked, so that a panel that does not answer
    /// is not asked again at once.
    fn put_off(self: &Rc<Self>, id: &AccountId, orders: &[OrderId]) {
        let now = self.ports.now();
        let put_off = |order| {
            let followed = self.book.followed(id, order)?;
            Some(Followed { asked_at: Some(now), ..followed })
        };
        let followed = orders.iter().filter_map(put_off).collect();
        self.apply(Change::Followed(id.clone(), followed));
    }
}

/// Whole batches, so that steps make no more requests than the orders need.
fn step(account: &Account) -> u16 {
    let capabilities = &account.capabilities;
    let batch =
        if capabilities.has(Ability::MultiStatus) { capabilities.max_batch.max(1) } else { 1 };
    batch.saturating_mul((STEP / batch).max(1))
}
