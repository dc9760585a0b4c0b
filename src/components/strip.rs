//! One line across the page: offline, an account that does not answer, the demo.

use super::icon::{Icon, IconName};
use super::note::Tone;
use leptos::prelude::*;

/// The strip: an icon, one sentence, at most one button as its last child.
#[component]
pub fn Strip(
    icon: IconName,
    #[prop(into)] text: Signal<String>,
    #[prop(optional)] tone: Tone,
    #[prop(optional)] demo: bool,
    #[prop(optional)] children: Option<Children>,
) -> impl IntoView {
    view! {
        <div class=if demo { "strip strip--demo" } else { "strip" } role="status" data-state=tone.state()>
            <Icon name=icon/>
            <span>{move || text.get()}</span>
            {children.map(|children| children())}
        </div>
    }
    .into_any()
}
