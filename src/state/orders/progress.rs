//! What the desk reports of work under way. It must never decide anything.

use super::{Orders, Placing, PriceCheck, Settling, WriteState};
use crate::state::Load;
use crate::state::drafts::draft_was_sent;
use leptos::prelude::*;
use panelboard_client::error::ClientError;
use panelboard_domain::attempt::{Ask, AttemptState, Watch, WriteKind};
use panelboard_domain::id::{AccountId, AttemptId};
use panelboard_domain::time::Timestamp;

impl Orders {
    pub(crate) fn following_started(self, account: &AccountId) {
        let (signal, _) = self.following.at(account);
        signal.update(|load| *load = std::mem::take(load).started());
    }

    pub(crate) fn following_ended(
        self,
        account: &AccountId,
        result: Result<(), ClientError>,
        now: Timestamp,
    ) {
        let (signal, _) = self.following.at(account);
        signal.update(|load| *load = std::mem::take(load).ended(result, now));
    }

    pub(crate) fn price_checked(self, account: &AccountId, load: Load<PriceCheck>) {
        self.prices.at(account).0.set(load);
    }

    pub(crate) fn placing_is(self, account: &AccountId, placing: Placing) {
        if let Placing::Ended(id, AttemptState::Placed { .. } | AttemptState::Unknown { .. }) =
            &placing
            && let Some(sent) = self.attempt(id)
            && let Ask::Add { link, .. } = &sent.ask
        {
            draft_was_sent(account, link);
        }
        self.placing.at(account).0.set(placing);
    }

    pub(crate) fn settling_is(self, id: &AttemptId, settling: Settling) {
        self.settling.at(id).0.set(settling);
    }

    pub(crate) fn watching_is(self, id: &AttemptId, watch: Option<Watch>) {
        self.watching.at(id).0.set(watch);
    }

    pub(crate) fn write_is(self, id: &AttemptId, kind: WriteKind, state: WriteState) {
        if let Some(row) = self.rows.with_value(|rows| rows.get(id).cloned()) {
            row.update(|row| *row.write_mut(kind) = state);
        }
    }
}
