//! Where a list comes in: typed, pasted, from a file, dropped. What is typed is kept; what cannot be read
//! says why.

use crate::components::{Button, ButtonKind, Field, TextArea};
use crate::i18n::{Msg, t, use_format, use_i18n};
use crate::platform::timer::{AtEnd, debounced};
use crate::platform::upload;
use crate::state::use_batch;
use leptos::prelude::*;
use leptos::task::spawn_local;
use panelboard_client::engine::batch::BatchCommand;
use panelboard_domain::batch::{TextError, decode};
use std::time::Duration;

const ACCEPTED: &str = ".csv,.tsv,.txt,text/csv,text/plain";
/// The same in every language.
const EXAMPLE: &str = "9574 | https://t.me/name | 1000";
const KEPT_AFTER: Duration = Duration::from_millis(500);

/// The field with its buttons.
#[component]
pub fn Input() -> impl IntoView {
    let (i18n, format, batch) = (use_i18n(), use_format(), use_batch());
    let shown = batch.view();
    let kept = Memo::new(move |_| shown.with(|view| view.text.clone()));
    let typed = RwSignal::new(kept.get_untracked());
    Effect::new(move |_| typed.set(kept.get()));
    let problem = RwSignal::new(None::<String>);
    let keeping = debounced(KEPT_AFTER, AtEnd::Act);
    let on_input = move |text: String| {
        typed.set(text);
        keeping.put_off(move || batch.request(BatchCommand::Keep(typed.get_untracked())));
    };
    let read = move |text: String| {
        keeping.cancel();
        problem.set(None);
        // What does not fit comes back with the batch.
        typed.set(String::new());
        batch.request(BatchCommand::Read(text));
    };
    let arrived = move |bytes: Option<Vec<u8>>| match bytes.as_deref().map(decode) {
        Some(Ok(text)) => read(text),
        Some(Err(error)) => problem.set(Some(match error {
            TextError::TooLarge => i18n.text(Msg::MASS_FILE_LARGE),
            TextError::NotText => i18n.text(Msg::MASS_FILE_NOT_TEXT),
            TextError::NotUtf8 { line } => {
                i18n.fill(Msg::MASS_FILE_ENCODING, &[("line", &format.number(line as u64))])
            }
        })),
        None => problem.set(Some(i18n.text(Msg::MASS_FILE_UNREAD))),
    };
    let choose = move |_| spawn_local(async move { arrived(upload::pick_bytes(ACCEPTED).await) });
    let drop = move |event: leptos::ev::DragEvent| {
        if let Some(file) = upload::dropped(&event) {
            event.prevent_default();
            spawn_local(async move { arrived(file.bytes().await) });
        }
    };
    // Before it is open nothing is taken over.
    let is_open = move || shown.with(|view| view.account.is_some());
    let left = move || {
        let count = shown.with(|view| view.left_rows);
        (count > 0)
            .then(|| i18n.fill(Msg::MASS_LEFT_OVER, &[("count", &format.number(count as u64))]))
    };
    let unknown = move || {
        let names = shown.with(|view| view.unknown_columns.join(", "));
        (!names.is_empty()).then(|| i18n.fill(Msg::MASS_UNKNOWN_COLUMNS, &[("names", &names)]))
    };
    view! {
        <div
            class="stack"
            on:dragover=move |event| event.prevent_default()
            on:drop=drop
        >
            <Field
                id="batch-text"
                label=t(Msg::MASS_TEXT_LABEL)
                hint=move || view! { {t(Msg::MASS_TEXT_HINT)} " " {t(Msg::MASS_DROP_HINT)} }
            >
                <TextArea
                    id="batch-text"
                    rows=5
                    value=typed
                    placeholder=EXAMPLE.to_owned()
                    on_input
                />
            </Field>
            <div class="row">
                <Button
                    kind=ButtonKind::Primary
                    disabled=Signal::derive(move || !is_open() || typed.with(|text| text.trim().is_empty()))
                    on_press=move |_| read(typed.get_untracked())
                >
                    {t(Msg::MASS_READ)}
                </Button>
                <Button on_press=choose>{t(Msg::MASS_FILE)}</Button>
            </div>
            <div role="status">
                {move || problem.get().map(|text| view! { <p class="hint hint--error">{text}</p> })}
                {move || left().map(|text| view! { <p class="hint">{text}</p> })}
                {move || unknown().map(|text| view! { <p class="hint">{text}</p> })}
            </div>
        </div>
    }
}
