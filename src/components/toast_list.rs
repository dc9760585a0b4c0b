//! News about work in the background. Errors of a field never come here. The live region stays in
//! the page, so that screen readers notice what is put into it.

use super::button::IconButton;
use super::icon::{Icon, IconName};
use super::note::Tone;
use crate::i18n::{Msg, t};
use leptos::prelude::*;

/// The region that holds the messages of the moment.
#[component]
pub fn ToastList(children: Children) -> impl IntoView {
    view! { <div class="toasts toasts--float" role="status" aria-live="polite">{children()}</div> }
        .into_any()
}

/// One message. Children are its links.
#[component]
pub fn Toast(
    #[prop(optional)] tone: Tone,
    #[prop(into)] text: Signal<String>,
    #[prop(into)] on_dismiss: Callback<()>,
    #[prop(optional)] children: Option<Children>,
) -> impl IntoView {
    view! {
        <div class="toast" data-state=tone.state()>
            <Icon name=tone.icon()/>
            <span class="grow">{move || text.get()}</span>
            {children.map(|children| children())}
            <IconButton
                icon=IconName::X
                label=t(Msg::COMPONENTS_CLOSE)
                on_press=move |_| on_dismiss.run(())
            />
        </div>
    }
    .into_any()
}
