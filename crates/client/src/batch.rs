//! A batch of orders: rows that were read, checked against the accounts, their lists and the orders there
//! are; what a confirmation of all of them names; what is kept between visits. The sending is
//! [`crate::engine`]'s.
//!
//! Must never hold a confirmed order: what is kept here is a draft, whatever became of it.

pub mod check;
pub mod export;
mod guard;
pub(crate) mod kept;

pub use check::{Checked, RowError, RowWarning};
pub(crate) use guard::Targets;

use crate::error::{ClientError, StorageError};
use crate::stop::Stop;
use panelboard_domain::attempt::{AttemptState, RefusalKind};
use panelboard_domain::batch::{BatchRow, Sum};
use panelboard_domain::id::{AccountId, AttemptId};
use panelboard_domain::money::Amount;
use panelboard_domain::panel::PanelId;
use std::sync::Arc;

/// One row of the batch.
#[derive(Clone, Debug, PartialEq)]
pub struct Row {
    /// As typed.
    pub fields: BatchRow,
    /// The user wants it although it repeats an order.
    pub may_repeat: bool,
    /// What the check says.
    pub checked: Checked,
    /// Where it stands.
    pub state: RowState,
}

/// Where a row stands.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub enum RowState {
    /// Not confirmed, or not any more: nothing of it was sent.
    #[default]
    Draft,
    /// It was confirmed and is a draft again: nothing was sent, and why.
    Returned(Stop),
    /// Confirmed; it waits for its turn.
    Waiting,
    /// Written down and on its way.
    Sending(AttemptId),
    /// It ended as the journal says.
    Ended(AttemptId, AttemptState),
}

impl Row {
    /// It may be confirmed.
    pub fn is_ready(&self) -> bool {
        matches!(self.state, RowState::Draft | RowState::Returned(_)) && self.checked.is_ready()
    }

    /// It is no order yet and was not confirmed: it can be edited.
    pub fn is_draft(&self) -> bool {
        matches!(self.state, RowState::Draft | RowState::Returned(_))
    }
}

/// Why nothing more is sent at a panel or for an account, until the user presses Resume.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Halt {
    /// The outcome of this order is not known.
    Unknown(AttemptId),
    /// The balance shows another charge than estimated for this order.
    Alarm(AttemptId),
    /// The panel said that the account cannot order: no funds, a wrong key, maintenance.
    Refused(RefusalKind),
    /// The service list, older than 15 minutes, cannot be read again.
    List(ClientError),
    /// As for a single order.
    Stopped(Stop),
}

/// What one panel is doing.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct LaneView {
    /// Which.
    pub panel: PanelId,
    /// It waits because the panel wants fewer requests.
    pub is_throttled: bool,
    /// Why it stands still; `None` when it does not.
    pub halted: Option<Halt>,
    /// Accounts of it that stand still, and why.
    pub stopped: Vec<(AccountId, Halt)>,
}

/// Why a batch was not begun. Nothing was sent.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum BatchStop {
    /// No row is ready.
    Nothing,
    /// It is not what the confirmation named any more.
    Changed,
    /// It costs more than the user's cap.
    OverCap,
    /// A batch is running here.
    Running,
    /// A batch is running in another tab.
    OtherTab,
    /// The batch could not be kept: after a reload nobody would know what was not sent.
    NotKept(StorageError),
    /// One row (by its position), or all of them.
    Stopped(Option<usize>, Stop),
}

/// What a confirmation of the batch names.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct BatchSheet {
    /// How many orders.
    pub rows: usize,
    /// What they cost, by account and currency.
    pub sums: Vec<Sum>,
    /// The state of the batch that was shown.
    pub version: u32,
}

impl BatchSheet {
    /// It names the same count and sums. What is left of the balances may have been read anew since.
    pub(crate) fn is_same(&self, other: &Self) -> bool {
        let terms = |sheet: &Self| -> Vec<_> {
            let sums = sheet.sums.iter();
            sums.map(|sum| (sum.account.clone(), sum.currency.clone(), sum.rows, sum.total))
                .collect()
        };
        self.rows == other.rows && self.version == other.version && terms(self) == terms(other)
    }
}

/// What a batch is doing.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum Phase {
    /// Nothing: its rows are edited.
    #[default]
    Editing,
    /// Its rows are being checked.
    Checking,
    /// Rows wait or are on their way.
    Running,
    /// As [`Phase::Running`], but the user paused it.
    Paused,
    /// Another tab runs a batch: nothing can be changed here.
    Elsewhere,
}

impl Phase {
    /// Rows wait or are on their way.
    pub const fn is_running(self) -> bool {
        matches!(self, Self::Running | Self::Paused)
    }
}

/// The batch as the screens see it.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct BatchView {
    /// The account of rows that name none.
    pub account: Option<AccountId>,
    /// The rows. Shared, so that a change of one copies no other.
    pub rows: Vec<Arc<Row>>,
    /// Text that is no row yet: as typed, or behind the last row that fits.
    pub text: String,
    /// Rows in that text that did not fit.
    pub left_rows: usize,
    /// Columns of the header that say nothing.
    pub unknown_columns: Vec<String>,
    /// The most that an account may spend in one currency; `None`: no bound.
    pub cap: Option<Amount>,
    /// What the rows that are ready come to.
    pub sheet: BatchSheet,
    /// What it is doing.
    pub phase: Phase,
    /// What each panel is doing.
    pub lanes: Vec<LaneView>,
    /// Why the last confirmation began nothing; `None` when it did, or there was none.
    pub stop: Option<BatchStop>,
}

impl BatchView {
    /// How many rows are in a state.
    pub fn count(&self, fits: impl Fn(&Row) -> bool) -> usize {
        self.rows.iter().filter(|row| fits(row)).count()
    }
}
