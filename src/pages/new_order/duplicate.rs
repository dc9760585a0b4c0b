//! Earlier orders that this one may repeat: told beside the form, asked in the confirmation.

use super::form::Form;
use crate::components::{Note, Tone};
use crate::i18n::{Msg, t, use_format, use_i18n};
use crate::routes;
use crate::state::{Finding, use_orders, use_presence};
use leptos::prelude::*;
use leptos_router::components::A;
use panelboard_domain::account::Account;
use panelboard_domain::id::AttemptId;

/// What the user has said about the earlier orders.
#[derive(Clone, Copy)]
pub struct Answer {
    accepted: RwSignal<bool>,
    typed: RwSignal<String>,
}

impl Answer {
    /// Nothing said.
    pub fn new() -> Self {
        Self { accepted: RwSignal::new(false), typed: RwSignal::new(String::new()) }
    }

    /// The quantity, once the user has typed it (reactive).
    pub fn typed(self, quantity: u64) -> Option<u64> {
        self.typed.with(|typed| (typed.trim() == quantity.to_string()).then_some(quantity))
    }

    /// Whether the user has said what every finding needs (reactive).
    pub fn suffices(self, findings: &[Finding], quantity: u64) -> bool {
        findings.iter().all(|finding| match finding {
            Finding::OpenUnknown { .. } => self.typed(quantity).is_some(),
            Finding::Repeat { .. } => self.accepted.get(),
            Finding::ActiveLink { .. } | Finding::SameLinkOtherService { .. } => true,
        })
    }
}

/// Beside the form, as soon as service and link are there: the worst that is known of this link. The
/// confirmation asks; here it is only told, before anybody has typed a quantity for nothing.
#[component]
pub fn LinkNotes(form: Form, account: Signal<Account>) -> impl IntoView {
    let orders = use_orders();
    let typed = form.typed("link");
    let found = Memo::new(move |_| {
        let (link, service) = (typed.get(), form.service.get()?);
        let order = form.checked.with(|checked| checked.as_ref()?.as_ref().ok().cloned());
        account.with_untracked(|account| {
            orders.link_findings(account, &service, &link, order.as_ref())
        })
    });
    move || match found.get()? {
        Finding::OpenUnknown { attempt } => {
            let text = aged(&attempt, Msg::ORDER_OPEN_TEXT);
            Some(
                view! {
                    <Note tone=Tone::Doubt title=t(Msg::ORDER_OPEN_TITLE)>
                        <p>{move || text.get()} " " <Earlier attempt/></p>
                    </Note>
                }
                .into_any(),
            )
        }
        Finding::Repeat { attempt, .. } => Some(
            view! {
                <Note tone=Tone::Warning title=aged(&attempt, Msg::ORDER_REPEAT_TITLE)>
                    <p>{t(Msg::ORDER_REPEAT_TEXT)} " " <Earlier attempt/></p>
                </Note>
            }
            .into_any(),
        ),
        Finding::ActiveLink { attempt, .. } => Some(
            view! {
                <Note tone=Tone::Warning title=t(Msg::ORDER_ACTIVE_TITLE)>
                    <p>{t(Msg::ORDER_ACTIVE_TEXT)} " " <Earlier attempt/></p>
                </Note>
            }
            .into_any(),
        ),
        Finding::SameLinkOtherService { attempt, .. } => Some(
            view! { <p class="hint">{t(Msg::ORDER_SAME_LINK)} " " <Earlier attempt/></p> }
                .into_any(),
        ),
    }
}

