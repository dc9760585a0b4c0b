//! Asking what became of refills, and noticing that a panel cannot say (finding K7): then it is learned
//! once and not asked every two minutes. Each state goes to the order whose refill was asked about;
//! numbers that are no keys are not asked about at all (`domain::order::refill_request`).

#[cfg(test)]
mod tests;

use crate::error::ClientError;
use crate::place::Credentials;
use crate::reads::{Paces, Reader, read_refill_status};
use panelboard_domain::account::{Ability, Fact};
use panelboard_domain::attempt::RefusalKind;
use panelboard_domain::id::{OrderId, RefillId};
use panelboard_domain::order::RefillStatus;
use panelboard_panel_api::batch::batches;
use panelboard_panel_api::dialect;
use panelboard_panel_api::error::{ApiError, Refusal, Unreadable};

/// Rounds without a word about any refill before `refill_status` counts as useless: a new refill may
/// not be in the panel's tables at once.
const SILENT_ROUNDS: u8 = 3;

/// What a round brought.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct RefillRound {
    /// What the answers show of the panel; to be kept with the account.
    pub learned: Vec<Fact>,
    /// Refills that the panel told a state of.
    pub told: usize,
    /// Refills that it said nothing about, or "not found".
    pub silent: usize,
}

/// Asks about these refills and gives each state to `on_told`. Ends early when the panel refuses the
/// key, does not know the action, or does not answer.
pub async fn refresh_refills(
    ports: &impl Reader,
    paces: &Paces,
    credentials: Credentials<'_>,
    refills: &[(OrderId, RefillId)],
    mut on_told: impl FnMut(&OrderId, &RefillId, RefillStatus),
) -> Result<RefillRound, ClientError> {
    let ids: Vec<RefillId> = refills.iter().map(|(_, refill)| refill.clone()).collect();
    let mut round = RefillRound::default();
    for batch in batches(&ids, credentials.account.capabilities.max_batch) {
        let read = read_refill_status(ports, paces, credentials, &batch, &mut round.learned).await;
        let answered = match read {
            Ok(decoded) => decoded.value,
            Err(ClientError::Api(error)) if is_unknown_action(&error) => {
                round.learned.push(Fact::Can(Ability::RefillStatus, false));
                return Ok(round);
            }
            Err(ClientError::Api(error)) if says_nothing(&error) => Vec::new(),
            Err(error) => return Err(error),
        };
        let told = answered.into_iter().filter_map(|(id, state)| Some((id, state.ok()?)));
        let mut count = 0;
        for (id, state) in told {
            if let Some((order, refill)) = refills.iter().find(|(_, refill)| *refill == id) {
                count += 1;
                on_told(order, refill, state);
            }
        }
        round.told += count;
        round.silent += batch.len().saturating_sub(count);
    }
    Ok(round)
}

fn is_unknown_action(error: &ApiError) -> bool {
    let asked = panelboard_panel_api::action::Action::RefillStatus(Vec::new());
    let answer: Result<(), ApiError> = Err(error.clone());
    matches!(dialect::observed(&asked, &answer), Some((_, false)))
}

/// The panel answered, and there is no state in it: "Refill not found", another shape.
fn says_nothing(error: &ApiError) -> bool {
    match error {
        ApiError::Refused(Refusal { kind, .. }) => !matches!(
            kind,
            RefusalKind::Auth
                | RefusalKind::Account
                | RefusalKind::RateLimit
                | RefusalKind::Maintenance
        ),
        ApiError::Unreadable { what, status, .. } => {
            let is_page = matches!(what, Unreadable::Html | Unreadable::BotCheck);
            !is_page && *status < 500 && !matches!(status, 401 | 403 | 429)
        }
    }
}

/// Whether a panel's `refill_status` is of use, over the rounds of one account.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct RefillTally {
    silent_rounds: u8,
}

impl RefillTally {
    /// Counts a round; what it shows once it shows something. A state that is told at last unlearns
    /// that the panel cannot.
    pub fn count(&mut self, round: &RefillRound) -> Option<Fact> {
        if round.told > 0 {
            self.silent_rounds = 0;
            return Some(Fact::Can(Ability::RefillStatus, true));
        }
        if round.silent == 0 {
            return None;
        }
        self.silent_rounds = self.silent_rounds.saturating_add(1);
        (self.silent_rounds >= SILENT_ROUNDS).then_some(Fact::Can(Ability::RefillStatus, false))
    }
}
