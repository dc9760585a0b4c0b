//! When an account is asked about its open orders and refills: by the plan of `domain::polling` while a
//! tab leads, by hand at most every ten seconds, one round at a time, and not at all after its key was
//! refused. Lives as long as the page.
//!
//! Must never read a clock: limits between rounds go by a clock that nobody sets, the age of an order by
//! the wall clock it was noted with.

#[cfg(test)]
mod tests;

use crate::error::ClientError;
use crate::ports::Moment;
use crate::refills::{RefillRound, RefillTally};
use panelboard_domain::account::{Ability, Account, Fact, Source};
use panelboard_domain::attempt::RefusalKind;
use panelboard_domain::id::{AccountId, OrderId, RefillId};
use panelboard_domain::order::{Followed, RefillPlan, RefillRequest, refill_request};
use panelboard_domain::polling;
use panelboard_domain::time::Timestamp;
use panelboard_panel_api::error::ApiError;
use std::collections::HashMap;

/// By hand at most this often.
const BY_HAND_MILLIS: i64 = 10_000;
/// Refills are asked about at most this often.
const REFILLS_MILLIS: i64 = 120_000;

/// What one round asks.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Plan {
    /// The states of these orders.
    pub orders: Vec<OrderId>,
    /// The states of these refills.
    pub refills: Vec<(OrderId, RefillId)>,
}

impl Plan {
    /// Whether the round says how old the orders on the screen are: one about refills alone does not.
    pub const fn tells_age(&self) -> bool {
        !self.orders.is_empty() || self.refills.is_empty()
    }
}

/// What is known of an account's orders when a round is planned.
#[derive(Clone)]
pub struct Known<'a> {
    /// The account as it is now.
    pub account: &'a Account,
    /// The orders that may be due: those of the schedule, or all after the clock was set back.
    pub candidates: Vec<&'a Followed>,
    /// Finds what the panel last said of an order.
    pub followed: &'a dyn Fn(&OrderId) -> Option<&'a Followed>,
    /// All its refill requests, the closed ones too.
    pub refills: &'a [RefillRequest],
}

/// The rounds of all accounts.
#[derive(Debug, Default)]
pub struct Rounds(HashMap<AccountId, Round>);

#[derive(Debug, Default)]
struct Round {
    is_running: bool,
    asked_at: Option<Moment>,
    refills_asked_at: Option<Moment>,
    /// Whether `refill_status` is of use there.
    tally: RefillTally,
    /// The key was refused: not asked again before the user wants it.
    is_stopped: bool,
}

impl Rounds {
    /// What is due now by the plan; `None` when there is nothing to ask, or nobody may.
    pub fn due(&self, known: &Known<'_>, now: Timestamp, moment: Moment) -> Option<Plan> {
        let round = self.0.get(&known.account.id);
        if round.is_some_and(|round| round.is_stopped || round.is_running) {
            return None;
        }
        let has_status = known.account.capabilities.has(Ability::RefillStatus);
        let RefillPlan { request, watch } = plan_refills(known, has_status, now);
        let due = polling::due(now, known.candidates.iter().copied()).into_iter();
        let orders = due.map(|followed| followed.order.clone()).chain(watch).collect();
        let asked = round.and_then(|round| round.refills_asked_at);
        let is_time = asked.is_none_or(|at| moment.millis_since(at) > REFILLS_MILLIS);
        let plan = Plan { orders, refills: if is_time { request } else { Vec::new() } };
        (plan != Plan::default()).then_some(plan)
    }

    /// How long until there is something to ask, in milliseconds (below nothing: it is late); `orders` is
    /// how long until the next order is due. `None` when nothing ever will be, or nobody may ask: the end
    /// of a round and a new key are planned anew.
    pub fn next(
        &self,
        known: &Known<'_>,
        orders: Option<i64>,
        now: Timestamp,
        moment: Moment,
    ) -> Option<i64> {
        let round = self.0.get(&known.account.id);
        if round.is_some_and(|round| round.is_stopped || round.is_running) {
            return None;
        }
        let has_status = known.account.capabilities.has(Ability::RefillStatus);
        let asked = round.and_then(|round| round.refills_asked_at);
        let told = !plan_refills(known, has_status, now).request.is_empty();
        let told = told.then(|| asked.map_or(0, |at| REFILLS_MILLIS + 1 - moment.millis_since(at)));
        let watched = refill_request::watched_in(known.refills, known.followed, has_status, now);
        [orders, told, watched].into_iter().flatten().min()
    }

    /// What is asked because the user wants to know now: every order that is not final. `None` when it
    /// was asked a moment ago. A key that was refused gets another try.
    pub fn by_hand(&mut self, known: &Known<'_>, now: Timestamp, moment: Moment) -> Option<Plan> {
        let round = self.0.entry(known.account.id.clone()).or_default();
        let is_too_soon = |at| moment.millis_since(at) < BY_HAND_MILLIS;
        if round.is_running || round.asked_at.is_some_and(is_too_soon) {
            return None;
        }
        round.is_stopped = false;
        // A panel that could not tell is asked once more, unless the user said that it cannot.
        let status = known.account.capabilities.get(Ability::RefillStatus);
        let has_status = status.has || status.source == Source::Observed;
        let RefillPlan { request, watch } = plan_refills(known, has_status, now);
        let open = known.candidates.iter().filter(|order| !order.is_final());
        let orders = open.map(|order| order.order.clone()).chain(watch).collect();
        Some(Plan { orders, refills: request })
    }

    /// A round begins; `false` when one is under way already.
    pub fn begin(&mut self, account: &AccountId, plan: &Plan, moment: Moment) -> bool {
        let round = self.0.entry(account.clone()).or_default();
        if round.is_running {
            return false;
        }
        round.is_running = true;
        round.asked_at = Some(moment);
        if !plan.refills.is_empty() {
            round.refills_asked_at = Some(moment);
        }
        true
    }

    /// It ended so. A refused key or account ends the asking.
    pub fn end(&mut self, account: &AccountId, result: &Result<(), ClientError>) {
        let round = self.0.entry(account.clone()).or_default();
        round.is_running = false;
        if let Err(ClientError::Api(ApiError::Refused(refusal))) = result {
            round.is_stopped |= matches!(refusal.kind, RefusalKind::Auth | RefusalKind::Account);
        }
    }

    /// Counts what a round heard of refills; what that shows of the panel, once it shows something.
    pub fn count_refills(&mut self, account: &AccountId, reply: &RefillRound) -> Option<Fact> {
        self.0.entry(account.clone()).or_default().tally.count(reply)
    }

    /// The account has another key: what its panel refused is no news of this one.
    pub fn key_changed(&mut self, account: &AccountId) {
        if let Some(round) = self.0.get_mut(account) {
            round.is_stopped = false;
        }
    }
}

fn plan_refills(known: &Known<'_>, has_status: bool, now: Timestamp) -> RefillPlan {
    refill_request::plan(known.refills, known.followed, has_status, now)
}