/// In the confirmation: an earlier order in view, and what must be said to go on.
#[component]
pub fn DuplicateGuard(finding: Finding, quantity: u64, answer: Answer) -> impl IntoView {
    match finding {
        Finding::Repeat { attempt, .. } => view! {
            <Note
                tone=Tone::Warning
                title=aged(&attempt, Msg::ORDER_REPEAT_TITLE)
                actions=move || view! { <Accept answer/> }
            >
                <p>{t(Msg::ORDER_REPEAT_TEXT)} " " <Earlier attempt/></p>
            </Note>
        }
        .into_any(),
        Finding::OpenUnknown { attempt } => {
            let text = aged(&attempt, Msg::ORDER_OPEN_TEXT);
            view! {
                <Note tone=Tone::Doubt title=t(Msg::ORDER_OPEN_TITLE)>
                    <p>{move || text.get()} " " <Earlier attempt/></p>
                    <TypedQuantity quantity answer/>
                </Note>
            }
            .into_any()
        }
        Finding::ActiveLink { attempt, .. } => view! {
            <Note tone=Tone::Warning title=t(Msg::ORDER_ACTIVE_TITLE)>
                <p>{t(Msg::ORDER_ACTIVE_TEXT)} " " <Earlier attempt/></p>
            </Note>
        }
        .into_any(),
        Finding::SameLinkOtherService { attempt, .. } => {
            view! { <p class="hint">{t(Msg::ORDER_SAME_LINK)} " " <Earlier attempt/></p> }
                .into_any()
        }
    }
}

/// While records are missing nobody can see whether this repeats an order: the quantity must be typed.
#[component]
pub fn LossGuard(quantity: u64, answer: Answer) -> impl IntoView {
    let orders = use_orders();
    let is_lost = Memo::new(move |_| orders.loss().is_some());
    view! {
        <Show when=move || is_lost.get()>
            <Note tone=Tone::Bad title=t(Msg::ALARM_LOST_TITLE)>
                <p>{t(Msg::ORDER_LOST_TEXT)}</p>
                <TypedQuantity quantity answer/>
            </Note>
        </Show>
    }
}

/// The quantity once more, by hand.
#[component]
fn TypedQuantity(quantity: u64, answer: Answer) -> impl IntoView {
    let i18n = use_i18n();
    let quantity = quantity.to_string();
    let label = move || i18n.fill(Msg::ORDER_OPEN_TYPE, &[("quantity", &quantity)]);
    view! {
        <label class="field typed">
            <span class="small">{label}</span>
            <input
                class="input"
                inputmode="numeric"
                autocomplete="off"
                dir="ltr"
                prop:value=move || answer.typed.get()
                on:input=move |event| answer.typed.set(event_target_value(&event))
            />
        </label>
    }
}

#[component]
fn Accept(answer: Answer) -> impl IntoView {
    view! {
        <label class="check">
            <input
                type="checkbox"
                prop:checked=move || answer.accepted.get()
                on:change=move |event| answer.accepted.set(event_target_checked(&event))
            />
            {t(Msg::ORDER_REPEAT_ACCEPT)}
        </label>
    }
}

/// A message with the earlier order's age.
fn aged(attempt: &AttemptId, message: Msg) -> Signal<String> {
    let (i18n, format) = (use_i18n(), use_format());
    let now = use_presence().now();
    let row = use_orders().row(attempt);
    Signal::derive(move || {
        let at = row.as_ref().map(|row| row.with(|row| row.created_at));
        let age = at.map(|at| format.age(at, now.get())).unwrap_or_default();
        i18n.fill(message, &[("age", &age)])
    })
}

/// A way to look at the earlier order.
#[component]
fn Earlier(attempt: AttemptId) -> impl IntoView {
    let row = use_orders().row(&attempt)?;
    let href = row.with_untracked(|row| {
        let key = row.order.as_ref().map_or(attempt.as_str(), |order| order.as_str());
        routes::order(&row.account, key)
    });
    let number = row.with_untracked(|row| row.order.as_ref().map(ToString::to_string));
    Some(view! {
        <A href>
            {t(Msg::ORDER_VIEW_IT)}
            {number.map(|number| view! { " " <bdi class="mono">{number}</bdi> })}
        </A>
    })
}
