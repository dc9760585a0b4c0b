//! The order form: service, target, amount; what it costs and what is left; one confirmation; what
//! became of it. It must never send anything by itself: only a confirming click does.

mod cautions;
mod confirm;
mod drip;
mod duplicate;
mod fields;
mod finder;
mod form;
mod free;
mod link;
mod outcome;
mod quantity;
mod service;
mod summary;
mod words;

#[cfg(any(debug_assertions, feature = "gallery"))]
pub(super) use outcome::Ending;

use crate::components::{IconName, LinkButton, Note};
use crate::i18n::{Msg, t, use_i18n};
use crate::layout::Page;
use crate::pages::no_account::NoAccount;
use crate::platform::document;
use crate::routes;
use crate::state::{
    Placing, is_blank, load_draft, save_draft, use_accounts, use_catalogs, use_orders,
};
use confirm::{Confirm, Review};
use form::Form;
use leptos::ev::KeyboardEvent;
use leptos::prelude::*;
use leptos_router::hooks::use_query_map;
use panelboard_domain::account::Account;
use panelboard_domain::id::{AccountId, ServiceId};
use panelboard_domain::money::Currency;
use panelboard_domain::order::OrderDraft;
use std::time::Duration;

/// The page. A change of account starts it anew.
#[component]
pub fn NewOrder() -> impl IntoView {
    let accounts = use_accounts();
    choose_account_of_address();
    let id = accounts.current_id();
    move || match id.get().and_then(|id| accounts.get(&id)) {
        Some(account) => view! { <NewOrderOf account/> }.into_any(),
        None => view! { <NoAccount title=Msg::ORDER_TITLE icon=IconName::Plus/> }.into_any(),
    }
}

#[component]
fn NewOrderOf(account: Account) -> impl IntoView {
    let load = use_catalogs().catalog(&account.id);
    let (draft, restored) = first_draft(&account.id);
    let form = Form::new(draft, load, account.capabilities.clone());
    keep_draft(form, account.id.clone());
    let currency = currency(&account);
    let review = RwSignal::new(None::<Review>);
    let orders = use_orders();
    let placing = orders.placing(&account.id);
    let stage = Memo::new(move |_| placing.get());
    let account = StoredValue::new(account);
    let back = move || account.with_value(|account| orders.placing_seen(&account.id));
    let restored = RwSignal::new(restored);
    let submit = Callback::new(move |()| {
        // What was restored has been looked at: from here on it is what the user wants.
        restored.set(false);
        submit(form, account, review);
    });
    let form_view = move || {
        view! {
            <div class="split">
                <Entry form load currency account restored submit/>
                <summary::Summary form account currency submit/>
            </div>
        }
    };
    view! {
        <Page title=t(Msg::ORDER_TITLE) back=routes::SERVICES>
            {move || match stage.get() {
                Placing::Idle => form_view().into_any(),
                stage => view! { <outcome::Outcome stage account form on_back=back/> }.into_any(),
            }}
        </Page>
        <Confirm form account currency review/>
    }
}

#[cfg(any(debug_assertions, feature = "gallery"))]
/// The form as a draft gives it, for the gallery; `tried` as after a press on "Place order".
#[component]
pub(super) fn FormLook(
    account: Account,
    load: Signal<crate::state::Load<std::sync::Arc<crate::state::CatalogView>>>,
    draft: OrderDraft,
    tried: bool,
) -> impl IntoView {
    let form = Form::new(draft, load, account.capabilities.clone());
    if tried {
        form.submit();
    }
    let currency = Signal::stored(Currency::new("USD"));
    let account = StoredValue::new(account);
    let submit = Callback::new(move |()| {
        form.submit();
    });
    view! {
        <div class="split">
            <Entry form load currency account restored=RwSignal::new(true) submit/>
            <summary::Summary form account currency submit/>
        </div>
    }
}

