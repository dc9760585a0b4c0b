//! A question that must be answered before anything else: the browser's own modal dialog, a sheet on
//! phones. Esc closes it, and the browser gives the focus back to what opened it. The heading takes
//! the focus at first, so that a paid action is never one key press away.

use leptos::html;
use leptos::prelude::*;

/// The dialog. `footer` holds the buttons: the way out first, the action last.
#[component]
pub fn Dialog(
    /// For `aria-labelledby`; unique in the page.
    id: &'static str,
    #[prop(into)] open: Signal<bool>,
    #[prop(into)] on_close: Callback<()>,
    #[prop(into)] title: Signal<String>,
    /// A short list to choose from: on the desktop it hangs under its button.
    #[prop(optional)]
    menu: bool,
    #[prop(optional, into)] footer: Option<ViewFn>,
    children: ChildrenFn,
) -> impl IntoView {
    let dialog = NodeRef::<html::Dialog>::new();
    show_while(dialog, open);
    let title_id = format!("{id}-title");
    let labelled_by = title_id.clone();
    let body = StoredValue::new((children, footer));
    let content = move || {
        let (children, footer) = body.get_value();
        let title_id = title_id.clone();
        view! {
            <div class="dialog-head">
                <h2 id=title_id tabindex="-1" autofocus>{move || title.get()}</h2>
            </div>
            <div class="dialog-body">{children()}</div>
            {footer.map(|footer| view! { <div class="dialog-foot">{footer.run()}</div> })}
        }
    };
    view! {
        <dialog
            id=id
            class=if menu { "dialog dialog--menu" } else { "dialog" }
            node_ref=dialog
            aria-labelledby=labelled_by
            on:close=move |_| on_close.run(())
            on:click=move |event| {
                // Only the backdrop is the dialog itself; its content lies over the rest.
                if event.target() == event.current_target() {
                    on_close.run(());
                }
            }
        >
            {move || open.get().then(&content)}
        </dialog>
    }
    .into_any()
}

/// Keeps the element in step with the signal.
fn show_while(dialog: NodeRef<html::Dialog>, open: Signal<bool>) {
    Effect::new(move |_| {
        let Some(element) = dialog.get() else { return };
        if open.get() && !element.open() {
            // It fails only on an element outside the page, which has nothing to show.
            let _ = element.show_modal();
        } else if !open.get() && element.open() {
            element.close();
        }
    });
}
