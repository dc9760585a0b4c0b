//! An order whose outcome nobody knows: what was sent, the evidence, and the ways out. It is never
//! sent again from here; ordering again is a new order with its own confirmation.

use super::again::OrderAgain;
use super::evidence::{Piece, Points, pieces, verdict};
use crate::components::{
    Button, ButtonKind, ButtonSize, ChipState, HoldButton, Icon, IconName, KeyValue, StateChip,
    StateShape,
};
use crate::i18n::status_text::unknown_hint;
use crate::i18n::{Format, I18n, Msg, t, use_format, use_i18n};
use crate::pages::sent::SentFacts;
use crate::routes;
use crate::state::{OrderRow, Resolving, UserSettlement, save_draft, use_accounts, use_orders};
use leptos::ev::SubmitEvent;
use leptos::prelude::*;
use panelboard_domain::attempt::evidence::Fall;
use panelboard_domain::attempt::user::NotPlacedWord;
use panelboard_domain::attempt::{AttemptState, Evidence, Point, PointValue, UnknownHint};
use panelboard_domain::id::{AttemptId, OrderId};

/// One card for each unknown order, newest first.
#[component]
pub fn UnconfirmedCards() -> impl IntoView {
    let orders = use_orders();
    let unknown = move || {
        let mut ids = orders.ids().get();
        ids.retain(|id| orders.row(id).is_some_and(|row| row.with(OrderRow::is_unknown)));
        ids
    };
    view! { <For each=unknown key=Clone::clone let:id><UnconfirmedCard id/></For> }
}

#[component]
fn UnconfirmedCard(id: AttemptId) -> impl IntoView {
    let (orders, format) = (use_orders(), use_format());
    let row: Signal<OrderRow> = orders.row(&id)?.into();
    let created = row.with_untracked(|row| row.created_at);
    let title = format!("un-{id}");
    let labelled = title.clone();
    Some(view! {
        <article class="unconfirmed" aria-labelledby=labelled>
            <header class="stack">
                <span class="row">
                    <StateChip
                        state=Signal::stored(ChipState::Unconfirmed)
                        label=t(Msg::STATUS_UNKNOWN)
                    />
                    <span class="small sub">{move || format.date_time(created)}</span>
                </span>
                <h2 id=title>{t(Msg::UNCONFIRMED_TITLE)}</h2>
                <p class="sub">{t(Msg::UNCONFIRMED_TEXT)}</p>
            </header>
            <div class="un-grid">
                <Sent row/>
                <EvidenceList id=id.clone() row/>
            </div>
            <WaysOut id row/>
        </article>
    })
}

#[component]
fn Sent(row: Signal<OrderRow>) -> impl IntoView {
    let i18n = use_i18n();
    let reason = move || {
        row.with(|row| match &row.state {
            AttemptState::Unknown { hint } => i18n.text(unknown_hint(*hint)),
            _ => String::new(),
        })
    };
    view! {
        <section>
            <h3 class="cap">{t(Msg::UNCONFIRMED_SENT)}</h3>
            <SentFacts row=row.get_untracked()>
                <KeyValue label=t(Msg::UNCONFIRMED_REASON)>{reason}</KeyValue>
            </SentFacts>
        </section>
    }
}

#[component]
fn EvidenceList(id: AttemptId, row: Signal<OrderRow>) -> impl IntoView {
    let (i18n, format, accounts) = (use_i18n(), use_format(), use_accounts());
    let orders = use_orders();
    let look_again = Callback::new(move |_| orders.look_again(&id));
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
                    <Button size=ButtonSize::Dense kind=ButtonKind::Quiet on_press=look_again>
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
            <ul class="evidence">{list}</ul>
            {panel}
        </section>
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
            {detail.map(|detail| view! { <small><bdi>{detail}</bdi></small> })}
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
    let before = format.money(row.record.balance_before()?.amount, row.currency.as_ref());
    let after = row.evidence().filter_map(|evidence| match evidence {
        Evidence::Balance { reading, .. } => Some(reading),
        _ => None,
    });
    Some(match after.last() {
        Some(after) => {
            let after = format.money(after.amount, row.currency.as_ref());
            i18n.fill(Msg::UNCONFIRMED_BALANCE_FIGURES, &[("before", &before), ("after", &after)])
        }
        None => i18n.fill(Msg::UNCONFIRMED_BALANCE_BEFORE, &[("before", &before)]),
    })
}

