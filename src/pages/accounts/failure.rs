//! Why a test found nothing: what happened, what it means, what to do. A wrong key is not shown
//! here; it belongs under its field.

use crate::components::{Button, ButtonSize, Note, PanelSays, Tone};
use crate::i18n::{Msg, error_text, t};
use crate::state::ProbeFailure;
use leptos::prelude::*;
use panelboard_domain::id::AccountId;

/// The note; nothing for a wrong key. `on_open` leads to the account that is already there.
#[component]
pub fn Failure(failure: ProbeFailure, #[prop(into)] on_open: Callback<AccountId>) -> impl IntoView {
    let error = error_text::probe_failure(&failure);
    let (tone, says, known) = match failure {
        ProbeFailure::BadKey(_) => return ().into_any(),
        ProbeFailure::Refused(refusal) => (Tone::Bad, Some(refusal.text), None),
        ProbeFailure::AlreadyAdded(id) => (Tone::Plain, None, Some(id)),
        ProbeFailure::WebPage { .. } | ProbeFailure::NotThisProtocol => (Tone::Warning, None, None),
        ProbeFailure::Unreachable { .. } => (Tone::Bad, None, None),
    };
    let is_known = known.is_some();
    let open = move |id: AccountId| {
        view! {
            <Button size=ButtonSize::Dense on_press=move |_| on_open.run(id.clone())>
                {t(Msg::ACCOUNTS_OPEN_ACCOUNT)}
            </Button>
        }
    };
    let actions = move || known.map(open);
    view! {
        <Note tone title=t(error.what) actions=actions>
            <p>{(!is_known).then(|| t(error.todo))} <PanelSays text=Signal::stored(says)/></p>
        </Note>
    }
    .into_any()
}
