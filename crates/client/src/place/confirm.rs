//! From a user's gesture to the exact request. What comes out is owned, cannot be copied, stored or
//! sent twice.

use super::Credentials;
use super::again::named_request;
use crate::gesture::{SpentGesture, UserGesture};
use crate::journal::{JournalLoss, sha256_hex};
use crate::ports::{Clock, Destination, Random};
use crate::stop::Stop;
use panelboard_domain::account::Ability;
use panelboard_domain::attempt::guard::{self, Candidate, Finding};
use panelboard_domain::attempt::{Attempt, Confirmation, Request, WriteKind, canonical_content};
use panelboard_domain::id::{AttemptId, OrderId};
use panelboard_domain::money::Currency;
use panelboard_domain::order::ValidOrder;
use panelboard_domain::panel::{KeyPrint, PanelId};
use panelboard_domain::service::Service;
use panelboard_domain::time::Timestamp;
use panelboard_panel_api::action::Action;
use panelboard_panel_api::encode::encode;
use panelboard_panel_api::http::HttpRequest;
use panelboard_panel_api::request_id;
use std::borrow::Borrow;

/// A price older than this must be read again before it is confirmed.
pub const PRICE_AGE_MILLIS: i64 = 15 * 60 * 1000;

/// What makes this tab's attempts known as its own.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Session {
    /// Random, new with each start of the app.
    pub id: String,
    /// The app's version.
    pub app_version: String,
}

/// What the user is about to confirm.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct OrderProposal {
    /// The service as the user sees it; it must be listed with the same price and limits.
    pub service: Service,
    /// What is sent.
    pub order: ValidOrder,
    /// The currency label beside the price.
    pub currency: Option<Currency>,
    /// The attempt this one repeats after it was found not placed.
    pub retry_of: Option<AttemptId>,
    /// Earlier attempts that the guard found, that the user was shown, and that do not stop the user
    /// (for an open unknown outcome: by typed confirmation).
    pub acknowledged: Vec<AttemptId>,
    /// The quantity as the user typed it once more, where that was asked.
    pub typed_quantity: Option<u64>,
}

/// What the confirm sheet stood on beside what the user chose.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Sheet {
    /// When the service list with the price was read.
    pub priced_at: Timestamp,
    /// The currency that the panel itself named with the balance on the sheet, where the user has
    /// given the account another label; `None` when it named none, or nothing was read.
    pub reported: Option<Currency>,
    /// Records are missing and the user has not taken note of it.
    pub loss: Option<JournalLoss>,
}

impl OrderProposal {
    /// What is asked, as the journal keeps it.
    pub fn request(&self) -> Request {
        Request::Add {
            service: Box::new(self.service.clone()),
            params: self.order.params.clone(),
            quantity: self.order.quantity,
            link: self.order.link.clone(),
            estimate: self.order.estimate,
            currency: self.currency.clone(),
        }
    }
}

/// One order that a user confirmed. Using it up is the only way to place an order.
///
/// ```compile_fail
/// fn twice(order: panelboard_client::place::ConfirmedOrder) { let again = order.clone(); }
/// ```
#[derive(Debug)]
pub struct ConfirmedOrder(pub(super) ConfirmedWrite);

/// The record and the request of a refill or cancel.
fn ask_of(kind: WriteKind, order: &OrderId) -> (Request, Action) {
    match kind {
        WriteKind::Refill => {
            (Request::Refill { order: order.clone() }, Action::Refill(vec![order.clone()]))
        }
        WriteKind::Cancel => {
            (Request::Cancel { order: order.clone() }, Action::Cancel(vec![order.clone()]))
        }
    }
}

/// One refill or cancel that a user confirmed.
///
/// ```compile_fail
/// fn twice(ask: panelboard_client::place::ConfirmedAsk) { let again = ask.clone(); }
/// ```
#[derive(Debug)]
pub struct ConfirmedRequest(pub(super) ConfirmedWrite);

/// The attempt and the exact request.
#[derive(Debug)]
pub(super) struct ConfirmedWrite {
    pub(super) panel: PanelId,
    /// The currency that the balance before the send must be in; `None` when the sheet named none.
    pub(super) currency: Option<Currency>,
    /// The user typed the quantity, as an order needs it while records are missing.
    pub(super) has_typed: bool,
    pub(super) confirmation: Confirmation,
    pub(super) destination: Destination,
    pub(super) request: HttpRequest,
}

