//! Every event of the engine and what it changes on the screen: the one place where both meet. It must
//! never decide anything.

use super::{Handles, ToastKind};
use crate::i18n::{Msg, error_text};
use panelboard_client::engine::Event;
use panelboard_client::settle::NotSettled;

impl Handles {
    /// Shows what changed.
    pub fn apply(self, event: Event) {
        let (accounts, catalogs, orders) = (self.accounts, self.catalogs, self.orders);
        match event {
            Event::Accounts(stored, keyless) => accounts.set_accounts(stored, keyless),
            Event::Balance(id, load) => accounts.set_balance(&id, load),
            Event::Orphans(orphans) => accounts.set_orphans(orphans),
            Event::ProbeStep(run, step) => accounts.probe_step(run, &step),
            Event::ProbeEnded(run, result) => accounts.probe_ended(run, *result),
            Event::ProbeContinues(run) => accounts.probe_continues(run),
            Event::Relays(known) => self.relays.set_known(known),
            Event::RelayTest(run, look) => self.relays.set_test(run, look),
            Event::RelayRemoved(relay, result) => self.relays.set_removed(relay, result),
            Event::Retest(id, retest) => accounts.set_retest(&id, retest),
            Event::KeyChange(id, change) => accounts.set_key_change(&id, change),
            Event::Catalog(id, load) => catalogs.set_catalog(&id, load),
            Event::CatalogBytes(id, bytes) => catalogs.set_downloaded(&id, bytes),
            Event::Price(id, load) => orders.set_price(&id, load),
            Event::JournalReady => orders.set_ready(),
            Event::Alarm(alarm) => orders.set_alarm(alarm),
            Event::Attempts(attempts) => orders.show_attempts(&attempts),
            Event::Followed(followed) => orders.show_followed(followed),
            Event::Refill(id, status) => orders.show_refill(&id, status),
            Event::Erased(ids) => orders.remove(&ids),
            Event::Copies(known) => self.copies.set_known(known),
            Event::BroughtBack(back) => self.copies.set_back(back),
            Event::FollowingStarted(id) => orders.following_started(&id),
            Event::FollowingEnded(id, result, at) => orders.following_ended(&id, result, at),
            Event::Placing(id, placing) => orders.set_placing(&id, placing),
            Event::Batch(view) => self.batch.set_view(*view),
            Event::Repeating(id, placing) => orders.set_repeating(&id, placing),
            Event::Write(id, kind, result) => orders.set_write(&id, kind, result),
            Event::Settling(id, settling) => orders.set_settling(&id, settling),
            Event::Watching(id, watch) => orders.set_watching(&id, watch),
            Event::NotKept(stop) => self.problem(match stop {
                NotSettled::BuiltOn(_) => Msg::UNCONFIRMED_BUILT_ON,
                _ => Msg::UNCONFIRMED_RESOLVE_FAILED,
            }),
            Event::LearnedName => {
                self.toasts.push(ToastKind::Note, Msg::ORDERS_LEARNED_NAME, Vec::new());
            }
            Event::StorageFailed(error) => self.problem(error_text::storage_error(&error).what),
            // What the browser does with these is the shell's (`crate::engine`).
            Event::KeyStored | Event::RawJournal(_) | Event::Settings => {}
        }
    }

    /// Says that something did not work.
    pub fn problem(self, message: Msg) {
        self.toasts.push(ToastKind::Problem, message, Vec::new());
    }
}
