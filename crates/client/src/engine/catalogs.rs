//! Service lists: from this device at once, then from the panel. What is kept on the device is the
//! panel's own answer with the time it came, so that a better reader reads it better next time.

use super::message::Message;
use super::{Engine, Event, lists};
use crate::clock;
use crate::error::ClientError;
use crate::load::Load;
use crate::place::Credentials;
use crate::ports::{Destination, Pause, Ports};
use crate::reads::{self, ServiceList, pages};
use panelboard_domain::account::Account;
use panelboard_domain::catalog::Catalog;
use panelboard_domain::id::AccountId;
use panelboard_domain::search::{self, Asked, Found, Index, Indexing};
use panelboard_domain::secret::ApiKey;
use panelboard_domain::service::Service;
use panelboard_domain::time::Timestamp;
use panelboard_panel_api::decode::ServicesInSteps;
use panelboard_panel_api::error::{Decoded, Warning};
use panelboard_panel_api::http::HttpResponse;
use std::ops::Range;
use std::rc::Rc;
use std::sync::Arc;

/// Rows that are prepared at a stretch: some milliseconds.
const SLICE: usize = 1_000;

/// A service list as shown.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct CatalogView {
    /// The services; positions are what [`CatalogView::find`] returns.
    pub catalog: Catalog,
    /// What was odd about the answer.
    pub warnings: Vec<Warning>,
    index: Index,
}

impl CatalogView {
    /// Builds the search index.
    pub fn new(catalog: Catalog, warnings: Vec<Warning>) -> Self {
        let index = search::index(catalog.services());
        Self { catalog, warnings, index }
    }

    /// The services that match, the exact id first, then the nearest, then in the panel's order; and what
    /// they were found by. An empty query matches all.
    pub fn find(&self, query: &str) -> Found {
        self.index.find(query)
    }

    /// The parts of a name or a category that say what was asked for, as byte ranges of it.
    pub fn marks(&self, asked: &Asked, text: &str) -> Vec<Range<usize>> {
        self.index.marks(asked, text)
    }
}

/// The name of an account's list among the snapshots.
pub(super) fn snapshot_name(account: &AccountId) -> String {
    format!("catalog:{account}")
}

/// The list with its search index, made in slices.
pub(super) async fn prepare(
    ports: &impl Pause,
    catalog: Catalog,
    warnings: Vec<Warning>,
) -> Arc<CatalogView> {
    let mut indexing = Indexing::default();
    for slice in catalog.services().chunks(SLICE) {
        search::add(&mut indexing, slice);
        ports.pause(0).await;
    }
    while indexing.sort_some() {
        ports.pause(0).await;
    }
    ports.pause(0).await; // with 50,000 rows the last step takes its time too
    Arc::new(CatalogView { catalog, warnings, index: indexing.finish() })
}

/// The rows of an answer. A long one is read piece by piece: the page stays awake.
async fn read(
    ports: &impl Pause,
    response: &HttpResponse,
    key: &ApiKey,
) -> Result<Decoded<Catalog>, ClientError> {
    let mut reading = ServicesInSteps::new(response, key);
    while reading.step() {
        ports.pause(0).await;
    }
    Ok(reading.finish()?)
}

/// The bytes of a list with the time they came.
fn snapshot(at: Timestamp, list: &ServiceList) -> Vec<u8> {
    [&at.millis().to_le_bytes()[..], &pages::kept::pack(list)].concat()
}

impl<P: Ports> Engine<P> {
    /// Bytes of a download have arrived: they belong to the account that is asked there.
    pub fn progress(&self, to: &Destination, bytes: usize) {
        let is_it = |account: &&Account| Destination::of(account).as_ref() == Ok(to);
        let id =
            self.accounts.borrow().accounts.iter().find(is_it).map(|account| account.id.clone());
        if let Some(id) = id {
            let before = self.page_bytes.borrow().get(&id).copied().unwrap_or(0);
            self.tell(Event::CatalogBytes(id, before + bytes as u64));
        }
    }

    pub(super) fn open_catalog(self: &Rc<Self>, id: &AccountId) {
        let Some(account) = self.account(id) else { return };
        // Opened already, or tested just now.
        if self.catalog(id) != Load::Idle {
            return;
        }
        self.set_catalog(id, Load::started);
        let engine = Rc::clone(self);
        self.spawn(async move {
            let kept = engine.kept_catalog(&account).await;
            let at = kept.as_ref().map(|(_, at)| *at);
            let is_fresh = lists::is_fresh(at, engine.ports.now());
            if let Some((value, at)) = kept {
                engine.set_catalog(&account.id, |_| Load::Ready { value, at });
            }
            if !is_fresh {
                engine.set_catalog(&account.id, Load::started);
                engine.fetch(&account.id).await;
            }
        });
    }

