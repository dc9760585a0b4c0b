//! News about work in the background. Errors of a field never come here. The live region stays in
//! the page, so that screen readers notice what is put into it.

use super::button::IconButton;
use super::icon::{Icon, IconName};
use super::note::Tone;
use crate::i18n::{Msg, t};
use leptos::prelude::*;

/// One message. The texts are ready.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Toast {
    /// To tell it from others.
    pub id: u32,
    /// What kind of news.
    pub tone: Tone,
    /// One sentence.
    pub text: String,
    /// Where it leads: words and address.
    pub link: Option<(String, String)>,
}

/// All messages of the moment.
#[component]
pub fn ToastList(
    #[prop(into)] toasts: Signal<Vec<Toast>>,
    #[prop(into)] on_dismiss: Callback<u32>,
) -> impl IntoView {
    view! {
        <div class="toasts toasts--float" role="status" aria-live="polite">
            <For each=move || toasts.get() key=|toast| toast.id let:toast>
                <ToastView toast on_dismiss/>
            </For>
        </div>
    }
    .into_any()
}

#[component]
fn ToastView(toast: Toast, on_dismiss: Callback<u32>) -> impl IntoView {
    let Toast { id, tone, text, link } = toast;
    view! {
        <div class="toast" data-state=tone.state()>
            <Icon name=tone.icon()/>
            <span class="grow">{text}</span>
            {link
                .map(|(words, href)| {
                    view! { <a class="btn btn--quiet btn--dense" href=href>{words}</a> }
                })}
            <IconButton
                icon=IconName::X
                label=t(Msg::COMPONENTS_CLOSE)
                on_press=move |_| on_dismiss.run(id)
            />
        </div>
    }
    .into_any()
}
