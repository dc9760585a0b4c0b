//! One order at a time against a scripted panel: what must never happen, and what each kind of
//! answer does. The interleavings are in `tests/model`.

use super::*;
use crate::error::{ClientError, StorageError, TransportError};
use crate::journal::{self, record};
use crate::stop::Stop;
use crate::testing::{Fakes, Sample, answer, block_on, proposal};
use panelboard_domain::account::Route;
use panelboard_domain::attempt::guard::Finding;
use panelboard_domain::attempt::{
    Alarm, Attempt, AttemptState, Evidence, Happening, RefusalKind, UnknownHint,
};
use panelboard_domain::id::OrderId;
use panelboard_domain::order::OrderParams;
use panelboard_panel_api::action::ActionName;
use panelboard_panel_api::http::{HttpResponse, RelayStage};
use std::sync::Arc;

mod again;
mod answers;
mod charge;
mod fence;
mod identity;
mod learning;
mod repeats;
mod storage;
mod taken;

const LINK: &str = "https://t.me/post/1";
const BALANCE: &str = r#"{"balance":"100.00","currency":"USD"}"#;

type Answer = Result<HttpResponse, TransportError>;

/// Places the sample order; the panel answers the balance, then this.
fn place(sample: &Sample, fakes: &Fakes, add: Answer) -> Result<Dispatched, Stop> {
    fakes.transport.then(Ok(balance(sample, BALANCE))).then(add);
    send(sample, fakes, &proposal(LINK))
}

fn send(sample: &Sample, fakes: &Fakes, proposal: &OrderProposal) -> Result<Dispatched, Stop> {
    let confirmed = sample.click(proposal, fakes).expect("confirmed");
    let placed = block_on(place_order(fakes, sample.credentials(), confirmed, |_| ()));
    assert_eq!(fakes.unrecorded_writes.get(), 0, "sent without a record");
    placed
}

fn balance(sample: &Sample, body: &str) -> HttpResponse {
    let stage = (sample.account.route == Route::Relay).then_some(RelayStage::Upstream);
    HttpResponse { status: 200, retry_after: None, stage, body: body.into() }
}

fn http(status: u16, body: &str) -> HttpResponse {
    HttpResponse { status, retry_after: None, stage: None, body: body.into() }
}

fn stored(fakes: &Fakes) -> Vec<Attempt> {
    let attempts = block_on(journal::load(fakes)).expect("storage works").attempts;
    attempts.into_iter().map(Arc::unwrap_or_clone).collect()
}

/// What one answer to `add` becomes, on the direct route.
fn state_after(add: Answer) -> AttemptState {
    let (sample, fakes) = (Sample::on(Route::Direct), Fakes::default());
    let dispatched = place(&sample, &fakes, add).expect("sent");
    assert_eq!(fakes.transport.count(ActionName::Add), 1, "one send, no retry");
    assert_eq!(
        stored(&fakes),
        std::slice::from_ref(&dispatched.attempt),
        "the journal says the same"
    );
    dispatched.attempt.state().clone()
}

fn placed_id(add: &str) -> Option<String> {
    match state_after(answer(add)) {
        AttemptState::Placed { order_id, .. } => order_id.map(|id| id.to_string()),
        _ => None,
    }
}

fn hint_of(add: Answer) -> UnknownHint {
    match state_after(add) {
        AttemptState::Unknown { hint } => hint,
        state => panic!("not unknown: {state:?}"),
    }
}

fn kind_of(add: Answer) -> RefusalKind {
    match state_after(add) {
        AttemptState::Rejected { reason } => reason.kind,
        state => panic!("not rejected: {state:?}"),
    }
}
