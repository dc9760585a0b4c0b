//! An order whose outcome nobody knows: what was sent, the evidence, and the ways out. It is never
//! ordered again from here: a new order has its own confirmation, and asking again sends the same
//! request to a panel that knows it ([`again`]).

mod again;
mod not_there;
mod number;
mod settled;

use super::evidence::{Piece, Points, pieces, verdict};
use crate::components::{
    Button, ButtonKind, ButtonSize, ChipState, Icon, IconName, KeyValue, StateChip, StateShape,
};
use crate::i18n::status_text::unknown_hint;
use crate::i18n::{Format, I18n, Msg, t, use_format, use_i18n};
use crate::pages::sent::SentFacts;
use crate::state::{OrderRow, use_accounts, use_orders, use_presence};
use leptos::prelude::*;
use panelboard_domain::attempt::evidence::Fall;
use panelboard_domain::attempt::{AttemptState, Evidence, UnknownHint, Watch, Watched};
use panelboard_domain::id::AttemptId;
use panelboard_domain::order::Attention;

pub use number::{NumberField, list as point_names};
pub use settled::TakeBack;

/// One card for each order that is unconfirmed or whose number is not known, newest first. A card that
/// was there when the page opened stays until it is left: what settled it is then shown in its place.
#[component]
pub fn UnconfirmedCards() -> impl IntoView {
    let orders = use_orders();
    let shown = Memo::new(move |before: Option<&Vec<AttemptId>>| {
        let before = before.cloned().unwrap_or_default();
        let mut ids = orders.ids().get();
        ids.retain(|id| {
            let waits = |row: &OrderRow| {
                matches!(row.attention(), Some(Attention::Unconfirmed | Attention::NoNumber))
            };
            before.contains(id) || orders.row(id).is_some_and(|row| row.with(waits))
        });
        ids
    });
    view! { <For each=move || shown.get() key=Clone::clone let:id><UnconfirmedCard id/></For> }
}

#[component]
fn UnconfirmedCard(id: AttemptId) -> impl IntoView {
    let row: Signal<OrderRow> = use_orders().row(&id)?.into();
    let why = Memo::new(move |_| row.with(OrderRow::attention));
    let id = StoredValue::new(id);
    let body = move || match why.get() {
        Some(Attention::Unconfirmed) => view! { <Open id row/> }.into_any(),
        Some(Attention::NoNumber) => view! { <NoNumber id row/> }.into_any(),
        _ => view! { <settled::Settled id row/> }.into_any(),
    };
    let i18n = use_i18n();
    let name = move || {
        i18n.text(match why.get() {
            Some(Attention::Unconfirmed) => Msg::UNCONFIRMED_TITLE,
            Some(Attention::NoNumber) => Msg::UNCONFIRMED_NO_NUMBER_TITLE,
            _ => Msg::UNCONFIRMED_SETTLED_TITLE,
        })
    };
    // Only what is open is dashed.
    let is_settled =
        move || !matches!(why.get(), Some(Attention::Unconfirmed | Attention::NoNumber));
    Some(view! {
        <article class="unconfirmed" class:unconfirmed--settled=is_settled aria-label=name>
            {body}
        </article>
    })
}

/// Nobody knows what became of it.
#[component]
fn Open(id: StoredValue<AttemptId>, row: Signal<OrderRow>) -> impl IntoView {
    view! {
        <Head
            row
            chip=Msg::STATUS_UNKNOWN
            title=Msg::UNCONFIRMED_TITLE
            text=Msg::UNCONFIRMED_TEXT
        />
        <div class="un-grid">
            <Sent row/>
            <EvidenceList id row/>
        </div>
        <number::NumberField id row/>
        <again::AskAgain id row/>
        <not_there::NotThere id row/>
    }
    .into_any()
}

/// It was placed; only its number is missing, and with it everything that needs one.
#[component]
fn NoNumber(id: StoredValue<AttemptId>, row: Signal<OrderRow>) -> impl IntoView {
    view! {
        <Head
            row
            chip=Msg::STATUS_NO_NUMBER
            title=Msg::UNCONFIRMED_NO_NUMBER_TITLE
            text=Msg::UNCONFIRMED_NO_NUMBER_TEXT
        />
        <Sent row/>
        <number::NumberField id row/>
        <settled::TakeBack id row/>
    }
    .into_any()
}

