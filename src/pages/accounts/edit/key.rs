//! Another key for the same account. It is tried with a question that costs nothing before it takes the
//! old one's place; nothing else of the account changes. The typed key is never shown again.

use super::Part;
use crate::components::{
    Button, ButtonSize, Field, FieldError, InputKind, Note, RevealButton, TextInput, Tone,
};
use crate::i18n::{Msg, error_text, t, use_format, use_i18n};
use crate::state::{KeyChange, ProbeFailure, use_accounts};
use leptos::prelude::*;
use panelboard_client::accounts::key::KeyStop;
use panelboard_domain::id::AccountId;
use panelboard_domain::secret::ApiKey;

/// The part.
#[component]
pub(super) fn Key(id: StoredValue<AccountId>) -> impl IntoView {
    let (i18n, accounts) = (use_i18n(), use_accounts());
    let change = id.with_value(|id| accounts.changing_key(id));
    let (typed, wrong) = (RwSignal::new(String::new()), RwSignal::new(None::<Msg>));
    let tail = move || {
        let tail = id.with_value(|id| accounts.get(id)).map(|held| held.key_tail);
        tail.map(|tail| format!("…{tail}"))
    };
    let begin = move || match ApiKey::parse(&typed.get_untracked()) {
        Ok(key) => {
            wrong.set(None);
            id.with_value(|id| accounts.change_key(id, key));
        }
        Err(error) => wrong.set(Some(error_text::key_error(error))),
    };
    // The key is in its place: it must not stay in the page.
    Effect::new(move |_| {
        if change.with(|change| matches!(change, KeyChange::Done(_))) {
            typed.set(String::new());
        }
    });
    on_cleanup(move || id.with_value(|id| accounts.forget_key_change(id)));
    let error = Signal::derive(move || {
        if let Some(wrong) = wrong.get() {
            return Some(FieldError::new(i18n.text(wrong)));
        }
        match change.get() {
            KeyChange::Stopped(stop) => {
                let (text, says) = stopped(&stop);
                let text =
                    text.into_iter().map(|part| i18n.text(part)).collect::<Vec<_>>().join(" ");
                Some(FieldError::new(text).said(says))
            }
            KeyChange::NotStored(error) => {
                Some(FieldError::new(i18n.text(error_text::storage_error(&error).what)))
            }
            _ => None,
        }
    });
    let busy = Signal::derive(move || change.with(|change| *change == KeyChange::Testing));
    let on_input = move |text| {
        typed.set(text);
        wrong.set(None);
        if !busy.get_untracked() {
            id.with_value(|id| accounts.forget_key_change(id));
        }
    };
    view! {
        <Part title=Msg::ACCOUNTS_EDIT_KEY>
            <p class="sub">
                {t(Msg::ACCOUNTS_KEY_NOW)} " " <bdi class="mono" dir="ltr">{tail}</bdi>
            </p>
            <form
                class="stack"
                novalidate
                on:submit=move |event| {
                    event.prevent_default();
                    begin();
                }
            >
                <NewKey typed error on_input/>
                <div>
                    <Button
                        size=ButtonSize::Dense
                        submit=true
                        busy
                        disabled=Signal::derive(move || typed.with(String::is_empty))
                    >
                        {t(Msg::ACCOUNTS_KEY_CHANGE)}
                    </Button>
                </div>
            </form>
            <div role="status"><Taken change/></div>
        </Part>
    }
    .into_any()
}

#[component]
fn NewKey(
    typed: RwSignal<String>,
    error: Signal<Option<FieldError>>,
    #[prop(into)] on_input: Callback<String>,
) -> impl IntoView {
    let revealed = RwSignal::new(false);
    let kind = move || if revealed.get() { InputKind::Url } else { InputKind::Password };
    view! {
        <Field id="key" label=t(Msg::ACCOUNTS_KEY_NEW) hint=t(Msg::ACCOUNTS_KEY_CHANGE_HINT) error>
            <TextInput
                id="key"
                kind
                value=typed
                invalid=move || error.with(Option::is_some)
                on_input
            >
                <RevealButton label=t(Msg::ACCOUNTS_KEY_SHOW) revealed/>
            </TextInput>
        </Field>
    }
    .into_any()
}

/// It is the account's key now, with the balance that proves it.
#[component]
fn Taken(change: Signal<KeyChange>) -> impl IntoView {
    let (i18n, format) = (use_i18n(), use_format());
    move || {
        let KeyChange::Done(balance) = change.get() else { return None };
        let amount = format.balance(&balance);
        let text = move || i18n.fill(Msg::ACCOUNTS_KEY_CHANGED_TEXT, &[("balance", &amount)]);
        Some(view! {
            <Note tone=Tone::Good title=t(Msg::ACCOUNTS_KEY_CHANGED)><p>{text}</p></Note>
        })
    }
}

/// Why the key was not taken, and the panel's own words.
fn stopped(stop: &KeyStop) -> (Vec<Msg>, Option<String>) {
    match stop {
        KeyStop::Same => (vec![Msg::ACCOUNTS_KEY_SAME], None),
        KeyStop::OtherAccount(_) => (vec![Msg::ACCOUNTS_KEY_OF_OTHER], None),
        KeyStop::Failed(failure) => {
            let words = error_text::probe_failure(failure);
            let says = match failure {
                ProbeFailure::BadKey(refusal) | ProbeFailure::Refused(refusal) => {
                    Some(refusal.text.clone())
                }
                _ => None,
            };
            (vec![words.what, words.todo, Msg::ACCOUNTS_TEST_UNCHANGED], says)
        }
    }
}
