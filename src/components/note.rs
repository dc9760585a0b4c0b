//! A message in the page, in the place that it belongs to. The mark carries the colour.

use super::icon::{Icon, IconName};
use leptos::prelude::*;

/// What kind of news.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum Tone {
    /// To know.
    #[default]
    Plain,
    /// Went well.
    Good,
    /// Look.
    Warning,
    /// No.
    Bad,
    /// Nobody knows yet.
    Doubt,
}

impl Tone {
    /// The `data-state` that carries the colours.
    pub const fn state(self) -> Option<&'static str> {
        match self {
            Self::Plain => None,
            Self::Good => Some("completed"),
            Self::Warning => Some("partial"),
            Self::Bad => Some("failed"),
            Self::Doubt => Some("unconfirmed"),
        }
    }

    /// The mark.
    pub const fn icon(self) -> IconName {
        match self {
            Self::Plain => IconName::Info,
            Self::Good => IconName::Done,
            Self::Warning | Self::Doubt => IconName::Alert,
            Self::Bad => IconName::Error,
        }
    }
}

/// The note: a title, what it means (children), and what can be done (`actions`).
#[component]
pub fn Note(
    #[prop(optional)] tone: Tone,
    #[prop(optional)] icon: Option<IconName>,
    #[prop(into)] title: Signal<String>,
    /// Read out at once: only when money is concerned.
    #[prop(optional)]
    alert: bool,
    #[prop(optional, into)] actions: Option<ViewFnOnce>,
    #[prop(optional)] children: Option<Children>,
) -> impl IntoView {
    view! {
        <div class="note" data-state=tone.state() role=alert.then_some("alert")>
            <Icon name=icon.unwrap_or(tone.icon())/>
            <b>{move || title.get()}</b>
            {children.map(|children| view! { <div>{children()}</div> })}
            {actions.map(|actions| view! { <div class="actions">{actions.run()}</div> })}
        </div>
    }
    .into_any()
}
