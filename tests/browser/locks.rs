//! Web Locks: one holder at a time, and a guard that is dropped gives its lock back.

use panelboard::platform::Browser;
use panelboard_client::ports::Locks;
use std::cell::RefCell;
use std::rc::Rc;
use wasm_bindgen_test::wasm_bindgen_test;

#[wasm_bindgen_test]
async fn a_held_lock_is_refused_to_others_until_its_guard_is_gone() {
    let (one, other) = (Browser::default(), Browser::default());
    let guard = one.lock("exclusive").await.unwrap();
    assert!(other.try_lock("exclusive").await.unwrap().is_none());
    assert!(other.try_lock("another").await.unwrap().is_some());
    drop(guard);
    drop(other.lock("exclusive").await.unwrap());
}

#[wasm_bindgen_test]
async fn who_waits_for_a_lock_gets_it_after_the_holder() {
    let said = Rc::new(RefCell::new(Vec::new()));
    let holder = Browser::default();
    let guard = holder.lock("queue").await.unwrap();
    let (reply, waiting) = (Rc::clone(&said), Browser::default());
    wasm_bindgen_futures::spawn_local(async move {
        let _guard = waiting.lock("queue").await.unwrap();
        reply.borrow_mut().push("waiting");
    });
    said.borrow_mut().push("holder");
    drop(guard);
    while said.borrow().len() < 2 {
        panelboard::platform::pause(1).await;
    }
    assert_eq!(*said.borrow(), ["holder", "waiting"]);
}
