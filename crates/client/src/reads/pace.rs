//! Manners per panel account: one request a second with a burst of four, four reads in flight, a
//! breaker, and a budget for repeats, so that a panel in trouble gets less traffic, not more.

use super::Breaker;
use super::retry::is_worth_repeating;
use crate::error::TransportError;
use crate::ports::{Clock, Moment, Pause};
use panelboard_domain::id::AccountId;
use panelboard_panel_api::http::HttpResponse;
use std::cell::RefCell;
use std::collections::HashMap;
use std::rc::Rc;

const BURST: i64 = 4;
const TOKEN_MILLIS: i64 = 1000;
const IN_FLIGHT: u32 = 4;
/// How often a waiting read looks for a free place.
const TURN_MILLIS: u32 = 50;
/// Repeats: a tenth of the questions and three a minute, kept in thirtieths.
const RETRY_COST: i64 = 30;
const RETRY_PER_QUESTION: i64 = 3;
const RETRY_MOST: i64 = 10 * RETRY_COST;
const RETRY_TICK_MILLIS: i64 = 60_000 / (3 * RETRY_COST);

/// The paces of all accounts. Held once by the app; lost with the page.
#[derive(Debug, Default)]
pub struct Paces(RefCell<HashMap<AccountId, Rc<Pace>>>);

impl Paces {
    /// The pace of an account.
    pub fn of(&self, account: &AccountId) -> Rc<Pace> {
        Rc::clone(self.0.borrow_mut().entry(account.clone()).or_default())
    }

    /// Starts afresh: the user changed the key or asked to try again now.
    pub fn reset(&self, account: &AccountId) {
        self.0.borrow_mut().remove(account);
    }
}

/// One account's pace.
#[derive(Debug, Default)]
pub struct Pace(RefCell<State>);

#[derive(Debug)]
struct State {
    tokens_millis: i64,
    filled_at: Option<Moment>,
    in_flight: u32,
    retries: i64,
    breaker: Breaker,
}

impl Default for State {
    fn default() -> Self {
        Self {
            tokens_millis: BURST * TOKEN_MILLIS,
            filled_at: None,
            in_flight: 0,
            retries: 5 * RETRY_COST,
            breaker: Breaker::default(),
        }
    }
}

impl State {
    fn fill(&mut self, now: Moment) {
        let passed = self.filled_at.map_or(0, |at| now.millis_since(at));
        self.tokens_millis = self.tokens_millis.saturating_add(passed).min(BURST * TOKEN_MILLIS);
        let ticks = passed / RETRY_TICK_MILLIS;
        self.retries = self.retries.saturating_add(ticks).min(RETRY_MOST);
        self.filled_at = Some(now);
    }

    fn take(&mut self, now: Moment) -> Result<Option<u32>, TransportError> {
        self.fill(now);
        if self.in_flight >= IN_FLIGHT {
            return Ok(Some(TURN_MILLIS));
        }
        let missing = TOKEN_MILLIS - self.tokens_millis;
        if missing > 0 {
            return Ok(Some(u32::try_from(missing).unwrap_or(TURN_MILLIS)));
        }
        if !self.breaker.admit(now) {
            return Err(TransportError::Resting);
        }
        self.tokens_millis -= TOKEN_MILLIS;
        self.in_flight += 1;
        self.retries = (self.retries + RETRY_PER_QUESTION).min(RETRY_MOST);
        Ok(None)
    }
}

impl Pace {
    /// Waits for this read's turn. `Err(Resting)` while the breaker is open.
    pub(super) async fn enter(
        &self,
        ports: &(impl Clock + Pause),
    ) -> Result<Turn<'_>, TransportError> {
        loop {
            let wait = self.0.borrow_mut().take(ports.moment())?;
            match wait {
                None => return Ok(Turn { pace: self, ended: false }),
                Some(millis) => ports.pause(millis).await,
            }
        }
    }

    /// Takes one repeat from the budget, if there is one.
    pub(super) fn may_retry(&self, now: Moment) -> bool {
        let mut state = self.0.borrow_mut();
        state.fill(now);
        let granted = state.retries >= RETRY_COST && !state.breaker.is_open();
        if granted {
            state.retries -= RETRY_COST;
        }
        granted
    }
}

/// One read in flight. Dropped without an end, its place is free again.
pub(super) struct Turn<'p> {
    pace: &'p Pace,
    ended: bool,
}

impl Turn<'_> {
    /// Notes how the read ended.
    pub(super) fn end(mut self, now: Moment, answer: &Result<HttpResponse, TransportError>) {
        self.ended = true;
        let breaker = &mut self.pace.0.borrow_mut().breaker;
        match answer {
            // Offline and cancelled say nothing about the panel.
            Err(TransportError::Offline | TransportError::Cancelled) => breaker.abandoned(),
            answer if is_worth_repeating(answer) => breaker.failed(now),
            _ => breaker.succeeded(),
        }
    }
}

impl Drop for Turn<'_> {
    fn drop(&mut self) {
        let mut state = self.pace.0.borrow_mut();
        state.in_flight = state.in_flight.saturating_sub(1);
        if !self.ended {
            state.breaker.abandoned();
        }
    }
}
