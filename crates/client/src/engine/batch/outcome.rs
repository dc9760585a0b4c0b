//! What came of a row, and what that means for its lane: the next one, a wait, or standing still.
//!
//! Must never bring back a row of which anything may have been written down.

use super::Engine;
use super::lane::Next;
use crate::batch::Halt;
use crate::error::ClientError;
use crate::place::Held;
use crate::ports::Ports;
use crate::stop::Stop;
use panelboard_domain::attempt::{Attempt, AttemptState, RefusalKind};
use panelboard_domain::id::AccountId;
use panelboard_domain::panel::PanelId;
use panelboard_panel_api::error::ApiError;
use std::rc::Rc;

/// Between the answer to one order and the look at the balance before the next.
const GAP_MILLIS: u32 = 600;
/// Further waits while the balance has not moved: two and twenty seconds after the order.
pub(super) const LATE_MILLIS: [u32; 2] = [1_400, 18_000];
/// What a panel that wants fewer requests is given.
const THROTTLED_MILLIS: u32 = 60_000;
/// So often in a row; then the account stands still.
const MOST_THROTTLED: u32 = 10;
/// Waits for a balance or a relay that does not answer.
const UNREADABLE_MILLIS: [u32; 2] = [5_000, 15_000];

impl<P: Ports> Engine<P> {
    pub(super) fn row_ended(
        self: &Rc<Self>,
        panel: &PanelId,
        at: usize,
        attempt: &Attempt,
    ) -> Next {
        self.with_lane(panel, |lane| {
            lane.previous = Some(attempt.id.clone());
            (lane.late, lane.unreadable) = (0, 0);
        });
        self.row_is(at, attempt);
        let throttled = self.with_lane(panel, |lane| {
            let is_limit = matches!(attempt.state(), AttemptState::Rejected { reason }
                if reason.kind == RefusalKind::RateLimit);
            lane.throttled = if is_limit { lane.throttled + 1 } else { 0 };
            lane.throttled
        });
        if attempt.alarm().is_some() {
            // Whoever raised it: nothing more leaves before the user has looked.
            self.with_lane(panel, |lane| lane.previous = None);
            return self.halt(panel, Halt::Alarm(attempt.id.clone()));
        }
        match attempt.state() {
            AttemptState::Unknown { .. } | AttemptState::Sending => {
                let engine = Rc::clone(self);
                let open = attempt.clone();
                self.with_lane(panel, |lane| lane.previous = None);
                self.spawn(engine.look_after(open));
                self.halt(panel, Halt::Unknown(attempt.id.clone()))
            }
            AttemptState::Rejected { reason } => match reason.kind {
                RefusalKind::RateLimit => {
                    self.throttle(panel, &attempt.account, throttled.unwrap_or(0))
                }
                kind @ (RefusalKind::Funds
                | RefusalKind::Auth
                | RefusalKind::Account
                | RefusalKind::Maintenance) => {
                    self.stop_account(panel, &attempt.account, Halt::Refused(kind));
                    Next::After(GAP_MILLIS)
                }
                _ => Next::After(GAP_MILLIS),
            },
            _ => Next::After(GAP_MILLIS),
        }
    }

    /// The panel wants fewer requests: it is given time, and in the end peace.
    fn throttle(&self, panel: &PanelId, account: &AccountId, times: u32) -> Next {
        if times > MOST_THROTTLED {
            return self.stop_account(panel, account, Halt::Refused(RefusalKind::RateLimit));
        }
        self.with_lane(panel, |lane| lane.is_throttled = true);
        self.tell_batch();
        Next::After(THROTTLED_MILLIS)
    }

    /// Nothing of the row was sent.
    pub(super) fn row_held(
        self: &Rc<Self>,
        panel: &PanelId,
        account: &AccountId,
        at: usize,
        why: Held,
        was_given_back: bool,
    ) -> Next {
        let stop = match why {
            Held::NotCharged => {
                let late = self.with_lane(panel, |lane| {
                    lane.late += 1;
                    lane.late - 1
                });
                let wait = late.and_then(|late| LATE_MILLIS.get(late).copied());
                return Next::After(wait.unwrap_or(0));
            }
            Held::Alarm(attempt) => {
                self.with_lane(panel, |lane| lane.previous = None);
                return self.halt(panel, Halt::Alarm(attempt));
            }
            Held::Unknown(open) => return self.halt(panel, Halt::Unknown(open)),
            Held::Stopped(stop) => stop,
        };
        if !was_given_back {
            {
                let batch = &mut *self.batch.borrow_mut();
                batch.give_back(at, Some(stop.clone()));
            }
            self.tell_batch();
        }
        match &stop {
            Stop::BalanceUnreadable(error) if is_rate_limit(error) => {
                let times = self.with_lane(panel, |lane| {
                    lane.throttled += 1;
                    lane.throttled
                });
                self.throttle(panel, account, times.unwrap_or(0))
            }
            Stop::BalanceUnreadable(_) | Stop::ReceiptUnreadable(_) => {
                let times = self.with_lane(panel, |lane| {
                    lane.unreadable += 1;
                    lane.unreadable - 1
                });
                match times.and_then(|times| UNREADABLE_MILLIS.get(times)) {
                    Some(millis) => Next::After(*millis),
                    None => {
                        self.with_lane(panel, |lane| lane.unreadable = 0);
                        self.stop_account(panel, account, Halt::Stopped(stop))
                    }
                }
            }
            // This row alone.
            Stop::Duplicate(_)
            | Stop::PriceChanged
            | Stop::OtherBytes
            | Stop::NotOffered
            | Stop::NotSafeAgain(_) => Next::After(0),
            Stop::NoAccount | Stop::NoKey | Stop::ReadOnly | Stop::OtherCurrency(_) => {
                self.read_balance(account);
                self.stop_account(panel, account, Halt::Stopped(stop))
            }
            Stop::NotReady
            | Stop::RecordsMissing(_)
            | Stop::NoLocks
            | Stop::ReloadFirst
            | Stop::Failed(_) => self.halt_all(&stop),
        }
    }
}

fn is_rate_limit(error: &ClientError) -> bool {
    match error {
        ClientError::Api(ApiError::Refused(refusal)) => refusal.kind == RefusalKind::RateLimit,
        ClientError::Api(ApiError::Unreadable { status, .. }) => *status == 429,
        _ => false,
    }
}
