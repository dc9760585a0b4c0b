//! A confirmed batch on its way: one lane a panel, one order at a time in it (docs/reliability.md#one-send).
//! A lane stands still after an unknown outcome or a charge that is not the estimate; an account of it
//! stands still when it cannot order; a panel that wants fewer requests is waited for.
//!
//! Must never try an order again that may have left, nor send one whose price or account has changed.

use super::confirm::Confirmed;
use super::outcome::LATE_MILLIS;
use super::{Engine, Run};
use crate::batch::{Halt, LaneView, RowState};
use crate::clock;
use crate::engine::lists;
use crate::place::{self, Credentials, NotSent, is_charge_unseen};
use crate::ports::{Destination, Ports};
use crate::stop::Stop;
use panelboard_domain::account::Account;
use panelboard_domain::attempt::guard::Finding;
use panelboard_domain::attempt::{Attempt, AttemptState, Request};
use panelboard_domain::id::{AccountId, AttemptId};
use panelboard_domain::order::{Recheck, recheck};
use panelboard_domain::panel::PanelId;
use std::collections::BTreeSet;
use std::rc::Rc;

/// One panel's part of the run.
#[derive(Debug, Default)]
pub(super) struct Lane {
    /// A task works on it.
    pub(super) is_alive: bool,
    /// The order that was sent last: the next balance is the look at its charge.
    pub(super) previous: Option<AttemptId>,
    /// Looks at that charge that found the balance unmoved.
    pub(super) late: usize,
    /// Rate limits in a row.
    pub(super) throttled: u32,
    /// Failures in a row to read what is needed before a send.
    pub(super) unreadable: usize,
    pub(super) is_throttled: bool,
    /// Outcomes that were open already when the user last said to go on.
    pub(super) known_open: BTreeSet<AttemptId>,
    /// Orders whose alarm the user knew of then.
    pub(super) known_alarms: BTreeSet<AttemptId>,
    pub(super) halted: Option<Halt>,
    pub(super) stopped: Vec<(AccountId, Halt)>,
}

/// What the lane does next.
pub(super) enum Next {
    /// The next row, after this time.
    After(u32),
    /// Nothing more, for now.
    Rest,
}

impl Lane {
    pub(super) fn view(&self, panel: &PanelId) -> LaneView {
        LaneView {
            panel: panel.clone(),
            is_throttled: self.is_throttled,
            halted: self.halted.clone(),
            stopped: self.stopped.clone(),
        }
    }

    fn may_send(&self, account: &AccountId) -> bool {
        self.halted.is_none() && self.stopped.iter().all(|(stopped, _)| stopped != account)
    }

    fn stop(&mut self, account: &AccountId, why: Halt) {
        self.stopped.retain(|(stopped, _)| stopped != account);
        self.stopped.push((account.clone(), why));
    }
}

impl<G> Run<G> {
    fn lane(&mut self, panel: &PanelId) -> &mut Lane {
        self.lanes.entry(panel.clone()).or_default()
    }

    /// The first row that may be sent at a panel now.
    fn next(&self, panel: &PanelId) -> Option<usize> {
        let lane = self.lanes.get(panel)?;
        let is_it = |row: &Confirmed| {
            PanelId::of(&row.account.endpoint) == *panel && lane.may_send(&row.account.id)
        };
        let mut waiting = self.waiting.iter();
        waiting.find(|(_, row)| !self.is_paused && is_it(row)).map(|(at, _)| *at)
    }

    fn panels(&self) -> BTreeSet<PanelId> {
        self.waiting.values().map(|row| PanelId::of(&row.account.endpoint)).collect()
    }

    pub(super) fn is_over(&self) -> bool {
        self.waiting.is_empty() && self.lanes.values().all(|lane| !lane.is_alive)
    }
}

impl<P: Ports> Engine<P> {
    pub(super) fn start_lanes(self: &Rc<Self>) {
        let begun = {
            let batch = &mut *self.batch.borrow_mut();
            let Some(run) = batch.run.as_mut().filter(|run| run.lock.is_some()) else { return };
            let mut begun = Vec::new();
            for panel in run.panels() {
                let is_new = !run.lanes.contains_key(&panel);
                let lane = run.lane(&panel);
                if is_new {
                    lane.known_open = self.unknown_at(&panel);
                    lane.known_alarms = self.alarmed_at(&panel);
                }
                if !std::mem::replace(&mut lane.is_alive, true) {
                    begun.push(panel);
                }
            }
            begun
        };
        for panel in begun {
            let engine = Rc::clone(self);
            self.spawn(engine.run_lane(panel));
        }
        self.tell_batch();
    }

