//! The money path of the app. A gesture is turned into a confirmed, uncopyable write at once, in the
//! click's own handler; the write is then used up by the one use case that sends it. Nothing here can
//! be reached by a timer or a message.

use super::{Office, journal};
use crate::i18n::Msg;
use crate::platform::{page, vault};
use crate::state::{OrderProposal, PlaceStop, Placing, ToastKind, WriteState};
use leptos::task::spawn_local;
use panelboard_client::engine::charge;
use panelboard_client::engine::requests::open_requests;
use panelboard_client::error::ClientError;
use panelboard_client::gesture::UserGesture;
use panelboard_client::place::{
    self, ConfirmStop, ConfirmedOrder, Dispatched, Keyed, NotSent, Sheet, confirm_asks,
    confirm_order,
};
use panelboard_domain::account::{Ability, Account, Fact};
use panelboard_domain::attempt::{Attempt, WriteKind};
use panelboard_domain::id::{AttemptId, OrderId};
use panelboard_domain::order::{Recheck, recheck};
use panelboard_domain::secret::ApiKey;
use panelboard_domain::time::Timestamp;
use std::rc::Rc;

pub(super) fn place(office: &Rc<Office>, gesture: UserGesture<'_>, proposal: OrderProposal) {
    let id = proposal.account.id.clone();
    match confirm(office, gesture, proposal) {
        Ok((account, key, order)) => spawn_local(run(Rc::clone(office), account, key, order)),
        Err(stop) => office.handles.orders.placing_is(&id, Placing::Stopped(stop)),
    }
}

/// The account counts as it is stored now, whatever the sheet was opened with.
fn confirm(
    office: &Office,
    gesture: UserGesture<'_>,
    proposal: OrderProposal,
) -> Result<(Account, ApiKey, ConfirmedOrder), PlaceStop> {
    let account = vault::account(&proposal.account.id).ok_or(PlaceStop::NoAccount)?;
    if let Some(error) = office.handles.orders.shut() {
        return Err(PlaceStop::Failed(error.into()));
    }
    let key = vault::key(&account.id).ok_or(PlaceStop::NoKey)?;
    let listed = office.handles.catalogs.now_listed(&account.id);
    let now = listed.value().and_then(|view| view.catalog.get(&proposal.shown.id));
    let (Recheck::Same, Some(service)) = (recheck(&proposal.shown, now), now) else {
        return Err(PlaceStop::PriceChanged);
    };
    let confirmed = place::OrderProposal {
        service: service.clone(),
        order: proposal.order,
        currency: proposal.currency,
        priced_at: listed.at().unwrap_or(Timestamp::from_millis(0)),
        retry_of: proposal.retry_of,
        acknowledged: proposal.acknowledged,
        sheet: Sheet {
            reported: office.handles.accounts.reported_currency(&account.id),
            loss: office.handles.orders.loss_untracked(),
            typed_quantity: proposal.typed_quantity,
        },
    };
    let keyed = Keyed { account: &account, key: &key };
    let order = confirm_order(gesture, keyed, &confirmed, &office.session, &office.browser)
        .map_err(stopped)?;
    Ok((account, key, order))
}

async fn run(office: Rc<Office>, account: Account, key: ApiKey, order: ConfirmedOrder) {
    let orders = office.handles.orders;
    let keyed = Keyed { account: &account, key: &key };
    let leaving = page::warn_before_leaving();
    let progress = |attempt: &Attempt| {
        journal::changed(&office, attempt.clone());
        orders.placing_is(&account.id, Placing::Sending(attempt.id.clone()));
    };
    let outcome = place::place_order(&office.browser, keyed, order, progress).await;
    drop(leaving);
    match outcome {
        Ok(dispatched) => {
            let attempt = show(&office, dispatched);
            learn(&office, keyed, &attempt);
            let ended = Placing::Ended(attempt.id.clone(), attempt.state().clone());
            orders.placing_is(&account.id, ended);
            office.handles.accounts.refresh_balance(&account.id);
            Box::pin(look_after(office, attempt)).await;
        }
        Err(not_sent) => {
            // What the sheet showed is not true any more: the next one shows what the panel says now.
            if matches!(not_sent, NotSent::OtherCurrency { .. }) {
                office.handles.accounts.refresh_balance(&account.id);
            }
            orders.placing_is(&account.id, Placing::Stopped(stop(not_sent)));
        }
    }
}

pub(super) fn show(office: &Office, dispatched: Dispatched) -> Attempt {
    journal::changed(office, dispatched.attempt.clone());
    if let Err(error) = dispatched.stored {
        // The row with its order number is on the screen, but it will be unknown after a reload.
        office.storage_failed(&error);
    }
    dispatched.attempt
}

/// The balance tells whether the order was charged as estimated, twice, or otherwise.
async fn look_after(office: Rc<Office>, attempt: Attempt) {
    if attempt.is_unknown() {
        return journal::look(office, attempt).await;
    }
    look_at_charge(office, attempt).await;
}

