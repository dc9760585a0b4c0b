//! "Try the sandbox": one press adds a sandbox account of this server. Only where there is one.

use crate::components::{Button, ButtonSize, ErrorPanel};
use crate::i18n::{Msg, error_text, t, use_i18n};
use crate::state::{Probe, SandboxAccount, use_accounts};
use leptos::prelude::*;

/// The button of each sandbox, and what went wrong when it did.
#[component]
pub fn Trial() -> impl IntoView {
    let (accounts, i18n) = (use_accounts(), use_i18n());
    let pressed = RwSignal::new(String::new());
    let testing = move || accounts.probe().with(|probe| matches!(probe, Probe::Testing(_)));
    let failed = move || {
        accounts.probe().with(|probe| match probe {
            Probe::Failed(_, failure) => Some(error_text::probe_failure(failure)),
            _ => None,
        })
    };
    let error = move || {
        failed().map(|error| {
            let text = move || format!("{} {}", i18n.text(error.money), i18n.text(error.todo));
            view! { <ErrorPanel title=t(error.what) text/> }
        })
    };
    view! {
        <For
            each=move || accounts.sandbox().get()
            key=|sandbox| sandbox.address.clone()
            let:sandbox
        >
            <Try sandbox pressed testing=testing/>
        </For>
        {error}
    }
}

#[component]
fn Try(
    sandbox: SandboxAccount,
    /// The address of the sandbox that was asked for last.
    pressed: RwSignal<String>,
    #[prop(into)] testing: Signal<bool>,
) -> impl IntoView {
    let accounts = use_accounts();
    let address = sandbox.address.clone();
    let is_trying = move || testing.get() && pressed.with(|pressed| *pressed == address);
    let version = sandbox.address.rsplit('/').next().unwrap_or_default().to_owned();
    let (try_it, trying) = (t(Msg::FIRST_RUN_TRY_SANDBOX), t(Msg::FIRST_RUN_TRYING));
    view! {
        <Button
            size=ButtonSize::Large
            busy=testing
            on_press=move |_| {
                pressed.set(sandbox.address.clone());
                accounts.try_sandbox(&sandbox);
            }
        >
            {move || if is_trying() { trying() } else { try_it() }}
            <bdi class="dim">{version}</bdi>
        </Button>
    }
}
