//! The error look of a page part: what happened, what it means for the user's money, what to do.

use super::button::{Button, ButtonSize};
use super::note::{Note, Tone};
use crate::i18n::{Msg, t};
use leptos::prelude::*;

/// The error, with the panel's own words when it said any, and a way to try again when that is safe.
#[component]
pub fn ErrorPanel(
    /// What happened.
    #[prop(into)]
    title: Signal<String>,
    /// What it means for the money, and what to do.
    #[prop(into)]
    text: Signal<String>,
    #[prop(optional, into)] panel_says: Signal<Option<String>>,
    #[prop(optional)] tone: Option<Tone>,
    /// Money is concerned: read it out at once.
    #[prop(optional)]
    alert: bool,
    #[prop(optional, into)] on_retry: Option<Callback<()>>,
    /// What else can be pressed here.
    #[prop(optional)]
    children: Option<Children>,
) -> impl IntoView {
    let retry = move |on_retry: Callback<()>| {
        view! {
            <Button size=ButtonSize::Dense on_press=move |_| on_retry.run(())>
                {t(Msg::COMPONENTS_TRY_AGAIN)}
            </Button>
        }
    };
    view! {
        <Note
            tone=tone.unwrap_or(Tone::Bad)
            title
            alert
            actions=move || on_retry.map(retry)
        >
            <p>
                {move || text.get()}
                <PanelSays text=panel_says/>
            </p>
            {children.map(|children| children())}
        </Note>
    }
    .into_any()
}

/// The panel's own words, quoted and isolated.
#[component]
pub fn PanelSays(#[prop(into)] text: Signal<Option<String>>) -> impl IntoView {
    let label = t(Msg::COMPONENTS_PANEL_SAYS);
    move || {
        text.get().map(|text| {
            view! {
                <span class="dim">" " {label} " " <bdi>"“" {text} "”"</bdi></span>
            }
        })
    }
}
