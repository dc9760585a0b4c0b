//! Web Locks: one holder over all tabs of this origin. A tab that dies gives its locks back.

use super::{Browser, js};
use js_sys::{Function, Object, Promise, Reflect};
use panelboard_client::error::LockError;
use panelboard_client::ports::Locks;
use wasm_bindgen::prelude::Closure;
use wasm_bindgen::{JsCast, JsValue};

/// Holds a lock while it lives.
#[derive(Debug)]
pub struct LockGuard {
    release: Function,
}

impl Drop for LockGuard {
    fn drop(&mut self) {
        // Fulfilling the promise that the browser waits for cannot fail.
        let _ = self.release.call0(&JsValue::UNDEFINED);
    }
}

impl Locks for Browser {
    type Guard = LockGuard;

    async fn lock(&self, name: &str) -> Result<LockGuard, LockError> {
        request(name, false).await?.ok_or(LockError::Unavailable)
    }

    async fn try_lock(&self, name: &str) -> Result<Option<LockGuard>, LockError> {
        request(name, true).await
    }
}

async fn request(name: &str, if_available: bool) -> Result<Option<LockGuard>, LockError> {
    ask(name, if_available).await.map_err(|_| LockError::Unavailable)
}

/// `navigator.locks.request(name, { ifAvailable }, lock => held)`: the lock is held until `held` is
/// fulfilled, which the guard does when it is dropped.
async fn ask(name: &str, if_available: bool) -> Result<Option<LockGuard>, JsValue> {
    let navigator = js::window()?.navigator();
    let locks = Reflect::get(&navigator, &"locks".into())?;
    let request: Function = Reflect::get(&locks, &"request".into())?.dyn_into()?;
    let options = Object::new();
    Reflect::set(&options, &"ifAvailable".into(), &if_available.into())?;

    let (held, release) = js::deferred();
    let (answered, answer) = js::deferred();
    let callback = Closure::once_into_js(move |lock: JsValue| -> JsValue {
        let granted = !lock.is_null();
        let _ = answer.call1(&JsValue::UNDEFINED, &granted.into());
        if granted { held.into() } else { JsValue::UNDEFINED }
    });
    let outcome: Promise = request.call3(&locks, &name.into(), &options, &callback)?.dyn_into()?;
    // The request's own promise ends first only when it is refused.
    let granted = js::wait(Promise::race(&js_sys::Array::of2(&answered, &outcome))).await?;
    Ok(granted.is_truthy().then_some(LockGuard { release }))
}
