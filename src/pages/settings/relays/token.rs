//! A token: the field, which hides what is typed, and the form that gives a relay of the list another one.

use crate::components::{
    Button, ButtonSize, Field, FieldError, InputKind, RevealButton, TextInput,
};
use crate::i18n::{Msg, t, use_i18n};
use crate::state::use_relays;
use leptos::prelude::*;
use panelboard_domain::account::RelayId;
use panelboard_domain::secret::RelayToken;

/// The field.
#[component]
pub(super) fn TokenField(
    id: &'static str,
    typed: RwSignal<String>,
    wrong: Signal<Option<Msg>>,
    #[prop(into)] on_input: Callback<String>,
) -> impl IntoView {
    let i18n = use_i18n();
    let revealed = RwSignal::new(false);
    let kind = move || if revealed.get() { InputKind::Url } else { InputKind::Password };
    let error = Signal::derive(move || wrong.get().map(|wrong| FieldError::new(i18n.text(wrong))));
    view! {
        <Field
            id
            label=t(Msg::RELAYS_TOKEN)
            optional=true
            hint=t(Msg::RELAYS_TOKEN_HINT)
            error
        >
            <TextInput id kind value=typed invalid=move || error.with(Option::is_some) on_input>
                <RevealButton label=t(Msg::RELAYS_TOKEN_SHOW) revealed/>
            </TextInput>
        </Field>
    }
    .into_any()
}

/// Another token for a relay that is here; a blank one takes it away.
#[component]
pub(super) fn TokenForm(
    relay: StoredValue<RelayId>,
    #[prop(into)] on_done: Callback<()>,
) -> impl IntoView {
    let relays = use_relays();
    let (typed, wrong) = (RwSignal::new(String::new()), RwSignal::new(None::<Msg>));
    let save = move || match RelayToken::parse(&typed.get_untracked()) {
        Ok(token) => {
            typed.set(String::new());
            relay.with_value(|relay| relays.set_token(relay, token));
            on_done.run(());
        }
        Err(_) => wrong.set(Some(Msg::RELAYS_TOKEN_BAD)),
    };
    let on_input = move |text| {
        typed.set(text);
        wrong.set(None);
    };
    view! {
        <form
            class="stack"
            novalidate
            on:submit=move |event| {
                event.prevent_default();
                save();
            }
        >
            <TokenField id="relay-token" typed wrong=wrong.into() on_input/>
            <div class="row">
                <Button size=ButtonSize::Dense submit=true>{t(Msg::RELAYS_TOKEN_SAVE)}</Button>
                <Button size=ButtonSize::Dense on_press=move |_| on_done.run(())>
                    {t(Msg::COMMON_CANCEL)}
                </Button>
            </div>
        </form>
    }
    .into_any()
}
