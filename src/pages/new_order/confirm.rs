//! The last look before money is spent: what, for what, how many, how much. The price is checked
//! with the panel first; a changed one must be accepted; a repeat must be wanted. Only the click on
//! the button here sends, and only once.

use super::approximately;
use super::duplicate::{Answer, DuplicateGuard, LossGuard};
use super::form::Form;
use super::summary::{HabitNote, Short, price_label};
use crate::components::{
    Button, ButtonKind, ButtonSize, Dialog, ErrorPanel, Icon, IconName, KeyValue, KeyValues, Note,
    Swatch, Tone,
};
use crate::i18n::error_text::client_error;
use crate::i18n::{Msg, t, use_format, use_i18n};
use crate::pages::sent::sent_fields;
use crate::pages::services::{ServiceName, Words};
use crate::platform::timer::{AtEnd, debounced};
use crate::platform::{gesture, today};
use crate::state::{
    Finding, Load, OrderProposal, PriceCheck, use_accounts, use_orders, use_presence,
};
use leptos::ev::{Event, KeyboardEvent, MouseEvent};
use leptos::prelude::*;
use panelboard_domain::account::{Account, Route};
use panelboard_domain::link::short_link;
use panelboard_domain::money::Currency;
use panelboard_domain::order::{Recheck, ValidOrder, recheck, validate_on};
use panelboard_domain::service::Service;
use std::sync::Arc;
use std::time::Duration;

/// How long the button stays shut after the amount on it has changed.
const GUARD: Duration = Duration::from_millis(400);

/// What is being confirmed.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Review {
    /// The order as the form gave it.
    pub order: ValidOrder,
    /// The service it was checked against.
    pub service: Arc<Service>,
}

/// The dialog; open while there is something to review.
#[component]
pub fn Confirm(
    form: Form,
    account: Signal<Account>,
    currency: Signal<Option<Currency>>,
    review: RwSignal<Option<Review>>,
) -> impl IntoView {
    let orders = use_orders();
    let stage = Memo::new(move |_| {
        review.get().map(|review| Stage::begin(form, account, currency, review))
    });
    let send = move |event: &Event| {
        let Some(proposal) = stage.with_untracked(|stage| stage.as_ref()?.sendable()) else {
            return;
        };
        let id = account.with_untracked(|account| account.id.clone());
        if gesture::with(event, |gesture| orders.place(gesture, &id, proposal)).is_some() {
            review.set(None);
        }
    };
    let confirm = Callback::new(move |event: MouseEvent| send(&event));
    let on_submit_key = Callback::new(move |event: KeyboardEvent| send(&event));
    let footer = move || view! { <Buttons stage currency review confirm/> };
    view! {
        <Dialog
            id="confirm"
            open=Signal::derive(move || review.with(Option::is_some))
            on_close=move |()| review.set(None)
            title=t(Msg::ORDER_CONFIRM_TITLE)
            guarded=true
            on_submit_key
            footer
        >
            {move || stage.get().map(|stage| view! { <Facts stage account currency/> })}
        </Dialog>
    }
}

/// One review: the price check and what the user has said so far.
#[derive(Clone)]
struct Stage {
    review: Review,
    findings: Vec<Finding>,
    price: Signal<Load<PriceCheck>>,
    answer: Answer,
    /// The changed price was accepted.
    accepted: RwSignal<bool>,
    /// What would be sent, at the price that now holds.
    proposal: Memo<OrderProposal>,
    settled: RwSignal<bool>,
}

impl PartialEq for Stage {
    fn eq(&self, other: &Self) -> bool {
        self.review == other.review && self.findings == other.findings
    }
}

impl Stage {
    fn begin(
        form: Form,
        account: Signal<Account>,
        currency: Signal<Option<Currency>>,
        review: Review,
    ) -> Self {
        let (orders, now) = (use_orders(), account.get_untracked());
        let first = OrderProposal {
            service: (*review.service).clone(),
            order: review.order.clone(),
            currency: currency.get_untracked(),
            retry_of: None,
            acknowledged: Vec::new(),
            typed_quantity: None,
        };
        let findings = untrack(|| orders.findings(&now, &first));
        let price = untrack(|| orders.check_price(&now, &first.service));
        let acknowledged: Vec<_> = findings.iter().map(|found| found.attempt().clone()).collect();
        let proposal = Memo::new(move |_| {
            let new = price.with(|load| match load.value() {
                Some(PriceCheck::Changed { new }) => Some(Arc::clone(new)),
                _ => None,
            });
            // As they are by now: another tab may have changed them under the open question.
            let can = account.with(|account| account.capabilities.clone());
            let again = new.and_then(|new| {
                let order =
                    form.draft.with(|draft| validate_on(draft, &new, &can, today())).ok()?;
                Some(OrderProposal { service: (*new).clone(), order, ..first.clone() })
            });
            let proposal = again.unwrap_or_else(|| first.clone());
            OrderProposal { acknowledged: acknowledged.clone(), ..proposal }
        });
        let settled = shut_after_changes(proposal, account);
        let (answer, accepted) = (Answer::new(), RwSignal::new(false));
        check_again_when_listed_anew(form, account, price, accepted, Arc::clone(&review.service));
        Self { review, findings, price, answer, accepted, proposal, settled }
    }

