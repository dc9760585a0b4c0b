//! Removing an account: its key always goes; its orders stay unless the user types the account's name.

use crate::components::{Button, ButtonKind, Choice, Choices, Field, Question, TextInput};
use crate::i18n::{Msg, t, use_i18n};
use crate::state::{OrdersOfRemoved, use_accounts};
use leptos::prelude::*;
use panelboard_domain::account::Account;

/// The question; open while an account stands in `removing`.
#[component]
pub(super) fn RemoveDialog(removing: RwSignal<Option<Account>>) -> impl IntoView {
    let (accounts, i18n) = (use_accounts(), use_i18n());
    let orders = RwSignal::new(OrdersOfRemoved::Keep);
    let typed = RwSignal::new(String::new());
    let name = Memo::new(move |_| {
        removing
            .with(|account| account.as_ref().map(|account| accounts.shown_name(&account.id)))
            .unwrap_or_default()
    });
    let close = move || {
        removing.set(None);
        orders.set(OrdersOfRemoved::Keep);
        typed.set(String::new());
    };
    let remove = move |_| {
        if let Some(account) = removing.get_untracked() {
            accounts.remove(&account.id, orders.get_untracked());
        }
        close();
    };
    let erases = move || orders.get() == OrdersOfRemoved::Erase;
    let unsure = move || erases() && typed.with(|typed| typed.trim() != name.read().trim());
    let (keep_label, erase_label) =
        (t(Msg::ACCOUNTS_REMOVE_KEEP_DO), t(Msg::ACCOUNTS_REMOVE_ERASE_DO));
    let act = move || {
        view! {
            <Button kind=ButtonKind::Danger disabled=unsure on_press=remove>
                {move || if erases() { erase_label() } else { keep_label() }}
            </Button>
        }
    };
    view! {
        <Question
            id="remove"
            open=Signal::derive(move || removing.with(Option::is_some))
            on_close=move |()| close()
            title=move || i18n.fill(Msg::ACCOUNTS_REMOVE_TITLE, &[("name", &name.read())])
            act
        >
            <RemoveChoices orders typed name/>
        </Question>
    }
}

/// What becomes of the orders; erasing wants the account's name typed.
#[component]
pub fn RemoveChoices(
    orders: RwSignal<OrdersOfRemoved>,
    typed: RwSignal<String>,
    #[prop(into)] name: Signal<String>,
) -> impl IntoView {
    let i18n = use_i18n();
    let request = move || i18n.fill(Msg::ACCOUNTS_ERASE_CONFIRM, &[("name", &name.read())]);
    view! {
        <p class="sub">{t(Msg::ACCOUNTS_REMOVE_TEXT)}</p>
        <Choices legend=t(Msg::ACCOUNTS_REMOVE_ORDERS)>
            <Choice
                name="orders"
                title=t(Msg::ACCOUNTS_KEEP_ORDERS)
                text=t(Msg::ACCOUNTS_KEEP_ORDERS_TEXT)
                checked=move || orders.get() == OrdersOfRemoved::Keep
                on_choose=move |()| orders.set(OrdersOfRemoved::Keep)
            />
            <Choice
                name="orders"
                title=t(Msg::ACCOUNTS_ERASE_ORDERS)
                text=t(Msg::ACCOUNTS_ERASE_ORDERS_TEXT)
                checked=move || orders.get() == OrdersOfRemoved::Erase
                on_choose=move |()| orders.set(OrdersOfRemoved::Erase)
            />
        </Choices>
        <Show when=move || orders.get() == OrdersOfRemoved::Erase>
            <Field id="erase" label=request>
                <TextInput id="erase" value=typed on_input=move |text| typed.set(text)/>
            </Field>
        </Show>
    }
}
