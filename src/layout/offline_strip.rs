//! Says that the browser sees no network: what is stored can be read, orders cannot be sent.

use crate::components::{IconName, Strip};
use crate::i18n::{Msg, t};
use crate::state::use_presence;
use leptos::prelude::*;

/// The strip; nothing while online.
#[component]
pub(super) fn OfflineStrip() -> impl IntoView {
    let online = use_presence().online();
    let text = t(Msg::COMMON_OFFLINE);
    move || (!online.get()).then(|| view! { <Strip icon=IconName::Offline text/> })
}
