//! Service lists: from this device at once, then from the panel. What is kept on the device is the
//! panel's own answer with the time it came, so that a better reader reads it better next time.

use super::{Office, key_of};
use crate::platform;
use crate::state::{CatalogView, Load};
use panelboard_client::clock;
use panelboard_client::engine::lists;
use panelboard_client::engine::message::Message;
use panelboard_client::error::ClientError;
use panelboard_client::place::Keyed;
use panelboard_client::ports::{Destination, Snapshots};
use panelboard_client::reads::{self, ServiceList, pages};
use panelboard_domain::account::Account;
use panelboard_domain::catalog::Catalog;
use panelboard_domain::id::AccountId;
use panelboard_domain::search::Index;
use panelboard_domain::secret::ApiKey;
use panelboard_domain::service::Service;
use panelboard_domain::time::Timestamp;
use panelboard_panel_api::decode::ServicesInSteps;
use panelboard_panel_api::error::{Decoded, Warning};
use panelboard_panel_api::http::HttpResponse;
use std::rc::Rc;
use std::sync::Arc;

/// Rows that are prepared at a stretch; more than any list met so far has.
const SLICE: usize = 8_000;

/// The snapshot's name.
pub(super) fn name(account: &AccountId) -> String {
    format!("catalog:{account}")
}

pub(super) async fn open(office: Rc<Office>, account: Account) {
    let kept = kept(&office, &account).await;
    let at = kept.as_ref().map(|(_, at)| *at);
    if let Some((view, at)) = kept {
        office.handles.catalogs.painted(&account.id, view, at);
    }
    if !lists::is_fresh(at, platform::now()) {
        office.handles.catalogs.started(&account.id);
        fetch(office, account).await;
    }
}

/// Another tab has kept a newer list: a sheet that is open here must know its prices. Nobody has asked for
/// a list that this tab does not show.
pub(super) async fn reread(office: Rc<Office>, id: AccountId) {
    let catalogs = office.handles.catalogs;
    let Some(account) = office.handles.accounts.get_untracked(&id) else { return };
    if catalogs.listed_at(&id).is_some()
        && let Some((view, at)) = kept(&office, &account).await
    {
        catalogs.renewed(&id, view, at);
    }
}

async fn kept(office: &Office, account: &Account) -> Option<(Arc<CatalogView>, Timestamp)> {
    let bytes = office.browser.load(&name(&account.id)).await.ok()??;
    let (at, packed) = bytes.split_first_chunk::<8>()?;
    let (bodies, is_whole) = pages::kept::unpack(packed)?;
    let (key, mut read_pages) = (key_of(account).ok()?, Vec::new());
    for body in bodies {
        let response = HttpResponse { status: 200, retry_after: None, stage: None, body };
        read_pages.push(read(&response, &key).await.ok()?);
    }
    let Decoded { value, warnings } = pages::rejoin(read_pages, is_whole);
    Some((prepare(value, warnings).await, Timestamp::from_millis(i64::from_le_bytes(*at))))
}

/// The bytes of a list with the time they came.
fn snapshot(at: Timestamp, list: &ServiceList) -> Vec<u8> {
    [&at.millis().to_le_bytes()[..], &pages::kept::pack(list)].concat()
}

/// The rows of an answer. A long one is read piece by piece: the page stays awake.
async fn read(response: &HttpResponse, key: &ApiKey) -> Result<Decoded<Catalog>, ClientError> {
    let mut reading = ServicesInSteps::new(response, key);
    while reading.step() {
        platform::pause(0).await;
    }
    Ok(reading.finish()?)
}

/// The list with its search index.
pub(super) async fn prepare(catalog: Catalog, warnings: Vec<Warning>) -> Arc<CatalogView> {
    let mut index = Index::default();
    for (at, slice) in catalog.services().chunks(SLICE).enumerate() {
        if at > 0 {
            platform::pause(0).await;
        }
        index.add(slice);
    }
    Arc::new(CatalogView::with_index(catalog, warnings, index))
}

pub(super) async fn fetch(office: Rc<Office>, account: Account) {
    let result = ask(&office, &account).await;
    let at = platform::now();
    match result {
        Ok(list) => {
            let kept = snapshot(at, &list);
            let Decoded { value, warnings } = list.services;
            let view = prepare(value, warnings).await;
            office.handles.catalogs.ended(&account.id, Ok(view), at);
            platform::pause(0).await; // the list is drawn first
            // Without room for it the list is fetched again next time.
            if office.browser.save(&name(&account.id), &kept).await.is_ok() {
                office.say(&Message::Catalog(account.id));
            }
        }
        Err(error) => office.handles.catalogs.ended(&account.id, Err(error), at),
    }
}

async fn ask(office: &Office, account: &Account) -> Result<ServiceList, ClientError> {
    let key = key_of(account)?;
    let keyed = Keyed { account, key: &key };
    let (browser, paces) = (&office.browser, &office.paces);
    let read = async |response: &HttpResponse| read(response, &key).await;
    let page_done = |bytes| office.handles.catalogs.page_done(&account.id, bytes as u64);
    reads::read_services(browser, paces, keyed, read, page_done).await
}

/// Hears the bytes of every running download and tells the account it is for.
pub(super) fn hear_progress(office: &Rc<Office>) {
    let (accounts, catalogs) = (office.handles.accounts, office.handles.catalogs);
    office.browser.on_progress(Rc::new(move |to: &Destination, bytes| {
        use leptos::prelude::*;
        let is_it = |account: &Account| Destination::of(account).as_ref() == Ok(to);
        let found = accounts.list().with_untracked(|list| {
            list.iter().find(|account| is_it(account)).map(|account| account.id.clone())
        });
        if let Some(id) = found {
            catalogs.arrived(&id, bytes as u64);
        }
    }));
}

pub(super) async fn check_price(office: Rc<Office>, account: Account, shown: Service) {
    let catalogs = office.handles.catalogs;
    let listed = catalogs.now_listed(&account.id);
    if !lists::has_fresh_prices(listed.at(), clock::seen(&office.browser)) {
        catalogs.started(&account.id);
        fetch(Rc::clone(&office), account.clone()).await;
    }
    let listed = catalogs.now_listed(&account.id);
    let load = match listed.error() {
        Some(error) => Load::Failed { error: error.clone(), last: None },
        None => {
            let now = listed.value().and_then(|view| view.catalog.get(&shown.id));
            Load::Ready { value: lists::compare(&shown, now), at: platform::now() }
        }
    };
    office.handles.orders.price_checked(&account.id, load);
}
