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

pub(super) use words::label as parameter_label;

use crate::components::{IconName, LinkButton, Note};
use crate::i18n::{Msg, t, use_i18n};
use crate::layout::Page;
use crate::pages::for_account::{ForAccount, Subject};
use crate::platform::document;
use crate::platform::timer::{AtEnd, debounced};
use crate::routes;
use crate::state::{Placing, use_accounts, use_catalogs, use_orders};
use confirm::{Confirm, Review};
use form::Form;
use leptos::ev::KeyboardEvent;
use leptos::prelude::*;
use leptos_router::components::A;
use leptos_router::hooks::{use_query_map, use_url};
use panelboard_domain::account::Account;
use panelboard_domain::id::{AccountId, ServiceId};
use panelboard_domain::money::Currency;
use panelboard_domain::order::{KeptDrafts, OrderDraft};
use std::time::Duration;

/// The page.
#[component]
pub fn NewOrder() -> impl IntoView {
    let query = use_query_map();
    let named = Memo::new(move |_| query.with(|map| map.get("account")));
    let view = |subject: Subject| view! { <NewOrderOf subject/> }.into_any();
    view! { <ForAccount named title=Msg::ORDER_TITLE icon=IconName::Plus view/> }
}

#[component]
fn NewOrderOf(subject: Subject) -> impl IntoView {
    let account = subject.account;
    let id = account.with_untracked(|account| account.id.clone());
    let load = use_catalogs().catalog(&id);
    let drafts = first_drafts(&id, subject.is_addressed);
    let restored = !drafts.current.is_blank() && !drafts.is_filled();
    let aside = RwSignal::new(drafts.aside.is_some());
    let form = Form::new(drafts.current, load, account);
    keep_draft(form, id.clone());
    let currency = use_accounts().currency(&id);
    let review = RwSignal::new(None::<Review>);
    let orders = use_orders();
    let placing = orders.placing(&id);
    let stage = Memo::new(move |_| placing.get());
    // Under a hand or an order on its way the page stays, also when its account is removed elsewhere.
    Effect::new(move |_| {
        subject
            .hold
            .set(stage.with(|stage| *stage != Placing::Idle) || review.with(Option::is_some));
    });
    let back = move || account.with_untracked(|account| orders.placing_seen(&account.id));
    // Whoever asks for a new order while an outcome stands here wants its form.
    let url = use_url();
    Effect::new(move |is_again: Option<()>| {
        let is_here = url.with(|url| routes::is_new_order(url.path()));
        if is_again.is_some() && is_here {
            back();
        }
    });
    // How an order ended was seen here: whoever comes back with another service wants its form.
    on_cleanup(move || {
        subject.hold.try_set(false);
        orders.placing_seen(&id);
    });
    let restored = RwSignal::new(restored);
    let submit = Callback::new(move |()| {
        if form.waits.get_untracked() {
            return; // by the keyboard: the button waits
        }
        // What was restored has been looked at: from here on it is what the user wants.
        restored.set(false);
        submit(form, account, review);
    });
    let form_view = move || {
        view! {
            <Aside form account shown=aside/>
            <div class="split">
                <Entry form load currency account restored submit/>
                <summary::Summary form account currency submit/>
            </div>
            <p class="hint"><A href=routes::MASS_ORDER attr:class="many">{t(Msg::MASS_MANY)}</A></p>
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
    let account = Signal::stored(account);
    let form = Form::new(draft, load, account);
    if tried {
        form.submit();
    }
    let currency = Signal::stored(Currency::new("USD"));
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
    account: Signal<Account>,
    restored: RwSignal<bool>,
    submit: Callback<()>,
) -> impl IntoView {
    let dialect = account.with_untracked(|account| account.dialect);
    let read_only = move || account.with(|account| account.read_only);
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
            <Show when=read_only>
                <Note title=t(Msg::SERVICES_READ_ONLY_TITLE)>
                    <p>{t(Msg::SERVICES_READ_ONLY)}</p>
                </Note>
            </Show>
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

/// What was typed before something else was filled in: it can be taken up again.
#[component]
fn Aside(form: Form, account: Signal<Account>, shown: RwSignal<bool>) -> impl IntoView {
    let orders = use_orders();
    let change = move |change: fn(KeptDrafts) -> KeptDrafts| {
        let id = account.with_untracked(|account| account.id.clone());
        let drafts = change(orders.drafts(&id).now(form.draft.get_untracked()));
        orders.keep_drafts(&id, &drafts);
        shown.set(drafts.aside.is_some());
        form.draft.set(drafts.current);
        service::focus_next();
    };
    view! {
        <Show when=move || shown.get()>
            <p class="hint restored">
                {t(Msg::ORDER_DRAFT_ASIDE)} " "
                <LinkButton on_press=move |_| change(KeptDrafts::take_up)>
                    {t(Msg::ORDER_DRAFT_TAKE_UP)}
                </LinkButton> " "
                <LinkButton on_press=move |_| change(KeptDrafts::drop_aside)>
                    {t(Msg::ORDER_DRAFT_DISCARD)}
                </LinkButton>
            </p>
        </Show>
    }
}

/// Opens the confirmation, or shows what is wrong and leads there.
fn submit(form: Form, account: Signal<Account>, review: RwSignal<Option<Review>>) {
    if account.with_untracked(|account| account.read_only) {
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

/// The drafts to begin with. A service in the address wins over the kept one, where the address is about
/// this account; what was typed for another service is put aside.
fn first_drafts(account: &AccountId, is_addressed: bool) -> KeptDrafts {
    let orders = use_orders();
    let kept = orders.drafts(account);
    let asked = use_query_map().with_untracked(|map| map.get("service"));
    let asked = asked.filter(|_| is_addressed).and_then(|id| ServiceId::new(&id));
    let Some(service) = asked else { return kept };
    let drafts = kept.for_service(&service);
    orders.keep_drafts(account, &drafts);
    drafts
}

/// Keeps what is typed, half a second after the last key. The form may go at any moment, also because
/// its account was changed in another tab: then it is kept at once, or what was typed last would come
/// back as what was typed before.
fn keep_draft(form: Form, account: AccountId) {
    let orders = use_orders();
    let pending = debounced(Duration::from_millis(500), AtEnd::Act);
    Effect::new(move |before: Option<OrderDraft>| {
        let draft = form.draft.get();
        if before.as_ref().is_some_and(|before| *before != draft) {
            if draft.is_blank() {
                pending.cancel();
                orders.keep_draft(&account, &draft);
            } else {
                let (account, draft) = (account.clone(), draft.clone());
                pending.put_off(move || orders.keep_draft(&account, &draft));
            }
        }
        draft
    });
}

/// An approximate amount: "≈ $3.91".
fn approximately(amount: &str) -> String {
    use_i18n().fill(Msg::ORDER_APPROX, &[("amount", amount)])
}