    /// Another tab has kept a newer list: a sheet that is open here must know its prices. Nobody has asked
    /// for a list that this tab does not show.
    pub(super) async fn reread_catalog(self: Rc<Self>, id: AccountId) {
        let Some(account) = self.account(&id) else { return };
        if self.catalog(&id).at().is_some()
            && let Some((view, at)) = self.kept_catalog(&account).await
        {
            self.set_catalog(&id, |load| load.renewed(view, at));
        }
    }

    pub(super) fn fetch_catalog(self: &Rc<Self>, id: &AccountId) {
        if self.account(id).is_none() || self.catalog(id).is_loading() {
            return;
        }
        self.set_catalog(id, Load::started);
        let (engine, id) = (Rc::clone(self), id.clone());
        self.spawn(async move { engine.fetch(&id).await });
    }

    async fn kept_catalog(&self, account: &Account) -> Option<(Arc<CatalogView>, Timestamp)> {
        let bytes = self.ports.load(&snapshot_name(&account.id)).await.ok()??;
        let (at, packed) = bytes.split_first_chunk::<8>()?;
        let (bodies, is_whole) = pages::kept::unpack(packed)?;
        let (key, mut read_pages) = (self.ports.key(&account.id)?, Vec::new());
        for body in bodies {
            let response = HttpResponse { status: 200, retry_after: None, stage: None, body };
            read_pages.push(read(&self.ports, &response, &key).await.ok()?);
        }
        let Decoded { value, warnings } = pages::rejoin(read_pages, is_whole);
        let view = prepare(&self.ports, value, warnings).await;
        Some((view, Timestamp::from_millis(i64::from_le_bytes(*at))))
    }

    pub(super) async fn fetch(&self, id: &AccountId) {
        self.page_bytes.borrow_mut().insert(id.clone(), 0);
        self.tell(Event::CatalogBytes(id.clone(), 0));
        let result = self.ask_services(id).await;
        let at = self.ports.now();
        match result {
            Ok(list) => {
                let kept = snapshot(at, &list);
                let Decoded { value, warnings } = list.services;
                let view = prepare(&self.ports, value, warnings).await;
                self.set_catalog(id, |load| load.ended(Ok(view), at));
                self.ports.pause(0).await; // the list is drawn first
                // Without room for it the list is fetched again next time.
                if self.ports.save(&snapshot_name(id), &kept).await.is_ok() {
                    self.ports.broadcast(&Message::Catalog(id.clone()));
                }
            }
            Err(error) => self.set_catalog(id, |load| load.ended(Err(error), at)),
        }
    }

    async fn ask_services(&self, id: &AccountId) -> Result<ServiceList, ClientError> {
        let (account, key) = self.credentials(id)?;
        let credentials = Credentials { account: &account, key: &key };
        let read = async |response: &HttpResponse| read(&self.ports, response, &key).await;
        let page_done = |bytes: usize| {
            self.page_bytes.borrow_mut().insert(id.clone(), bytes as u64);
        };
        reads::read_services(&self.ports, &self.paces, credentials, read, page_done).await
    }

    pub(super) async fn check_price(self: Rc<Self>, id: AccountId, shown: Box<Service>) {
        self.tell(Event::Price(id.clone(), Load::Loading { last: None }));
        if !lists::has_fresh_prices(self.catalog(&id).at(), clock::seen(&self.ports)) {
            self.set_catalog(&id, Load::started);
            self.fetch(&id).await;
        }
        let listed = self.catalog(&id);
        let load = match listed.error() {
            Some(error) => Load::Failed { error: error.clone(), last: None },
            None => {
                let now = listed.value().and_then(|view| view.catalog.get(&shown.id));
                Load::Ready { value: lists::compare(&shown, now), at: self.ports.now() }
            }
        };
        self.tell(Event::Price(id, load));
    }

    /// An account's list as it is known now.
    pub(super) fn catalog(&self, id: &AccountId) -> Load<Arc<CatalogView>> {
        self.catalogs.borrow().get(id).cloned().unwrap_or_default()
    }

    pub(crate) fn set_catalog(
        &self,
        id: &AccountId,
        change: impl FnOnce(Load<Arc<CatalogView>>) -> Load<Arc<CatalogView>>,
    ) {
        let load = {
            let mut catalogs = self.catalogs.borrow_mut();
            let load = catalogs.entry(id.clone()).or_default();
            *load = change(std::mem::take(load));
            load.clone()
        };
        self.tell(Event::Catalog(id.clone(), load));
    }
}
