//! What happened to an order, newest first: what the panel last said, then the record's own events.

use super::unconfirmed::point_names;
use crate::components::{ChipState, Timeline, TimelineItem};
use crate::i18n::status_text::{alarm, attempt_state, unknown_hint};
use crate::i18n::{Format, I18n, Msg, t, use_format, use_i18n};
use crate::pages::order_state;
use crate::state::{OrderRow, WriteState, use_presence};
use leptos::prelude::*;
use panelboard_domain::attempt::{
    Event, Fit, Ground, Happening, Outcome, Point, ResolvedBy, Verdict,
};
use panelboard_domain::order::Progress;
use panelboard_domain::time::Timestamp;

/// One line of the history.
struct Line {
    state: ChipState,
    text: String,
    detail: Option<String>,
    at: Timestamp,
}

/// The timeline of a row.
#[component]
pub fn History(row: Signal<OrderRow>) -> impl IntoView {
    let (i18n, format) = (use_i18n(), use_format());
    let now = use_presence().now();
    let lines = move || row.with(|row| lines(i18n, format, row));
    view! {
        <section class="stack">
            <h3 class="cap">{t(Msg::ORDERS_TIMELINE)}</h3>
            <Timeline>
                {move || {
                    lines()
                        .into_iter()
                        .map(|line| {
                            view! {
                                <TimelineItem
                                    state=line.state
                                    text=line.text
                                    time=format.moment(line.at, now.get())
                                    detail=Signal::stored(line.detail)
                                />
                            }
                        })
                        .collect_view()
                }}
            </Timeline>
        </section>
    }
}

/// The latest line that says how it was settled: who, when, on what.
pub fn last_word(row: Signal<OrderRow>) -> Signal<String> {
    let (i18n, format) = (use_i18n(), use_format());
    let now = use_presence().now();
    Signal::derive(move || {
        row.with(|row| {
            let settles = |event: &&Event| {
                matches!(event.what, Happening::Resolved { .. } | Happening::Judged { .. })
            };
            let event = row.record.events().iter().rev().find(settles);
            let line = event.and_then(|event| learned(i18n, format, row, event));
            line.map(|line| {
                let time = format.moment(line.at, now.get());
                [Some(line.text), line.detail, Some(time)].into_iter().flatten().collect::<Vec<_>>()
            })
            .unwrap_or_default()
            .join(" · ")
        })
    })
}

fn lines(i18n: I18n, format: Format, row: &OrderRow) -> Vec<Line> {
    let said = said(i18n, format, row).into_iter();
    let asked = asked(i18n, row).into_iter();
    let record =
        row.record.events().iter().rev().filter_map(|event| learned(i18n, format, row, event));
    let mut lines: Vec<Line> = said.chain(asked).chain(record).collect();
    lines.sort_by_key(|line| std::cmp::Reverse(line.at));
    lines
}

/// The panel's last word.
fn said(i18n: I18n, format: Format, row: &OrderRow) -> Option<Line> {
    let (reading, at) = (row.reading()?, row.read_at()?);
    let text = match (row.progress().and_then(begun), reading.remains) {
        (Some(done), Some(left)) => {
            let (done, left) = (format.number(done), format.number(left));
            i18n.fill(Msg::ORDERS_EVENT_DELIVERED, &[("done", &done), ("left", &left)])
        }
        _ => order_state::word(row, i18n),
    };
    let detail = i18n.fill(Msg::ORDERS_EVENT_PANEL_WORD, &[("word", &reading.status_raw)]);
    Some(Line { state: order_state::chip(row), text, detail: Some(detail), at })
}

/// How many were delivered, once something was.
const fn begun(progress: Progress) -> Option<u64> {
    match progress {
        Progress::Delivered(count) => Some(count),
        Progress::NotStarted | Progress::Unknown => None,
    }
}

/// Refill and cancel that the panel took.
fn asked(i18n: I18n, row: &OrderRow) -> Vec<Line> {
    let line = |write: &WriteState, word: Msg| match write {
        WriteState::Asked { at, .. } => {
            Some(Line { state: ChipState::Noted, text: i18n.text(word), detail: None, at: *at })
        }
        _ => None,
    };
    let refill = line(&row.refill, Msg::ORDERS_EVENT_REFILL_ASKED);
    let cancel = line(&row.cancel, Msg::ORDERS_EVENT_CANCEL_ASKED);
    refill.into_iter().chain(cancel).collect()
}

