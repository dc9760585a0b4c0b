//! Name, colour, currency, read-only: changed at once, no test needed.

use super::Part;
use crate::components::{Field, Segmented, Switch, TextInput};
use crate::i18n::{Msg, t, use_i18n};
use crate::state::use_accounts;
use leptos::prelude::*;
use panelboard_domain::account::{AccountEdit, MAX_NAME};
use panelboard_domain::id::AccountId;
use panelboard_domain::money::Currency;

/// The part.
#[component]
pub(super) fn Identity(id: StoredValue<AccountId>) -> impl IntoView {
    let accounts = use_accounts();
    let held = Memo::new(move |_| id.with_value(|id| accounts.get(id)));
    let edit = move |edit: AccountEdit| id.with_value(|id| accounts.edit(id, &edit));
    let name = Signal::derive(move || held.get().map(|held| held.name).unwrap_or_default());
    let read_only =
        Signal::derive(move || held.with(|held| held.as_ref().is_some_and(|h| h.read_only)));
    let on_name =
        move |text: String| edit(AccountEdit { name: Some(text), ..AccountEdit::default() });
    view! {
        <Part title=Msg::ACCOUNTS_EDIT_IDENTITY>
            <NameField name on_name/>
            <HueField
                hue=Signal::derive(move || held.with(|held| held.as_ref().map_or(1, |h| h.hue)))
                on_choose=move |hue| edit(AccountEdit { hue: Some(hue), ..AccountEdit::default() })
            />
            <CurrencyField
                label=Signal::derive(move || {
                    let own = held.get().and_then(|held| held.currency_override);
                    own.map(|own| own.code().to_owned()).unwrap_or_default()
                })
                on_change=move |currency| {
                    edit(AccountEdit { currency: Some(currency), ..AccountEdit::default() });
                }
            />
            <Switch
                label=t(Msg::ACCOUNTS_READ_ONLY)
                checked=read_only
                on_change=move |on| edit(AccountEdit { read_only: Some(on), ..AccountEdit::default() })
            />
        </Part>
    }
    .into_any()
}

/// Kept when the field is left: a name that changes under the fingers would be trimmed while one types.
#[component]
fn NameField(name: Signal<String>, #[prop(into)] on_name: Callback<String>) -> impl IntoView {
    let typed = RwSignal::new(name.get_untracked());
    let keep = move || {
        if typed.get_untracked() != name.get_untracked() {
            on_name.run(typed.get_untracked());
            typed.set(name.get_untracked());
        }
    };
    view! {
        <form
            on:submit=move |event| {
                event.prevent_default();
                keep();
            }
            on:focusout=move |_| keep()
        >
            <Field id="name" label=t(Msg::ACCOUNTS_NAME)>
                <TextInput
                    id="name"
                    value=typed
                    max_length=u32::try_from(MAX_NAME).unwrap_or(60)
                    on_input=move |text| typed.set(text)
                />
            </Field>
        </form>
    }
    .into_any()
}

/// One of eight hues.
#[component]
fn HueField(hue: Signal<u8>, #[prop(into)] on_choose: Callback<u8>) -> impl IntoView {
    let i18n = use_i18n();
    let option = move |own: u8| {
        let label = move || i18n.fill(Msg::ACCOUNTS_HUE_OF, &[("number", &own.to_string())]);
        view! {
            <label class="hue" data-hue=own.to_string()>
                <input
                    type="radio"
                    name="hue"
                    class="visually-hidden"
                    aria-label=label
                    prop:checked=move || hue.get() == own
                    on:change=move |_| on_choose.run(own)
                />
                <span class="swatch" aria-hidden="true" data-hue=own.to_string()></span>
            </label>
        }
    };
    view! {
        <fieldset class="field">
            <legend class="label">{t(Msg::ACCOUNTS_HUE)}</legend>
            <div class="row hues">{(1..=8).map(option).collect_view()}</div>
        </fieldset>
    }
    .into_any()
}

/// The label beside amounts: the panel's own, or the user's. It changes no number.
#[component]
fn CurrencyField(
    label: Signal<String>,
    #[prop(into)] on_change: Callback<Option<Currency>>,
) -> impl IntoView {
    let typed = RwSignal::new(label.get_untracked());
    let own = Signal::derive(move || !label.with(String::is_empty));
    let choose = move |wants_own: bool| {
        if !wants_own {
            typed.set(String::new());
            on_change.run(None);
        }
    };
    let chosen = RwSignal::new(own.get_untracked());
    let pick = Callback::new(move |wants_own| {
        chosen.set(wants_own);
        choose(wants_own);
    });
    let options = vec![
        (false, Signal::derive(t(Msg::ACCOUNTS_CURRENCY_PANELS))),
        (true, Signal::derive(t(Msg::ACCOUNTS_CURRENCY_OWN))),
    ];
    let keep = move || {
        if let Some(currency) = Currency::new(&typed.get_untracked()) {
            on_change.run(Some(currency));
        }
    };
    view! {
        <div class="field" on:focusout=move |_| keep()>
            <span class="label">{t(Msg::ACCOUNTS_CURRENCY)}</span>
            <div><Segmented label=t(Msg::ACCOUNTS_CURRENCY) options value=chosen on_change=pick/></div>
            <Show when=move || chosen.get()>
                <Field id="currency" label=t(Msg::ACCOUNTS_CURRENCY_CODE)>
                    <TextInput
                        id="currency"
                        value=typed
                        max_length=8
                        on_input=move |text| typed.set(text)
                    />
                </Field>
            </Show>
            <p class="hint">{t(Msg::ACCOUNTS_CURRENCY_HINT)}</p>
        </div>
    }
    .into_any()
}
