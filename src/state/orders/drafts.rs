//! The drafts of the order forms, as the pages see them: kept by the engine's side at once
//! (`panelboard_client::drafts`). Samples without an engine keep none.

use super::Orders;
use panelboard_client::drafts;
use panelboard_domain::id::AccountId;
use panelboard_domain::order::{KeptDrafts, OrderDraft};

impl Orders {
    /// The drafts of an account.
    pub fn drafts(self, account: &AccountId) -> KeptDrafts {
        let engine = self.engine.get();
        engine.map(|engine| drafts::load(engine.storage(), account)).unwrap_or_default()
    }

    /// Keeps them.
    pub fn keep_drafts(self, account: &AccountId, drafts: &KeptDrafts) {
        if let Some(engine) = self.engine.get() {
            drafts::keep(engine.storage(), account, drafts);
        }
    }

    /// Keeps what the form holds now.
    pub fn keep_draft(self, account: &AccountId, draft: &OrderDraft) {
        if let Some(engine) = self.engine.get() {
            drafts::keep_current(engine.storage(), account, draft);
        }
    }

    /// Fills an account's form with an earlier order. What was typed there is put aside.
    pub fn fill_draft(self, account: &AccountId, again: &OrderDraft) {
        if let Some(engine) = self.engine.get() {
            drafts::fill(engine.storage(), account, again);
        }
    }

    /// An order for this target was placed, or may have been, whatever screen shows it.
    pub(super) fn draft_was_sent(self, account: &AccountId, link: &str) {
        if let Some(engine) = self.engine.get() {
            drafts::was_sent(engine.storage(), account, link);
        }
    }
}
