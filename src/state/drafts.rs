//! What was typed into an order form and not sent yet, for each account, and what was put aside there.
//! Kept on this device so that a reload loses nothing; never a record of an order. What becomes of it
//! is `panelboard_domain::order::KeptDrafts`' to say.

use crate::platform::local_storage;
use panelboard_domain::id::AccountId;
use panelboard_domain::order::{KeptDrafts, OrderDraft};

/// The drafts of an account.
pub fn load_drafts(account: &AccountId) -> KeptDrafts {
    let Some(text) = local_storage::read(&name(account)) else { return KeptDrafts::default() };
    // The first version kept the draft alone.
    let alone = serde_json::from_str::<OrderDraft>(&text).map(KeptDrafts::typed);
    alone.or_else(|_| serde_json::from_str(&text)).unwrap_or_default()
}

/// Keeps them. That they cannot be kept is no reason to stop typing.
pub fn save_drafts(account: &AccountId, drafts: &KeptDrafts) {
    let is_empty = drafts.current.is_blank() && drafts.aside.is_none();
    let text = if is_empty { String::new() } else { to_json(drafts) };
    let _ = local_storage::write(&name(account), &text);
}

/// Keeps what the form holds now.
pub fn save_draft(account: &AccountId, draft: &OrderDraft) {
    let drafts = load_drafts(account);
    let drafts = if draft.is_blank() { drafts.sent() } else { drafts.now(draft.clone()) };
    save_drafts(account, &drafts);
}

/// An order for this target was placed, or may have been, whatever screen shows it.
pub(super) fn draft_was_sent(account: &AccountId, link: &str) {
    let before = load_drafts(account);
    let after = before.clone().ordered(link);
    if after != before {
        save_drafts(account, &after);
    }
}

/// Fills an account's form with an earlier order. What was typed there is put aside.
pub fn fill_draft(account: &AccountId, again: &OrderDraft) {
    save_drafts(account, &load_drafts(account).reorder(again.clone()));
}

fn to_json(drafts: &KeptDrafts) -> String {
    serde_json::to_string(drafts).unwrap_or_default()
}

fn name(account: &AccountId) -> String {
    format!("panelboard.draft.{account}")
}
