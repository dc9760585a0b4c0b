//! The order form before and after a try, and what becomes of an order.

use super::Specimen;
use super::histories::{attempts, catalog, draft, failed, odd_service};
use super::samples::{account, service};
use crate::pages::new_order::{Ending, FormLook};
use crate::state::{Load, Placing, Stop};
use leptos::prelude::*;
use panelboard_client::error::TransportError;
use panelboard_domain::account::{Dialect, Route};
use panelboard_domain::attempt::{AttemptState, RefusalKind, RejectReason, UnknownHint};
use panelboard_domain::catalog::Catalog;
use panelboard_domain::id::OrderId;

/// Parts of "New order".
#[component]
pub fn OrderParts() -> impl IntoView {
    let north = account("Northpanel", 1, Dialect::V2, Route::Direct);
    let id = attempts(&north.id).into_iter().next().map(|attempt| attempt.id.clone());
    let id = id.expect("there are samples");
    let services = Catalog::new(vec![service(), odd_service()]);
    let at = super::samples::at(0);
    let load = Signal::stored(Load::Ready { value: catalog(services, Vec::new()), at });
    let reason =
        RejectReason { kind: RefusalKind::Funds, text: "Not enough funds on balance".to_owned() };
    let number = OrderId::new("48213907");
    let no_record = TransportError::RelayRefused("http_404".to_owned());
    let ended = |state| Placing::Ended(id.clone(), state);
    let endings = [
        ("order-waiting", Placing::Waiting),
        ("order-sending", Placing::Sending(id.clone())),
        ("order-placed", ended(AttemptState::Placed { order_id: number, refill_id: None })),
        ("order-without-number", ended(AttemptState::Placed { order_id: None, refill_id: None })),
        ("order-refused", ended(AttemptState::Rejected { reason })),
        ("order-unknown", ended(AttemptState::Unknown { hint: UnknownHint::Timeout })),
        ("order-stopped", Placing::Stopped(Stop::BalanceUnreadable(failed()))),
        ("order-no-record", Placing::Stopped(Stop::ReceiptUnreadable(no_record))),
        ("order-no-locks", Placing::Stopped(Stop::NoLocks)),
        ("order-price-moved", Placing::Stopped(Stop::PriceChanged)),
    ];
    let endings = endings.map(|(id, stage)| {
        let account = Signal::stored(account("Northpanel", 1, Dialect::V2, Route::Direct));
        view! {
            <Specimen id>
                <div class="stack-l">
                    <Ending stage account on_back=|()| {} on_gone=|()| {} on_again=|()| {}/>
                </div>
            </Specimen>
        }
    });
    view! {
        <Specimen id="order-form" wide=true>
            <FormLook account=north load draft=draft() tried=true/>
        </Specimen>
        {endings.collect_view()}
    }
}
