//! Changing an account that is here by asking its panel: a new test, a new key; and orders that are taken
//! over. The rules are [`crate::accounts`]'.

use super::progress::{KeyChange, Retest};
use super::{Engine, Event};
use crate::accounts::belonging::Orphans;
use crate::accounts::{key, retest, take_over};
use crate::journal::AppendError;
use crate::ports::Ports;
use crate::probe::{ProbeRequest, RouteChoice, probe_account};
use panelboard_domain::id::AccountId;
use panelboard_domain::secret::ApiKey;
use std::rc::Rc;

impl<P: Ports> Engine<P> {
    /// Tests an account anew. Nothing of it is changed by that.
    pub(super) async fn retest(self: Rc<Self>, id: AccountId, choice: RouteChoice) {
        let Ok((account, key)) = self.credentials(&id) else {
            return self.tell(Event::Retest(id, Retest::NoKey));
        };
        self.tell(Event::Retest(id.clone(), Retest::Testing));
        let relays = self.offers(&choice).await;
        let request = ProbeRequest {
            candidates: std::slice::from_ref(&account.endpoint),
            key: &key,
            choice,
            relays: &relays,
            existing: &[],
        };
        let found = match probe_account(&self.ports, &request, |_| ()).await {
            Ok(found) => {
                let (now, changes) = retest::compare(&account, &found);
                Retest::Found(Box::new(now), changes)
            }
            Err(failure) => Retest::Failed(failure),
        };
        self.tell(Event::Retest(id, found));
    }

    /// The key goes into storage first: a shown end of a key that is not there would be a lie.
    pub(super) async fn change_key(self: Rc<Self>, id: AccountId, new: ApiKey) {
        let Some(account) = self.account(&id) else { return };
        self.tell(Event::KeyChange(id.clone(), KeyChange::Testing));
        let existing = self.with_keys();
        let change = match key::try_key(&self.ports, &account, &new, &existing).await {
            Err(stop) => KeyChange::Stopped(stop),
            Ok(found) => match self.ports.set_key(&id, Some(&new)) {
                Err(error) => KeyChange::NotStored(error),
                Ok(()) => {
                    let tail = found.account.key_tail;
                    self.update_account(&id, |account| account.key_tail = tail);
                    self.balance_was_read(&id, Ok(found.balance.clone())).await;
                    self.rounds.borrow_mut().key_changed(&id);
                    self.plan_turn();
                    self.tell(Event::KeyStored);
                    KeyChange::Done(found.balance)
                }
            },
        };
        self.tell(Event::KeyChange(id, change));
    }

    pub(super) async fn take_over(self: Rc<Self>, orphans: Orphans, by: AccountId) {
        let Some(account) = self.account(&by) else { return };
        let key = self.ports.key(&by);
        match take_over::take_over(&self.ports, &orphans, &account, key.as_ref()).await {
            Ok(moved) => {
                for attempt in moved {
                    self.changed(attempt);
                }
            }
            Err(AppendError::Storage(error)) => self.storage_failed(error),
            // Another tab has moved them.
            Err(AppendError::Missing | AppendError::NotAllowed(_)) => {}
        }
        self.find_orphans().await;
    }
}
