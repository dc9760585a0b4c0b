//! Where everything is, honestly, and whether the browser has promised to keep it.

use crate::components::{Button, IconName, Note, Tone};
use crate::i18n::{Msg, t};
use crate::pages::copies::CopyNote;
use crate::platform::keeping;
use leptos::prelude::*;
use leptos::task::spawn_local;

/// The notes.
#[component]
pub fn Data() -> impl IntoView {
    view! {
        <div class="stack">
            <Note icon=IconName::Shield title=t(Msg::SETTINGS_DATA_HERE)>
                <p>{t(Msg::SETTINGS_DATA_TEXT)} " " {t(Msg::SETTINGS_KEYS_TEXT)}</p>
            </Note>
            <Kept/>
            <CopyNote/>
            <Note tone=Tone::Warning title=t(Msg::SETTINGS_DIRECT_TITLE)>
                <p>{t(Msg::SETTINGS_DIRECT_TEXT)}</p>
            </Note>
        </div>
    }
}

/// The browser's promise, and asking for it. Nothing stands here before the browser has said.
#[component]
fn Kept() -> impl IntoView {
    let (kept, refused) = (RwSignal::new(None), RwSignal::new(false));
    spawn_local(async move {
        let answer = keeping::is_kept().await;
        kept.try_set(answer);
    });
    let request = move |_| {
        spawn_local(async move {
            if let Some(answer) = keeping::ask_to_keep().await {
                kept.try_set(Some(answer));
                refused.try_set(!answer);
            }
        });
    };
    move || match kept.get() {
        None => ().into_any(),
        Some(true) => view! {
            <Note icon=IconName::Check title=t(Msg::SETTINGS_KEPT)>
                <p>{t(Msg::SETTINGS_KEPT_TEXT)}</p>
            </Note>
        }
        .into_any(),
        Some(false) => view! {
            <Note tone=Tone::Warning title=t(Msg::SETTINGS_NOT_KEPT)>
                <p>{t(Msg::SETTINGS_NOT_KEPT_TEXT)}</p>
                <p role="status">
                    {move || refused.get().then(|| t(Msg::SETTINGS_KEEP_REFUSED))}
                </p>
                <Button on_press=request>{t(Msg::SETTINGS_KEEP)}</Button>
            </Note>
        }
        .into_any(),
    }
}
