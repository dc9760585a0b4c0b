//! The document: its title and where its focus is.

use std::cell::Cell;
use wasm_bindgen::JsCast;
use web_sys::{Document, HtmlElement};

thread_local! {
    static FIRST_PAGE: Cell<bool> = const { Cell::new(true) };
}

/// Names the document after the page: "Orders · Panelboard".
pub fn set_title(page: &str) {
    if let Some(document) = document() {
        document.set_title(&format!("{page} · Panelboard"));
    }
}

/// Whether this is the first page of the visit. True once.
pub fn is_first_page() -> bool {
    FIRST_PAGE.replace(false)
}

/// Puts the focus on the element with this id; false when there is none.
pub fn focus_on(id: &str) -> bool {
    let element = document().and_then(|document| document.get_element_by_id(id));
    let element = element.and_then(|element| element.dyn_into::<HtmlElement>().ok());
    element.is_some_and(|element| element.focus().is_ok())
}

/// The same without moving the page: for a row that is given back the focus that it had.
pub fn focus_in_place(id: &str) -> bool {
    let window = web_sys::window();
    let place =
        window.as_ref().and_then(|window| Some((window.scroll_x().ok()?, window.scroll_y().ok()?)));
    let is_there = focus_on(id);
    if let (true, Some(window), Some((x, y))) = (is_there, window, place) {
        window.scroll_to_with_x_and_y(x, y);
    }
    is_there
}

/// Nobody has put the focus anywhere yet: it is on the page itself or on its heading.
pub fn is_focus_idle() -> bool {
    let active = document().and_then(|document| document.active_element());
    active.is_none_or(|element| matches!(element.tag_name().as_str(), "BODY" | "H1"))
}

/// The id of the element that has the focus.
pub fn focused_id() -> Option<String> {
    let id = document()?.active_element()?.id();
    Some(id).filter(|id| !id.is_empty())
}

/// Puts the focus into the page's list of rows; false when there is none.
pub fn enter_rows() -> bool {
    let row = document().and_then(|document| document.query_selector(ROW).ok().flatten());
    let row = row.and_then(|row| row.dyn_into::<HtmlElement>().ok());
    row.is_some_and(|row| row.focus().is_ok())
}

const ROW: &str = "[data-rows] a[href]:not([tabindex='-1'])";

/// Leaves for another address with a full page load, so that the boot script decides anew which
/// hosts this page may reach.
pub fn load(href: &str) {
    if let Some(window) = web_sys::window() {
        // It fails only for an address that is none; ours come from `routes`.
        let _ = window.location().set_href(href);
    }
}

/// Loads the page anew.
pub fn reload() {
    if let Some(window) = web_sys::window() {
        // A page can always be loaded again.
        let _ = window.location().reload();
    }
}

fn document() -> Option<Document> {
    web_sys::window().and_then(|window| window.document())
}
