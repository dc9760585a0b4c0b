//! Add an account: the form on one side, what its test finds on the other. Only reading actions are
//! sent. The page is reached and left by a full page load (`routes::ACCOUNTS_ADD` says why).

use super::add_form::{AddForm, Draft};
use super::failure::Failure;
use super::result_card::ResultCard;
use super::steps::Steps;
use crate::components::{Button, ButtonKind, ButtonSize};
use crate::i18n::{Msg, t};
use crate::layout::Page;
use crate::platform::{document, media, timer};
use crate::routes;
use crate::state::{Accounts, Probe, ProbeStep, StepState, use_accounts};
use leptos::prelude::*;

/// The page.
#[component]
pub fn AddAccount() -> impl IntoView {
    let accounts = use_accounts();
    let draft = Draft::new();
    on_cleanup(move || accounts.cancel_probe());
    show_outcome(accounts.probe());
    begin_in_address();
    let submit = move || submit(accounts, draft);
    view! {
        <Page title=t(Msg::ACCOUNTS_ADD_TITLE) back=routes::HOME>
            <div class="split">
                <AddForm draft on_submit=move |()| submit()/>
                <aside class="aside stack-l" aria-label=t(Msg::ACCOUNTS_TEST_TITLE)>
                    <Outcome draft/>
                    <SubmitBar/>
                </aside>
            </div>
        </Page>
    }
}

/// The form begins in its first field, where a pointer is fine.
fn begin_in_address() {
    if media::points_finely() {
        timer::next_frame(|| {
            if document::is_focus_idle() {
                document::focus_on("address");
            }
        });
    }
}

/// Tests what was typed; once the test found the account, keeps it.
fn submit(accounts: Accounts, draft: Draft) {
    let found = accounts.probe().with_untracked(|probe| match probe {
        Probe::Found(_, report) => Some((report.name.clone(), report.hue)),
        _ => None,
    });
    let Some((suggested, hue)) = found else {
        draft.errors.set(accounts.start_probe(&draft.input()).err().unwrap_or_default());
        return draft.focus_first_error();
    };
    let name = draft.name_or(&suggested);
    if accounts.add_probed(&name, hue, draft.read_only.get_untracked(), None).is_some() {
        document::load(routes::HOME);
    }
}

/// Brings the outcome into view and to the screen reader: the key field when the key is wrong, the
/// result otherwise.
fn show_outcome(probe: Signal<Probe>) {
    use crate::state::ProbeFailure;
    Effect::new(move |_| {
        let target = probe.with(|probe| match probe {
            Probe::Failed(_, ProbeFailure::BadKey(_)) => Some("key"),
            Probe::Failed(..) | Probe::Found(..) => Some("outcome"),
            Probe::Idle | Probe::Testing(_) => None,
        });
        if let Some(id) = target {
            document::focus_on(id);
        }
    });
}

/// The steps and what came of them.
#[component]
fn Outcome(draft: Draft) -> impl IntoView {
    let accounts = use_accounts();
    let (probe, name) = (accounts.probe(), draft.name());
    let on_try = Callback::new(move |address: String| {
        draft.set_address(accounts, address);
        submit(accounts, draft);
    });
    let open = Callback::new(move |id| {
        accounts.select(&id);
        document::load(routes::HOME);
    });
    let outcome = move || match probe.get() {
        Probe::Found(steps, report) => {
            let blocked = steps.contains(&(ProbeStep::Direct, StepState::Failed));
            view! { <ResultCard report name blocked/> }.into_any()
        }
        Probe::Failed(_, failure) => {
            let usual = draft.usual_address();
            let first = draft.first_address();
            view! { <Failure failure usual first on_open=open on_try/> }.into_any()
        }
        Probe::Idle | Probe::Testing(_) => ().into_any(),
    };
    view! {
        <Steps probe/>
        <div id="outcome" tabindex="-1" class="outcome">{outcome}</div>
    }
}

/// The one main action: it tests, and when the test passed it saves.
#[component]
fn SubmitBar() -> impl IntoView {
    let accounts = use_accounts();
    let probe = accounts.probe();
    let testing = Memo::new(move |_| probe.with(|probe| matches!(probe, Probe::Testing(_))));
    let found = Memo::new(move |_| probe.with(|probe| matches!(probe, Probe::Found(..))));
    let (save, test, wait) =
        (t(Msg::ACCOUNTS_SAVE), t(Msg::ACCOUNTS_TEST), t(Msg::ACCOUNTS_TEST_RUNNING));
    let label = move || match (found.get(), testing.get()) {
        (true, _) => save(),
        (_, true) => wait(),
        _ => test(),
    };
    view! {
        <div class="submit-bar">
            <Button kind=ButtonKind::Primary size=ButtonSize::Wide submit=true form="add" busy=testing>
                {label}
            </Button>
            <Show when=move || testing.get()>
                <Button size=ButtonSize::Wide on_press=move |_| accounts.cancel_probe()>
                    {t(Msg::COMMON_CANCEL)}
                </Button>
            </Show>
        </div>
    }
}