#[component]
fn Head(row: Signal<OrderRow>, chip: Msg, title: Msg, text: Msg) -> impl IntoView {
    let format = use_format();
    let created = row.with_untracked(|row| row.created_at);
    view! {
        <header class="stack">
            <span class="row">
                <StateChip state=Signal::stored(ChipState::Unconfirmed) label=t(chip)/>
                <span class="small sub">{move || format.date_time(created)}</span>
            </span>
            <h2>{t(title)}</h2>
            <p class="sub">{t(text)}</p>
        </header>
    }
    .into_any()
}

#[component]
fn Sent(row: Signal<OrderRow>) -> impl IntoView {
    let i18n = use_i18n();
    let reason = move || {
        row.with(|row| match &row.state {
            AttemptState::Unknown { hint } => Some(i18n.text(unknown_hint(*hint))),
            _ => None,
        })
    };
    let because = move || {
        reason().map(|text| view! { <KeyValue label=t(Msg::UNCONFIRMED_REASON)>{text}</KeyValue> })
    };
    view! {
        <section>
            <h3 class="cap">{t(Msg::UNCONFIRMED_SENT)}</h3>
            <SentFacts row=row.get_untracked()>
                {because}
            </SentFacts>
        </section>
    }
}

#[component]
fn EvidenceList(id: StoredValue<AttemptId>, row: Signal<OrderRow>) -> impl IntoView {
    let (i18n, format, accounts) = (use_i18n(), use_format(), use_accounts());
    let orders = use_orders();
    let look_again = Callback::new(move |_| id.with_value(|id| orders.look_again(id)));
    let watch = id.with_value(|id| orders.watching(id));
    let watched = Signal::derive(move || watch.with(Option::is_some));
    let found = Memo::new(move |_| row.with(pieces));
    let says = move || {
        i18n.text(match found.with(|pieces| verdict(pieces)) {
            Points::Placed => Msg::UNCONFIRMED_VERDICT_PLACED,
            Points::NotPlaced => Msg::UNCONFIRMED_VERDICT_NOT_PLACED,
            Points::Nowhere => Msg::UNCONFIRMED_VERDICT_OPEN,
        })
    };
    let account = row.with_untracked(|row| row.account.clone());
    let panel = move || {
        let account = accounts.get(&account)?;
        let href = format!("https://{}/orders", account.endpoint.host());
        Some(view! {
            <div class="next">
                <p class="small">{t(Msg::UNCONFIRMED_LOOK_FIRST)}</p>
                <span class="row">
                    <a class="btn btn--dense" href=href target="_blank" rel="noopener noreferrer external">
                        <Icon name=IconName::Out/>
                        {t(Msg::UNCONFIRMED_OPEN_PANEL)}
                    </a>
                    <Button
                        size=ButtonSize::Dense
                        kind=ButtonKind::Quiet
                        busy=watched
                        on_press=look_again
                    >
                        {t(Msg::UNCONFIRMED_LOOK_AGAIN)}
                    </Button>
                </span>
            </div>
        })
    };
    let list = move || {
        let line = |piece: Piece| {
            let (text, detail) = row.with(|row| words(i18n, format, row, piece));
            view! { <PieceLine piece text detail/> }
        };
        found.get().into_iter().map(line).collect_view()
    };
    view! {
        <section>
            <h3 class="cap">{t(Msg::UNCONFIRMED_EVIDENCE)}</h3>
            <p class="verdict" role="status">{says}</p>
            <Watching watch/>
            <ul class="evidence">{list}</ul>
            {panel}
        </section>
    }
}

/// What is being watched and how long still.
#[component]
fn Watching(watch: Signal<Option<Watch>>) -> impl IntoView {
    let (i18n, format, now) = (use_i18n(), use_format(), use_presence().now());
    move || {
        let watch = watch.get()?;
        let seconds = u64::from(watch.remaining_millis(now.get())).div_ceil(1000);
        let time = i18n.fill(Msg::UNCONFIRMED_SECONDS, &[("count", &format.number(seconds))]);
        let message = match watch.what {
            Watched::Balance => Msg::UNCONFIRMED_WATCHING_BALANCE,
            Watched::Relay => Msg::UNCONFIRMED_WATCHING_RELAY,
        };
        let text = i18n.fill(message, &[("time", &time)]);
        Some(view! { <p class="small sub" role="timer">{text}</p> })
    }
}

