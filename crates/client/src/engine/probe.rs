//! Testing an account before it is added, and adding what was tested.

use super::{Engine, Event, ProbePlan, catalogs};
use crate::accounts::belonging::returning_id;
use crate::accounts::mirror;
use crate::engine::catalogs::CatalogView;
use crate::load::Load;
use crate::ports::{Ports, StoredAccounts};
use crate::probe::{ProbeFailure, ProbeRequest, probe_account, serves};
use crate::relay::Listing;
use panelboard_domain::account::{Account, Endpoint, RelayId};
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

/// How often a relay that does not know the panel is asked again while the user looks, and how many
/// times: its operator may be adding the panel just now.
const LOOK_AGAIN_MILLIS: u32 = 5_000;
const LOOKS: u32 = 120;

impl<P: Ports> Engine<P> {
    /// Tests; where a relay does not know the panel, waits for it to learn and goes on by itself.
    pub(super) async fn probe(self: Rc<Self>, plan: ProbePlan) {
        self.probing.set(Some(plan.run));
        loop {
            let lacking = self.probe_once(&plan).await;
            if lacking.is_empty() || !self.is_listed_soon(&plan, &lacking).await {
                return;
            }
            self.tell(Event::ProbeContinues(plan.run));
        }
    }

    /// The relays that do not know the panel, when nothing else brought an answer.
    async fn probe_once(self: &Rc<Self>, plan: &ProbePlan) -> Vec<RelayId> {
        self.tested.replace(None);
        let relays = self.offers(&plan.route).await;
        let existing = self.with_keys();
        let request = ProbeRequest {
            candidates: &plan.candidates,
            key: &plan.key,
            choice: plan.route.clone(),
            relays: &relays,
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
        if !self.is_probing(plan) {
            return Vec::new();
        }
        let lacking = match &result {
            Err(ProbeFailure::Unreachable { lacking, .. }) => lacking.clone(),
            _ => Vec::new(),
        };
        let result = result.map(|(found, id, services)| {
            let (key, balance) = (plan.key.clone(), found.balance.clone());
            self.tested.replace(Some(Tested { key, balance, services }));
            (found, id)
        });
        self.tell(Event::ProbeEnded(plan.run, Box::new(result)));
        lacking
    }

    fn is_probing(&self, plan: &ProbePlan) -> bool {
        self.probing.get() == Some(plan.run)
    }

    /// Whether one of the relays has come to know the panel while the test is still wanted.
    async fn is_listed_soon(&self, plan: &ProbePlan, lacking: &[RelayId]) -> bool {
        for _ in 0..LOOKS {
            self.ports.pause(LOOK_AGAIN_MILLIS).await;
            if !self.is_probing(plan) {
                return false;
            }
            for relay in lacking.iter().filter(|_| self.is_seen()) {
                let Listing::Panels { panels, .. } = self.offer(relay).await.listing else {
                    continue;
                };
                let is_it = |panel| plan.candidates.iter().any(|wanted| serves(panel, wanted));
                if panels.iter().any(is_it) {
                    return self.is_probing(plan);
                }
            }
        }
        false
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
        let credentials: Vec<AccountId> = existing.iter().map(|(id, ..)| id.clone()).collect();
        // A mirror that cannot be read costs the old id; the orders can still be taken over.
        let mirrored = mirror::all(&self.ports).await.unwrap_or_default();
        let returning = self
            .book
            .read(|attempts| returning_id(&panel, &print, &credentials, &mirrored, attempts));
        returning.unwrap_or_else(|| self.new_account_id())
    }

    fn new_account_id(&self) -> AccountId {
        let digit = |nibble: u8| char::from_digit(u32::from(nibble), 16).unwrap_or('0');
        let random = self.ports.ten_bytes();
        let digits = random.iter().take(6).flat_map(|byte| [digit(byte >> 4), digit(byte & 15)]);
        let id: String = std::iter::once('a').chain(digits).collect();
        AccountId::new(&id).expect("it starts with a letter")
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
