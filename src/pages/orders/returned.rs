//! What the panel keeps and gives back of an order that failed or was not delivered whole, and the press
//! that says it was seen. What is only to be expected is called so; nothing here promises money.

use crate::components::{Button, ButtonSize, Note, Tone};
use crate::i18n::{Msg, t, use_format, use_i18n};
use crate::state::{OrderRow, use_orders};
use leptos::prelude::*;
use panelboard_domain::attempt::Concern;
use panelboard_domain::id::AttemptId;
use panelboard_domain::order::{Attention, ReturnBasis};

/// The note; nothing while the order is under way or when it was completed.
#[component]
pub fn ReturnedNote(id: StoredValue<AttemptId>, row: Signal<OrderRow>) -> impl IntoView {
    let (i18n, format) = (use_i18n(), use_format());
    let found = Memo::new(move |_| row.with(OrderRow::returned));
    let text = move || {
        let found = found.get()?;
        let label = row.with(|row| row.currency.clone());
        let money = |amount: Option<_>| {
            amount.map(|amount| format.money(amount, label.as_ref())).unwrap_or_default()
        };
        let message = match found.basis {
            ReturnBasis::Shown => Msg::ORDERS_RETURNED_SHOWN,
            ReturnBasis::Expected => Msg::ORDERS_RETURNED_EXPECTED,
            ReturnBasis::KeptWhole => Msg::ORDERS_RETURNED_KEPT,
            ReturnBasis::CannotTell => Msg::ORDERS_RETURNED_UNKNOWN,
        };
        let (kept, back) = (money(found.kept), money(found.back));
        Some(i18n.fill(message, &[("kept", &kept), ("back", &back)]))
    };
    let tone = move || match found.get().map(|found| found.basis) {
        Some(ReturnBasis::KeptWhole) => Tone::Bad,
        Some(ReturnBasis::Shown) => Tone::Plain, // it came back
        _ => Tone::Warning,
    };
    move || {
        text().map(|text| {
            view! {
                <Note tone=tone() title=t(Msg::ORDERS_RETURNED_TITLE)>
                    <p>{text}</p>
                    <MarkSeen id row of=&[Concern::Failed, Concern::Partial]/>
                </Note>
            }
        })
    }
}

/// The press beside what may be marked as seen; `of` is what stands there. One thing is to be seen at a
/// time, and the press beside another would hide it.
#[component]
pub fn MarkSeen(
    id: StoredValue<AttemptId>,
    row: Signal<OrderRow>,
    of: &'static [Concern],
) -> impl IntoView {
    let orders = use_orders();
    let concern = Memo::new(move |_| {
        let concern = row.with(|row| row.attention().and_then(Attention::concern));
        concern.filter(|concern| of.contains(concern))
    });
    view! {
        <Show when=move || concern.get().is_some()>
            <Button
                size=ButtonSize::Dense
                on_press=move |_| {
                    if let Some(concern) = concern.get_untracked() {
                        id.with_value(|id| orders.mark_seen(id, concern));
                    }
                }
            >
                {t(Msg::ORDERS_MARK_SEEN)}
            </Button>
        </Show>
    }
    .into_any()
}
