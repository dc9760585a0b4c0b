//! The stepper: reached, open to this page, token, version, panels, each with where it stands.

use crate::components::{ChipState, StateShape};
use crate::i18n::{Format, Msg, t, use_format, use_i18n};
use crate::pages::relay_words;
use crate::state::{RelayLook, RelayTest, use_relays};
use leptos::prelude::*;

/// The steps in the order in which each becomes possible.
const STEPS: [Msg; 5] = [
    Msg::RELAYS_STEP_REACHED,
    Msg::RELAYS_STEP_ORIGIN,
    Msg::RELAYS_STEP_TOKEN,
    Msg::RELAYS_STEP_VERSION,
    Msg::RELAYS_STEP_PANELS,
];

/// How many steps went well.
const fn passed(look: &RelayLook) -> usize {
    match look {
        RelayLook::Unreachable => 0,
        RelayLook::NotAllowed | RelayLook::NotARelay => 1,
        RelayLook::WantsToken | RelayLook::WrongToken => 2,
        RelayLook::Works { .. } => STEPS.len(),
    }
}

fn state_of(test: &RelayTest, step: usize) -> ChipState {
    match test {
        RelayTest::Looking if step == 0 => ChipState::Running,
        RelayTest::Idle | RelayTest::Looking => ChipState::Queued,
        RelayTest::Found(look) => match step.cmp(&passed(look)) {
            std::cmp::Ordering::Less => ChipState::Completed,
            std::cmp::Ordering::Equal => relay_words::state(look).0,
            std::cmp::Ordering::Greater => ChipState::Queued,
        },
    }
}

/// What stands at the end of a step: the version, how many panels.
fn said(format: Format, test: &RelayTest, step: usize) -> Option<String> {
    let RelayTest::Found(RelayLook::Works { version, panels }) = test else { return None };
    match step {
        3 => Some(version.clone().unwrap_or_else(|| "–".to_owned())),
        4 => Some(format.number(panels.len() as u64)),
        _ => None,
    }
}

/// The stepper, and in a word where the test stands.
#[component]
pub(super) fn RelaySteps() -> impl IntoView {
    let (i18n, format, relays) = (use_i18n(), use_format(), use_relays());
    let test = relays.test();
    let word = move || {
        test.with(|test| match test {
            RelayTest::Idle => String::new(),
            RelayTest::Looking => i18n.text(Msg::RELAYS_ASKING),
            RelayTest::Found(look) => i18n.text(relay_words::state(look).1),
        })
    };
    let step = move |(step, label): (usize, &Msg)| {
        let state = Signal::derive(move || test.with(|test| state_of(test, step)));
        let label = t(*label);
        view! {
            <li data-state=move || state.get().name()>
                <StateShape state/>
                <span>{label}</span>
                <bdi class="dim num">{move || test.with(|test| said(format, test, step))}</bdi>
            </li>
        }
    };
    view! {
        <section>
            <div class="section-head">
                <h2>{t(Msg::ACCOUNTS_TEST_TITLE)}</h2>
                <span class="end dim" role="status">{word}</span>
            </div>
            <p class="small dim">{t(Msg::RELAYS_TEST_INTRO)}</p>
            <ol class="steps">{STEPS.iter().enumerate().map(step).collect_view()}</ol>
        </section>
    }
    .into_any()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn each_look_stops_at_its_own_step() {
        let states = |look: RelayLook| {
            let test = RelayTest::Found(look);
            (0..STEPS.len()).map(|step| state_of(&test, step)).collect::<Vec<_>>()
        };
        let (done, no, next) = (ChipState::Completed, ChipState::Failed, ChipState::Queued);
        assert_eq!(states(RelayLook::Unreachable), [no, next, next, next, next]);
        assert_eq!(states(RelayLook::NotAllowed), [done, no, next, next, next]);
        assert_eq!(states(RelayLook::WrongToken), [done, done, no, next, next]);
        assert_eq!(states(RelayLook::WantsToken)[2], ChipState::Partial);
        let works = RelayLook::Works { version: None, panels: Vec::new() };
        assert_eq!(states(works), [done; 5]);
    }
}
