//! A question about money or about what cannot be taken back: a guarded dialog with the way out and one
//! act. It must never act by itself: what answers it is the act that it is given.

use super::{Button, Dialog};
use crate::i18n::{Msg, t};
use leptos::prelude::*;

/// The question. `on_close` is called for the way out too; the act closes it itself.
#[component]
pub fn Question(
    /// Unique in the page.
    id: &'static str,
    #[prop(into)] open: Signal<bool>,
    #[prop(into)] on_close: Callback<()>,
    #[prop(into)] title: Signal<String>,
    /// The button that does it.
    #[prop(into)]
    act: ViewFn,
    children: ChildrenFn,
) -> impl IntoView {
    let footer = move || {
        view! {
            <Button on_press=move |_| on_close.run(())>{t(Msg::COMMON_CANCEL)}</Button>
            {act.run()}
        }
    };
    view! { <Dialog id open on_close title guarded=true footer children/> }
}
