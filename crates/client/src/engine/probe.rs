//! Testing an account before it is added, and adding what was tested.

use super::{Engine, Event, ProbePlan, catalogs};
use crate::accounts::belonging::returning_id;
use crate::accounts::mirror;
use crate::engine::catalogs::CatalogView;
use crate::load::Load;
use crate::ports::{Ports, StoredAccounts};
use crate::probe::{ProbeRequest, probe_account};
use crate::relay::{self, Listing};
use panelboard_domain::account::{Account, Endpoint};
use panelboard_domain::balance::Balance;
use panelboard_domain::id::AccountId;
use panelboard_domain::panel::{KeyPrint, PanelId};
use panelboard_domain::secret::ApiKey;
use std::rc::Rc;
use std::sync::Arc;

/// What a good test leaves behind until the user keeps the account.
pub(super) struct Tested {
    key: ApiKey,
    balance: Balance,
    services: Option<Arc<CatalogView>>,
}

impl<P: Ports> Engine<P> {
    pub(super) async fn probe(self: Rc<Self>, plan: ProbePlan) {
        self.tested.replace(None);
        self.probing.set(Some(plan.run));
        let relay = self.relay_listing().await;
        let existing = self.with_keys();
        let request = ProbeRequest {
            candidates: &plan.candidates,
            key: &plan.key,
            choice: plan.route,
            relay: relay.offer(),
            existing: &existing,
        };
        let step = |step: crate::probe::ProbeStep| self.tell(Event::ProbeStep(plan.run, step));
        let result = probe_account(&self.ports, &request, step).await;
        let result = match result {
            Err(failure) => Err(failure),
            Ok(found) => {
                let services = match &found.services {
                    Ok(list) => {
                        let (catalog, warnings) = (list.value.clone(), list.warnings.clone());
                        Some(catalogs::prepare(&self.ports, catalog, warnings).await)
                    }
                    Err(_) => None,
                };
                let id = self.id_for(&found.endpoint, &plan.key, &existing).await;
                Ok((found, id, services))
            }
        };
        // Meanwhile the user may have cancelled it, or begun another test.
        if self.probing.get() != Some(plan.run) {
            return;
        }
        let result = result.map(|(found, id, services)| {
            let balance = found.balance.clone();
            self.tested.replace(Some(Tested { key: plan.key, balance, services }));
            (found, id)
        });
        self.tell(Event::ProbeEnded(plan.run, Box::new(result)));
    }

    pub(super) fn cancel_probe(&self) {
        self.tested.replace(None);
        self.probing.set(None);
    }

    /// The id that this panel and key had before, so that its orders are its own again; else a new one.
    async fn id_for(
        &self,
        endpoint: &Endpoint,
        key: &ApiKey,
        existing: &[(AccountId, Endpoint, ApiKey)],
    ) -> AccountId {
        let panel = PanelId::of(endpoint);
        let print = KeyPrint::of(&panel, key);
        let keyed: Vec<AccountId> = existing.iter().map(|(id, ..)| id.clone()).collect();
        // A mirror that cannot be read costs the old id; the orders can still be taken over.
        let mirrored = mirror::all(&self.ports).await.unwrap_or_default();
        let returning =
            self.book.read(|attempts| returning_id(&panel, &print, &keyed, &mirrored, attempts));
        returning.unwrap_or_else(|| self.new_account_id())
    }

    fn new_account_id(&self) -> AccountId {
        let digit = |nibble: u8| char::from_digit(u32::from(nibble), 16).unwrap_or('0');
        let random = self.ports.ten_bytes();
        let digits = random.iter().take(6).flat_map(|byte| [digit(byte >> 4), digit(byte & 15)]);
        let id: String = std::iter::once('a').chain(digits).collect();
        AccountId::new(&id).expect("it starts with a letter")
    }

    /// What the relay of this page offers.
    pub(super) async fn relay_listing(&self) -> Listing {
        let answer = self.ports.relay_panels().await;
        answer.map_or(Listing::Nothing, |answer| relay::listing(&answer))
    }

    /// The key goes into storage first: an account without one would be of no use. An account that is
    /// not the one that was tested last is not kept.
    pub(super) fn keep_tested(self: &Rc<Self>, account: Account) {
        let Some(tested) = self.tested.take() else { return };
        let id = account.id.clone();
        let mut stored =
            StoredAccounts { current: Some(id.clone()), ..self.accounts.borrow().clone() };
        match stored.accounts.iter_mut().find(|known| known.id == id) {
            // One that was there without its key takes its own place again.
            Some(known) => *known = account,
            None => stored.accounts.push(account),
        }
        let kept = self.ports.set_key(&id, Some(&tested.key));
        if let Err(error) = kept.and_then(|()| self.ports.set_accounts(&stored)) {
            // Not even the attempt to clean up can be stored; the key is of no account then.
            let _ = self.ports.set_key(&id, None);
            return self.storage_failed(error);
        }
        let at = self.ports.now();
        if let Some(services) = tested.services {
            self.set_catalog(&id, |_| Load::Ready { value: services, at });
        }
        self.keep_accounts(stored);
        self.set_balance(&id, |_| Load::Ready { value: tested.balance, at });
        self.tell(Event::KeyStored);
        let engine = Rc::clone(self);
        self.spawn(async move { engine.find_orphans().await });
    }
}
