//! "Ask again safely" (finding K19): a new gesture, a new attempt with its own id, and the exact bytes
//! of an order whose answer was lost, its `request_id` among them. When it is allowed stands in
//! `panelboard_domain::attempt::again`; it is looked at for the click, and again under the panel's lock
//! just before the request is written down.
//!
//! Must never send bytes that are not the first ones, and never be called by anything but a click.

use super::Credentials;
use super::confirm::{ConfirmedWrite, Session, confirm};
use super::dispatch::{Dispatched, dispatch};
use crate::clock;
use crate::error::StorageError;
use crate::gesture::UserGesture;
use crate::journal::{self, sha256_hex};
use crate::ports::{Clock, KeyValue, OrderPorts, Random};
use crate::stop::Stop;
use panelboard_domain::attempt::again::{NamedRequest, NoAgain, may_ask_again};
use panelboard_domain::attempt::{Attempt, Request};
use panelboard_domain::id::AttemptId;
use panelboard_domain::panel::{KeyPrint, PanelId};
use panelboard_domain::time::Seen;
use panelboard_panel_api::action::Action;
use panelboard_panel_api::http::HttpRequest;
use panelboard_panel_api::request_id;
use std::sync::Arc;

/// One repeat that a user confirmed.
///
/// ```compile_fail
/// fn twice(repeat: panelboard_client::place::ConfirmedRepeat) { let again = repeat.clone(); }
/// ```
#[derive(Debug)]
pub struct ConfirmedRepeat(ConfirmedWrite);

impl ConfirmedRepeat {
    /// The attempt's id.
    pub fn attempt_id(&self) -> &AttemptId {
        &self.0.confirmation.id
    }
}

/// What became of a repeat.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Repeated {
    /// The repeat itself.
    pub repeat: Dispatched,
    /// The order as it stands now; `None` when its record cannot be read.
    pub first: Option<Attempt>,
}

/// The user wants to ask again. `attempts` is the journal as the user sees it.
pub fn confirm_again<'a>(
    gesture: UserGesture<'_>,
    credentials: Credentials<'_>,
    first: &Attempt,
    attempts: impl IntoIterator<Item = &'a Attempt>,
    session: &Session,
    ports: &(impl KeyValue + Clock + Random),
) -> Result<ConfirmedRepeat, Stop> {
    let key = KeyPrint::of(&PanelId::of(&credentials.account.endpoint), credentials.key);
    may_ask_again(first, credentials.account, &key, attempts, clock::seen(ports))?;
    let (Some(named), Request::Add { service, params, currency, .. }) =
        (&first.named, &first.request)
    else {
        return Err(NoAgain::NoRequestId.into());
    };
    let order = Action::Add { service: service.id.clone(), params: params.clone() };
    let action = request_id::named(&order, named.id.as_str()).ok_or(Stop::OtherBytes)?;
    let request =
        Request::Again { first: first.id.clone(), order: Box::new(first.request.clone()) };
    let id = AttemptId::from_parts(ports.now(), ports.ten_bytes());
    let mut write = confirm(&gesture.spend(), &id, credentials, request, &action, session, ports)?;
    if behind_key_sha256(&write.request) != named.body_sha256 {
        return Err(Stop::OtherBytes);
    }
    write.confirmation.named = Some(named.clone());
    write.confirmation.retry_of = Some(first.id.clone());
    // If the first one never arrived, this one is the order, at the price that was confirmed.
    write.currency = currency.clone().filter(|_| credentials.account.currency_override.is_none());
    Ok(ConfirmedRepeat(write))
}

/// Sends a confirmed repeat, once, and settles the order with what the panel says. `progress` is called
/// with each state of the repeat that was stored.
pub async fn ask_again(
    ports: &impl OrderPorts,
    credentials: Credentials<'_>,
    repeat: ConfirmedRepeat,
    progress: impl Fn(&Attempt),
) -> Result<Repeated, Stop> {
    let first = repeat.0.confirmation.retry_of.clone();
    let mut repeat = dispatch(ports, credentials, repeat.0, &progress).await?;
    let stored = |id: AttemptId| async move { journal::get(ports, &id).await.ok().flatten() };
    // It may have become an order of its own.
    if let Some(now) = stored(repeat.attempt.id.clone()).await {
        repeat.attempt = now;
    }
    let first = match first {
        Some(first) => stored(first).await,
        None => None,
    };
    Ok(Repeated { repeat, first })
}

/// The rule once more, over the journal as it is stored, for whoever holds the panel's lock. Nothing to
/// say about anything but a repeat.
pub(super) fn still_allowed(
    credentials: Credentials<'_>,
    write: &ConfirmedWrite,
    attempts: &[Arc<Attempt>],
    seen: Seen,
) -> Result<(), Stop> {
    let Some(first) = write.confirmation.request.repeats() else { return Ok(()) };
    let first = attempts.iter().find(|attempt| attempt.id == *first);
    let first = first.ok_or(Stop::Failed(StorageError::Corrupt.into()))?;
    let key = KeyPrint::of(&write.panel, credentials.key);
    may_ask_again(first, credentials.account, &key, attempts.iter().map(AsRef::as_ref), seen)
        .map_err(Stop::NotSafeAgain)?;
    Ok(())
}

/// What makes this request repeatable.
pub(super) fn named_request(id: &AttemptId, key: KeyPrint, request: &HttpRequest) -> NamedRequest {
    NamedRequest { id: id.clone(), key, body_sha256: behind_key_sha256(request) }
}

fn behind_key_sha256(request: &HttpRequest) -> String {
    sha256_hex(&[request_id::behind_key(request).as_bytes()])
}
