//! Questions that change nothing at the panel: balance, services, status, refill status. They may be
//! asked again after a failure, politely (docs/reliability.md#reads). Writes never come here.

mod breaker;
mod pace;
pub mod pages;
mod retry;
#[cfg(test)]
mod tests;

pub use breaker::Breaker;
pub use pace::{Pace, Paces};
pub use pages::ServiceList;
pub use retry::{
    Attempts, MAX_TRIES, RETRY_DEADLINE_MILLIS, is_worth_repeating, retry_after_millis,
};

use crate::error::{ClientError, TransportError};
use crate::place::Credentials;
use crate::ports::{Clock, Destination, Pause, Random, Transport};
use crate::relay::{self, RelayError};
use panelboard_domain::account::{Capabilities, Dialect, Fact};
use panelboard_domain::attempt::RefusalKind;
use panelboard_domain::balance::Balance;
use panelboard_domain::catalog::Catalog;
use panelboard_domain::id::{OrderId, RefillId};
use panelboard_domain::order::StatusReading;
use panelboard_panel_api::action::Action;
use panelboard_panel_api::decode::{self, PerOrder, PerRefill};
use panelboard_panel_api::encode::encode;
use panelboard_panel_api::error::{ApiError, Decoded};
use panelboard_panel_api::http::{Answer, FromRelay, HttpRequest, HttpResponse, RelayStage};
use panelboard_panel_api::parameter_names;

/// What reading needs of the outside.
pub trait Reader: Transport + Clock + Pause + Random {}

impl<T: Transport + Clock + Pause + Random> Reader for T {}

/// The balance, and the dialect its answer shows.
pub async fn read_balance(
    ports: &impl Reader,
    paces: &Paces,
    credentials: Credentials<'_>,
) -> Result<Decoded<(Balance, Option<Dialect>)>, ClientError> {
    let response =
        request(ports, paces, credentials, &credentials.account.capabilities, &Action::Balance)
            .await?;
    Ok(decode::balance(&response, credentials.key)?)
}

/// The service list, page by page where the panel gives pages. `read` turns an answer into rows,
/// perhaps piece by piece; `on_page` is told how many bytes have come.
pub async fn read_services(
    ports: &impl Reader,
    paces: &Paces,
    credentials: Credentials<'_>,
    read: impl AsyncFn(&HttpResponse) -> Result<Decoded<Catalog>, ClientError>,
    on_page: impl Fn(usize),
) -> Result<ServiceList, ClientError> {
    let can = &credentials.account.capabilities;
    let request = async |action| request(ports, paces, credentials, can, &action).await;
    pages::read_in_pages(request, read, on_page).await
}

/// The state of orders, at most [`panelboard_domain::account::Capabilities::max_batch`] at once.
/// `learned` holds what this round knows beyond the account, and takes what the answer shows.
pub async fn read_status(
    ports: &impl Reader,
    paces: &Paces,
    credentials: Credentials<'_>,
    orders: &[OrderId],
    learned: &mut Vec<Fact>,
) -> Result<Decoded<PerOrder<StatusReading>>, ClientError> {
    let action = Action::Status(orders.to_vec());
    let read = |response: &HttpResponse| decode::status(response, orders, credentials.key);
    ask_by_name(ports, paces, credentials, &action, learned, read).await
}

/// The state of refills; `learned` as in [`read_status`].
pub async fn read_refill_status(
    ports: &impl Reader,
    paces: &Paces,
    credentials: Credentials<'_>,
    refills: &[RefillId],
    learned: &mut Vec<Fact>,
) -> Result<Decoded<PerRefill>, ClientError> {
    let action = Action::RefillStatus(refills.to_vec());
    let read = |response: &HttpResponse| decode::refill_status(response, refills, credentials.key);
    ask_by_name(ports, paces, credentials, &action, learned, read).await
}