impl ConfirmedOrder {
    /// The attempt's id.
    pub fn attempt_id(&self) -> &AttemptId {
        &self.0.confirmation.id
    }

    /// Earlier attempts that it may repeat.
    pub(crate) fn acknowledged(&self) -> &[AttemptId] {
        &self.0.confirmation.acknowledged
    }

    /// What is asked.
    pub(crate) fn request(&self) -> &Request {
        &self.0.confirmation.request
    }
}

/// What the duplicate guard finds for a proposal: ask before confirming. `is_final` tells whether the
/// panel is done with an order.
pub fn findings<A: Borrow<Attempt>>(
    panel: &PanelId,
    request: &Request,
    attempts: &[A],
    now: Timestamp,
    session: &Session,
    is_final: impl Fn(&OrderId) -> bool,
) -> Vec<Finding> {
    let candidate = Candidate { panel, request, now, session: &session.id };
    guard::findings(&candidate, attempts, is_final)
}

/// The user confirmed an order.
pub fn confirm_order(
    gesture: UserGesture<'_>,
    credentials: Credentials<'_>,
    proposal: &OrderProposal,
    sheet: &Sheet,
    session: &Session,
    ports: &(impl Clock + Random),
) -> Result<ConfirmedOrder, Stop> {
    check_sheet(proposal, sheet, ports.now())?;
    let gesture = gesture.spend();
    confirm_one(&gesture, credentials, proposal, sheet, session, ports)
}

/// One order of a batch, as the sheet shows it.
#[derive(Clone, Copy, Debug)]
pub struct BatchItem<'a> {
    /// Who orders.
    pub credentials: Credentials<'a>,
    /// What.
    pub proposal: &'a OrderProposal,
    /// What its price stood on.
    pub sheet: &'a Sheet,
    /// Positions of earlier items that it repeats on purpose.
    pub repeats: &'a [usize],
}