/// An event of the record that tells a person something.
fn learned(i18n: I18n, format: Format, row: &OrderRow, event: &Event) -> Option<Line> {
    let (state, text, detail) = match &event.what {
        Happening::Sent { .. } => (ChipState::Noted, i18n.text(Msg::ORDERS_EVENT_WRITTEN), None),
        Happening::Judged { verdict } => verdict_line(i18n, verdict),
        Happening::Lost { hint } => (
            ChipState::Unconfirmed,
            i18n.text(Msg::ORDERS_EVENT_UNKNOWN),
            Some(i18n.text(unknown_hint(*hint))),
        ),
        Happening::Recovered => {
            (ChipState::Unconfirmed, i18n.text(Msg::ORDERS_EVENT_UNKNOWN), None)
        }
        Happening::Resolved { by, outcome, grounds } => {
            let (state, text) = resolved_line(i18n, outcome);
            (state, text, Some(settled_by(i18n, format, row, *by, grounds)))
        }
        Happening::Withdrawn => {
            (ChipState::Unconfirmed, i18n.text(Msg::ORDERS_EVENT_WITHDRAWN), None)
        }
        Happening::Displaced { .. } => {
            (ChipState::Unconfirmed, i18n.text(Msg::ORDERS_EVENT_DISPLACED), None)
        }
        Happening::Parted => (ChipState::Failed, i18n.text(Msg::ORDERS_EVENT_PARTED), None),
        Happening::Alarm(what) => (ChipState::Failed, i18n.text(alarm(*what)), None),
        Happening::TakenOver { .. } => {
            (ChipState::Noted, i18n.text(Msg::ORDERS_EVENT_TAKEN_OVER), None)
        }
        Happening::Confirmed
        | Happening::Answered { .. }
        | Happening::Evidence(_)
        | Happening::Looked
        | Happening::Seen(_)
        | Happening::Archived
        | Happening::Restored => return None,
    };
    Some(Line { state, text, detail, at: event.at })
}

fn verdict_line(i18n: I18n, verdict: &Verdict) -> (ChipState, String, Option<String>) {
    match verdict {
        Verdict::Placed { order_id, .. } => (
            ChipState::Completed,
            i18n.fill(Msg::ORDERS_EVENT_PLACED, &[("id", order_id.as_str())]),
            None,
        ),
        Verdict::Rejected(reason) => (
            ChipState::Rejected,
            i18n.text(Msg::ORDERS_EVENT_REJECTED),
            Some(reason.text.clone()).filter(|text| !text.is_empty()),
        ),
        Verdict::Unknown(hint) => (
            ChipState::Unconfirmed,
            i18n.text(Msg::ORDERS_EVENT_UNKNOWN),
            Some(i18n.text(unknown_hint(*hint))),
        ),
    }
}

fn resolved_line(i18n: I18n, outcome: &Outcome) -> (ChipState, String) {
    match outcome {
        Outcome::Placed { order_id: Some(id), .. } => {
            let placed = i18n.fill(Msg::ORDERS_EVENT_PLACED, &[("id", id.as_str())]);
            (ChipState::Completed, placed)
        }
        Outcome::Placed { order_id: None, .. } => {
            (ChipState::Completed, i18n.text(Msg::ORDERS_EVENT_PLACED_NO_ID))
        }
        Outcome::Rejected(_) => (ChipState::Rejected, i18n.text(Msg::ORDERS_EVENT_REJECTED)),
        Outcome::NotPlaced => {
            let state = panelboard_domain::attempt::AttemptState::NotPlaced;
            (ChipState::Canceled, i18n.text(attempt_state(&state)))
        }
    }
}

/// Who settled it, on what.
fn settled_by(
    i18n: I18n,
    format: Format,
    row: &OrderRow,
    by: ResolvedBy,
    grounds: &[Ground],
) -> String {
    let word = grounds.iter().find_map(|ground| match ground {
        Ground::Status { word } => Some(word.as_str()),
        _ => None,
    });
    let after = grounds.iter().rev().find_map(|ground| match ground {
        Ground::Balance { reading, .. } => Some(reading.amount),
        _ => None,
    });
    let money = |amount| format.money(amount, row.currency.as_ref());
    let misfits: Vec<Point> = grounds.iter().filter_map(misfit).collect();
    match (by, row.record.balance_before(), after) {
        (ResolvedBy::User, ..) if !misfits.is_empty() => {
            let points = point_names(i18n, misfits.into_iter());
            i18n.fill(Msg::ORDERS_EVENT_BY_USER_MISFIT, &[("points", &points)])
        }
        (ResolvedBy::User, ..) => i18n.text(Msg::ORDERS_EVENT_BY_USER),
        (ResolvedBy::Repeat, ..) => i18n.text(Msg::ORDERS_EVENT_BY_REPEAT),
        (ResolvedBy::Relay, ..) => i18n.text(Msg::ORDERS_EVENT_BY_RECEIPT),
        (ResolvedBy::Status, ..) => {
            i18n.fill(Msg::ORDERS_EVENT_BY_STATUS, &[("word", word.unwrap_or_default())])
        }
        (ResolvedBy::Balance, Some(before), Some(after)) => {
            let (before, after) = (money(before.amount), money(after));
            i18n.fill(Msg::ORDERS_EVENT_BY_BALANCE, &[("before", &before), ("after", &after)])
        }
        // The first version did not write down which readings it was.
        (ResolvedBy::Balance, ..) => i18n.text(Msg::ORDERS_EVENT_BY_BALANCE_ONLY),
    }
}

/// In what the user's number did not fit when it was linked all the same.
const fn misfit(ground: &Ground) -> Option<Point> {
    match ground {
        Ground::Number { point, fit: Fit::Misfit { .. } } => Some(*point),
        _ => None,
    }
}
