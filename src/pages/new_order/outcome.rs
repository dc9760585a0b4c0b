//! What became of the order, in place of the form: on its way, placed, refused, stopped, unknown.
//! While it is on its way there is nothing to press.

use super::form::Form;
use crate::components::{
    Button, ButtonKind, ButtonLink, ErrorPanel, KeyValue, KeyValues, Note, Tone,
};
use crate::i18n::error_text::{ErrorText, place_stop, refusal};
use crate::i18n::status_text::unknown_hint;
use crate::i18n::{I18n, Msg, t, use_i18n};
use crate::pages::sent::SentFacts;
use crate::platform::clipboard;
use crate::routes;
use crate::state::{Placing, Tab, ToastKind, use_orders, use_toasts};
use leptos::html::Section;
use leptos::prelude::*;
use leptos::task::spawn_local;
use panelboard_domain::account::Account;
use panelboard_domain::attempt::{AttemptState, RejectReason, UnknownHint};
use panelboard_domain::id::{AttemptId, OrderId};

/// The panel in place of the form. It takes the focus, because the button that led here is gone.
#[component]
pub fn Outcome(
    stage: Placing,
    account: Signal<Account>,
    form: Form,
    #[prop(into)] on_back: Callback<()>,
) -> impl IntoView {
    let section = NodeRef::<Section>::new();
    Effect::new(move |_| {
        if let Some(section) = section.get() {
            // It was just put into the page; when it left again, there is nothing to focus.
            let _ = section.focus();
        }
    });
    let sent = stage.attempt().and_then(|attempt| use_orders().row(attempt));
    let sent = sent.map(|row| view! { <SentFacts row=row.get_untracked()/> });
    view! {
        <section class="outcome narrow stack-l" tabindex="-1" node_ref=section>
            <Ending stage account on_back on_gone=move |()| form.forget_target() on_again=move |()| {
                form.clear_target();
            }/>
            {sent}
        </section>
    }
}

/// What it says. `on_gone`: the target was used up and is no draft any more; `on_again`: the user
/// wants another target.
#[component]
pub fn Ending(
    stage: Placing,
    account: Signal<Account>,
    #[prop(into)] on_back: Callback<()>,
    #[prop(into)] on_gone: Callback<()>,
    #[prop(into)] on_again: Callback<()>,
) -> impl IntoView {
    match stage {
        Placing::Idle => ().into_any(),
        Placing::Waiting => step(Msg::ORDER_STEP_WAITING),
        Placing::Sending(_) => step(Msg::ORDER_STEP_SENDING),
        Placing::Stopped(stop) => {
            view! { <Refused words=place_stop(&stop) said=None on_back/> }.into_any()
        }
        Placing::Ended(attempt, state) => match state {
            AttemptState::Placed { order_id, .. } => view! {
                <Placed order=order_id attempt account on_gone on_again=move |()| {
                    on_again.run(());
                    on_back.run(());
                }/>
            }
            .into_any(),
            AttemptState::Rejected { reason: RejectReason { kind, text } } => {
                let said = Some(text).filter(|text| !text.is_empty());
                view! { <Refused words=refusal(kind) said on_back/> }.into_any()
            }
            AttemptState::Unknown { hint } => view! { <Unknown hint on_gone/> }.into_any(),
            AttemptState::Drafted | AttemptState::Sending => step(Msg::ORDER_STEP_SENDING),
            AttemptState::NotPlaced => {
                view! { <Note title=t(Msg::ORDER_NOT_SENT_TITLE)/> }.into_any()
            }
        },
    }
}

fn step(message: Msg) -> AnyView {
    view! {
        <Note title=t(message)>
            <progress class="refreshing" aria-hidden="true"></progress>
            <p role="status">{t(Msg::ORDER_KEEP_OPEN)}</p>
        </Note>
    }
    .into_any()
}

#[component]
fn Placed(
    order: Option<OrderId>,
    attempt: AttemptId,
    account: Signal<Account>,
    on_gone: Callback<()>,
    #[prop(into)] on_again: Callback<()>,
) -> impl IntoView {
    let key = order.as_ref().map_or(attempt.to_string(), ToString::to_string);
    let href = account.with_untracked(|account| routes::order(&account.id, &key));
    let again = move |_| on_again.run(());
    let number = order.map(|order| view! { <OrderNumber order/> });
    let unknown = number.is_none().then(|| view! { <p>{t(Msg::ORDER_PLACED_NO_ID)}</p> });
    // The target was ordered: it is no draft any more.
    Effect::new(move |_| on_gone.run(()));
    view! {
        <Note tone=Tone::Good title=t(Msg::ORDER_PLACED_TITLE) alert=true>
            {unknown}
            {number}
        </Note>
        <div class="row">
            <ButtonLink href kind=ButtonKind::Primary>{t(Msg::ORDER_VIEW_ORDER)}</ButtonLink>
            <Button on_press=again>{t(Msg::ORDER_ANOTHER)}</Button>
        </div>
    }
}

#[component]
fn OrderNumber(order: OrderId) -> impl IntoView {
    let toasts = use_toasts();
    let number = order.to_string();
    let shown = number.clone();
    let copy = move |_| {
        let number = number.clone();
        spawn_local(async move {
            if clipboard::copy(&number).await {
                toasts.push(ToastKind::Done, Msg::ORDERS_COPIED, vec![("id", number)]);
            }
        });
    };
    view! {
        <p>{t(Msg::ORDER_PLACED_TEXT)}</p>
        <KeyValues>
            <KeyValue label=t(Msg::ORDER_ORDER_ID)>
                <span class="row">
                    <bdi class="mono placed-id" dir="ltr">{shown}</bdi>
                    <button type="button" class="link-btn small" on:click=copy>
                        {t(Msg::ORDER_COPY)}
                    </button>
                </span>
            </KeyValue>
        </KeyValues>
    }
}

/// A definite no, ours or the panel's: what happened, what it means for the money, what to do.
#[component]
fn Refused(words: ErrorText, said: Option<String>, on_back: Callback<()>) -> impl IntoView {
    let i18n = use_i18n();
    let title = if said.is_some() { Msg::ORDER_REJECTED_TITLE } else { Msg::ORDER_NOT_SENT_TITLE };
    view! {
        <ErrorPanel
            title=t(title)
            text=Signal::derive(move || sentence(i18n, words))
            panel_says=Signal::stored(said)
            alert=true
        />
        <div class="row">
            <Button kind=ButtonKind::Primary on_press=move |_| on_back.run(())>
                {t(Msg::ORDER_EDIT)}
            </Button>
        </div>
    }
}

fn sentence(i18n: I18n, words: ErrorText) -> String {
    [words.what, words.money, words.todo].map(|part| i18n.text(part)).join(" ")
}

/// Nobody knows. The form does not come back: sending again is not what to do next.
#[component]
fn Unknown(hint: UnknownHint, on_gone: Callback<()>) -> impl IntoView {
    Effect::new(move |_| on_gone.run(()));
    let href = routes::with_query(routes::ORDERS, [("tab", Tab::Attention.as_str())]);
    view! {
        <Note tone=Tone::Doubt title=t(Msg::ORDER_UNKNOWN_TITLE) alert=true>
            <p>{t(Msg::ORDER_UNKNOWN_TEXT)}</p>
            <p class="dim">{t(unknown_hint(hint))}</p>
        </Note>
        <div class="row">
            <ButtonLink href kind=ButtonKind::Primary>{t(Msg::ORDER_OPEN_UNCONFIRMED)}</ButtonLink>
        </div>
    }
}
