//! What the rows that are ready cost, by account and currency, what it leaves, and the user's own limit.
//! The button leads to the confirmation.

use crate::components::{Button, ButtonKind, ButtonSize, Field, FieldError, InputKind, TextInput};
use crate::i18n::{Msg, t, use_format, use_i18n};
use crate::state::{use_accounts, use_batch};
use leptos::prelude::*;
use panelboard_client::batch::{BatchSheet, Phase};
use panelboard_client::engine::batch::BatchCommand;
use panelboard_domain::batch::Sum;
use panelboard_domain::money::Amount;

/// The totals. A press on the button opens `confirming`.
#[component]
pub fn Totals(confirming: RwSignal<Option<BatchSheet>>) -> impl IntoView {
    let (i18n, format, batch) = (use_i18n(), use_format(), use_batch());
    let shown = batch.view();
    let sheet = Memo::new(move |_| shown.with(|view| view.sheet.clone()));
    let phase = Memo::new(move |_| shown.with(|view| view.phase));
    let is_over = Memo::new(move |_| {
        shown.with(|view| view.sheet.sums.iter().any(|sum| sum.is_over(view.cap)))
    });
    let behind =
        Memo::new(move |_| shown.with(|view| view.count(|row| row.is_draft() && !row.is_ready())));
    let may_send = move || {
        sheet.with(|sheet| sheet.rows > 0) && !is_over.get() && phase.get() == Phase::Editing
    };
    let review = move || {
        let count = sheet.with(|sheet| format.number(sheet.rows as u64));
        i18n.fill(Msg::MASS_REVIEW, &[("count", &count)])
    };
    view! {
        <div class="totals" hidden=move || phase.get().is_running()>
            <div class="stack">
                <Sums sums=Signal::derive(move || sheet.with(|sheet| sheet.sums.clone()))/>
                <Cap/>
            </div>
            <div class="submit-bar">
                <Button
                    kind=ButtonKind::Primary
                    size=ButtonSize::Large
                    disabled=Signal::derive(move || !may_send())
                    on_press=move |_| confirming.set(Some(sheet.get_untracked()))
                >
                    {review}
                </Button>
                <div role="status">
                    <Show when=move || phase.get() == Phase::Checking>
                        <p class="hint">{t(Msg::MASS_CHECKING)}</p>
                    </Show>
                    <Show when=move || is_over.get()>
                        <p class="hint hint--error">{t(Msg::MASS_OVER_CAP)}</p>
                    </Show>
                    <Show when=move || { behind.get() > 0 }>
                        <p class="hint">
                            {move || {
                                let count = format.number(behind.get() as u64);
                                i18n.fill(Msg::MASS_STAY_BEHIND, &[("count", &count)])
                            }}
                        </p>
                    </Show>
                </div>
            </div>
        </div>
    }
}

/// The sums as a table.
#[component]
pub fn Sums(sums: Signal<Vec<Sum>>) -> impl IntoView {
    let (format, accounts) = (use_format(), use_accounts());
    let rows = move || {
        let row = |sum: Sum| {
            let money = |amount: Option<Amount>| {
                amount
                    .map_or("–".to_owned(), |amount| format.money(amount, sum.currency.as_ref()))
            };
            let (total, after) = (money(sum.total), money(sum.after));
            let is_short = sum.is_short();
            view! {
                <tr>
                    <th scope="row"><bdi>{accounts.shown_name(&sum.account)}</bdi></th>
                    <td class="num">{format.number(sum.rows as u64)}</td>
                    <td class="num"><bdi>{total}</bdi></td>
                    <td class="num" class:bad=is_short><bdi>{after}</bdi></td>
                </tr>
            }
        };
        sums.get().into_iter().map(row).collect_view()
    };
    view! {
        <table class="sums">
            <caption class="visually-hidden">{t(Msg::MASS_TOTALS)}</caption>
            <thead>
                <tr>
                    <th scope="col">{t(Msg::ORDER_ACCOUNT)}</th>
                    <th scope="col" class="num">{t(Msg::MASS_ROWS)}</th>
                    <th scope="col" class="num">{t(Msg::MASS_ESTIMATE)}</th>
                    <th scope="col" class="num">{t(Msg::MASS_AFTER)}</th>
                </tr>
            </thead>
            <tbody>{rows}</tbody>
        </table>
    }
}

/// The user's own limit.
#[component]
fn Cap() -> impl IntoView {
    let (i18n, batch) = (use_i18n(), use_batch());
    let kept = batch.view().with_untracked(|view| view.cap);
    let typed = RwSignal::new(kept.map(|cap| cap.to_string()).unwrap_or_default());
    let is_bad = RwSignal::new(false);
    let on_input = move |text: String| {
        let cap = match text.trim() {
            "" => Ok(None),
            text => Amount::parse(text).map(Some),
        };
        is_bad.set(cap.is_err());
        if let Ok(cap) = cap {
            batch.request(BatchCommand::Cap(cap));
        }
        typed.set(text);
    };
    let error =
        Signal::derive(move || is_bad.get().then(|| FieldError::new(i18n.text(Msg::MASS_CAP_BAD))));
    view! {
        <Field id="batch-cap" label=t(Msg::MASS_CAP) error>
            <TextInput id="batch-cap" kind=InputKind::Number value=typed invalid=is_bad on_input/>
        </Field>
    }
}
