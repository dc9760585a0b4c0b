//! Fields in their states, choices.

use super::Specimen;
use super::samples::sample;
use crate::components::{
    Choice, Choices, Field, FieldError, IconName, InputKind, RevealButton, SearchInput, Select,
    TextArea, TextInput,
};
use leptos::prelude::*;

/// Fields.
#[component]
pub fn Fields() -> impl IntoView {
    let text = RwSignal::new(String::new());
    let revealed = RwSignal::new(false);
    let chosen = RwSignal::new(0_u8);
    let refused = FieldError::new("The panel does not accept this key.".to_owned())
        .said(Some("Invalid API key".to_owned()));
    let odd = FieldError::warning("This link looks private.".to_owned());
    let options = Signal::stored(vec![
        ("a".to_owned(), "Northpanel".to_owned()),
        ("b".to_owned(), "Volga".to_owned()),
    ]);
    let kind = move || if revealed.get() { InputKind::Url } else { InputKind::Password };
    view! {
        <Specimen id="fields">
            <div class="stack-l">
                <Field id="g-name" label=sample("Name") optional=true hint=|| "Shown to you only.">
                    <TextInput id="g-name" value=text on_input=move |value| text.set(value)/>
                </Field>
                <Field id="g-key" label=sample("API key") error=Some(refused)>
                    <TextInput
                        id="g-key"
                        kind
                        value="not-a-key-0000"
                        invalid=true
                        on_input=|_| {}
                    >
                        <RevealButton label=sample("Show the key while pressed") revealed/>
                    </TextInput>
                </Field>
                <Field id="g-link" label=sample("Link") error=Some(odd)>
                    <TextInput
                        id="g-link"
                        kind=InputKind::Url
                        large=true
                        icon=IconName::Link
                        value="https://instagram.com/studio.nordlys"
                        on_input=|_| {}
                    />
                </Field>
                <Field id="g-comments" label=sample("Comments (1 per line)")>
                    <TextArea id="g-comments" rows=3 value="First\nSecond" on_input=|_| {}/>
                </Field>
                <Field id="g-account" label=sample("Account")>
                    <Select id="g-account" value="a" options on_change=|_| {}/>
                </Field>
                <SearchInput
                    label=sample("Quick search service")
                    value=text
                    on_input=move |value| text.set(value)
                />
            </div>
        </Specimen>
        <Specimen id="choices">
            <Choices legend=sample("Its orders here")>
                <Choice
                    name="g-orders"
                    title=sample("Keep its orders")
                    text=sample("You can still read them, but not refresh them.")
                    checked=move || chosen.get() == 0
                    on_choose=move |()| chosen.set(0)
                />
                <Choice
                    name="g-orders"
                    title=sample("Erase everything")
                    text=sample("Its orders and their proof are gone for ever.")
                    checked=move || chosen.get() == 1
                    on_choose=move |()| chosen.set(1)
                />
            </Choices>
        </Specimen>
    }
}
