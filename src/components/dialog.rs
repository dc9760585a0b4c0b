//! A question that must be answered before anything else: the browser's own modal dialog, a sheet on
//! phones. Esc closes it, and the browser gives the focus back to what opened it. The heading takes
//! the focus at first, so that a paid action is never one key press away.
//!
//! A `guarded` dialog asks about money or about something that cannot be taken back. It must never be
//! answered or closed by the press that opened it: not by the second half of a double click, not by a
//! key that is still held down, not by a click beside it.

use crate::platform::timer::{AtEnd, debounced};
use leptos::ev::KeyboardEvent;
use leptos::html;
use leptos::prelude::*;
use std::time::Duration;

/// How long the buttons of a guarded dialog stay shut after it opened: longer than a double click.
const GUARD: Duration = Duration::from_millis(400);

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
    /// Asks about money or about what cannot be taken back (see the module).
    #[prop(optional)]
    guarded: bool,
    /// Ctrl+Enter (Cmd+Enter), pressed once and not held, after the guard time.
    #[prop(optional, into)]
    on_submit_key: Option<Callback<KeyboardEvent>>,
    #[prop(optional, into)] footer: Option<ViewFn>,
    children: ChildrenFn,
) -> impl IntoView {
    let dialog = NodeRef::<html::Dialog>::new();
    show_while(dialog, open);
    let armed = if guarded { armed(open) } else { Signal::stored(true) };
    let on_key = move |event: KeyboardEvent| {
        let presses = matches!(event.key().as_str(), "Enter" | " ");
        if guarded && presses && event.repeat() {
            // A key that is held down since before the dialog answers nothing in it.
            event.prevent_default();
        } else if event.key() == "Enter" && (event.ctrl_key() || event.meta_key()) {
            event.prevent_default();
            if let Some(submit) = on_submit_key.filter(|_| armed.get_untracked()) {
                submit.run(event);
            }
        }
    };
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
            {footer.map(|footer| {
                view! {
                    <div class="dialog-foot" inert=move || !armed.get()>{footer.run()}</div>
                }
            })}
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
                if event.target() == event.current_target() && !guarded {
                    on_close.run(());
                }
            }
            on:keydown=on_key
        >
            {move || open.get().then(&content)}
        </dialog>
    }
    .into_any()
}

/// False from each opening on until the guard time is over.
fn armed(open: Signal<bool>) -> Signal<bool> {
    let armed = RwSignal::new(false);
    let arming = debounced(GUARD, AtEnd::Forget);
    Effect::new(move |_| {
        armed.set(false);
        if open.get() {
            arming.put_off(move || armed.set(true));
        } else {
            arming.cancel(); // a later opening has its own time
        }
    });
    armed.into()
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