    /// What may be sent now (reactive).
    fn sendable(&self) -> Option<OrderProposal> {
        let proposal = self.proposal.get();
        let price = self.price.with(|load| match load {
            Load::Ready { value: PriceCheck::Same, .. } => true,
            Load::Ready { value: PriceCheck::Changed { new }, .. } => {
                self.accepted.get() && proposal.service == **new
            }
            _ => false,
        });
        let quantity = proposal.order.quantity;
        let wanted = self.answer.suffices(&self.findings, quantity);
        let typed_quantity = self.answer.typed(quantity);
        let known = use_orders().loss().is_none() || typed_quantity.is_some();
        let sendable = price && wanted && known && self.settled.get();
        sendable.then_some(OrderProposal { typed_quantity, ..proposal })
    }
}

/// A newer list may come under the open question, from another tab too: its price is then asked for, and
/// what was accepted before says nothing of it.
fn check_again_when_listed_anew(
    form: Form,
    account: Signal<Account>,
    price: Signal<Load<PriceCheck>>,
    accepted: RwSignal<bool>,
    shown: Arc<Service>,
) {
    let orders = use_orders();
    Effect::new(move |_| {
        let now = form.service.get();
        let is_news = price.with_untracked(|load| match load {
            Load::Ready { value: PriceCheck::Same, .. } => {
                recheck(&shown, now.as_deref()) != Recheck::Same
            }
            Load::Ready { value: PriceCheck::Changed { new }, .. } => now.as_ref() != Some(new),
            Load::Ready { value: PriceCheck::Gone, .. } => now.is_some(),
            _ => false,
        });
        if is_news {
            accepted.set(false);
            orders.check_price(&account.get_untracked(), &shown);
        }
    });
}

/// False for a moment after each change of the amount or of the way it is sent, so that nobody confirms
/// what came under the finger.
fn shut_after_changes(proposal: Memo<OrderProposal>, account: Signal<Account>) -> RwSignal<bool> {
    let settled = RwSignal::new(false);
    let opening = debounced(GUARD, AtEnd::Forget);
    Effect::new(move |before: Option<_>| {
        let route = account.with(|account| account.route);
        let amount = (proposal.with(|proposal| proposal.order.estimate), route);
        if before != Some(amount) {
            settled.set(false);
            opening.put_off(move || settled.set(true));
        }
        amount
    });
    settled
}

#[component]
fn Buttons(
    stage: Memo<Option<Stage>>,
    currency: Signal<Option<Currency>>,
    review: RwSignal<Option<Review>>,
    confirm: Callback<MouseEvent>,
) -> impl IntoView {
    let (i18n, format) = (use_i18n(), use_format());
    let ready = move || stage.with(|stage| stage.as_ref().is_some_and(|s| s.sendable().is_some()));
    let label = move || {
        let amount =
            stage.with(|stage| stage.as_ref().map(|s| s.proposal.with(|p| p.order.estimate)));
        let money = |amount| currency.with(|currency| format.money(amount, currency.as_ref()));
        i18n.fill(Msg::ORDER_CONFIRM_FOR, &[("amount", &amount.map(money).unwrap_or_default())])
    };
    view! {
        <Button on_press=move |_| review.set(None)>{t(Msg::ORDER_BACK)}</Button>
        <Button
            kind=ButtonKind::Primary
            disabled=Signal::derive(move || !ready())
            on_press=confirm
        >
            {label}
        </Button>
    }
}

