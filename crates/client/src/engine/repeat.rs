//! "Ask again safely": the money path of a repeat, next to that of an order ([`super::writes`]). Whether
//! it is safe is the domain's to say (`panelboard_domain::attempt::again`), which needs the account's key.

use super::progress::Placing;
use super::{Engine, Event};
use crate::clock;
use crate::gesture::UserGesture;
use crate::place::{self, ConfirmedRepeat, Credentials, confirm_again};
use crate::ports::Ports;
use crate::stop::Stop;
use panelboard_domain::account::Account;
use panelboard_domain::attempt::Attempt;
use panelboard_domain::attempt::again::{NoAgain, may_ask_again};
use panelboard_domain::id::AttemptId;
use panelboard_domain::panel::{KeyPrint, PanelId};
use panelboard_domain::secret::ApiKey;
use panelboard_domain::time::Timestamp;
use std::rc::Rc;

impl<P: Ports> Engine<P> {
    /// Until when an order may be asked for again; `None` when it may not.
    pub fn may_ask_again_until(&self, id: &AttemptId) -> Option<Timestamp> {
        let first = self.book.attempt(id)?;
        if !first.is_unknown() || first.named.is_none() {
            return None;
        }
        let (account, key) = self.credentials(&first.account).ok()?;
        let key = KeyPrint::of(&PanelId::of(&account.endpoint), &key);
        let now = clock::seen(&self.ports);
        self.book.read(|attempts| may_ask_again(&first, &account, &key, attempts, now).ok())
    }

    pub(super) fn confirm_again(
        &self,
        gesture: UserGesture<'_>,
        id: &AttemptId,
    ) -> Result<(Account, ApiKey, ConfirmedRepeat), Stop> {
        let first = self.book.attempt(id).ok_or(NoAgain::Settled)?;
        let (account, key) = self.spending(&first.account)?;
        let credentials = Credentials { account: &account, key: &key };
        let repeat = self.book.read(|attempts| {
            confirm_again(gesture, credentials, &first, attempts, &self.session, &self.ports)
        })?;
        Ok((account, key, repeat))
    }

    pub(super) async fn ask_again(
        self: Rc<Self>,
        account: Account,
        key: ApiKey,
        id: AttemptId,
        repeat: Box<ConfirmedRepeat>,
    ) {
        let credentials = Credentials { account: &account, key: &key };
        let set = |placing| self.tell(Event::Repeating(id.clone(), placing));
        let progress = |attempt: &Attempt| {
            self.changed(attempt.clone());
            set(Placing::Sending(attempt.id.clone()));
        };
        let repeated =
            match Box::pin(place::ask_again(&self.ports, credentials, *repeat, progress)).await {
                Ok(repeated) => repeated,
                Err(not_sent) => return set(Placing::Stopped(not_sent)),
            };
        let repeat = self.dispatched(repeated.repeat);
        set(Placing::Ended(repeat.id.clone(), repeat.state().clone()));
        self.read_balance(&account.id);
        let Some(first) = repeated.first else { return };
        self.changed(first.clone());
        if first.is_unknown() {
            // What became of the repeat says what became of the order.
            if repeat.is_unknown() {
                Rc::clone(&self).look(repeat).await;
            }
            self.look_again(id).await;
        } else {
            // The two have one price.
            self.look_at_charge(&first).await;
        }
    }
}
