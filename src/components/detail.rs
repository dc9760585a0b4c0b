//! The detail of a row: a drawer beside the list, over it on tablets, a sheet on phones. There it is
//! modal. Esc and the cross close it; the browser gives the focus back to the row that opened it.

use super::button::IconButton;
use super::icon::IconName;
use crate::i18n::{Msg, t};
use crate::platform::media;
use leptos::html;
use leptos::prelude::*;

/// The drawer or sheet. It stands beside `<main>`, not in it. `head` is a chip and an id, `tools`
/// icon buttons, `footer` the actions. It is there while it is in the view.
#[component]
pub fn Detail(
    #[prop(into)] label: Signal<String>,
    #[prop(into)] on_close: Callback<()>,
    #[prop(optional, into)] head: Option<ViewFnOnce>,
    #[prop(optional, into)] tools: Option<ViewFnOnce>,
    #[prop(optional, into)] footer: Option<ViewFnOnce>,
    children: Children,
) -> impl IntoView {
    let dialog = NodeRef::<html::Dialog>::new();
    show_at_once(dialog);
    let close = move || {
        if let Some(element) = dialog.get_untracked() {
            element.close();
        }
    };
    view! {
        <dialog
            class="detail"
            node_ref=dialog
            aria-label=move || label.get()
            on:close=move |_| on_close.run(())
            on:click=move |event| {
                if event.target() == event.current_target() {
                    close();
                }
            }
            on:keydown=move |event| {
                if event.key() == "Escape" && !event.default_prevented() {
                    close();
                }
            }
        >
            <div class="detail-head" tabindex="-1" autofocus>
                {head.map(ViewFnOnce::run)}
                <span class="end">
                    {tools.map(ViewFnOnce::run)}
                    <IconButton
                        icon=IconName::X
                        label=t(Msg::COMPONENTS_CLOSE)
                        on_press=move |_| close()
                    />
                </span>
            </div>
            <div class="detail-body">{children()}</div>
            {footer.map(|footer| view! { <div class="detail-foot">{footer.run()}</div> })}
        </dialog>
    }
    .into_any()
}

/// Beside the list it is a part of the page; where it covers the list, nothing else can be reached.
fn show_at_once(dialog: NodeRef<html::Dialog>) {
    Effect::new(move |_| {
        let Some(element) = dialog.get() else { return };
        if element.open() {
            return;
        }
        if media::drawer_covers_page() {
            // It fails only on an element outside the page, which has nothing to show.
            let _ = element.show_modal();
        } else {
            element.show();
        }
    });
}
