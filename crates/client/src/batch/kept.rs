//! The batch as it is kept on this device between visits: what was typed, and the ids of what was
//! confirmed. Whether a confirmed row was sent is the journal's to say: a row without a record is a draft
//! again, and nothing here can send it.

use panelboard_domain::batch::BatchRow;
use panelboard_domain::id::{AccountId, AttemptId};
use panelboard_domain::money::Amount;
use serde::{Deserialize, Serialize};

/// The name among the snapshots.
pub(crate) const NAME: &str = "batch";

/// The whole batch.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
pub(crate) struct Kept {
    pub(crate) account: Option<AccountId>,
    pub(crate) text: String,
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub(crate) cap: Option<Amount>,
    pub(crate) rows: Vec<KeptRow>,
}

/// One row.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub(crate) struct KeptRow {
    pub(crate) fields: BatchRow,
    #[serde(default)]
    pub(crate) may_repeat: bool,
    /// The attempt that it was confirmed as.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub(crate) attempt: Option<AttemptId>,
}

impl Kept {
    /// `None` for bytes of another version, which are left alone.
    pub(crate) fn read(bytes: &[u8]) -> Option<Self> {
        serde_json::from_slice(bytes).ok()
    }

    /// `None` never in practice: every part is text.
    pub(crate) fn bytes(&self) -> Option<Vec<u8>> {
        serde_json::to_vec(self).ok()
    }

    /// Nothing worth keeping.
    pub(crate) fn is_empty(&self) -> bool {
        self.rows.is_empty() && self.text.trim().is_empty()
    }
}
