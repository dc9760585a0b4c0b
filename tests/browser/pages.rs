//! Every page is put up once, by its address, without an account.

use js_sys::Function;
use panelboard::platform::pause;
use wasm_bindgen::JsValue;
use wasm_bindgen_test::wasm_bindgen_test;

/// Evaluates an expression in the page and gives its text.
fn look(expression: &str) -> String {
    let look = Function::new_no_args(&format!("return String({expression})"));
    look.call0(&JsValue::UNDEFINED).unwrap().as_string().unwrap()
}

/// Waits until an expression is true; the runner's own time limit ends a wait for nothing.
async fn until(expression: &str) {
    while look(expression) != "true" {
        pause(5).await;
    }
}

#[wasm_bindgen_test]
async fn every_page_stands_under_its_address_and_names_the_document() {
    look("history.replaceState(null, '', '/settings')");
    leptos::mount::mount_to_body(panelboard::app::App);
    for (path, heading) in [
        ("/settings", "Settings"),
        ("/accounts", "Accounts"),
        ("/services", "Services"),
        ("/new", "New order"),
        ("/orders", "Orders"),
        ("/dev/gallery", "Gallery"),
        ("/no/such/page", "This page does not exist"),
        ("/accounts/add", "Add account"),
    ] {
        look(&format!(
            "(history.pushState(null, '', '{path}'), dispatchEvent(new PopStateEvent('popstate')))"
        ));
        until(&format!("document.querySelector('main h1')?.textContent === '{heading}'")).await;
        until(&format!("document.title.includes('{heading}')")).await;
    }
    look("(history.pushState(null, '', '/'), dispatchEvent(new PopStateEvent('popstate')))");
    until("document.querySelector('.entry h1') !== null").await;
}
