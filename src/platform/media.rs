//! What the browser says about the window's size. For behaviour only: looks follow the style sheets.

/// The detail drawer lies over the list here (the same width as in `style/layout.css`).
pub fn drawer_covers_page() -> bool {
    matches("(width < 1024px)")
}

/// The main way to point is fine: a mouse or a pen. Where it is a finger, focusing a field would open
/// the keyboard over half of the page.
pub fn points_finely() -> bool {
    matches("(pointer: fine)")
}

fn matches(query: &str) -> bool {
    web_sys::window()
        .and_then(|window| window.match_media(query).ok().flatten())
        .is_some_and(|list| list.matches())
}
