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
        let lock = request(name, &[]).await.map_err(|_| LockError::Unavailable)?;
        lock.ok_or(LockError::Unavailable)
    }

    async fn try_lock(&self, name: &str) -> Result<Option<LockGuard>, LockError> {
        let now = [("ifAvailable", JsValue::TRUE)];
        request(name, &now).await.map_err(|_| LockError::Unavailable)
    }
}

/// A lock that any number of tabs may hold at once; `None` in a browser without locks.
pub(super) async fn share(name: &str) -> Option<LockGuard> {
    request(name, &[("mode", "shared".into())]).await.ok().flatten()
}

/// `navigator.locks.request(name, options, lock => held)`: the lock is held until `held` is
/// fulfilled, which the guard does when it is dropped.
async fn request(name: &str, wishes: &[(&str, JsValue)]) -> Result<Option<LockGuard>, JsValue> {
    let navigator = js::window()?.navigator();
    let locks = Reflect::get(&navigator, &"locks".into())?;
    let request: Function = Reflect::get(&locks, &"request".into())?.dyn_into()?;
    let options = Object::new();
    for (wish, value) in wishes {
        Reflect::set(&options, &(*wish).into(), value)?;
    }

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
