//! A field: label, control, hint and error, tied together by ids. The control inside takes the same
//! `id` and says `aria-describedby="{id}-about"`, as `TextInput`, `TextArea` and `Select` do.

use super::error_panel::PanelSays;
use super::icon::{Icon, IconName};
use crate::i18n::{Msg, t};
use leptos::prelude::*;

/// What is wrong with a field, in the user's words, and the panel's own words when it was the panel.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct FieldError {
    /// What is wrong and what to do.
    pub text: String,
    /// What the panel said.
    pub panel_says: Option<String>,
    /// Looks like trouble but does not block.
    pub warning: bool,
}

impl FieldError {
    /// An error of our own.
    pub fn new(text: String) -> Self {
        Self { text, ..Self::default() }
    }

    /// A warning of our own.
    pub fn warning(text: String) -> Self {
        Self { text, warning: true, ..Self::default() }
    }

    /// With the panel's own words.
    #[must_use]
    pub fn said(mut self, panel_says: Option<String>) -> Self {
        self.panel_says = panel_says;
        self
    }
}

/// The id of the element that describes the control.
pub(super) fn about(id: &str) -> String {
    format!("{id}-about")
}

/// The field around a control.
#[component]
pub fn Field(
    id: &'static str,
    #[prop(into)] label: Signal<String>,
    #[prop(optional)] optional: bool,
    /// At the end of the label's line: limits, counts.
    #[prop(optional, into)]
    side: Option<Signal<String>>,
    /// Stands under the control.
    #[prop(optional, into)]
    hint: Option<ViewFn>,
    #[prop(optional, into)] error: Signal<Option<FieldError>>,
    children: Children,
) -> impl IntoView {
    let optional = optional.then(|| {
        let word = t(Msg::COMPONENTS_OPTIONAL);
        view! { <span class="opt">{word}</span> }
    });
    let side = side
        .map(|side| view! { <span class="opt">{move || side.get()}</span> }.into_any())
        .or(optional.map(IntoAny::into_any));
    view! {
        <div class="field">
            <label for=id>{move || label.get()} {side}</label>
            {children()}
            <div id=about(id) class="about">
                {move || error.get().map(|error| view! { <ErrorLine error/> })}
                {hint.map(|hint| view! { <p class="hint">{move || hint.run()}</p> })}
            </div>
        </div>
    }
    .into_any()
}

#[component]
fn ErrorLine(error: FieldError) -> impl IntoView {
    let (class, icon) = match error.warning {
        true => ("hint hint--warn", IconName::Alert),
        false => ("hint hint--error", IconName::Error),
    };
    view! {
        <p class=class>
            <Icon name=icon small=true/>
            <span>{error.text}<PanelSays text=Signal::stored(error.panel_says)/></span>
        </p>
    }
    .into_any()
}
