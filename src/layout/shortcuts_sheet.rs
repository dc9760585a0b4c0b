//! Listens to the keys, obeys them, and lists them when asked with `?`.

use super::shortcuts::{ALL, Command, command};
use crate::components::{Button, Dialog};
use crate::i18n::{Msg, t};
use crate::platform::{document, keyboard};
use crate::routes;
use crate::state::use_settings;
use leptos::prelude::*;
use leptos_router::NavigateOptions;
use leptos_router::hooks::use_navigate;

/// The sheet, and behind it the keyboard.
#[component]
pub(super) fn ShortcutsSheet() -> impl IntoView {
    let open = RwSignal::new(false);
    listen(open);
    let close = move || open.set(false);
    let row = |(keys, meaning, _): (&'static [&'static str], Msg, Command)| {
        let keys = keys.iter().map(|key| view! { <kbd>{*key}</kbd> }).collect_view();
        view! { <dt class="row">{keys}</dt> <dd>{t(meaning)}</dd> }
    };
    view! {
        <Dialog
            id="shortcuts"
            open
            on_close=move |()| close()
            title=t(Msg::NAV_SHORTCUTS)
            footer=move || {
                view! { <Button on_press=move |_| close()>{t(Msg::COMPONENTS_CLOSE)}</Button> }
            }
        >
            <dl class="kv keys-list">{ALL.into_iter().map(row).collect_view()}</dl>
        </Dialog>
    }
}

/// An address is a whole path already; the router would put the base before it once more.
fn whole() -> NavigateOptions {
    NavigateOptions { resolve: false, ..NavigateOptions::default() }
}

fn listen(open: RwSignal<bool>) {
    let navigate = use_navigate();
    let settings = use_settings();
    let before = StoredValue::new(None::<String>);
    keyboard::on_key(move |key| {
        if !settings.shortcuts().get_untracked() {
            return false;
        }
        let (found, waits) = before.with_value(|before| command(before.as_deref(), key));
        before.set_value(waits.then(|| key.to_owned()));
        match found {
            Some(Command::Go(path)) => navigate(path, whole()),
            Some(Command::Search) if document::focus_on("search") => {}
            Some(Command::Search) => navigate(routes::SERVICES, whole()),
            // Inside the list its own keys move on.
            Some(Command::Rows) => return document::enter_rows(),
            Some(Command::Help) => open.set(true),
            None => return waits,
        }
        true
    });
}
