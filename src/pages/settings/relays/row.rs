//! One relay of the list: what it is, where it stands, its token, its removal and why not.

use super::held;
use super::token::TokenForm;
use super::trouble::Trouble;
use crate::components::{
    Button, ButtonKind, ButtonSize, ChipState, Note, Question, StateChip, Tone,
};
use crate::i18n::{Format, Msg, error_text, t, use_format, use_i18n};
use crate::pages::relay_words;
use crate::state::{RelayLook, RelayStop, use_accounts, use_relays};
use leptos::prelude::*;
use panelboard_domain::account::RelayId;

/// The row.
#[component]
pub(super) fn Row(
    relay: RelayId,
    /// The relay whose token is being changed.
    editing: RwSignal<Option<RelayId>>,
    /// The relay that is to be removed.
    removing: RwSignal<Option<RelayId>>,
) -> impl IntoView {
    let (i18n, format, relays) = (use_i18n(), use_format(), use_relays());
    let relay = StoredValue::new(relay);
    let now = Memo::new(move |_| {
        relays.known().with(|known| relay.with_value(|relay| held(known.as_deref()?, relay)))
    });
    let name = Signal::derive(move || relay.with_value(|relay| relay_words::name(i18n, relay)));
    let look = Memo::new(move |_| now.get().and_then(|known| known.look));
    let label = move |message: Msg| move || i18n.fill(message, &[("name", &name.get())]);
    let edits = Memo::new(move |_| relay.with_value(|relay| editing.get().as_ref() == Some(relay)));
    let toggle = move |_| editing.set((!edits.get_untracked()).then(|| relay.get_value()));
    let is_added = move || now.with(|now| now.as_ref().is_some_and(|known| known.is_added));
    view! {
        <li class="relay">
            <span class="grow">
                <span class="clip"><bdi dir="auto">{name}</bdi></span>
                <small class="dim dots">{move || facts(format, now)}</small>
            </span>
            <Chip look/>
            <span class="row relay-acts">
                <Button size=ButtonSize::Dense on_press=toggle>
                    <span aria-hidden="true">{t(Msg::RELAYS_TOKEN)}</span>
                    <span class="visually-hidden">{label(Msg::RELAYS_TOKEN_CHANGE)}</span>
                </Button>
                <Show when=is_added>
                    <Button
                        kind=ButtonKind::Danger
                        size=ButtonSize::Dense
                        on_press=move |_| removing.set(Some(relay.get_value()))
                    >
                        <span aria-hidden="true">{t(Msg::ACCOUNTS_REMOVE)}</span>
                        <span class="visually-hidden">{label(Msg::ACCOUNTS_REMOVE_OF)}</span>
                    </Button>
                </Show>
            </span>
            <div class="relay-more">
                <Trouble look/>
                <Stopped relay/>
                <Show when=move || edits.get()>
                    <TokenForm relay on_done=move |()| editing.set(None)/>
                </Show>
            </div>
        </li>
    }
    .into_any()
}

/// Version, panels, accounts, the end of the token.
fn facts(format: Format, now: Memo<Option<crate::state::KnownRelay>>) -> impl IntoView {
    let i18n = use_i18n();
    let known = now.get()?;
    let (version, panels) = match known.look {
        Some(RelayLook::Works { version, panels }) => (version, Some(panels.len())),
        _ => (None, None),
    };
    let version = version.map(|version| i18n.fill(Msg::RELAYS_VERSION, &[("version", &version)]));
    let panels = panels.map(|count| format.count(Msg::RELAYS_PANELS, count as u64));
    let used = (!known.accounts.is_empty())
        .then(|| format.count(Msg::RELAYS_ACCOUNTS, known.accounts.len() as u64));
    let word = i18n.text(Msg::RELAYS_TOKEN);
    Some(view! {
        {version.map(|version| view! { <span>{version}</span> })}
        {panels.map(|panels| view! { <span>{panels}</span> })}
        {used.map(|used| view! { <span>{used}</span> })}
        {known.token_tail.map(|tail| {
            view! { <span>{word} " " <bdi class="mono" dir="ltr">{format!("…{tail}")}</bdi></span> }
        })}
    })
}

#[component]
fn Chip(look: Memo<Option<RelayLook>>) -> impl IntoView {
    let shown = move || {
        look.with(|look| {
            look.as_ref().map_or((ChipState::Running, Msg::RELAYS_ASKING), relay_words::state)
        })
    };
    let i18n = use_i18n();
    view! {
        <span role="status">
            <StateChip
                state=Signal::derive(move || shown().0)
                label=Signal::derive(move || i18n.text(shown().1))
            />
        </span>
    }
    .into_any()
}

/// Why it was not removed.
#[component]
fn Stopped(relay: StoredValue<RelayId>) -> impl IntoView {
    let (i18n, format) = (use_i18n(), use_format());
    let (relays, accounts) = (use_relays(), use_accounts());
    let text = move || {
        let (stopped, stop) = relays.stopped().get()?;
        let is_it = relay.with_value(|relay| *relay == stopped);
        is_it.then(|| match stop {
            RelayStop::Accounts(ids) => {
                let names: Vec<_> = ids.iter().map(|id| accounts.shown_name(id)).collect();
                i18n.fill(Msg::RELAYS_USED_BY, &[("names", &names.join(", "))])
            }
            RelayStop::Unsettled(count) => format.count(Msg::RELAYS_UNSETTLED, count as u64),
            RelayStop::Storage(error) => i18n.text(error_text::storage_error(&error).what),
        })
    };
    view! {
        <div role="status">
            {move || text().map(|text| {
                view! { <Note tone=Tone::Warning title=Signal::stored(text)/> }
            })}
        </div>
    }
    .into_any()
}

/// The question; open while a relay stands in `removing`.
#[component]
pub(super) fn RemoveRelay(removing: RwSignal<Option<RelayId>>) -> impl IntoView {
    let (i18n, relays) = (use_i18n(), use_relays());
    let name =
        move || removing.with(|relay| relay.as_ref().map(|relay| relay_words::name(i18n, relay)));
    let remove = move |_| {
        if let Some(relay) = removing.get_untracked() {
            relays.remove(&relay);
        }
        removing.set(None);
    };
    let act = move || {
        view! {
            <Button kind=ButtonKind::Danger on_press=remove>{t(Msg::ACCOUNTS_REMOVE)}</Button>
        }
    };
    view! {
        <Question
            id="remove-relay"
            open=Signal::derive(move || removing.with(Option::is_some))
            on_close=move |()| removing.set(None)
            title=move || {
                i18n.fill(Msg::ACCOUNTS_REMOVE_TITLE, &[("name", &name().unwrap_or_default())])
            }
            act
        >
            <p class="sub">{t(Msg::RELAYS_REMOVE_TEXT)}</p>
        </Question>
    }
    .into_any()
}
