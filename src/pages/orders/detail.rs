//! One order in full: how far it is, what was sent, what it cost, its history, the panel's raw
//! answer, and what can be asked for.

use super::chip::OrderChip;
use super::history::History;
use super::request::AskDialog;
use super::returned::{MarkSeen, ReturnedNote};
use super::row::Delivered;
use super::unconfirmed::{NumberField, TakeBack};
use super::writes::{WriteAnswers, WriteButtons};
use crate::components::{
    Detail, ErrorPanel, Icon, IconButton, IconName, KeyValue, KeyValues, Note, Swatch, Tone,
};
use crate::i18n::error_text::refusal;
use crate::i18n::status_text::{alarm, unknown_hint};
use crate::i18n::{Msg, t, use_format, use_i18n};
use crate::pages::services::ServiceName;
use crate::platform::clipboard;
use crate::state::{OrderRow, ToastKind, use_accounts, use_orders, use_toasts};
use leptos::prelude::*;
use leptos::task::spawn_local;
use panelboard_domain::attempt::{AttemptState, Concern, WriteKind};
use panelboard_domain::id::AttemptId;
use panelboard_domain::order::Attention;

/// The details of the order that the address names, while there is one.
#[component]
pub fn OpenDetail(open: Memo<Option<AttemptId>>, on_close: Callback<()>) -> impl IntoView {
    move || open.get().map(|id| view! { <OrderDetail id on_close/> })
}

#[component]
fn OrderDetail(id: AttemptId, on_close: Callback<()>) -> impl IntoView {
    let orders = use_orders();
    let row: Signal<OrderRow> = orders.row(&id)?.into();
    let account = row.with_untracked(|row| row.account.clone());
    let refresh = move |_| orders.refresh(&account);
    let number = move || row.with(|row| row.order.as_ref().map(ToString::to_string));
    let head = move || {
        view! {
            <OrderChip row tinted=true/>
            <bdi class="mono clip" dir="ltr">{number}</bdi>
        }
    };
    let tools = move || {
        view! {
            {move || number().map(|number| view! { <CopyNumber number/> })}
            <IconButton icon=IconName::Refill label=t(Msg::ORDERS_REFRESH) on_press=refresh/>
        }
    };
    let asking = RwSignal::new(None::<WriteKind>);
    let key = StoredValue::new(id.clone());
    let footer = move || view! { <WriteButtons id row asking/> };
    Some(view! {
        <Detail label=t(Msg::ORDERS_DETAIL) on_close head tools footer>
            <Facts id=key row/>
        </Detail>
        // Beside it, not in it: Esc in the question is not Esc in the detail.
        <AskDialog id=key row asking/>
    })
}

/// Everything between head and foot.
#[component]
pub fn Facts(id: StoredValue<AttemptId>, row: Signal<OrderRow>) -> impl IntoView {
    let takes_number =
        Memo::new(move |_| row.with(|row| row.attention() == Some(Attention::NoNumber)));
    view! {
        <Title row/>
        <Trouble id row/>
        <Show when=move || takes_number.get()>
            <Note tone=Tone::Doubt title=t(Msg::UNCONFIRMED_NO_NUMBER_TITLE)>
                <p>{t(Msg::UNCONFIRMED_NO_NUMBER_TEXT)}</p>
            </Note>
            <NumberField id row/>
        </Show>
        <ReturnedNote id row/>
        <Progress row/>
        <Figures row/>
        <WriteAnswers row/>
        <History row/>
        <TakeBack id row/>
        <LastReply row/>
    }
}

#[component]
fn CopyNumber(number: String) -> impl IntoView {
    let toasts = use_toasts();
    let copy = move |_| {
        let number = number.clone();
        spawn_local(async move {
            if clipboard::copy(&number).await {
                toasts.push(ToastKind::Done, Msg::ORDERS_COPIED, vec![("id", number)]);
            }
        });
    };
    view! { <IconButton icon=IconName::Copy label=t(Msg::ORDERS_COPY_ID) on_press=copy/> }
}

#[component]
fn Title(row: Signal<OrderRow>) -> impl IntoView {
    let accounts = use_accounts();
    let (account, id, name) = row.with_untracked(|row| {
        (row.account.clone(), row.service.id.to_string(), row.service.name.clone())
    });
    let gone = account.clone();
    let is_gone = Memo::new(move |_| accounts.get(&gone).is_none());
    let held = Memo::new(move |_| {
        let name = accounts.shown_name(&account);
        Some((accounts.get(&account).map_or(0, |held| held.hue), name))
            .filter(|held| !held.1.is_empty())
    });
    view! {
        <div class="stack">
            <h2 class="detail-title" dir="auto"><ServiceName name/></h2>
            <span class="row small sub">
                <Swatch hue=Signal::derive(move || held.get().map_or(0, |held| held.0))/>
                <bdi class="clip">{move || held.get().map(|held| held.1)}</bdi>
                <Show when=move || is_gone.get()>
                    <span class="dim">{t(Msg::ACCOUNTS_GONE)}</span>
                </Show>
                <bdi class="mono dim">{id}</bdi>
            </span>
        </div>
    }
}

