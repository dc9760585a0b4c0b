//! The three steps of the test, each with where it stands.

use crate::components::{ChipState, StateShape};
use crate::i18n::{Msg, t};
use crate::state::{Probe, ProbeStep, StepState};
use leptos::prelude::*;

const WAITING: [(ProbeStep, StepState); 3] = [
    (ProbeStep::Relay, StepState::Waiting),
    (ProbeStep::Direct, StepState::Waiting),
    (ProbeStep::Services, StepState::Waiting),
];

/// The steps, and in one word where the test stands.
#[component]
pub fn Steps(#[prop(into)] probe: Signal<Probe>) -> impl IntoView {
    let steps = move || {
        probe.with(|probe| match probe {
            Probe::Idle => WAITING,
            Probe::Testing(steps) | Probe::Found(steps, _) | Probe::Failed(steps, _) => *steps,
        })
    };
    let (running, passed, failed) =
        (t(Msg::ACCOUNTS_TEST_RUNNING), t(Msg::ACCOUNTS_TEST_PASSED), t(Msg::ACCOUNTS_TEST_FAILED));
    let word = move || {
        probe.with(|probe| match probe {
            Probe::Idle => String::new(),
            Probe::Testing(_) => running(),
            Probe::Found(..) => passed(),
            Probe::Failed(..) => failed(),
        })
    };
    view! {
        <section>
            <div class="section-head">
                <h2>{t(Msg::ACCOUNTS_TEST_TITLE)}</h2>
                <span class="end dim" role="status">{word}</span>
            </div>
            <p class="small dim">{t(Msg::ACCOUNTS_TEST_INTRO)}</p>
            <ol class="steps">
                {move || steps().map(|step| view! { <Step step/> }).collect_view()}
            </ol>
        </section>
    }
    .into_any()
}

#[component]
fn Step(step: (ProbeStep, StepState)) -> impl IntoView {
    let (step, state) = step;
    let label = match step {
        ProbeStep::Direct => Msg::ACCOUNTS_STEP_DIRECT,
        ProbeStep::Relay => Msg::ACCOUNTS_STEP_RELAY,
        ProbeStep::Services => Msg::ACCOUNTS_STEP_SERVICES,
    };
    let (shape, word) = match state {
        StepState::Waiting => (ChipState::Queued, None),
        StepState::Running => (ChipState::Running, Some(Msg::ACCOUNTS_TEST_RUNNING)),
        StepState::Done => (ChipState::Completed, Some(Msg::ACCOUNTS_TEST_PASSED)),
        StepState::Failed => (ChipState::Failed, Some(Msg::ACCOUNTS_TEST_FAILED)),
        StepState::Skipped => (ChipState::Noted, Some(Msg::ACCOUNTS_STEP_SKIPPED)),
    };
    view! {
        <li data-state=shape.name()>
            <StateShape state=shape/>
            <span>{t(label)}</span>
            <span class="dim">{word.map(t)}</span>
        </li>
    }
    .into_any()
}
