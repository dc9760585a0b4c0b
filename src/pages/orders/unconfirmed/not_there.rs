//! "It was not placed": only after the first look at the evidence, after one question that names the
//! money. It can be taken back until a new order for it is confirmed.

use crate::components::{Button, ButtonKind, HoldButton, Question};
use crate::i18n::{Msg, t, use_format, use_i18n};
use crate::pages::orders::again::OrderAgain;
use crate::state::{OrderRow, UserSettlement, use_accounts, use_orders};
use leptos::prelude::*;
use panelboard_domain::attempt::user::NotPlacedWord;
use panelboard_domain::id::AttemptId;
use panelboard_domain::order::{Reorder, reorder};

/// The press, the question, and the way to a new order.
#[component]
pub fn NotThere(id: StoredValue<AttemptId>, row: Signal<OrderRow>) -> impl IntoView {
    let (i18n, orders, accounts) = (use_i18n(), use_orders(), use_accounts());
    let word = Memo::new(move |_| id.with_value(|id| orders.not_placed_word(id)));
    let asking = RwSignal::new(false);
    let shut = Signal::derive(move || !matches!(word.get(), NotPlacedWord::Yes { .. }));
    let speaks_against = move || matches!(word.get(), NotPlacedWord::Yes { against: Some(_), .. });
    let can_again = Memo::new(move |_| {
        let by = row.with(|row| accounts.list().with(|list| reorder(&row.record, list)));
        by != Reorder::Nowhere
    });
    let hint = move || {
        Some(i18n.text(match word.get() {
            NotPlacedWord::Wait => Msg::UNCONFIRMED_WAIT_LOOK,
            _ if speaks_against() => Msg::UNCONFIRMED_NOT_PLACED_SURE_TEXT,
            _ if can_again.get() => Msg::UNCONFIRMED_SEND_AGAIN_HINT,
            _ => return None,
        }))
    };
    view! {
        <div class="field un-foot">
            <span class="label">{t(Msg::UNCONFIRMED_NOTHING_THERE)}</span>
            <span class="row">
                <Button
                    disabled=shut
                    described_by="not-placed-hint"
                    on_press=move |_| asking.set(true)
                >
                    {t(Msg::UNCONFIRMED_NOT_PLACED)}
                </Button>
                <OrderAgain row word=Msg::UNCONFIRMED_SEND_AGAIN/>
            </span>
            <p class="hint" id="not-placed-hint">{hint}</p>
        </div>
        <NotPlaced id word asking/>
    }
    .into_any()
}

#[component]
fn NotPlaced(
    id: StoredValue<AttemptId>,
    word: Memo<NotPlacedWord>,
    asking: RwSignal<bool>,
) -> impl IntoView {
    let (i18n, format, orders) = (use_i18n(), use_format(), use_orders());
    let say = Callback::new(move |()| {
        id.with_value(|id| orders.settle(id, UserSettlement::NotPlaced));
        asking.set(false);
    });
    let text = move || match word.get() {
        NotPlacedWord::Yes { at_stake, currency, .. } => {
            let amount = format.money(at_stake, currency.as_ref());
            i18n.fill(Msg::UNCONFIRMED_NOT_PLACED_QUESTION, &[("amount", &amount)])
        }
        NotPlacedWord::Wait | NotPlacedWord::No => String::new(),
    };
    let against = move || matches!(word.get(), NotPlacedWord::Yes { against: Some(_), .. });
    // Against the evidence the button must be held: a slip would buy twice.
    let act = move || match against() {
        true => view! {
            <HoldButton
                label=t(Msg::UNCONFIRMED_HOLD_NOT_PLACED)
                ready=t(Msg::UNCONFIRMED_RELEASE)
                kind=ButtonKind::Danger
                on_hold=move |_| say.run(())
            />
        }
        .into_any(),
        false => view! {
            <Button kind=ButtonKind::Danger on_press=move |_| say.run(())>
                {t(Msg::UNCONFIRMED_NOT_PLACED)}
            </Button>
        }
        .into_any(),
    };
    view! {
        <Question
            id="not-placed"
            open=asking
            on_close=move |()| asking.set(false)
            title=t(Msg::UNCONFIRMED_NOT_PLACED_TITLE)
            act
        >
            <p class="sub">{text}</p>
            <Show when=against>
                <p class="hint hint--warn">{t(Msg::UNCONFIRMED_NOT_PLACED_SURE_TEXT)}</p>
            </Show>
        </Question>
    }
    .into_any()
}
