//! Asking about many orders with few questions: batches as large as the panel takes, each answer
//! given on by itself, and one bad id never hides the others (docs/reliability.md#reads).

#[cfg(test)]
mod tests;

use crate::error::ClientError;
use crate::place::Credentials;
use crate::reads::{Paces, Reader, read_status};
use panelboard_domain::account::{Ability, Fact};
use panelboard_domain::attempt::RefusalKind;
use panelboard_domain::id::OrderId;
use panelboard_domain::order::StatusReading;
use panelboard_domain::order::StatusReply;
use panelboard_panel_api::batch::batches;
use panelboard_panel_api::decode::PerOrder;
use panelboard_panel_api::error::{ApiError, Refusal, Unreadable};

/// What a round showed about the panel itself.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct RoundReport {
    /// Whether it answers many ids at once, and under which names; empty when this round could not
    /// tell. To be kept with the account.
    pub learned: Vec<Fact>,
}

/// After so many single ids that failed alike, with nothing that worked, it is not about the ids.
const ALIKE: usize = 3;

/// Asks about these orders and gives what each answer said of its orders to `on_reply` as it comes. Ends early when the panel
/// refuses the key, does not answer at all, or gives every id the same answer that names no order:
/// more questions would not help.
pub async fn refresh_orders(
    ports: &impl Reader,
    paces: &Paces,
    credentials: Credentials<'_>,
    orders: &[OrderId],
    mut on_reply: impl FnMut(Vec<(OrderId, StatusReply)>),
) -> Result<RoundReport, ClientError> {
    let capabilities = &credentials.account.capabilities;
    let max = if capabilities.has(Ability::MultiStatus) { capabilities.max_batch } else { 1 };
    let mut open = batches(orders, max);
    open.reverse();
    let mut learned = Vec::new();
    let (mut many_worked, mut many_failed, mut one_worked) = (false, false, false);
    let mut alike = 0;
    while let Some(batch) = open.pop() {
        match read_status(ports, paces, credentials, &batch, &mut learned).await {
            Ok(decoded) => {
                if let Some(refusal) = against_the_key(&decoded.value) {
                    return Err(ApiError::Refused(refusal).into());
                }
                many_worked |= batch.len() > 1 && !decoded.value.is_empty();
                one_worked |= batch.len() == 1;
                on_reply(replies_of(batch, decoded.value));
            }
            Err(ClientError::Api(error)) if speaks_of_ids(&error) => match batch.len() {
                0 => {}
                1 => {
                    let reply = reply_of_one(&error);
                    alike += usize::from(reply == StatusReply::Nothing);
                    on_reply(vec![(batch[0].clone(), reply)]);
                    if alike == ALIKE && !many_worked && !one_worked {
                        return Err(ClientError::Api(error));
                    }
                }
                // Halves, until the id that spoils the answer stands alone.
                n => {
                    many_failed = true;
                    let (left, right) = batch.split_at(n / 2);
                    open.extend([right.to_vec(), left.to_vec()]);
                }
            },
            Err(error) => return Err(error),
        }
    }
    let multi_status = match (many_worked, many_failed && one_worked) {
        (true, _) => Some(true),
        (false, true) => Some(false),
        (false, false) => None,
    };
    learned.extend(multi_status.map(|has| Fact::Can(Ability::MultiStatus, has)));
    Ok(RoundReport { learned })
}

/// A refusal of the key or the account that stands in every row.
fn against_the_key(rows: &PerOrder<StatusReading>) -> Option<Refusal> {
    let refusal = |row: &Result<StatusReading, Refusal>| match row {
        Err(refusal) if matches!(refusal.kind, RefusalKind::Auth | RefusalKind::Account) => {
            Some(refusal.clone())
        }
        _ => None,
    };
    let mut all = rows.iter().map(|(_, row)| refusal(row));
    let first = all.next()??;
    all.all(|other| other.is_some()).then_some(first)
}

/// What an answer says of each order that was asked about.
fn replies_of(
    asked: Vec<OrderId>,
    answered: PerOrder<StatusReading>,
) -> Vec<(OrderId, StatusReply)> {
    let mut answered: Vec<_> = answered.into_iter().map(Some).collect();
    let reply = |id: OrderId| {
        let row = answered.iter_mut().find(|row| row.as_ref().is_some_and(|(of, _)| *of == id));
        let reply = match row.and_then(Option::take) {
            Some((_, Ok(reading))) => StatusReply::Reading(Box::new(reading)),
            Some((_, Err(refusal))) if refusal.kind == RefusalKind::Order => {
                StatusReply::NoSuchOrder
            }
            Some((_, Err(_))) | None => StatusReply::Nothing,
        };
        (id, reply)
    };
    asked.into_iter().map(reply).collect()
}

/// The failure may be one id's fault, so asking for fewer may help.
fn speaks_of_ids(error: &ApiError) -> bool {
    match error {
        ApiError::Refused(refusal) => {
            matches!(refusal.kind, RefusalKind::Order | RefusalKind::Request | RefusalKind::Other)
        }
        ApiError::Unreadable { what, status, .. } => {
            let is_page = matches!(what, Unreadable::Html | Unreadable::BotCheck);
            !is_page && *status < 500 && !matches!(status, 401 | 403 | 429)
        }
    }
}

fn reply_of_one(error: &ApiError) -> StatusReply {
    match error {
        ApiError::Refused(refusal) if refusal.kind == RefusalKind::Order => {
            StatusReply::NoSuchOrder
        }
        _ => StatusReply::Nothing,
    }
}