#[component]
fn Facts(
    stage: Stage,
    account: Signal<Account>,
    currency: Signal<Option<Currency>>,
) -> impl IntoView {
    let (format, online) = (use_format(), use_presence().online());
    let order = Memo::new(move |_| stage.proposal.with(|proposal| proposal.order.clone()));
    let accounts = use_accounts();
    let hue = Signal::derive(move || account.with(|account| account.hue));
    let name = move || account.with(|account| accounts.shown_name(&account.id));
    let is_direct = move || account.with(|account| account.route == Route::Direct);
    let old = Arc::clone(&stage.review.service);
    let (id, service) = (old.id.to_string(), old.name.clone());
    let (findings, answer) = (stage.findings, stage.answer);
    let quantity = stage.review.order.quantity;
    let link = move || order.with(|order| short_link(&order.link).to_owned());
    let extras = move || order.with(|order| sent_fields(&order.params));
    let i18n = use_i18n();
    let label = move || i18n.text(price_label(Some(order.with(|order| order.basis))));
    let price = move || {
        let amount = order.with(|order| order.estimate);
        approximately(&currency.with(|currency| format.money(amount, currency.as_ref())))
    };
    let balance = accounts.balance(&account.with_untracked(|account| account.id.clone()));
    let after = move || {
        let amount = order.with(|order| order.estimate);
        let left = balance.with(|load| load.value()?.after(amount))?;
        Some(approximately(&currency.with(|currency| format.money(left, currency.as_ref()))))
    };
    view! {
        <KeyValues>
            <KeyValue label=t(Msg::ORDER_ACCOUNT)>
                <span class="row"><Swatch hue/><bdi>{name}</bdi></span>
            </KeyValue>
            <KeyValue label=t(Msg::ORDER_SERVICE)>
                <bdi class="mono dim">{id}</bdi>" "<bdi><ServiceName name=service/></bdi>
            </KeyValue>
            {move || {
                (!link().is_empty()).then(|| view! {
                    <KeyValue label=t(Msg::ORDER_LINK)><bdi dir="ltr">{link}</bdi></KeyValue>
                })
            }}
            {extras}
            <KeyValue label=t(Msg::ORDER_CHARGED_QUANTITY)>
                <bdi>{move || format.number(order.with(|order| order.quantity))}</bdi>
            </KeyValue>
            <KeyValue label=Signal::derive(label)><b><bdi>{price}</bdi></b></KeyValue>
            {move || {
                after().map(|after| view! {
                    <KeyValue label=t(Msg::ORDER_AFTER)><bdi>{after}</bdi></KeyValue>
                })
            }}
        </KeyValues>
        <Show when=is_direct>
            <p class="hint">{t(Msg::ORDER_DIRECT_NOTE)}</p>
        </Show>
        <Short charge=move || order.with(|order| Some(order.estimate)) account currency/>
        <HabitNote account/>
        <Show when=move || !online.get()>
            <p class="hint hint--error">
                <Icon name=IconName::Offline small=true/>
                <span>{t(Msg::COMMON_OFFLINE)}</span>
            </p>
        </Show>
        <LossGuard quantity answer/>
        <PriceNews old price=stage.price accepted=stage.accepted currency/>
        {findings
            .into_iter()
            .map(|finding| view! { <DuplicateGuard finding quantity answer/> })
            .collect_view()}
    }
}

/// What the price check found.
#[component]
fn PriceNews(
    old: Arc<Service>,
    price: Signal<Load<PriceCheck>>,
    accepted: RwSignal<bool>,
    currency: Signal<Option<Currency>>,
) -> impl IntoView {
    let i18n = use_i18n();
    move || match price.get() {
        Load::Idle | Load::Loading { .. } => {
            view! { <p class="hint" role="status">{t(Msg::ORDER_CHECKING_PRICE)}</p> }.into_any()
        }
        Load::Failed { error, .. } => {
            let what = i18n.text(client_error(&error).what);
            let text = format!("{what} {}", i18n.text(Msg::ORDER_PRICE_UNCHECKED_TEXT));
            view! { <ErrorPanel title=t(Msg::ORDER_PRICE_UNCHECKED) text/> }.into_any()
        }
        Load::Ready { value: PriceCheck::Same, .. } => ().into_any(),
        Load::Ready { value: PriceCheck::Gone, .. } => {
            view! { <ErrorPanel title=t(Msg::ORDER_GONE_TITLE) text=t(Msg::ORDER_GONE_TEXT)/> }
                .into_any()
        }
        Load::Ready { value: PriceCheck::Changed { new }, .. } => {
            let old = Arc::clone(&old);
            view! { <RateAlert old new accepted currency/> }.into_any()
        }
    }
}

/// Old against new; the new one must be taken by hand.
#[component]
fn RateAlert(
    old: Arc<Service>,
    new: Arc<Service>,
    accepted: RwSignal<bool>,
    currency: Signal<Option<Currency>>,
) -> impl IntoView {
    let words = Words { i18n: use_i18n(), format: use_format() };
    let rate = move |service: &Service| currency.with(|c| words.rate(service, c.as_ref()));
    let row = move |label: Msg, service: Arc<Service>| {
        let limits = Arc::clone(&service);
        view! {
            <tr>
                <th scope="row">{t(label)}</th>
                <td class="num">{move || rate(&service)}</td>
                <td class="num"><bdi>{move || words.limits(&limits)}</bdi></td>
            </tr>
        }
    };
    let accept = move || {
        view! {
            <Button
                size=ButtonSize::Dense
                disabled=Signal::derive(move || accepted.get())
                on_press=move |_| accepted.set(true)
            >
                {t(Msg::ORDER_USE_NEW)}
            </Button>
        }
    };
    view! {
        <Note tone=Tone::Warning title=t(Msg::ORDER_RATE_ALERT_TITLE) alert=true actions=accept>
            <table class="compare">
                <tbody>{row(Msg::ORDER_WAS, old)} {row(Msg::ORDER_NOW, new)}</tbody>
            </table>
        </Note>
    }
}
