//! "I found it": the number of an order at the panel. It is asked for there and compared with what was
//! sent; what does not fit stands beside what was sent, and linking it all the same is a second press
//! that names each misfit.

use crate::components::{Button, ButtonKind, ButtonSize, Note, Tone};
use crate::i18n::error_text::client_error;
use crate::i18n::{Format, I18n, Msg, t, use_format, use_i18n};
use crate::pages::orders::row::address;
use crate::state::{NotSettled, OrderRow, Settling, UserSettlement, use_accounts, use_orders};
use leptos::ev::SubmitEvent;
use leptos::prelude::*;
use leptos_router::components::A;
use panelboard_domain::attempt::number::NumberCheck;
use panelboard_domain::attempt::{Point, PointValue};
use panelboard_domain::id::{AttemptId, OrderId};

/// The field with its answer.
#[component]
pub fn NumberField(id: StoredValue<AttemptId>, row: Signal<OrderRow>) -> impl IntoView {
    let (orders, accounts) = (use_orders(), use_accounts());
    let account = row.with_untracked(|row| row.account.clone());
    // Without its account and key there is nobody who could ask the panel.
    let can_ask =
        Memo::new(move |_| accounts.get(&account).is_some() && !accounts.lacks_key(&account));
    let typed = RwSignal::new(String::new());
    let state = id.with_value(|id| orders.settling(id));
    let link = move |accepted: Vec<Point>| {
        if let Some(number) = OrderId::new(typed.get_untracked().trim().trim_start_matches('#')) {
            let word = UserSettlement::Number { number, accepted };
            id.with_value(|id| orders.settle(id, word));
        }
    };
    let found = move |event: SubmitEvent| {
        event.prevent_default();
        link(Vec::new());
    };
    let busy = Signal::derive(move || state.with(|state| *state == Settling::Checking));
    let bad = move || state.with(|state| matches!(state, Settling::Stopped(_)));
    let on_input = move |event| {
        typed.set(event_target_value(&event));
        id.with_value(|id| orders.forget_settling(id));
    };
    let field = id.with_value(|id| format!("oid-{id}"));
    let hint = format!("{field}-hint");
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
                            on:input=on_input
                        />
                    </span>
                    <Button
                        kind=ButtonKind::Primary
                        submit=true
                        disabled=Signal::derive(move || {
                            !can_ask.get() || typed.with(|typed| typed.trim().is_empty())
                        })
                        busy
                    >
                        {t(Msg::UNCONFIRMED_LINK_ORDER)}
                    </Button>
                </span>
                <p
                    class=move || if bad() { "hint hint--error" } else { "hint" }
                    id=hint
                    role="status"
                >
                    <News state can_ask/>
                </p>
            </div>
            <Misfit state row on_accept=link/>
        </form>
    }
    .into_any()
}

/// Where it stands, in one line.
#[component]
fn News(state: Signal<Settling>, can_ask: Memo<bool>) -> impl IntoView {
    let (i18n, orders) = (use_i18n(), use_orders());
    move || match state.get() {
        Settling::Idle if !can_ask.get() => t(Msg::UNCONFIRMED_NO_ACCOUNT)().into_any(),
        Settling::Idle | Settling::Done => t(Msg::UNCONFIRMED_FOUND_HINT)().into_any(),
        Settling::Checking => t(Msg::UNCONFIRMED_CHECKING)().into_any(),
        Settling::Stopped(NotSettled::Taken(other)) => {
            let href = orders.row(&other).map(|row| row.with(address));
            view! {
                {t(Msg::UNCONFIRMED_NUMBER_TAKEN)}
                " "
                {href.map(|href| view! { <A href>{t(Msg::ORDER_VIEW_IT)}</A> })}
            }
            .into_any()
        }
        Settling::Stopped(stop) => words(i18n, &stop).into_any(),
    }
}