/// Looks whether an order was charged as estimated.
pub(super) async fn look_at_charge(office: Rc<Office>, attempt: Attempt) {
    let Some(account) = office.handles.accounts.get_untracked(&attempt.account) else { return };
    let Some(key) = vault::key(&account.id) else { return };
    let keyed = Keyed { account: &account, key: &key };
    if let Some(alarmed) = charge::look_at_charge(&office.browser, keyed, &attempt.id).await {
        journal::changed(&office, alarmed);
    }
}

/// Asks the panel to refill or cancel an order.
pub(super) fn ask(office: &Rc<Office>, gesture: UserGesture<'_>, kind: WriteKind, id: &AttemptId) {
    let (account, order) = match target(office, id) {
        Ok(Some(target)) => target,
        Ok(None) => return,
        Err(stop) => return office.handles.orders.write_is(id, kind, WriteState::Stopped(stop)),
    };
    let attempts = office.handles.orders.attempts(Attempt::is_unknown);
    let attempts = attempts.iter().map(AsRef::as_ref);
    let again = open_requests(attempts, &account.id, kind, &order);
    let confirmed = vault::key(&account.id).ok_or(PlaceStop::NoKey).and_then(|key| {
        let keyed = Keyed { account: &account, key: &key };
        let orders = std::slice::from_ref(&order);
        confirm_asks(gesture, keyed, kind, orders, &again, &office.session, &office.browser)
            .map(|confirmed| (key, confirmed))
            .map_err(stopped)
    });
    let (office, id) = (Rc::clone(office), id.clone());
    match confirmed {
        Err(stop) => office.handles.orders.write_is(&id, kind, WriteState::Stopped(stop)),
        Ok((key, confirmed)) => spawn_local(async move {
            office.handles.orders.write_is(&id, kind, WriteState::Sending);
            let keyed = Keyed { account: &account, key: &key };
            for ask in confirmed {
                let progress = |attempt: &Attempt| journal::changed(&office, attempt.clone());
                match place::ask(&office.browser, keyed, ask, progress).await {
                    Ok(dispatched) => learn(&office, keyed, &show(&office, dispatched)),
                    Err(not_sent) => {
                        let stopped = WriteState::Stopped(stop(not_sent));
                        office.handles.orders.write_is(&id, kind, stopped);
                    }
                }
            }
        }),
    }
}

/// What the answer showed of the panel: an action that it does not know is offered no more, a name
/// that it asks for is used by the next press, and the user is told.
fn learn(office: &Office, keyed: Keyed<'_>, attempt: &Attempt) {
    let facts = place::learned_from(attempt, &keyed.account.capabilities, keyed.key);
    office.learn(&attempt.account, &facts);
    let waits = |fact: &Fact| {
        matches!(fact, Fact::IdsIn(..) | Fact::Can(Ability::RequestId, _))
            && attempt.order_id().is_none()
    };
    if facts.iter().any(waits) {
        office.note(ToastKind::Note, Msg::ORDERS_LEARNED_NAME);
    }
}

/// The account as it is stored now, and the order's number; `None` when it has none.
fn target(office: &Office, id: &AttemptId) -> Result<Option<(Account, OrderId)>, PlaceStop> {
    let attempt = office.handles.orders.attempt(id);
    let Some(attempt) = attempt.filter(|attempt| attempt.order_id().is_some()) else {
        return Ok(None);
    };
    let account = vault::account(&attempt.account).ok_or(PlaceStop::NoAccount)?;
    Ok(attempt.order_id().map(|order| (account, order.clone())))
}

pub(super) fn stopped(stop: ConfirmStop) -> PlaceStop {
    match stop {
        ConfirmStop::ReadOnly => PlaceStop::ReadOnly,
        ConfirmStop::NotOffered => PlaceStop::NotOffered,
        ConfirmStop::PriceTooOld | ConfirmStop::OtherService => PlaceStop::PriceChanged,
        ConfirmStop::RecordsMissing(_) => PlaceStop::RecordsMissing,
        ConfirmStop::Route(error) => PlaceStop::Failed(ClientError::Transport(error)),
    }
}

pub(super) fn stop(not_sent: NotSent) -> PlaceStop {
    match not_sent {
        NotSent::Storage(error) => PlaceStop::Failed(ClientError::Storage(error)),
        NotSent::ReloadFirst => PlaceStop::ReloadFirst,
        NotSent::Lock(_) => PlaceStop::NoLocks,
        NotSent::Duplicate(findings) => PlaceStop::Duplicate(findings),
        NotSent::BalanceUnreadable(error) => PlaceStop::BalanceUnreadable(error),
        NotSent::OtherCurrency { panel, .. } => PlaceStop::OtherCurrency(panel),
        NotSent::Again(_) => PlaceStop::NotSafeAgain,
        NotSent::RecordsMissing(_) => PlaceStop::RecordsMissing,
        NotSent::ReceiptUnreadable(error) => PlaceStop::RecordUnreadable(error),
    }
}
