//! What the engine tells of the orders, on their rows. It must never decide anything.

use super::lists::{Moved, Places};
use super::{OrderRow, Orders, WriteState};
use crate::state::{JournalAlarm, Load, Placing, PriceCheck, Settling, Stop};
use leptos::prelude::*;
use panelboard_client::error::ClientError;
use panelboard_domain::attempt::{Attempt, AttemptState, Request, Watch, WriteKind};
use panelboard_domain::id::{AccountId, AttemptId};
use panelboard_domain::order::{Followed, RefillStatus};
use panelboard_domain::time::Timestamp;
use std::sync::Arc;

impl Orders {
    /// Attempts as the journal has them now. Only their own rows are redrawn.
    pub(in crate::state) fn show_attempts(self, attempts: &[Arc<Attempt>]) {
        let moved: Vec<Moved> =
            attempts.iter().filter_map(|attempt| self.show_order(attempt)).collect();
        self.lists.update(&moved);
        // After the orders: those that these are about may stand behind them.
        for attempt in attempts {
            self.show_request(attempt);
        }
    }

    fn show_order(self, attempt: &Arc<Attempt>) -> Option<Moved> {
        if !matches!(attempt.request, Request::Add { .. }) {
            return None;
        }
        let mut is_numbered = false;
        let change = |row: &mut OrderRow| {
            let before = row.order.is_some();
            row.set_record(attempt);
            is_numbered = row.order.is_some() != before;
        };
        if let Some(moved) = self.change_row(&attempt.id, change) {
            if is_numbered {
                self.find_anew(&attempt.id);
            }
            return Some(moved);
        }
        let row = OrderRow::of(attempt)?;
        self.find_anew(&attempt.id);
        let now = Places::of(&row);
        self.rows.update_value(|rows| {
            rows.insert(attempt.id.clone(), ArcRwSignal::new(row));
        });
        Some((attempt.id.clone(), Places::default(), now))
    }

    fn show_request(self, attempt: &Attempt) {
        match (&attempt.request, attempt.request.about()) {
            (Request::Add { .. }, _) | (_, None) => {}
            // A repeat has no row: what is known of it shows with the order.
            (Request::Again { first, .. }, _) => {
                if let Some(row) = self.rows.with_value(|rows| rows.get(first).cloned()) {
                    row.notify();
                }
            }
            (request, Some(order)) => {
                let row = self.book().find(&attempt.account, order);
                if let (Some(kind), Some(id)) = (request.write_kind(), row) {
                    self.update_row(&id, |row| row.set_request(kind, attempt));
                }
            }
        }
    }

    /// What the panel last said of these orders.
    pub(in crate::state) fn show_followed(self, followed: Vec<Followed>) {
        let book = self.book();
        let mut moved = Vec::with_capacity(followed.len());
        for followed in followed {
            if let Some(id) = book.find(&followed.account, &followed.order) {
                moved.extend(self.change_row(&id, |row| row.followed = Some(followed)));
            }
        }
        self.lists.update(&moved);
    }

    pub(in crate::state) fn show_refill(self, id: &AttemptId, now: RefillStatus) {
        self.update_row(id, |row| {
            if let WriteState::Asked { status, .. } = &mut row.refill {
                *status = Some(now);
            }
        });
    }

    /// Takes erased orders out of the lists.
    pub(in crate::state) fn remove(self, ids: &[AttemptId]) {
        let place = |id: &AttemptId| {
            let row = self.rows.with_value(|rows| rows.get(id).cloned())?;
            Some((id.clone(), row.with_untracked(Places::of), Places::default()))
        };
        let moved: Vec<Moved> = ids.iter().filter_map(place).collect();
        self.lists.update(&moved);
        self.rows.update_value(|rows| ids.iter().for_each(|id| drop(rows.remove(id))));
    }

    fn update_row(self, id: &AttemptId, change: impl FnOnce(&mut OrderRow)) {
        let moved = self.change_row(id, change);
        self.lists.update(moved.as_slice());
    }

    /// Changes a row; where it was and is. `None` when there is none.
    fn change_row(self, id: &AttemptId, change: impl FnOnce(&mut OrderRow)) -> Option<Moved> {
        let signal = self.rows.with_value(|rows| rows.get(id).cloned())?;
        let before = signal.with_untracked(Places::of);
        signal.update(change);
        Some((id.clone(), before, signal.with_untracked(Places::of)))
    }

    pub(in crate::state) fn set_ready(self) {
        self.ready.set(true);
    }

    pub(in crate::state) fn set_alarm(self, alarm: Option<JournalAlarm>) {
        self.alarm.set(alarm);
    }

    pub(in crate::state) fn following_started(self, account: &AccountId) {
        let (signal, _) = self.following.at(account);
        signal.update(|load| *load = std::mem::take(load).started());
    }

    pub(in crate::state) fn following_ended(
        self,
        account: &AccountId,
        result: Result<(), ClientError>,
        now: Timestamp,
    ) {
        let (signal, _) = self.following.at(account);
        signal.update(|load| *load = std::mem::take(load).ended(result, now));
    }

    pub(in crate::state) fn set_price(self, account: &AccountId, load: Load<PriceCheck>) {
        self.prices.at(account).0.set(load);
    }

    pub(in crate::state) fn set_placing(self, account: &AccountId, placing: Placing) {
        if let Placing::Ended(id, AttemptState::Placed { .. } | AttemptState::Unknown { .. }) =
            &placing
            && let Some(sent) = self.book().attempt(id)
            && let Request::Add { link, .. } = &sent.request
        {
            self.draft_was_sent(account, link);
        }
        self.placing.at(account).0.set(placing);
    }

    pub(in crate::state) fn set_repeating(self, id: &AttemptId, placing: Placing) {
        self.repeating.at(id).0.set(placing);
    }

    pub(in crate::state) fn set_settling(self, id: &AttemptId, settling: Settling) {
        self.settling.at(id).0.set(settling);
    }

    pub(in crate::state) fn set_watching(self, id: &AttemptId, watch: Option<Watch>) {
        self.watching.at(id).0.set(watch);
    }

    pub(in crate::state) fn set_write(
        self,
        id: &AttemptId,
        kind: WriteKind,
        result: Result<(), Stop>,
    ) {
        let state = result.map_or_else(WriteState::Stopped, |()| WriteState::Sending);
        self.update_row(id, |row| *row.write_mut(kind) = state);
    }
}
