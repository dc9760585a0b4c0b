//! What was typed into an order form and not sent yet, one draft an account. Kept on this device so
//! that a reload loses nothing; never a record of an order.

use crate::platform::local_storage;
use panelboard_domain::id::AccountId;
use panelboard_domain::order::OrderDraft;

/// The draft of an account, if it holds anything.
pub fn load_draft(account: &AccountId) -> Option<OrderDraft> {
    let text = local_storage::read(&name(account))?;
    let draft: OrderDraft = serde_json::from_str(&text).ok()?;
    (!is_blank(&draft)).then_some(draft)
}

/// Keeps a draft. That it cannot be kept is no reason to stop typing.
pub fn save_draft(account: &AccountId, draft: &OrderDraft) {
    let text = if is_blank(draft) { String::new() } else { to_json(draft) };
    let _ = local_storage::write(&name(account), &text);
}

/// No target was typed; a chosen service or a quantity alone is not worth keeping.
pub fn is_blank(draft: &OrderDraft) -> bool {
    let empty = |text: &String| text.trim().is_empty();
    empty(&draft.link) && draft.extras.iter().all(|extra| empty(&extra.1))
}

fn to_json(draft: &OrderDraft) -> String {
    serde_json::to_string(draft).unwrap_or_default()
}

fn name(account: &AccountId) -> String {
    format!("panelboard.draft.{account}")
}
