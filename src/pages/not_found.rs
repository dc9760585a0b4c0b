//! An address that leads nowhere.

use crate::i18n::{Msg, t};
use leptos::prelude::*;

/// Says so and leads back.
#[component]
pub fn NotFound() -> impl IntoView {
    view! { <main class="main" id="main"><h1>{t(Msg::COMMON_NOT_FOUND)}</h1></main> }
}