/// The user confirmed a batch, all of it: the bytes of each order are fixed at this moment. Their ids
/// ascend in the order in which they will be sent.
///
/// # Errors
/// The position of the first order that must not be sent, and why; then none of them is.
pub fn confirm_orders(
    gesture: UserGesture<'_>,
    items: &[BatchItem<'_>],
    session: &Session,
    ports: &(impl Clock + Random),
) -> Result<Vec<ConfirmedOrder>, (usize, Stop)> {
    let now = ports.now();
    for (at, item) in items.iter().enumerate() {
        check_sheet(item.proposal, item.sheet, now).map_err(|stop| (at, stop))?;
    }
    let gesture = gesture.spend();
    let drawn = items.iter().map(|_| AttemptId::from_parts(now, ports.ten_bytes()));
    let mut ids: Vec<AttemptId> = drawn.collect();
    ids.sort_unstable();
    let mut orders = Vec::with_capacity(items.len());
    for (at, (item, id)) in items.iter().zip(&ids).enumerate() {
        let BatchItem { credentials, proposal, sheet, repeats } = *item;
        let order = confirm_as(&gesture, id, credentials, proposal, sheet, session, ports);
        let mut order = order.map_err(|stop| (at, stop))?;
        let before = repeats.iter().filter(|earlier| **earlier < at);
        let before = before.filter_map(|earlier| ids.get(*earlier).cloned());
        order.0.confirmation.acknowledged.extend(before);
        orders.push(order);
    }
    Ok(orders)
}

/// Whether the price may still be confirmed, and what it needs while records are missing.
fn check_sheet(proposal: &OrderProposal, sheet: &Sheet, now: Timestamp) -> Result<(), Stop> {
    let age = now.millis_since(sheet.priced_at);
    if !(0..PRICE_AGE_MILLIS).contains(&age) || proposal.service.id != proposal.order.service {
        return Err(Stop::PriceChanged);
    }
    match sheet.loss.filter(|_| !has_typed(proposal)) {
        Some(loss) => Err(Stop::RecordsMissing(loss)),
        None => Ok(()),
    }
}

fn has_typed(proposal: &OrderProposal) -> bool {
    proposal.typed_quantity == Some(proposal.order.quantity)
}

fn confirm_one(
    gesture: &SpentGesture,
    credentials: Credentials<'_>,
    proposal: &OrderProposal,
    sheet: &Sheet,
    session: &Session,
    ports: &(impl Clock + Random),
) -> Result<ConfirmedOrder, Stop> {
    let id = AttemptId::from_parts(ports.now(), ports.ten_bytes());
    confirm_as(gesture, &id, credentials, proposal, sheet, session, ports)
}

fn confirm_as(
    gesture: &SpentGesture,
    id: &AttemptId,
    credentials: Credentials<'_>,
    proposal: &OrderProposal,
    sheet: &Sheet,
    session: &Session,
    ports: &impl Clock,
) -> Result<ConfirmedOrder, Stop> {
    let action = Action::Add {
        service: proposal.order.service.clone(),
        params: proposal.order.params.clone(),
    };
    let mut write = confirm(gesture, id, credentials, proposal.request(), &action, session, ports)?;
    write.confirmation.retry_of.clone_from(&proposal.retry_of);
    write.confirmation.acknowledged.clone_from(&proposal.acknowledged);
    write.currency = match credentials.account.currency_override {
        None => proposal.currency.clone(),
        Some(_) => sheet.reported.clone(),
    };
    write.has_typed = has_typed(proposal);
    Ok(ConfirmedOrder(write))
}

/// The user confirmed a refill or a cancel of each of these orders. `again` are earlier attempts with
/// an unknown outcome that the user wants to ask again. `keyed` must be the account as it is stored at
/// the click: what was switched off in another tab under the open question is off.
pub fn confirm_requests(
    gesture: UserGesture<'_>,
    credentials: Credentials<'_>,
    kind: WriteKind,
    orders: &[OrderId],
    again: &[AttemptId],
    session: &Session,
    ports: &(impl Clock + Random),
) -> Result<Vec<ConfirmedRequest>, Stop> {
    let ability = match kind {
        WriteKind::Refill => Ability::Refill,
        WriteKind::Cancel => Ability::Cancel,
    };
    if !credentials.account.capabilities.has(ability) {
        return Err(Stop::NotOffered);
    }
    let gesture = gesture.spend();
    let confirm_one = |order: &OrderId| {
        let (request, action) = ask_of(kind, order);
        let id = AttemptId::from_parts(ports.now(), ports.ten_bytes());
        let mut write = confirm(&gesture, &id, credentials, request, &action, session, ports)?;
        write.confirmation.acknowledged = again.to_vec();
        Ok(ConfirmedRequest(write))
    };
    orders.iter().map(confirm_one).collect()
}

pub(super) fn confirm(
    _gesture: &SpentGesture,
    id: &AttemptId,
    credentials: Credentials<'_>,
    request: Request,
    action: &Action,
    session: &Session,
    ports: &impl Clock,
) -> Result<ConfirmedWrite, Stop> {
    if credentials.account.read_only {
        return Err(Stop::ReadOnly);
    }
    let now = ports.now();
    let destination = Destination::of(credentials.account)?;
    let panel = PanelId::of(&credentials.account.endpoint);
    let id = id.clone();
    let key = KeyPrint::of(&panel, credentials.key);
    let can = &credentials.account.capabilities;
    let named =
        can.has(Ability::RequestId).then(|| request_id::named(action, id.as_str())).flatten();
    let http = encode(named.as_ref().unwrap_or(action), can, credentials.key);
    let confirmation = Confirmation {
        named: named.map(|_| named_request(&id, key.clone(), &http)),
        id,
        account: credentials.account.id.clone(),
        fingerprint: sha256_hex(&[canonical_content(&panel, &request).as_bytes()]),
        key: Some(key),
        panel: Some(panel.clone()),
        request,
        route: destination.route(),
        relay: destination.relay().cloned().unwrap_or_default(),
        created_at: now,
        retry_of: None,
        acknowledged: Vec::new(),
        session: session.id.clone(),
        app_version: session.app_version.clone(),
    };
    Ok(ConfirmedWrite {
        panel,
        currency: None,
        has_typed: false,
        confirmation,
        destination,
        request: http,
    })
}