    async fn run_lane(self: Rc<Self>, panel: PanelId) {
        loop {
            let next = self.with_run(|run| run.next(&panel)).flatten();
            let Some(at) = next else { break };
            match Box::pin(self.send_row(&panel, at)).await {
                Next::After(millis) => self.ports.pause(millis).await,
                Next::Rest => break,
            }
            self.with_lane(&panel, |lane| lane.is_throttled = false);
        }
        let previous = self.with_lane(&panel, |lane| {
            lane.is_alive = false;
            lane.previous.take()
        });
        // Nothing follows whose balance would tell: the look at the charge is an own one.
        let previous = previous.flatten().and_then(|id| self.book.attempt(&id));
        if let Some(attempt) = previous {
            self.read_balance(&attempt.account);
            if is_charge_unseen(&attempt, self.ports.now()) {
                let engine = Rc::clone(&self);
                self.spawn(async move { engine.look_at_charge(&attempt).await });
            }
        }
        // A press of Resume may have come while this lane was ending.
        let goes_on = self.with_run(|run| run.next(&panel).is_some()) == Some(true);
        if goes_on {
            return self.start_lanes();
        }
        self.end_if_over();
    }

    pub(super) fn with_run<T>(&self, act: impl FnOnce(&mut Run<P::Guard>) -> T) -> Option<T> {
        self.batch.borrow_mut().run.as_mut().map(act)
    }

    pub(super) fn with_lane<T>(
        &self,
        panel: &PanelId,
        act: impl FnOnce(&mut Lane) -> T,
    ) -> Option<T> {
        self.with_run(|run| act(run.lane(panel)))
    }

    /// The lane stands still until the user goes on.
    pub(super) fn halt(&self, panel: &PanelId, why: Halt) -> Next {
        self.with_lane(panel, |lane| lane.halted = Some(why));
        self.tell_batch();
        Next::Rest
    }

    /// An account stands still; others of the panel go on.
    pub(super) fn stop_account(&self, panel: &PanelId, account: &AccountId, why: Halt) -> Next {
        self.with_lane(panel, |lane| lane.stop(account, why));
        self.tell_batch();
        Next::After(0)
    }

    /// Everything stands still: something is wrong with this device or its journal.
    pub(super) fn halt_all(&self, why: &Stop) -> Next {
        self.with_run(|run| {
            for lane in run.lanes.values_mut() {
                lane.halted = Some(Halt::Stopped(why.clone()));
            }
        });
        self.tell_batch();
        Next::Rest
    }

    async fn send_row(self: &Rc<Self>, panel: &PanelId, at: usize) -> Next {
        let account = self.with_run(|run| run.waiting.get(&at).map(|row| row.account.id.clone()));
        let Some(account) = account.flatten() else { return Next::After(0) };
        if let Some(next) = self.look_before_row(panel, &account).await {
            return next;
        }
        // Taken out here: whatever happens from now on, it cannot be sent from this queue again, unless
        // it comes back with nothing written down.
        let row = self.with_run(|run| match run.next(panel) == Some(at) {
            true => run.waiting.remove(&at),
            false => None,
        });
        let Some(Confirmed { account, key, order }) = row.flatten() else { return Next::After(0) };
        if let Some(open) = self.open_before(&order) {
            let why = Stop::Duplicate(vec![Finding::OpenUnknown { attempt: open }]);
            return self.drop_rows([at], &why);
        }
        let previous = self.with_lane(panel, |lane| {
            lane.previous.clone().filter(|_| lane.late <= LATE_MILLIS.len())
        });
        let previous = previous.flatten();
        let credentials = Credentials { account: &account, key: &key };
        let progress = |attempt: &Attempt| {
            self.changed(attempt.clone());
            self.row_is(at, attempt);
        };
        let known = self.with_lane(panel, |lane| lane.known_open.clone()).unwrap_or_default();
        let (ports, previous) = (&self.ports, previous.as_ref());
        let sent = place::place_next(ports, credentials, *order, previous, &known, progress);
        match Box::pin(sent).await {
            Ok(dispatched) => {
                let stored = dispatched.stored.clone();
                let attempt = self.dispatched(dispatched);
                self.learn_from(credentials, &attempt);
                let next = self.row_ended(panel, at, &attempt);
                // What is known of it is on this page only: nothing follows before the user has looked.
                stored.map_or_else(|error| self.halt_all(&Stop::Failed(error.into())), |()| next)
            }
            Err(NotSent { order: Some(_), .. })
                if self.with_run(|run| run.is_stopping) == Some(true) =>
            {
                // It came back after "Stop after this": it is a draft, as all the others are.
                self.batch.borrow_mut().give_back(at, None);
                Next::Rest
            }
            Err(NotSent { why, order }) => {
                let id = account.id.clone();
                let was_given_back = order.is_some();
                if let Some(order) = order {
                    let row = Confirmed { account, key, order: Box::new(order) };
                    self.with_run(|run| run.waiting.insert(at, row));
                }
                self.row_held(panel, &id, at, why, was_given_back)
            }
        }
    }

