//! One live row of the preview: three fields that are edited in place, what it costs, what is wrong with
//! it and how to put it right.

use super::words::{Fix, chip, say, word};
use crate::components::{IconButton, IconName, LinkButton, StateChip};
use crate::i18n::{Msg, t, use_format, use_i18n};
use crate::state::use_batch;
use leptos::prelude::*;
use panelboard_client::batch::{Phase, Row};
use panelboard_client::engine::batch::BatchCommand;
use panelboard_domain::batch::BatchRow;
use std::sync::Arc;

/// A row that is edited in place.
#[derive(Clone, Copy, PartialEq, Eq)]
enum Part {
    Service,
    Link,
    Quantity,
}

impl Part {
    fn read(self, fields: &BatchRow) -> &String {
        match self {
            Self::Service => &fields.service,
            Self::Link => &fields.link,
            Self::Quantity => &fields.quantity,
        }
    }

    fn written(self, fields: &BatchRow, text: String) -> BatchRow {
        let mut fields = fields.clone();
        *match self {
            Self::Service => &mut fields.service,
            Self::Link => &mut fields.link,
            Self::Quantity => &mut fields.quantity,
        } = text;
        fields
    }

    const fn label(self) -> Msg {
        match self {
            Self::Service => Msg::ORDER_SERVICE,
            Self::Link => Msg::ORDER_LINK,
            Self::Quantity => Msg::ORDER_QUANTITY,
        }
    }
}

/// The row at a position of the batch.
#[component]
pub fn GridRow(at: usize) -> impl IntoView {
    let (i18n, format, batch) = (use_i18n(), use_format(), use_batch());
    let shown = batch.view();
    let row = Memo::new(move |_| shown.with(|view| view.rows.get(at).cloned()));
    let is_still = Memo::new(move |_| {
        let is_draft = row.with(|row| row.as_ref().is_some_and(|row| row.is_draft()));
        is_draft && shown.with(|view| matches!(view.phase, Phase::Editing | Phase::Checking))
    });
    let read = move |read: fn(&Row) -> String| {
        Memo::new(move |_| row.with(|row| row.as_deref().map(read).unwrap_or_default()))
    };
    let name = read(named);
    let estimate = Memo::new(move |_| {
        row.with(|row| {
            let checked = &row.as_ref()?.checked;
            let amount = checked.order.as_ref()?.estimate;
            Some(format.money_column(amount, checked.currency.as_ref()))
        })
        .unwrap_or_else(|| "–".to_owned())
    });
    let says = Memo::new(move |_| {
        row.with(|row| row.as_deref().map(|row| say(row, i18n, format)).unwrap_or_default())
    });
    let position = format.number(at as u64 + 1);
    let remove_label = i18n.fill(Msg::MASS_REMOVE, &[("row", &position)]);
    let fix = move || {
        says.get().fix.map(|fix| match fix {
            Fix::Take(value, fields) => {
                let label = i18n.fill(Msg::MASS_USE_VALUE, &[("value", &value)]);
                let take = move |_| batch.request(BatchCommand::Edit(at, fields.clone()));
                view! { <LinkButton on_press=take>{label}</LinkButton> }.into_any()
            }
            Fix::Allow => {
                let allow = move |_| batch.request(BatchCommand::Allow(at, true));
                view! { <LinkButton on_press=allow>{t(Msg::MASS_ALLOW)}</LinkButton> }.into_any()
            }
        })
    };
    let state = move || {
        row.with(|row| {
            row.as_deref().map(|row| match chip(row) {
                Some(chip) => view! { <StateChip state=chip label=t(word(row))/> }.into_any(),
                None => view! { <span class="small sub">{t(word(row))}</span> }.into_any(),
            })
        })
    };
    view! {
        <tr role="row" aria-rowindex=(at + 2).to_string()>
            <td role="cell" class="c-n num dim">{position.clone()}</td>
            <th role="rowheader" scope="row" class="c-svc">
                <Cell at row is_still part=Part::Service/>
                <span class="clip tiny dim" dir="auto">{move || name.get()}</span>
            </th>
            <td role="cell" class="c-link"><Cell at row is_still part=Part::Link/></td>
            <td role="cell" class="c-qty"><Cell at row is_still part=Part::Quantity/></td>
            <td role="cell" class="c-est num money"><bdi>{move || estimate.get()}</bdi></td>
            <td role="cell" class="c-state">
                {state}
                <Show when=move || is_still.get()>
                    <IconButton
                        icon=IconName::X
                        label=remove_label.clone()
                        on_press=move |_| batch.request(BatchCommand::Remove(at))
                    />
                </Show>
            </td>
            <td role="cell" class="c-say" hidden=move || says.with(|says| says.text.is_empty())>
                <span class=move || {
                    if says.with(|says| says.is_error) { "hint hint--error" } else { "hint" }
                }>
                    <span class="clip" dir="auto">{move || says.get().text}</span>
                    " "
                    {fix}
                </span>
            </td>
        </tr>
    }
}

/// The service by its name, behind the account that the line names, if it names one.
fn named(row: &Row) -> String {
    let service = row.checked.service.as_ref().map(|service| service.name.as_str());
    let parts = [row.fields.account.as_str(), service.unwrap_or_default()];
    parts.into_iter().filter(|part| !part.is_empty()).collect::<Vec<_>>().join(" · ")
}

/// One field. What is typed is taken over when the field is left, or with Enter.
#[component]
fn Cell(at: usize, row: Memo<Option<Arc<Row>>>, is_still: Memo<bool>, part: Part) -> impl IntoView {
    let (i18n, batch) = (use_i18n(), use_batch());
    let value = Memo::new(move |_| {
        row.with(|row| row.as_ref().map(|row| part.read(&row.fields).clone()).unwrap_or_default())
    });
    let change = move |event| {
        let text = event_target_value(&event);
        let fields = row.with_untracked(|row| row.as_ref().map(|row| row.fields.clone()));
        if let Some(fields) = fields.filter(|fields| *part.read(fields) != text) {
            batch.request(BatchCommand::Edit(at, Box::new(part.written(&fields, text))));
        }
    };
    let label =
        move || format!("{} {}: {}", i18n.text(Msg::MASS_ROW), at + 1, i18n.text(part.label()));
    view! {
        <input
            class="input input--cell"
            dir="ltr"
            autocomplete="off"
            spellcheck="false"
            aria-label=label
            readonly=move || !is_still.get()
            prop:value=move || value.get()
            on:change=change
        />
    }
}