/// Found it; it was not placed; order it again as a new order.
#[component]
fn WaysOut(id: AttemptId, row: Signal<OrderRow>) -> impl IntoView {
    let (i18n, orders) = (use_i18n(), use_orders());
    let typed = RwSignal::new(String::new());
    let resolving = RwSignal::new(None::<Signal<Resolving>>);
    let now = Memo::new(move |_| resolving.get().map(|state| state.get()).unwrap_or_default());
    let key = StoredValue::new(id.clone());
    let resolve = move |settlement: UserSettlement| {
        resolving.set(Some(key.with_value(|id| orders.resolve(id, settlement))));
    };
    let link = move |accepted: Vec<Point>| {
        if let Some(number) = OrderId::new(typed.get_untracked().trim_start_matches('#')) {
            resolve(UserSettlement::Number { number, accepted });
        }
    };
    let found = move |event: SubmitEvent| {
        event.prevent_default();
        link(Vec::new());
    };
    let busy = move || now.get() == Resolving::Checking;
    let news = move || {
        i18n.text(match now.get() {
            Resolving::Checking => Msg::UNCONFIRMED_CHECKING,
            Resolving::NotFound => Msg::UNCONFIRMED_NOT_FOUND,
            Resolving::Taken(_) => Msg::UNCONFIRMED_TAKEN,
            Resolving::Misfit(_) => Msg::UNCONFIRMED_MISFIT,
            Resolving::TooEarly => Msg::UNCONFIRMED_TOO_EARLY,
            Resolving::BuiltOn(_) => Msg::UNCONFIRMED_BUILT_ON,
            Resolving::Failed(_) => Msg::UNCONFIRMED_RESOLVE_FAILED,
            Resolving::Idle | Resolving::Done => Msg::UNCONFIRMED_FOUND_HINT,
        })
    };
    let bad = move || !matches!(now.get(), Resolving::Idle | Resolving::Done | Resolving::Checking);
    let (field, hint) = (format!("oid-{id}"), format!("oid-{id}-hint"));
    let (for_field, about) = (field.clone(), hint.clone());
    view! {
        <form class="found" on:submit=found>
            <div class="field">
                <label for=for_field>{t(Msg::UNCONFIRMED_FOUND)}</label>
                <span class="row">
                    <span class="input grow">
                        <input
                            id=field
                            class="mono"
                            dir="ltr"
                            autocomplete="off"
                            spellcheck="false"
                            aria-describedby=about
                            aria-invalid=move || bad().then_some("true")
                            prop:value=move || typed.get()
                            on:input=move |event| typed.set(event_target_value(&event))
                        />
                    </span>
                    <Button
                        kind=ButtonKind::Primary
                        submit=true
                        disabled=Signal::derive(move || typed.with(|typed| typed.trim().is_empty()))
                        busy=Signal::derive(busy)
                    >
                        {t(Msg::UNCONFIRMED_LINK_ORDER)}
                    </Button>
                </span>
                <p
                    class=move || if bad() { "hint hint--error" } else { "hint" }
                    id=hint
                    role="status"
                >
                    {news}
                </p>
            </div>
            <Misfit now row on_link=move |accepted| link(accepted)/>
            <NotThere row on_not_placed=move |()| resolve(UserSettlement::NotPlaced)/>
        </form>
    }
}

