//! Opens the database: three tries, each with a time limit, because a browser may answer an opening
//! with an error, or never. A page that goes to sleep in the back/forward cache while it creates the
//! database would keep every other page out for ever; a page that holds a lock is not put to sleep.

use super::{NAME, STORES, VERSION, outcome};
use crate::platform::{clock, js, locks};
use js_sys::{Array, Function, Promise, Reflect};
use panelboard_client::error::StorageError;
use std::future::Future;
use wasm_bindgen::prelude::Closure;
use wasm_bindgen::{JsCast, JsValue};
use web_sys::{IdbDatabase, IdbOpenDbRequest};

const TRIES: u32 = 3;
const TRY_MILLIS: u32 = 4_000;
const BETWEEN_MILLIS: u32 = 200;
const AWAKE: &str = "opening";

/// Whether the database may be there, without making it: where the browser does not say, it may.
pub async fn may_exist() -> bool {
    let listed = async {
        let factory: JsValue = js::window().ok()?.indexed_db().ok()??.into();
        let databases: Function =
            Reflect::get(&factory, &"databases".into()).ok()?.dyn_into().ok()?;
        let list: Promise = databases.call0(&factory).ok()?.dyn_into().ok()?;
        let list: Array = js::wait(list).await.ok()?.dyn_into().ok()?;
        let is_ours = |entry: JsValue| {
            Reflect::get(&entry, &"name".into())
                .is_ok_and(|name| name.as_string().as_deref() == Some(NAME))
        };
        Some(list.iter().any(is_ours))
    };
    listed.await.unwrap_or(true)
}

/// The database, with all its stores.
pub(super) async fn open() -> Result<IdbDatabase, StorageError> {
    let _awake = locks::share(AWAKE).await;
    let mut tried = 1;
    loop {
        let error = match once().await {
            Ok(database) => return Ok(database),
            Err(error) => error,
        };
        // Neither becomes better by asking again.
        if tried == TRIES || matches!(error, StorageError::Newer | StorageError::Quota) {
            return Err(error);
        }
        tried += 1;
        clock::pause(BETWEEN_MILLIS).await;
    }
}

async fn once() -> Result<IdbDatabase, StorageError> {
    let factory = js::window().and_then(|window| window.indexed_db());
    let factory = factory.ok().flatten().ok_or(StorageError::Unavailable)?;
    let request =
        factory.open_with_u32(NAME, VERSION).map_err(|error| js::storage_error(&error))?;
    let upgrade = Closure::once_into_js({
        let request = request.clone();
        move || create_stores(&request)
    });
    request.set_onupgradeneeded(Some(upgrade.unchecked_ref()));
    let opened = within(TRY_MILLIS, outcome(&request)).await;
    let Some(opened) = opened else {
        close_when_late(&request);
        return Err(StorageError::Stuck);
    };
    Ok(opened?.unchecked_into())
}

fn create_stores(request: &IdbOpenDbRequest) {
    let Ok(database) = request.result().map(JsCast::unchecked_into::<IdbDatabase>) else { return };
    for name in STORES {
        // A failure aborts the upgrade, and with it the opening, which reports it.
        let _ = database.create_object_store(name);
    }
}

/// `None` when time is up first.
async fn within(
    millis: u32,
    opening: impl Future<Output = Result<JsValue, StorageError>>,
) -> Option<Result<JsValue, StorageError>> {
    let mut opening = std::pin::pin!(opening);
    let mut time = std::pin::pin!(clock::pause(millis));
    std::future::poll_fn(|context| {
        use std::task::Poll;
        match opening.as_mut().poll(context) {
            Poll::Ready(opened) => Poll::Ready(Some(opened)),
            Poll::Pending => time.as_mut().poll(context).map(|()| None),
        }
    })
    .await
}

/// An opening that was given up must not hold the database when it succeeds after all.
fn close_when_late(request: &IdbOpenDbRequest) {
    let close = Closure::once_into_js({
        let request = request.clone();
        move || {
            if let Ok(database) = request.result() {
                database.unchecked_into::<IdbDatabase>().close();
            }
        }
    });
    request.set_onsuccess(Some(close.unchecked_ref()));
}