    /// What may have changed since the confirmation. `Some`: this row is not sent now.
    async fn look_before_row(self: &Rc<Self>, panel: &PanelId, id: &AccountId) -> Option<Next> {
        if let Some(error) = self.shut() {
            return Some(self.halt_all(&Stop::Failed(error.into())));
        }
        if let Some(loss) = self.loss() {
            return Some(self.halt_all(&Stop::RecordsMissing(loss)));
        }
        if let Some(open) = self.new_unknown(panel) {
            return Some(self.halt(panel, Halt::Unknown(open)));
        }
        if let Some(alarmed) = self.new_alarm(panel) {
            self.with_lane(panel, |lane| lane.previous = None);
            return Some(self.halt(panel, Halt::Alarm(alarmed)));
        }
        self.fresh_list(id).await;
        let list = self.catalog(id);
        let is_fresh = lists::has_fresh_prices(list.at(), clock::seen(&self.ports));
        if let Some(error) = list.error().filter(|_| !is_fresh) {
            return Some(self.stop_account(panel, id, Halt::List(error.clone())));
        }
        let Some(listed) = list.value() else {
            return Some(self.stop_account(panel, id, Halt::Stopped(Stop::PriceChanged)));
        };
        let changed: Vec<usize> = self.waiting_of(id, |row| match row.order.request() {
            Request::Add { service, .. } => {
                recheck(service, listed.catalog.get(&service.id)) != Recheck::Same
            }
            _ => true,
        });
        if !changed.is_empty() {
            return Some(self.drop_rows(changed, &Stop::PriceChanged));
        }
        let stored = match self.spending(id) {
            Ok((account, _)) if account.read_only => Err(Stop::ReadOnly),
            other => other,
        };
        match stored {
            Err(stop) => Some(self.stop_account(panel, id, Halt::Stopped(stop))),
            Ok((account, key)) => {
                let others = self
                    .waiting_of(id, |row| row.key != key || is_elsewhere(&row.account, &account));
                (!others.is_empty()).then(|| self.drop_rows(others, &Stop::OtherBytes))
            }
        }
    }

    /// An outcome at this panel that became open since the run began or was resumed, whoever sent it: its
    /// evidence is the balance, which must not move meanwhile.
    fn new_unknown(&self, panel: &PanelId) -> Option<AttemptId> {
        let known = self.with_lane(panel, |lane| lane.known_open.clone()).unwrap_or_default();
        self.unknown_at(panel).into_iter().find(|id| !known.contains(id))
    }

    /// An order at this panel whose charge raised an alarm since the run began or was resumed, whoever sent
    /// it and whatever raised it.
    fn new_alarm(&self, panel: &PanelId) -> Option<AttemptId> {
        let known = self.with_lane(panel, |lane| lane.known_alarms.clone()).unwrap_or_default();
        self.alarmed_at(panel).into_iter().find(|id| !known.contains(id))
    }

    pub(super) fn alarmed_at(&self, panel: &PanelId) -> BTreeSet<AttemptId> {
        let alarmed = |attempt: &Attempt| attempt.alarm().is_some() && attempt.concerns(panel);
        self.book.attempts(alarmed).into_iter().map(|attempt| attempt.id.clone()).collect()
    }

    pub(super) fn unknown_at(&self, panel: &PanelId) -> BTreeSet<AttemptId> {
        let open = self.book.open().into_iter();
        let here = open.filter(|attempt| attempt.is_unknown() && attempt.concerns(panel));
        here.map(|attempt| attempt.id.clone()).collect()
    }

    fn waiting_of(&self, id: &AccountId, fits: impl Fn(&Confirmed) -> bool) -> Vec<usize> {
        let found = self.with_run(|run| {
            let of_account = run.waiting.iter().filter(|(_, row)| row.account.id == *id);
            of_account.filter(|(_, row)| fits(row)).map(|(at, _)| *at).collect()
        });
        found.unwrap_or_default()
    }

    /// These rows are drafts again: what was confirmed is thrown away unsent.
    fn drop_rows(&self, rows: impl IntoIterator<Item = usize>, why: &Stop) -> Next {
        {
            let batch = &mut *self.batch.borrow_mut();
            for at in rows {
                if let Some(run) = &mut batch.run {
                    run.waiting.remove(&at);
                }
                batch.give_back(at, Some(why.clone()));
            }
        }
        self.tell_batch();
        Next::After(0)
    }

    /// An earlier row that this one repeats on purpose, and whose outcome is open: the user agreed to two
    /// orders, not to an open question.
    fn open_before(&self, order: &place::ConfirmedOrder) -> Option<AttemptId> {
        let is_open =
            |id: &&AttemptId| self.book.attempt(id).is_some_and(|attempt| attempt.is_open());
        order.acknowledged().iter().find(is_open).cloned()
    }

    /// A row is what its record says.
    pub(super) fn row_is(&self, at: usize, attempt: &Attempt) {
        {
            let batch = &mut *self.batch.borrow_mut();
            if batch.attempts.get(&at) != Some(&attempt.id) {
                return;
            }
            let id = attempt.id.clone();
            let state = match attempt.state() {
                AttemptState::Sending => RowState::Sending(id),
                state => RowState::Ended(id, state.clone()),
            };
            batch.set(at, |row| row.state = state);
        }
        self.tell_batch();
    }
}

/// The request was made for another address or another way there.
fn is_elsewhere(confirmed: &Account, now: &Account) -> bool {
    confirmed.endpoint != now.endpoint
        || Destination::of(confirmed).ok() != Destination::of(now).ok()
}
