//! The relays that the app knows: looked at, added, given another token, removed. What is known of each is
//! told as one list ([`Event::Relays`]); a relay that is being added is told apart
//! ([`Event::RelayTest`]).
//!
//! Must never forget a relay that something still needs: only it can say what it sent.

use super::{Engine, Event};
use crate::error::StorageError;
use crate::journal;
use crate::ports::Ports;
use crate::probe::{RelayOffer, RouteChoice};
use crate::relay::{self, Listing, RelayLook, look_at};
use panelboard_domain::account::{Account, RelayAddress, RelayId, Route};
use panelboard_domain::attempt::Attempt;
use panelboard_domain::id::AccountId;
use panelboard_domain::secret::RelayToken;
use std::rc::Rc;

/// How often a relay that is being added is looked at again while nothing but its operator can help, and
/// how many times.
const LOOK_AGAIN_MILLIS: u32 = 4_000;
const LOOKS: u32 = 150;

/// A relay that the app knows.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct KnownRelay {
    /// Which one.
    pub relay: RelayId,
    /// The end of its token, to tell tokens apart; `None` when none is kept for it.
    pub token_tail: Option<String>,
    /// What the last look found; `None` until there was one.
    pub look: Option<RelayLook>,
    /// The accounts whose requests go over it.
    pub accounts: Vec<AccountId>,
    /// The user added it. Else it is here because of what served the page, or of an account.
    pub is_added: bool,
}

/// A relay that may be added. `Debug` leaves the token out.
#[derive(Clone, Debug)]
pub struct RelayPlan {
    /// Where, as the user typed it.
    pub address: RelayAddress,
    /// Its token, if one was typed.
    pub token: Option<RelayToken>,
    /// Tells this test from a cancelled one.
    pub run: u32,
}

/// Why a relay was not removed.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
pub enum RelayStop {
    /// These accounts use it: give them another route first.
    #[error("accounts use it")]
    Accounts(Vec<AccountId>),
    /// So many orders, refills or cancels that went over it are not settled, and only it can say what it
    /// sent.
    #[error("what went over it is not settled")]
    Unsettled(usize),
    /// The journal could not be read, or the list not be stored.
    #[error(transparent)]
    Storage(#[from] StorageError),
}

impl<P: Ports> Engine<P> {
    /// All relays that this app knows: what the user added, what served the page, what an account uses.
    pub(super) fn known_relays(&self) -> Vec<RelayId> {
        let added = self.ports.relays();
        let of_page = self.ports.is_served_by_relay().then_some(RelayId::Own);
        let accounts = self.accounts.borrow();
        let used = accounts.accounts.iter().filter_map(relay_of).cloned();
        let mut known = Vec::new();
        for relay in of_page.into_iter().chain(added).chain(used) {
            if !known.contains(&relay) {
                known.push(relay);
            }
        }
        known
    }

    /// What the relays that a choice concerns offer, the page's own first. Where none is known to be,
    /// nothing is asked.
    pub(super) async fn offers(&self, choice: &RouteChoice) -> Vec<RelayOffer> {
        let relays = match choice {
            RouteChoice::Direct => Vec::new(),
            RouteChoice::Auto => self.known_relays(),
            RouteChoice::Relay(relay) => vec![relay.clone()],
        };
        let mut offers = Vec::new();
        for relay in &relays {
            offers.push(self.offer(relay).await);
        }
        offers
    }

    pub(super) async fn offer(&self, relay: &RelayId) -> RelayOffer {
        let token = self.ports.token(relay);
        let answer = self.ports.relay_panels(relay, token.as_ref()).await;
        let listing = answer.map_or(Listing::Nothing, |answer| relay::listing(&answer));
        RelayOffer { relay: relay.clone(), listing }
    }

    /// Tells the list as it is known, then each look as it ends.
    pub(super) async fn look_at_relays(self: Rc<Self>) {
        self.tell_relays();
        for relay in self.known_relays() {
            let token = self.ports.token(&relay);
            let look = look_at(&self.ports, &relay, token.as_ref()).await;
            self.relay_looks.borrow_mut().insert(relay, look);
            self.tell_relays();
        }
    }

