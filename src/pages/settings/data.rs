//! Where everything is, honestly.

use crate::components::{IconName, Note, Tone};
use crate::i18n::{Msg, t};
use leptos::prelude::*;

/// The notes.
#[component]
pub fn Data() -> impl IntoView {
    view! {
        <div class="stack">
            <Note icon=IconName::Shield title=t(Msg::SETTINGS_DATA_HERE)>
                <p>{t(Msg::SETTINGS_DATA_TEXT)} " " {t(Msg::SETTINGS_KEYS_TEXT)}</p>
            </Note>
            <Note tone=Tone::Warning title=t(Msg::SETTINGS_DIRECT_TITLE)>
                <p>{t(Msg::SETTINGS_DIRECT_TEXT)}</p>
            </Note>
        </div>
    }
}
