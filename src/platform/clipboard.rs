//! The clipboard. Order ids and links; a key only when the user asks for it.

use super::js;

/// Copies a text; `false` when the browser refuses.
pub async fn copy(text: &str) -> bool {
    let Ok(window) = js::window() else { return false };
    js::wait(window.navigator().clipboard().write_text(text)).await.is_ok()
}
