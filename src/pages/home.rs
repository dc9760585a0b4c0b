//! Home.

use crate::i18n::{Msg, t};
use leptos::prelude::*;

/// The start screen.
#[component]
pub fn Home() -> impl IntoView {
    view! { <main class="main" id="main"><h1>{t(Msg::COMMON_APP_NAME)}</h1></main> }
}
