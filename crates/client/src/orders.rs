//! Asking about many orders with few questions: batches as large as the panel takes, each answer
//! given on by itself, and one bad id never hides the others (docs/reliability.md#reads).

#[cfg(test)]
mod tests;

use crate::error::ClientError;
use crate::place::Keyed;
use crate::reads::{Paces, Reader, read_status};
use panelboard_domain::account::{Ability, Fact};
use panelboard_domain::attempt::RefusalKind;
use panelboard_domain::id::OrderId;
use panelboard_domain::order::Heard;
use panelboard_domain::order::StatusReading;
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

/// Asks about these orders and gives what each answer said of its orders to `on_heard` as it comes. Ends early when the panel
/// refuses the key, does not answer at all, or gives every id the same answer that names no order:
/// more questions would not help.
pub async fn refresh_orders(
    outside: &impl Reader,
    paces: &Paces,
    keyed: Keyed<'_>,
    orders: &[OrderId],
    mut on_heard: impl FnMut(Vec<(OrderId, Heard)>),
) -> Result<RoundReport, ClientError> {
    let capabilities = &keyed.account.capabilities;
    let max = if capabilities.has(Ability::MultiStatus) { capabilities.max_batch } else { 1 };
    let mut open = batches(orders, max);
    open.reverse();
    let mut learned = Vec::new();
    let (mut many_worked, mut many_failed, mut one_worked) = (false, false, false);
    let mut alike = 0;
    while let Some(batch) = open.pop() {
        match read_status(outside, paces, keyed, &batch, &mut learned).await {
            Ok(decoded) => {
                if let Some(refusal) = against_the_key(&decoded.value) {
                    return Err(ApiError::Refused(refusal).into());
                }
                many_worked |= batch.len() > 1 && !decoded.value.is_empty();
                one_worked |= batch.len() == 1;
                on_heard(heard_of(batch, decoded.value));
            }
            Err(ClientError::Api(error)) if speaks_of_ids(&error) => match batch.len() {
                0 => {}
                1 => {
                    let heard = heard_of_one(&error);
                    alike += usize::from(heard == Heard::Nothing);
                    on_heard(vec![(batch[0].clone(), heard)]);
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
fn heard_of(asked: Vec<OrderId>, answered: PerOrder<StatusReading>) -> Vec<(OrderId, Heard)> {
    let mut answered: Vec<_> = answered.into_iter().map(Some).collect();
    let heard = |id: OrderId| {
        let row = answered.iter_mut().find(|row| row.as_ref().is_some_and(|(of, _)| *of == id));
        let heard = match row.and_then(Option::take) {
            Some((_, Ok(reading))) => Heard::Reading(Box::new(reading)),
            Some((_, Err(refusal))) if refusal.kind == RefusalKind::Order => Heard::NoSuchOrder,
            Some((_, Err(_))) | None => Heard::Nothing,
        };
        (id, heard)
    };
    asked.into_iter().map(heard).collect()
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

fn heard_of_one(error: &ApiError) -> Heard {
    match error {
        ApiError::Refused(refusal) if refusal.kind == RefusalKind::Order => Heard::NoSuchOrder,
        _ => Heard::Nothing,
    }
}
