//! The test of a new account in each of its states, the result, the failures, the removal.

use super::Specimen;
use super::samples::report;
use crate::pages::accounts::{Failure, RemoveChoices, ResultCard, Steps};
use crate::state::{OrdersOfRemoved, Probe, ProbeFailure, ProbeStep, StepState};
use leptos::prelude::*;
use panelboard_client::error::TransportError;
use panelboard_domain::account::{Dialect, PrivateHosts, RelayId, Route, parse_address};
use panelboard_domain::attempt::RefusalKind;
use panelboard_domain::id::AccountId;
use panelboard_panel_api::error::Refusal;

const fn steps(
    direct: StepState,
    relay: StepState,
    services: StepState,
) -> [(ProbeStep, StepState); 3] {
    [(ProbeStep::Relay, relay), (ProbeStep::Direct, direct), (ProbeStep::Services, services)]
}

/// Parts of "Add account" and "Accounts".
#[component]
pub fn AccountParts() -> impl IntoView {
    use StepState::{Done, Failed, Running, Skipped, Waiting};
    let probes = [
        ("test-idle", Probe::Idle),
        ("test-running", Probe::Testing(steps(Failed, Running, Waiting))),
        (
            "test-passed",
            Probe::Found(steps(Done, Skipped, Done), report(Dialect::V2, Route::Direct)),
        ),
        (
            "test-failed",
            Probe::Failed(steps(Failed, Failed, Waiting), ProbeFailure::NotThisProtocol),
        ),
    ];
    let probes = probes.map(|(id, probe)| {
        view! { <Specimen id><Steps probe=Signal::stored(probe)/></Specimen> }
    });
    let failures = failures().into_iter().map(|failure| {
        let usual = Some("https://smm.plus/api/v2".to_owned());
        let first = parse_address("northpanel.example", PrivateHosts::Refuse).ok();
        let first = first.and_then(|list| list.into_iter().next());
        view! { <Failure failure usual first on_open=|_| {} on_try=|_| {}/> }
    });
    let (orders, typed) = (RwSignal::new(OrdersOfRemoved::Erase), RwSignal::new(String::new()));
    view! {
        {probes.collect_view()}
        <Specimen id="result-direct">
            <ResultCard report=report(Dialect::V2, Route::Direct) name="Northpanel"/>
        </Specimen>
        <Specimen id="result-relay">
            <ResultCard report=report(Dialect::V1, Route::Relay) name="" blocked=true/>
        </Specimen>
        <Specimen id="test-failures">
            <div class="stack">{failures.collect_view()}</div>
        </Specimen>
        <Specimen id="remove-account">
            <div class="stack-l"><RemoveChoices orders typed name="Northpanel"/></div>
        </Specimen>
        <Specimen id="first-run-sample"><crate::pages::first_run::Specimen/></Specimen>
    }
}

fn failures() -> Vec<ProbeFailure> {
    let refusal = Refusal {
        kind: RefusalKind::Maintenance,
        text: "Be right back".to_owned(),
        cooldown_minutes: None,
    };
    let unreachable = |relay, lacking| ProbeFailure::Unreachable {
        direct: Some(TransportError::Blocked),
        relay,
        lacking,
    };
    vec![
        unreachable(None, Vec::new()),
        unreachable(Some(TransportError::RelayUnreachable), Vec::new()),
        unreachable(None, vec![RelayId::Own]),
        ProbeFailure::RelayWantsToken(RelayId::Own),
        ProbeFailure::WebPage { bot_check: false },
        ProbeFailure::WebPage { bot_check: true },
        ProbeFailure::NotThisProtocol,
        ProbeFailure::Refused(refusal),
        ProbeFailure::AlreadyAdded(AccountId::new("sample").expect("a sample has a name")),
    ]
}