/// Left: what is ordered, for what, how much.
#[component]
fn Entry(
    form: Form,
    load: Signal<crate::state::Load<std::sync::Arc<crate::state::CatalogView>>>,
    currency: Signal<Option<Currency>>,
    account: StoredValue<Account>,
    restored: RwSignal<bool>,
    submit: Callback<()>,
) -> impl IntoView {
    let dialect = account.with_value(|account| account.dialect);
    let read_only = account.with_value(|account| account.read_only);
    service::begin_in_first_field(load);
    let on_key = move |event: KeyboardEvent| {
        if event.key() == "Enter" && (event.ctrl_key() || event.meta_key()) {
            event.prevent_default();
            submit.run(());
        }
    };
    view! {
        <form
            class="stack-l form"
            id="order"
            novalidate
            on:submit=|event| event.prevent_default()
            on:keydown=on_key
        >
            <Restored form shown=restored/>
            {read_only
                .then(|| {
                    view! {
                        <Note title=t(Msg::SERVICES_READ_ONLY_TITLE)>
                            <p>{t(Msg::SERVICES_READ_ONLY)}</p>
                        </Note>
                    }
                })}
            <service::ChosenService form load currency account/>
            <fields::Fields form dialect currency/>
            <duplicate::LinkNotes form account/>
        </form>
    }
}

/// Says that the draft of an earlier visit is back, until it is thrown away or tried.
#[component]
fn Restored(form: Form, shown: RwSignal<bool>) -> impl IntoView {
    let discard = move |_| {
        shown.set(false);
        form.draft.update(|draft| {
            *draft = OrderDraft { service: draft.service.take(), ..OrderDraft::default() };
        });
        service::focus_next();
    };
    view! {
        <Show when=move || shown.get()>
            <p class="hint restored">
                {t(Msg::ORDER_DRAFT_KEPT)} " "
                <LinkButton on_press=discard>{t(Msg::ORDER_DRAFT_DISCARD)}</LinkButton>
            </p>
        </Show>
    }
}

/// Opens the confirmation, or shows what is wrong and leads there.
fn submit(form: Form, account: StoredValue<Account>, review: RwSignal<Option<Review>>) {
    if account.with_value(|account| account.read_only) {
        return;
    }
    match (form.submit(), form.service.get_untracked()) {
        (Some(order), Some(service)) => review.set(Some(Review { order, service })),
        _ => {
            let field = form.first_error().unwrap_or_else(|| "find".to_owned());
            document::focus_on(&field);
        }
    }
}

/// An address may name the account that the order is for.
fn choose_account_of_address() {
    let accounts = use_accounts();
    let asked = use_query_map().with_untracked(|map| map.get("account"));
    if let Some(id) = asked.and_then(|id| AccountId::new(&id))
        && accounts.current_id().get_untracked().as_ref() != Some(&id)
        && untrack(|| accounts.get(&id)).is_some()
    {
        accounts.select(&id);
    }
}

/// The draft to begin with, and whether it is an earlier one. A service in the address wins over the
/// kept one; what was typed for another service is not carried over.
fn first_draft(account: &AccountId) -> (OrderDraft, bool) {
    let asked = use_query_map().with_untracked(|map| map.get("service"));
    let asked = asked.and_then(|id| ServiceId::new(&id));
    let kept = load_draft(account).filter(|draft| asked.is_none() || draft.service == asked);
    let restored = kept.is_some();
    let draft = kept.unwrap_or_else(|| OrderDraft { service: asked, ..OrderDraft::default() });
    (draft, restored)
}

/// Keeps what is typed, half a second after the last key.
fn keep_draft(form: Form, account: AccountId) {
    let pending = StoredValue::new(None::<TimeoutHandle>);
    let stop = move || {
        if let Some(Some(handle)) = pending.try_update_value(Option::take) {
            handle.clear();
        }
    };
    Effect::new(move |before: Option<OrderDraft>| {
        let draft = form.draft.get();
        if before.as_ref().is_some_and(|before| *before != draft) {
            stop();
            let (account, later) = (account.clone(), draft.clone());
            let save = move || save_draft(&account, &later);
            if is_blank(&draft) {
                save();
            } else {
                let handle = set_timeout_with_handle(save, Duration::from_millis(500));
                pending.set_value(handle.ok());
            }
        }
        draft
    });
    on_cleanup(stop);
}

/// The label of the account's money.
fn currency(account: &Account) -> Signal<Option<Currency>> {
    let balance = use_accounts().balance(&account.id);
    let own = account.currency_override.clone();
    Signal::derive(move || {
        own.clone().or_else(|| {
            balance
                .with(|load| load.value()?.money.as_ref().and_then(|money| money.currency.clone()))
        })
    })
}

/// An approximate amount: "≈ $3.91".
fn approximately(amount: &str) -> String {
    use_i18n().fill(Msg::ORDER_APPROX, &[("amount", amount)])
}
