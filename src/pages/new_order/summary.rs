//! What it costs, what is left, and the button. On phones only the last line and the button, above
//! the tab bar.

use super::approximately;
use super::form::Form;
use crate::components::{
    Button, ButtonKind, ButtonSize, Icon, IconName, KeyValue, KeyValues, Note, Tone,
};
use crate::i18n::{Msg, t, use_format, use_i18n};
use crate::pages::services::Words;
use crate::state::{use_accounts, use_orders};
use leptos::prelude::*;
use panelboard_domain::account::Account;
use panelboard_domain::money::{Amount, Currency};
use panelboard_domain::quote::Basis;

/// The summary beside the form.
#[component]
pub fn Summary(
    form: Form,
    account: Signal<Account>,
    currency: Signal<Option<Currency>>,
    submit: Callback<()>,
) -> impl IntoView {
    let (i18n, format, accounts) = (use_i18n(), use_format(), use_accounts());
    let words = Words { i18n, format };
    let id = account.with_untracked(|account| account.id.clone());
    let read_only = Signal::derive(move || account.with(|account| account.read_only));
    let balance = accounts.balance(&id);
    let money = move |amount| currency.with(|currency| format.money(amount, currency.as_ref()));
    let price = move || form.estimate.get().map(|(_, quote)| quote);
    let estimate = move || price().map_or(dash(), |quote| approximately(&money(quote.amount)));
    let charge = Memo::new(move |_| price().map(|quote| quote.amount));
    let left = Memo::new(move |_| balance.with(|load| load.value()?.after(charge.get()?)));
    let after = move || left.get().map_or(dash(), |left| approximately(&money(left)));
    let quantity = move || form.estimate.get().map_or(dash(), |(count, _)| format.number(count));
    let rate = move || {
        let rate = |service: &_| currency.with(|currency| words.rate(service, currency.as_ref()));
        form.service.with(|service| service.as_ref().map_or(dash(), |service| rate(service)))
    };
    let in_label =
        move |held: &_| currency.with(|currency| format.balance_in(held, currency.as_ref()));
    let held = move || balance.with(|load| load.value().map_or(dash(), in_label));
    let label = move || i18n.text(price_label(price().map(|quote| quote.basis)));
    let button = move || match price() {
        Some(quote) => i18n.fill(Msg::ORDER_PLACE_FOR, &[("amount", &money(quote.amount))]),
        None => i18n.text(Msg::ORDER_PLACE),
    };
    view! {
        <aside class="aside" aria-label=t(Msg::ORDER_SUMMARY)>
            <div class="panel summary">
                <h2 class="desk-only">{t(Msg::ORDER_SUMMARY)}</h2>
                <KeyValues sum=true>
                    <KeyValue label=t(Msg::ORDER_RATE)>{rate}</KeyValue>
                    <KeyValue label=t(Msg::ORDER_CHARGED_QUANTITY)><bdi>{quantity}</bdi></KeyValue>
                    <KeyValue label=Signal::derive(label) total=true><bdi>{estimate}</bdi></KeyValue>
                    <KeyValue label=t(Msg::ORDER_BALANCE)><bdi>{held}</bdi></KeyValue>
                    <KeyValue label=t(Msg::ORDER_AFTER)><bdi>{after}</bdi></KeyValue>
                </KeyValues>
                <Short charge account currency/>
                <HabitNote account/>
                <p class="hint desk-only">{move || note(words, currency.get().as_ref())}</p>
                <div class="submit-bar">
                    <span class="row phone-only submit-line">
                        <span class="small sub">{t(Msg::ORDER_AFTER)}</span>
                        <span class="push small sub"><bdi>{after}</bdi></span>
                    </span>
                    <Button
                        kind=ButtonKind::Primary
                        size=ButtonSize::Wide
                        disabled=read_only
                        busy=form.waits
                        on_press=move |_| submit.run(())
                    >
                        {button}
                    </Button>
                </div>
                <p class="tiny dim desk-only center">{t(Msg::ORDER_KEYS)}</p>
            </div>
        </aside>
    }
}

/// The panel charged something far from its own list for the last order: the estimate says so.
#[component]
pub fn HabitNote(account: Signal<Account>) -> impl IntoView {
    let (i18n, format, orders) = (use_i18n(), use_format(), use_orders());
    let habit = account.with_untracked(|account| orders.price_habit(&account.id))?;
    let text = move || {
        let tenths = i128::from(habit.tenths()) * 10_i128.pow(9);
        let times = format.amount(Amount::from_units(tenths));
        i18n.fill(Msg::ORDER_PRICE_HABIT, &[("times", &times)])
    };
    Some(view! {
        <p class="hint hint--warn">
            <Icon name=IconName::Alert small=true/>
            <span>{text}</span>
        </p>
    })
}

/// The balance does not suffice for `charge`, as far as both are known. Stands in the form and in the
/// confirmation.
#[component]
pub fn Short(
    #[prop(into)] charge: Signal<Option<Amount>>,
    account: Signal<Account>,
    currency: Signal<Option<Currency>>,
) -> impl IntoView {
    let (i18n, format, accounts) = (use_i18n(), use_format(), use_accounts());
    let id = account.with_untracked(|account| account.id.clone());
    let balance = accounts.balance(&id);
    let left = Memo::new(move |_| balance.with(|load| load.value()?.after(charge.get()?)));
    let short = move || left.get().is_some_and(Amount::is_negative);
    let text = move || {
        let charge = charge.get()?;
        let estimate = currency.with(|currency| format.money(charge, currency.as_ref()));
        let in_label =
            |held: &_| currency.with(|currency| format.balance_in(held, currency.as_ref()));
        let held = balance.with(|load| load.value().map(in_label))?;
        Some(i18n.fill(Msg::ORDER_SHORT_TEXT, &[("estimate", &estimate), ("balance", &held)]))
    };
    let refresh = Callback::new(move |_| accounts.refresh_balance(&id));
    view! {
        <Show when=short>
            <Note
                tone=Tone::Warning
                title=t(Msg::ORDER_SHORT_TITLE)
                actions=move || {
                    view! {
                        <Button size=ButtonSize::Dense on_press=refresh>
                            {t(Msg::ORDER_REFRESH_BALANCE)}
                        </Button>
                    }
                }
            >
                <p>{text}</p>
            </Note>
        </Show>
    }
}

/// What a price is called: an estimate, the most it can be, the price of each post.
pub const fn price_label(basis: Option<Basis>) -> Msg {
    match basis {
        Some(Basis::AtMost) => Msg::ORDER_AT_MOST,
        Some(Basis::EachPost) => Msg::ORDER_EACH_POST,
        _ => Msg::ORDER_ESTIMATE,
    }
}

fn note(words: Words, currency: Option<&Currency>) -> String {
    match currency {
        Some(currency) => words.i18n.fill(Msg::ORDER_NOTE, &[("currency", currency.code())]),
        None => words.i18n.text(Msg::ORDER_NOTE_NO_CURRENCY),
    }
}

fn dash() -> String {
    "–".to_owned()
}
