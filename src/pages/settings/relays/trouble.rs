//! What is wrong with a relay and what to do, with the line for its command where only its operator can mend
//! it.

use crate::components::{Note, Tone};
use crate::i18n::t;
use crate::pages::command_line::CommandLine;
use crate::pages::relay_words;
use crate::platform::page;
use crate::state::RelayLook;
use leptos::prelude::*;
use panelboard_client::relay::origin_line;

/// The note; nothing where nothing is wrong.
#[component]
pub(super) fn Trouble(
    look: Memo<Option<RelayLook>>,
    /// The test goes on by itself until it works.
    #[prop(optional)]
    waits: bool,
) -> impl IntoView {
    move || {
        let look = look.get()?;
        let (what, todo) = relay_words::problem(&look)?;
        let line = (look == RelayLook::NotAllowed).then(page::origin).flatten();
        Some(view! {
            <Note tone=Tone::Warning title=t(what)>
                {match line {
                    Some(origin) => {
                        view! { <CommandLine line=origin_line(&origin) waits/> }.into_any()
                    }
                    None => todo.map(|todo| view! { <p>{t(todo)}</p> }).into_any(),
                }}
            </Note>
        })
    }
}