/// What does not fit, with both values, and the way to link the number all the same.
#[component]
fn Misfit(
    now: Memo<Resolving>,
    row: Signal<OrderRow>,
    #[prop(into)] on_link: Callback<Vec<Point>>,
) -> impl IntoView {
    let (i18n, format) = (use_i18n(), use_format());
    let value = move |value: &PointValue| match value {
        PointValue::Amount(amount) => row.with(|row| format.money(*amount, row.currency.as_ref())),
        PointValue::Count(count) => format.number(*count),
        PointValue::Text(text) if text.is_empty() => "?".to_owned(),
        PointValue::Text(text) => text.clone(),
    };
    let line = move |(point, ours, theirs): (Point, &PointValue, &PointValue)| {
        let (ours, theirs) = (value(ours), value(theirs));
        let what = i18n.text(point_name(point));
        let values = [("what", what.as_str()), ("ours", &ours), ("theirs", &theirs)];
        i18n.fill(Msg::UNCONFIRMED_MISFIT_POINT, &values)
    };
    move || {
        let Resolving::Misfit(found) = now.get() else { return None };
        let lines: Vec<String> = found.misfits().map(line).collect();
        let named: Vec<Point> = found.misfits().map(|(point, ..)| point).collect();
        Some(view! {
            <ul class="rows">
                {lines.into_iter().map(|line| view! { <li><bdi>{line}</bdi></li> }).collect_view()}
            </ul>
            <Button kind=ButtonKind::Danger on_press=move |_| on_link.run(named.clone())>
                {t(Msg::UNCONFIRMED_LINK_ALL_THE_SAME)}
            </Button>
        })
    }
}

const fn point_name(point: Point) -> Msg {
    match point {
        Point::Charge => Msg::ORDERS_DETAIL_CHARGE,
        Point::Quantity => Msg::UNCONFIRMED_QUANTITY,
        Point::Service => Msg::UNCONFIRMED_SERVICE,
        Point::Start => Msg::ORDERS_DETAIL_START_COUNT,
        Point::Number => Msg::UNCONFIRMED_FOUND,
    }
}

/// It is not at the panel. When the evidence speaks against that, the button must be held.
#[component]
fn NotThere(row: Signal<OrderRow>, #[prop(into)] on_not_placed: Callback<()>) -> impl IntoView {
    let placed = Memo::new(move |_| row.with(|row| verdict(&pieces(row)) == Points::Placed));
    let (orders, id) = (use_orders(), row.with_untracked(|row| row.attempt.clone()));
    let waits = Signal::derive(move || orders.not_placed_word(&id) == NotPlacedWord::Wait);
    let (account, service) =
        row.with_untracked(|row| (row.account.clone(), row.service.id.to_string()));
    let href = routes::new_order(&account, &service);
    let keep = move |_| row.with_untracked(|row| save_draft(&row.account, &same_again(row)));
    let button = move || match placed.get() {
        true => view! {
            <HoldButton
                label=t(Msg::UNCONFIRMED_HOLD_NOT_PLACED)
                ready=t(Msg::UNCONFIRMED_RELEASE)
                kind=ButtonKind::Danger
                on_hold=move |_| on_not_placed.run(())
            />
        }
        .into_any(),
        false => view! {
            <Button disabled=waits on_press=move |_| on_not_placed.run(())>
                {t(Msg::UNCONFIRMED_NOT_PLACED)}
            </Button>
        }
        .into_any(),
    };
    view! {
        <div class="field un-foot">
            <span class="label">{t(Msg::UNCONFIRMED_NOTHING_THERE)}</span>
            <span class="row">
                {button}
                <OrderAgain row word=Msg::UNCONFIRMED_SEND_AGAIN/>
            </span>
            <p class="hint">
                {move || {
                    if placed.get() {
                        t(Msg::UNCONFIRMED_NOT_PLACED_SURE_TEXT)()
                    } else {
                        t(Msg::UNCONFIRMED_SEND_AGAIN_HINT)()
                    }
                }}
            </p>
        </div>
    }
}
