//! Why a test found nothing: what happened, what it means, what to do. A wrong key is not shown
//! here; it belongs under its field.

use crate::components::{Button, ButtonSize, Note, PanelSays, Tone};
use crate::i18n::{Msg, error_text, t, use_i18n};
use crate::pages::command_line::CommandLine;
use crate::state::ProbeFailure;
use leptos::prelude::*;
use panelboard_client::relay::panel_line;
use panelboard_domain::account::Endpoint;
use panelboard_domain::id::AccountId;

/// The note; nothing for a wrong key. `on_open` leads to the account that is already there. `usual` is
/// the address to try when the one that was typed looks like a web page; `on_try` tests it. `first` is the
/// address that a relay has to list: its operator gets the line that does it, and the test goes on by
/// itself then.
#[component]
pub fn Failure(
    failure: ProbeFailure,
    usual: Option<String>,
    first: Option<Endpoint>,
    #[prop(into)] on_open: Callback<AccountId>,
    #[prop(into)] on_try: Callback<String>,
) -> impl IntoView {
    let i18n = use_i18n();
    let may_be_a_page = matches!(
        failure,
        ProbeFailure::WebPage { bot_check: false }
            | ProbeFailure::NotThisProtocol
            | ProbeFailure::Unreachable { .. }
    );
    let usual = usual.filter(|_| may_be_a_page);
    let requests = usual.is_some().then(|| t(Msg::ACCOUNTS_IS_IT_THE_API));
    let error = error_text::probe_failure(&failure);
    let line = match &failure {
        ProbeFailure::Unreachable { lacking, .. } if !lacking.is_empty() => {
            first.as_ref().and_then(panel_line)
        }
        _ => None,
    };
    let (tone, says, known) = match failure {
        ProbeFailure::BadKey(_) => return ().into_any(),
        ProbeFailure::Refused(refusal) => (Tone::Bad, Some(refusal.text), None),
        ProbeFailure::AlreadyAdded(id) => (Tone::Plain, None, Some(id)),
        ProbeFailure::WebPage { .. } | ProbeFailure::NotThisProtocol => (Tone::Warning, None, None),
        ProbeFailure::RelayWantsToken(_) | ProbeFailure::Unreachable { .. } => {
            (Tone::Bad, None, None)
        }
    };
    // The address may still be wrong: only where nothing but the relay was asked is the line all there is.
    let is_only_line = line.is_some() && error.todo == Msg::ERRORS_DO_ALLOW_PANEL;
    let says_todo = known.is_none() && !is_only_line;
    let open = move |id: AccountId| {
        view! {
            <Button size=ButtonSize::Dense on_press=move |_| on_open.run(id.clone())>
                {t(Msg::ACCOUNTS_OPEN_ACCOUNT)}
            </Button>
        }
    };
    let try_usual = move |address: String| {
        let label = i18n.fill(Msg::ACCOUNTS_TRY_ADDRESS, &[("address", &address)]);
        view! {
            <Button size=ButtonSize::Dense on_press=move |_| on_try.run(address.clone())>
                <bdi>{label}</bdi>
            </Button>
        }
    };
    let actions = move || (known.map(open), usual.map(try_usual));
    view! {
        <Note tone title=t(error.what) actions=actions>
            {requests.map(|requests| view! { <p>{requests}</p> })}
            <p>{says_todo.then(|| t(error.todo))} <PanelSays text=Signal::stored(says)/></p>
            {line.map(|line| view! { <CommandLine line waits=true/> })}
        </Note>
    }
    .into_any()
}