/// A read that names ids. When the panel refuses the parameter's name and says which it wants, asks
/// once more under that name; a name that then works is learned. Only reads may do so: a write that
/// was refused for its name waits for the user's next press.
async fn ask_by_name<T>(
    ports: &impl Reader,
    paces: &Paces,
    credentials: Credentials<'_>,
    action: &Action,
    learned: &mut Vec<Fact>,
    read: impl Fn(&HttpResponse) -> Result<T, ApiError>,
) -> Result<T, ClientError> {
    let mut can = credentials.account.capabilities.clone();
    for fact in &*learned {
        can.learn(*fact);
    }
    let answer = read(&request(ports, paces, credentials, &can, action).await?);
    let Err(ApiError::Refused(refusal)) = &answer else { return Ok(answer?) };
    let Some((slot, name)) = parameter_names::wanted(action, &can, &refusal.text) else {
        return Ok(answer?);
    };
    let fact = Fact::IdsIn(slot, name);
    can.learn(fact);
    if can.id_name(slot).0 != name {
        return Ok(answer?); // the user named another one
    }
    let answer = read(&request(ports, paces, credentials, &can, action).await?);
    let is_known = match &answer {
        Ok(_) => true,
        Err(ApiError::Refused(refusal)) => refusal.kind == RefusalKind::Order,
        Err(ApiError::Unreadable { .. }) => false,
    };
    learned.extend(is_known.then_some(fact));
    Ok(answer?)
}

async fn request(
    ports: &impl Reader,
    paces: &Paces,
    credentials: Credentials<'_>,
    can: &Capabilities,
    action: &Action,
) -> Result<HttpResponse, ClientError> {
    debug_assert!(!action.name().is_write(), "writes go through `place`");
    let destination = Destination::of(credentials.account)?;
    let request = encode(action, can, credentials.key);
    let pace = paces.of(&credentials.account.id);
    Ok(fetch(ports, &pace, &destination, &request).await?)
}

/// Sends a read until an answer comes that is worth judging, within tries, budget and deadline.
pub async fn fetch(
    ports: &impl Reader,
    pace: &Pace,
    to: &Destination,
    request: &HttpRequest,
) -> Result<HttpResponse, TransportError> {
    let mut attempts = Attempts::new();
    loop {
        let turn = pace.enter(ports).await?;
        let answer = answered(ports.send(to, request, None).await);
        turn.end(ports.moment(), &answer);
        let wait = attempts.next_wait(&answer, ports.ten_bytes(), ports.now());
        match wait.filter(|_| pace.may_retry(ports.moment())) {
            Some(millis) => {
                attempts.waited(millis);
                ports.pause(millis).await;
            }
            None => return answer,
        }
    }
}

/// A relay's own refusal of a read is no answer of the panel.
pub(crate) fn answered(
    result: Result<Answer, TransportError>,
) -> Result<HttpResponse, TransportError> {
    let answer = result?;
    if matches!(&answer, Answer::FromRelay(FromRelay { stage: None, .. })) {
        // Something else answers in the relay's place.
        return Err(TransportError::RelayUnreachable);
    }
    let response = HttpResponse::from(answer);
    match response.stage {
        Some(RelayStage::PreUpstream | RelayStage::InDoubt) => {
            let RelayError { code } = relay::error(&response);
            Err(TransportError::RelayRefused(code))
        }
        _ => Ok(response),
    }
}

/// The balance in one try, as evidence around a write.
pub(crate) async fn balance_once(
    ports: &impl Transport,
    to: &Destination,
    credentials: Credentials<'_>,
) -> Result<Balance, ClientError> {
    let request = encode(&Action::Balance, &credentials.account.capabilities, credentials.key);
    let response = answered(ports.send(to, &request, None).await)?;
    Ok(decode::balance(&response, credentials.key)?.value.0)
}

/// What the panel says of one order, in one try; `None` when it says nothing.
pub(crate) async fn status_once(
    ports: &impl Transport,
    to: &Destination,
    credentials: Credentials<'_>,
    order: &OrderId,
) -> Option<StatusReading> {
    let orders = std::slice::from_ref(order);
    let action = Action::Status(orders.to_vec());
    let request = encode(&action, &credentials.account.capabilities, credentials.key);
    let response = answered(ports.send(to, &request, None).await).ok()?;
    let rows = decode::status(&response, orders, credentials.key).ok()?.value;
    rows.into_iter().find(|(id, _)| id == order)?.1.ok()
}
