//! Keeps the screen on while a batch runs: a phone that goes dark stops it. Nothing hangs on it: a browser
//! may refuse, and takes the lock away when the page is hidden.

use super::js;
use js_sys::{Function, Promise, Reflect};
use leptos::task::spawn_local;
use std::cell::RefCell;
use std::rc::Rc;
use wasm_bindgen::{JsCast, JsValue};

/// The screen stays on while this lives, as far as the browser grants it.
pub struct Awake(Rc<RefCell<State>>);

enum State {
    Asked,
    Held(JsValue),
    Over,
}

impl Awake {
    /// Asks for it; returns at once.
    pub fn begin() -> Self {
        let state = Rc::new(RefCell::new(State::Asked));
        let asked = Rc::clone(&state);
        spawn_local(async move {
            let Some(lock) = request().await else { return };
            let is_over = matches!(*asked.borrow(), State::Over);
            if is_over {
                release(&lock);
            } else {
                asked.replace(State::Held(lock));
            }
        });
        Self(state)
    }
}

impl Drop for Awake {
    fn drop(&mut self) {
        if let State::Held(lock) = self.0.replace(State::Over) {
            release(&lock);
        }
    }
}

async fn request() -> Option<JsValue> {
    let navigator = js::window().ok()?.navigator();
    let lock = Reflect::get(&navigator, &"wakeLock".into()).ok().filter(JsValue::is_object)?;
    let request: Function = Reflect::get(&lock, &"request".into()).ok()?.dyn_into().ok()?;
    let asked: Promise = request.call1(&lock, &"screen".into()).ok()?.dyn_into().ok()?;
    js::wait(asked).await.ok()
}

fn release(lock: &JsValue) {
    let release = Reflect::get(lock, &"release".into()).ok();
    if let Some(release) = release.and_then(|release| release.dyn_into::<Function>().ok()) {
        // One that the browser took away already cannot be released, and need not be.
        let _ = release.call0(lock);
    }
}