fn words(i18n: I18n, stop: &NotSettled) -> String {
    match stop {
        NotSettled::UnknownNumber => i18n.text(Msg::UNCONFIRMED_NOT_FOUND),
        NotSettled::Misfit(_) => i18n.text(Msg::UNCONFIRMED_MISFIT),
        NotSettled::NoAccount => i18n.text(Msg::UNCONFIRMED_NO_ACCOUNT),
        NotSettled::TooEarly => i18n.text(Msg::UNCONFIRMED_WAIT_LOOK),
        NotSettled::Client(error) => {
            let what = i18n.text(client_error(error).what);
            format!("{what} {}", i18n.text(Msg::UNCONFIRMED_RESOLVE_FAILED))
        }
        NotSettled::Taken(_)
        | NotSettled::NotNow(_)
        | NotSettled::BuiltOn(_)
        | NotSettled::Journal(_) => i18n.text(Msg::UNCONFIRMED_RESOLVE_FAILED),
    }
}

/// What was sent against what the panel says, and the press that links it all the same.
#[component]
fn Misfit(
    state: Signal<Settling>,
    row: Signal<OrderRow>,
    #[prop(into)] on_accept: Callback<Vec<Point>>,
) -> impl IntoView {
    let (i18n, format) = (use_i18n(), use_format());
    let check = move || match state.get() {
        Settling::Stopped(NotSettled::Misfit(check)) => Some(check),
        _ => None,
    };
    move || {
        let check = check()?;
        let points: Vec<Point> = check.misfits().map(|(point, ..)| point).collect();
        let named = list(i18n, points.iter().copied());
        let accept = i18n.fill(Msg::UNCONFIRMED_LINK_ANYWAY, &[("points", &named)]);
        let unknown = unknown_points(i18n, &check);
        let value = |value: &PointValue| row.with(|row| shown(i18n, format, row, value));
        let lines = check
            .misfits()
            .map(|(point, ours, theirs)| {
                view! {
                    <tr>
                        <th scope="row">{i18n.text(point_word(point))}</th>
                        <td class="num"><bdi>{value(ours)}</bdi></td>
                        <td class="num"><bdi>{value(theirs)}</bdi></td>
                    </tr>
                }
            })
            .collect_view();
        let press = move || {
            let points = points.clone();
            let accept = accept.clone();
            view! {
                <Button
                    kind=ButtonKind::Danger
                    size=ButtonSize::Dense
                    on_press=move |_| on_accept.run(points.clone())
                >
                    {accept}
                </Button>
            }
        };
        Some(view! {
            <Note tone=Tone::Warning title=t(Msg::UNCONFIRMED_MISFIT_TITLE) alert=true actions=press>
                <table class="compare">
                    <thead>
                        <tr>
                            <td></td>
                            <th scope="col" class="num">{t(Msg::UNCONFIRMED_COL_SENT)}</th>
                            <th scope="col" class="num">{t(Msg::UNCONFIRMED_COL_PANEL)}</th>
                        </tr>
                    </thead>
                    <tbody>{lines}</tbody>
                </table>
                {unknown.map(|text| view! { <p class="small dim">{text}</p> })}
            </Note>
        })
    }
}

fn unknown_points(i18n: I18n, check: &NumberCheck) -> Option<String> {
    let points = list(i18n, check.incomparable());
    (!points.is_empty()).then(|| i18n.fill(Msg::UNCONFIRMED_NOT_COMPARED, &[("points", &points)]))
}

/// Points by name.
pub fn list(i18n: I18n, points: impl Iterator<Item = Point>) -> String {
    points.map(|point| i18n.text(point_word(point))).collect::<Vec<_>>().join(", ")
}

const fn point_word(point: Point) -> Msg {
    match point {
        Point::Number => Msg::UNCONFIRMED_POINT_NUMBER,
        Point::Charge => Msg::UNCONFIRMED_POINT_CHARGE,
        Point::Quantity => Msg::UNCONFIRMED_POINT_QUANTITY,
        Point::Service => Msg::UNCONFIRMED_POINT_SERVICE,
        Point::Start => Msg::UNCONFIRMED_POINT_START,
    }
}

fn shown(i18n: I18n, format: Format, row: &OrderRow, value: &PointValue) -> String {
    match value {
        PointValue::Amount(amount) => format.money(*amount, row.currency.as_ref()),
        PointValue::Count(count) => format.number(*count),
        PointValue::Text(word) => match word.as_str() {
            "subscription" => i18n.text(Msg::UNCONFIRMED_KIND_SUBSCRIPTION),
            "drip-feed" => i18n.text(Msg::UNCONFIRMED_KIND_DRIP),
            _ => i18n.text(Msg::UNCONFIRMED_KIND_ORDER),
        },
    }
}