#[component]
fn PieceLine(piece: Piece, text: String, detail: Option<String>) -> impl IntoView {
    let (state, name, says) = match piece.points() {
        Points::Placed => (ChipState::Noted, "unconfirmed", Msg::UNCONFIRMED_SAYS_PLACED),
        Points::NotPlaced => (ChipState::Noted, "queued", Msg::UNCONFIRMED_SAYS_NOT_PLACED),
        Points::Nowhere => (ChipState::Queued, "queued", Msg::UNCONFIRMED_SAYS_NOTHING),
    };
    view! {
        <li data-state=name>
            <StateShape state=Signal::stored(state)/>
            <b>{text}</b>
            <span class="say">{t(says)}</span>
            {detail.map(|detail| view! { <small>{detail}</small> })}
        </li>
    }
}

/// What a piece says, and the figures behind it.
fn words(i18n: I18n, format: Format, row: &OrderRow, piece: Piece) -> (String, Option<String>) {
    let text = |message| i18n.text(message);
    let hint = Some(text(Msg::UNCONFIRMED_HINT_ONLY));
    match piece {
        Piece::Balance(fall) => {
            (balance_words(i18n, format, row, fall), figures(i18n, format, row))
        }
        Piece::NoRelay => {
            (text(Msg::UNCONFIRMED_RELAY_DIRECT), Some(text(Msg::UNCONFIRMED_RELAY_DIRECT_TEXT)))
        }
        Piece::RelayKnows => {
            (text(Msg::UNCONFIRMED_RELAY_ASKED), Some(text(Msg::UNCONFIRMED_RELAY_ASKED_TEXT)))
        }
        Piece::RelayInFlight => (text(Msg::UNCONFIRMED_RELAY_IN_FLIGHT), None),
        Piece::RelayNotSeen => (text(Msg::UNCONFIRMED_RELAY_NOT_SEEN), None),
        Piece::RelayInDoubt => (text(unknown_hint(UnknownHint::RelayInDoubt)), None),
        Piece::ActiveLink => (text(Msg::UNCONFIRMED_ACTIVE_LINK), hint),
        Piece::LaterSuccess => (text(Msg::UNCONFIRMED_LATER_SUCCESS), hint),
    }
}

fn balance_words(i18n: I18n, format: Format, row: &OrderRow, fall: Option<Fall>) -> String {
    match fall {
        Some(Fall::Once) => {
            let amount = format.money(row.estimate, row.currency.as_ref());
            i18n.fill(Msg::UNCONFIRMED_BALANCE_FELL, &[("amount", &amount)])
        }
        Some(Fall::Twice) => i18n.text(Msg::UNCONFIRMED_ALARM_DOUBLE_TITLE),
        Some(Fall::None) => i18n.text(Msg::UNCONFIRMED_BALANCE_SAME),
        Some(Fall::Unclear) => i18n.text(Msg::UNCONFIRMED_BALANCE_UNCLEAR),
        None => i18n.text(Msg::UNCONFIRMED_BALANCE_UNREAD),
    }
}

fn figures(i18n: I18n, format: Format, row: &OrderRow) -> Option<String> {
    // Each amount keeps its own direction; the sentence has that of the page.
    let isolated =
        |amount| format!("\u{2068}{}\u{2069}", format.money(amount, row.currency.as_ref()));
    let before = isolated(row.record.balance_before()?.amount);
    let after = row.evidence().filter_map(|evidence| match evidence {
        Evidence::Balance { reading, .. } => Some(reading),
        _ => None,
    });
    Some(match after.last() {
        Some(after) => {
            let after = isolated(after.amount);
            i18n.fill(Msg::UNCONFIRMED_BALANCE_FIGURES, &[("before", &before), ("after", &after)])
        }
        None => i18n.fill(Msg::UNCONFIRMED_BALANCE_BEFORE, &[("before", &before)]),
    })
}
