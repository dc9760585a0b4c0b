//! One line of text: plain, an address, a secret, a number.

use super::field::about;
use super::icon::{Icon, IconName};
use leptos::prelude::*;

/// What is typed.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum InputKind {
    /// Words of the user; their direction follows what is typed.
    #[default]
    Text,
    /// An address: left to right in every language.
    Url,
    /// A secret, hidden.
    Password,
    /// A day: the browser's own picker.
    Date,
    /// A figure; still text, because people write `1 000` and `١٠٠٠`.
    Number,
}

impl InputKind {
    const fn attributes(self) -> (&'static str, &'static str, &'static str) {
        match self {
            Self::Text => ("text", "text", "auto"),
            Self::Url => ("text", "url", "ltr"),
            Self::Password => ("password", "text", "ltr"),
            Self::Date => ("date", "text", "ltr"),
            Self::Number => ("text", "numeric", "ltr"),
        }
    }
}

/// The input. `before` stands inside it at its start, children at its end.
#[component]
pub fn TextInput(
    id: &'static str,
    #[prop(into)] value: Signal<String>,
    #[prop(into)] on_input: Callback<String>,
    #[prop(optional, into)] kind: Signal<InputKind>,
    #[prop(optional, into)] placeholder: Signal<String>,
    #[prop(optional, into)] invalid: Signal<bool>,
    #[prop(optional, into)] disabled: Signal<bool>,
    #[prop(optional)] icon: Option<IconName>,
    #[prop(optional)] large: bool,
    #[prop(optional)] max_length: Option<u32>,
    /// For a day: the first that may be picked, `2026-12-31`.
    #[prop(optional)]
    min: Option<String>,
    #[prop(optional)] node_ref: NodeRef<leptos::html::Input>,
    #[prop(optional, into)] before: Option<ViewFnOnce>,
    #[prop(optional)] children: Option<Children>,
) -> impl IntoView {
    view! {
        <span class=if large { "input input--l" } else { "input" }>
            {icon.map(|name| view! { <Icon name/> })}
            {before.map(ViewFnOnce::run)}
            <input
                id=id
                node_ref=node_ref
                type=move || kind.get().attributes().0
                inputmode=move || kind.get().attributes().1
                dir=move || kind.get().attributes().2
                maxlength=max_length
                min=min
                autocomplete="off"
                autocapitalize="off"
                spellcheck="false"
                placeholder=move || placeholder.get()
                disabled=move || disabled.get()
                aria-invalid=move || invalid.get().then_some("true")
                aria-describedby=about(id)
                prop:value=move || value.get()
                on:input=move |event| on_input.run(event_target_value(&event))
            />
            {children.map(|children| children())}
        </span>
    }
    .into_any()
}
