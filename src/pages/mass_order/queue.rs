//! The batch on its way: how far it is, why it stands still, and the buttons; afterwards its results.

use super::confirm::words;
use super::words::of_stop;
use crate::components::{Button, ButtonSize, ChipState, StateChip};
use crate::i18n::{I18n, Msg, error_text, t, use_format, use_i18n};
use crate::platform::download;
use crate::state::{use_accounts, use_batch};
use leptos::prelude::*;
use panelboard_client::batch::export::results;
use panelboard_client::batch::{BatchView, Halt, LaneView, Phase, RowState};
use panelboard_client::engine::batch::BatchCommand;
use panelboard_domain::attempt::AttemptState;

/// The tally of a batch.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
struct Tally {
    all: usize,
    placed: usize,
    rejected: usize,
    unknown: usize,
    waiting: usize,
}

impl Tally {
    fn of(view: &BatchView) -> Self {
        let ended = |fits: fn(&AttemptState) -> bool| {
            view.count(|row| matches!(&row.state, RowState::Ended(_, state) if fits(state)))
        };
        let placed = ended(|state| matches!(state, AttemptState::Placed { .. }));
        let rejected =
            ended(|state| matches!(state, AttemptState::Rejected { .. } | AttemptState::NotPlaced));
        let unknown = ended(|state| matches!(state, AttemptState::Unknown { .. }));
        let waiting =
            view.count(|row| matches!(row.state, RowState::Waiting | RowState::Sending(_)));
        Self { all: placed + rejected + unknown + waiting, placed, rejected, unknown, waiting }
    }

    const fn sent(self) -> usize {
        self.placed + self.rejected + self.unknown
    }
}

/// The panel; nothing before the first batch.
#[component]
pub fn Queue() -> impl IntoView {
    let (i18n, format, batch) = (use_i18n(), use_format(), use_batch());
    let shown = batch.view();
    let tally = Memo::new(move |_| shown.with(Tally::of));
    let phase = Memo::new(move |_| shown.with(|view| view.phase));
    let stop = Memo::new(move |_| shown.with(|view| view.stop.clone()));
    let lanes = Memo::new(move |_| shown.with(|view| view.lanes.clone()));
    let number = move |count: usize| format.number(count as u64);
    let progress = move || {
        let Tally { all, .. } = tally.get();
        let message =
            if phase.get() == Phase::Paused { Msg::MASS_PAUSED_AT } else { Msg::MASS_SENT_OF };
        let sent = number(tally.get().sent());
        i18n.fill(message, &[("sent", &sent), ("count", &number(all))])
    };
    // Readers hear of every tenth row, and of the end.
    let told = Memo::new(move |_| {
        let Tally { all, .. } = tally.get();
        let sent = tally.get().sent();
        let sent = if sent == all { sent } else { sent / 10 * 10 };
        i18n.fill(Msg::MASS_SENT_OF, &[("sent", &number(sent)), ("count", &number(all))])
    });
    let is_seen = move || tally.get().all > 0;
    view! {
        <div role="alert">
            {move || stop.get().map(|stop| view! {
                <p class="hint hint--error">{words(&stop, i18n)}</p>
            })}
        </div>
        <Show when=is_seen>
            <section class="queue" aria-label=t(Msg::MASS_RUNNING)>
                <div class="row">
                    <b>{progress}</b>
                    <span class="visually-hidden" role="status">{move || told.get()}</span>
                    <span class="push row"><Buttons phase/></span>
                </div>
                <progress
                    max=move || tally.get().all.to_string()
                    value=move || tally.get().sent().to_string()
                    aria-label=t(Msg::MASS_RUNNING)
                ></progress>
                <dl class="tally">
                    <Count state=ChipState::Completed label=Msg::STATUS_PLACED count=move || tally.get().placed/>
                    <Count state=ChipState::Rejected label=Msg::STATUS_REJECTED count=move || tally.get().rejected/>
                    <Count state=ChipState::Unconfirmed label=Msg::STATUS_UNKNOWN count=move || tally.get().unknown/>
                    <Count state=ChipState::Queued label=Msg::MASS_WAITING count=move || tally.get().waiting/>
                </dl>
                <div role="alert">
                    {move || lanes.get().iter().flat_map(|lane| lines(lane, i18n)).map(|text| view! {
                        <p class="hint hint--error">{text}</p>
                    }).collect_view()}
                </div>
            </section>
        </Show>
    }
}

#[component]
fn Count(state: ChipState, label: Msg, #[prop(into)] count: Signal<usize>) -> impl IntoView {
    let format = use_format();
    view! {
        <div>
            <dt><StateChip state label=t(label)/></dt>
            <dd>{move || format.number(count.get() as u64)}</dd>
        </div>
    }
}

#[component]
fn Buttons(phase: Memo<Phase>) -> impl IntoView {
    let (batch, accounts) = (use_batch(), use_accounts());
    let shown = batch.view();
    let stands = move || {
        phase.get() == Phase::Paused
            || shown.with(|view| {
                view.lanes.iter().any(|lane| lane.halted.is_some() || !lane.stopped.is_empty())
            })
    };
    let export = move |_| {
        let table = shown.with_untracked(|view| {
            results(&view.rows, |row| {
                let account = row.checked.account.as_ref();
                account.map(|id| accounts.shown_name(id)).unwrap_or_default()
            })
        });
        // Where the browser saves nothing, the rows are still on the screen.
        let _ = download::save("panelboard-batch.csv", &table);
    };
    let button = move |label: Msg, command: BatchCommand| {
        let press = move |_| batch.request(command.clone());
        view! { <Button size=ButtonSize::Dense on_press=press>{t(label)}</Button> }
    };
    move || {
        if phase.get().is_running() {
            let go = if stands() {
                button(Msg::MASS_RESUME, BatchCommand::Resume)
            } else {
                button(Msg::MASS_PAUSE, BatchCommand::Pause)
            };
            view! { {go} {button(Msg::MASS_STOP_AFTER, BatchCommand::Stop)} }.into_any()
        } else {
            view! {
                <Button size=ButtonSize::Dense on_press=export>{t(Msg::MASS_EXPORT)}</Button>
                {button(Msg::MASS_CLEAR_SENT, BatchCommand::Clear { drafts: false })}
            }
            .into_any()
        }
    }
}

/// Why a panel or an account of it stands still.
fn lines(lane: &LaneView, i18n: I18n) -> Vec<String> {
    let panel = lane.panel.host();
    let mut lines = Vec::new();
    if lane.is_throttled {
        lines.push(i18n.fill(Msg::MASS_THROTTLED, &[("panel", panel)]));
    }
    let halts = lane.halted.iter().chain(lane.stopped.iter().map(|(_, halt)| halt));
    lines.extend(halts.map(|halt| {
        let reason = match halt {
            Halt::Unknown(_) => return i18n.fill(Msg::MASS_HALT_UNKNOWN, &[("panel", panel)]),
            Halt::Alarm(_) => return i18n.fill(Msg::MASS_HALT_ALARM, &[("panel", panel)]),
            Halt::Refused(kind) => {
                let text = error_text::refusal(*kind);
                format!("{} {}", i18n.text(text.what), i18n.text(text.todo))
            }
            Halt::List(error) => {
                let text = error_text::client_error(error);
                format!("{} {}", i18n.text(text.what), i18n.text(text.todo))
            }
            Halt::Stopped(stop) => of_stop(stop, i18n),
        };
        i18n.fill(Msg::MASS_HALT_REASON, &[("panel", panel), ("reason", &reason)])
    }));
    lines
}
