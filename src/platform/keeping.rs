//! Whether this browser keeps what is stored here, and the second witness of the journal: how many orders
//! there are, in the name of an empty cache, so that it stays when local storage goes (finding K17).
//!
//! Must never hold anything but the count, and never stop anything: where there is no Cache Storage
//! (plain http), there is one witness.

use super::js;
use js_sys::{Array, Function, Promise, Reflect};
use wasm_bindgen::{JsCast, JsValue};

const WITNESS: &str = "panelboard.orders.";

/// Whether the browser has promised to keep this origin's data; `None` when it does not say.
pub async fn is_kept() -> Option<bool> {
    call(&storage()?, "persisted", None).await?.as_bool()
}

/// Asks the browser to keep this origin's data when space gets short. It may say no.
pub async fn ask_to_keep() -> Option<bool> {
    call(&storage()?, "persist", None).await?.as_bool()
}

/// How many orders the second witness knows of; `None` when there is none.
pub async fn witnessed() -> Option<usize> {
    names(&caches()?).await?.iter().filter_map(|name| count(name)).max()
}

/// Brings the second witness to what `first` says. The new name is there before the old one goes, and
/// `first` is asked again for each: two orders, or two tabs, may do this at once.
pub async fn follow(first: impl Fn() -> Option<usize>) {
    let (Some(caches), Some(orders)) = (caches(), first()) else { return };
    if call(&caches, "open", Some(&format!("{WITNESS}{orders}"))).await.is_none() {
        return;
    }
    for name in names(&caches).await.unwrap_or_default() {
        if count(&name).is_some_and(|held| Some(held) != first()) {
            call(&caches, "delete", Some(&name)).await;
        }
    }
}

fn count(name: &str) -> Option<usize> {
    name.strip_prefix(WITNESS)?.parse().ok()
}

async fn names(caches: &JsValue) -> Option<Vec<String>> {
    let names: Array = call(caches, "keys", None).await?.dyn_into().ok()?;
    Some(names.iter().filter_map(|name| name.as_string()).collect())
}

fn storage() -> Option<JsValue> {
    let navigator: JsValue = js::window().ok()?.navigator().into();
    present(&navigator, "storage")
}

fn caches() -> Option<JsValue> {
    present(&js::window().ok()?.into(), "caches")
}

/// A part of the browser that may be missing.
fn present(of: &JsValue, name: &str) -> Option<JsValue> {
    Reflect::get(of, &name.into()).ok().filter(JsValue::is_object)
}

async fn call(on: &JsValue, name: &str, argument: Option<&str>) -> Option<JsValue> {
    let function: Function = Reflect::get(on, &name.into()).ok()?.dyn_into().ok()?;
    let promise: Promise = match argument {
        Some(argument) => function.call1(on, &argument.into()),
        None => function.call0(on),
    }
    .ok()?
    .dyn_into()
    .ok()?;
    js::wait(promise).await.ok()
}
