//! What this is.

use crate::components::{KeyValue, KeyValues};
use crate::i18n::{Msg, t};
use leptos::prelude::*;

/// Version and licence, and the legal line of the first run.
#[component]
pub fn About() -> impl IntoView {
    view! {
        <div class="stack">
            <KeyValues>
                <KeyValue label=t(Msg::SETTINGS_VERSION)>
                    <bdi>{env!("CARGO_PKG_VERSION")}</bdi>
                </KeyValue>
                <KeyValue label=t(Msg::SETTINGS_LICENCE)>
                    <bdi>{env!("CARGO_PKG_LICENSE")}</bdi>
                </KeyValue>
            </KeyValues>
            <p class="hint">{t(Msg::FIRST_RUN_LEGAL)}</p>
        </div>
    }
}