/// What needs a person: refused and why, unknown, an alarm, gone at the panel.
#[component]
fn Trouble(id: StoredValue<AttemptId>, row: Signal<OrderRow>) -> impl IntoView {
    let i18n = use_i18n();
    let state = Memo::new(move |_| row.with(|row| row.state.clone()));
    let refused = move || match state.get() {
        AttemptState::Rejected { reason } => {
            let words = refusal(reason.kind);
            let text = [words.what, words.money, words.todo].map(|part| i18n.text(part)).join(" ");
            let said = Some(reason.text).filter(|text| !text.is_empty());
            Some(view! {
                <ErrorPanel
                    title=t(Msg::ORDER_REJECTED_TITLE)
                    text
                    panel_says=Signal::stored(said)
                >
                    <MarkSeen id row of=&[Concern::Refused]/>
                </ErrorPanel>
            })
        }
        _ => None,
    };
    let unknown = move || match state.get() {
        AttemptState::Unknown { hint } => Some(view! {
            <Note tone=Tone::Doubt title=t(Msg::UNCONFIRMED_TITLE)>
                <p>{t(unknown_hint(hint))}</p>
                <p>{t(Msg::UNCONFIRMED_TEXT)}</p>
            </Note>
        }),
        _ => None,
    };
    let alarmed = move || {
        let what = row.with(OrderRow::alarm)?;
        Some(view! {
            <Note tone=Tone::Bad alert=true title=t(alarm(what))>
                <MarkSeen id row of=&[Concern::Alarm]/>
            </Note>
        })
    };
    let gone = move || row.with(|row| row.followed.as_ref().is_some_and(|f| f.is_gone));
    view! {
        {refused}
        {unknown}
        {alarmed}
        <Show when=gone><Note title=t(Msg::ORDERS_DETAIL_GONE)/></Show>
    }
}

#[component]
fn Progress(row: Signal<OrderRow>) -> impl IntoView {
    let known = move || row.with(|row| row.delivered().is_some());
    view! { <Show when=known><section class="progress-line"><Delivered row/></section></Show> }
}

#[component]
fn Figures(row: Signal<OrderRow>) -> impl IntoView {
    let (i18n, format) = (use_i18n(), use_format());
    let link = row.with_untracked(|row| row.link.clone());
    let (quantity, created) = row.with_untracked(|row| (row.quantity, row.created_at));
    let start = move || {
        let count = row.with(|row| row.reading()?.start_count.clone())?;
        Some(count.parse().map_or(count, |count| format.number(count)))
    };
    let over = move || row.with(|row| row.reading()?.over_delivered);
    let estimate = move || row.with(|row| format.money(row.estimate, row.currency.as_ref()));
    let charge = move || {
        let cost = row.with(OrderRow::cost).filter(|cost| !cost.is_estimate)?;
        Some(format.money(cost.money.amount, cost.money.currency.as_ref()))
    };
    let before = move || {
        row.with(|row| {
            let reading = row.record.balance_before()?;
            Some(format.money(reading.amount, row.currency.as_ref()))
        })
    };
    let children = move || {
        let ids = row.with(|row| row.reading().map(|reading| reading.children.clone()))?;
        let ids: Vec<String> = ids.iter().map(ToString::to_string).collect();
        (!ids.is_empty()).then(|| ids.join(", "))
    };
    let line = move |label: Msg, value: Option<String>| {
        value.map(|value| view! { <KeyValue label=t(label)><bdi>{value}</bdi></KeyValue> })
    };
    let cost = move || match charge() {
        Some(charge) => {
            let was = i18n.fill(Msg::ORDERS_DETAIL_ESTIMATE_WAS, &[("amount", &estimate())]);
            view! {
                <KeyValue label=t(Msg::ORDERS_DETAIL_CHARGE)>
                    <bdi>{charge}</bdi>" "<span class="dim">{was}</span>
                </KeyValue>
            }
            .into_any()
        }
        None => line(Msg::ORDERS_DETAIL_ESTIMATE, Some(estimate())).into_any(),
    };
    view! {
        <KeyValues>
            {(!link.is_empty()).then(|| view! { <Link link/> })}
            <KeyValue label=t(Msg::ORDERS_DETAIL_QUANTITY)>
                <bdi>{move || format.number(quantity)}</bdi>
            </KeyValue>
            {move || line(Msg::ORDERS_DETAIL_START_COUNT, start())}
            {move || line(Msg::ORDERS_DETAIL_OVER, over().map(|over| format.number(over)))}
            {move || line(Msg::ORDERS_DETAIL_CHILDREN, children())}
            {cost}
            {move || line(Msg::ORDERS_DETAIL_BALANCE_BEFORE, before())}
            {move || line(Msg::ORDERS_DETAIL_CREATED, Some(format.date_time(created)))}
        </KeyValues>
    }
}

/// The target; a link only when it is an address.
#[component]
fn Link(link: String) -> impl IntoView {
    let shown = panelboard_domain::link::short_link(&link).to_owned();
    let is_address = panelboard_domain::order::is_url(&link);
    view! {
        <KeyValue label=t(Msg::ORDERS_DETAIL_LINK)>
            {if is_address {
                view! {
                    <a href=link rel="noopener noreferrer external" target="_blank" class="link">
                        <bdi dir="ltr">{shown}</bdi>
                    </a>
                }
                    .into_any()
            } else {
                view! { <bdi class="link" dir="ltr">{shown}</bdi> }.into_any()
            }}
        </KeyValue>
    }
}

/// The panel's own answer to the order, as text; the key was masked when it was written down.
#[component]
fn LastReply(row: Signal<OrderRow>) -> impl IntoView {
    let raw = move || row.with(|row| row.record.wire().map(|wire| wire.excerpt.clone()));
    move || {
        raw().filter(|raw| !raw.is_empty()).map(|raw| {
            view! {
                <details class="more">
                    <summary>
                        <Icon name=IconName::End small=true/>
                        {t(Msg::ORDERS_LAST_REPLY)}
                    </summary>
                    <div><pre class="raw" dir="ltr" tabindex="0">{raw}</pre></div>
                </details>
            }
        })
    }
}