    /// Looks at a relay that the user may add; looks again, while the test is wanted, as long as only its
    /// operator can help.
    pub(super) async fn test_relay(self: Rc<Self>, plan: RelayPlan) {
        self.testing_relay.set(Some(plan.run));
        let relay = self.relay_at(plan.address);
        for _ in 0..LOOKS {
            let look = match self.is_seen() {
                true => Some(look_at(&self.ports, &relay, plan.token.as_ref()).await),
                false => None,
            };
            if self.testing_relay.get() != Some(plan.run) {
                return;
            }
            if let Some(look) = look {
                let may_change = look.may_change();
                self.tell(Event::RelayTest(plan.run, look));
                if !may_change {
                    return;
                }
            }
            self.ports.pause(LOOK_AGAIN_MILLIS).await;
            if self.testing_relay.get() != Some(plan.run) {
                return;
            }
        }
    }

    pub(super) fn cancel_relay_test(&self) {
        self.testing_relay.set(None);
    }

    /// The page's own relay has no address of its own: it is the same one, however it was typed.
    fn relay_at(&self, address: RelayAddress) -> RelayId {
        match self.ports.own_origin() {
            Some(own) if own == address => RelayId::Own,
            _ => RelayId::At(address),
        }
    }

    /// Adds a relay, or gives one that is here this token. The token goes into storage first: a relay
    /// without the token it wants is of no use.
    pub(super) fn keep_relay(self: &Rc<Self>, address: RelayAddress, token: Option<&RelayToken>) {
        let relay = self.relay_at(address);
        self.keep_known_relay(&relay, token);
    }

    /// As [`Self::keep_relay`], for one that is in the list.
    pub(super) fn keep_known_relay(self: &Rc<Self>, relay: &RelayId, token: Option<&RelayToken>) {
        self.cancel_relay_test();
        let mut added = self.ports.relays();
        if !added.contains(relay) {
            added.push(relay.clone());
        }
        let kept = self.ports.set_token(relay, token);
        if let Err(error) = kept.and_then(|()| self.ports.set_relays(&added)) {
            return self.storage_failed(error);
        }
        self.relay_looks.borrow_mut().remove(relay);
        let engine = Rc::clone(self);
        self.spawn(async move { engine.look_at_relays().await });
    }

    /// Removes a relay with its token, unless something needs it.
    pub(super) async fn remove_relay(self: Rc<Self>, relay: RelayId) {
        let removed = self.try_remove_relay(&relay).await;
        self.tell(Event::RelayRemoved(relay, removed));
        self.tell_relays();
    }

    async fn try_remove_relay(&self, relay: &RelayId) -> Result<(), RelayStop> {
        let accounts = users_of(relay, &self.accounts.borrow().accounts);
        if !accounts.is_empty() {
            return Err(RelayStop::Accounts(accounts));
        }
        // What is stored, not what is shown: another tab may have sent something just now.
        let loaded = journal::load(&self.ports).await?;
        if loaded.newer > 0 {
            return Err(StorageError::Newer.into());
        }
        let needs = loaded.attempts.iter().filter(|attempt| needs(attempt, relay)).count();
        if needs > 0 {
            return Err(RelayStop::Unsettled(needs));
        }
        let mut added = self.ports.relays();
        added.retain(|other| other != relay);
        self.ports.set_relays(&added)?;
        self.relay_looks.borrow_mut().remove(relay);
        Ok(self.ports.set_token(relay, None)?)
    }

    pub(super) fn tell_relays(&self) {
        let added = self.ports.relays();
        let known = self.known_relays().into_iter().map(|relay| KnownRelay {
            token_tail: self.ports.token(&relay).map(|token| token.tail().to_owned()),
            look: self.relay_looks.borrow().get(&relay).cloned(),
            accounts: users_of(&relay, &self.accounts.borrow().accounts),
            is_added: added.contains(&relay),
            relay,
        });
        self.tell(Event::Relays(known.collect()));
    }
}

fn relay_of(account: &Account) -> Option<&RelayId> {
    (account.route == Route::Relay).then_some(&account.relay)
}

fn users_of(relay: &RelayId, accounts: &[Account]) -> Vec<AccountId> {
    let uses = accounts.iter().filter(|account| relay_of(account) == Some(relay));
    uses.map(|account| account.id.clone()).collect()
}

/// Whether only this relay can say what became of it.
fn needs(attempt: &Attempt, relay: &RelayId) -> bool {
    attempt.is_open() && attempt.route == Route::Relay && attempt.relay == *relay
}
