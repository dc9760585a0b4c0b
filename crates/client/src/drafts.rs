//! What was typed into an order form and not sent yet, for each account, and what was put aside there.
//! Kept at once in the small storage of the device, so that a reload loses nothing that was typed a
//! moment ago; never a record of an order. What becomes of it is
//! `panelboard_domain::order::KeptDrafts`' to say.

use crate::ports::KeyValue;
use panelboard_domain::id::AccountId;
use panelboard_domain::order::{KeptDrafts, OrderDraft};

/// The drafts of an account; none when none are kept or they cannot be read.
pub fn load(storage: &dyn KeyValue, account: &AccountId) -> KeptDrafts {
    let Some(text) = storage.read(&name(account)) else { return KeptDrafts::default() };
    // The first version kept the draft alone.
    let alone = serde_json::from_str::<OrderDraft>(&text).map(KeptDrafts::typed);
    alone.or_else(|_| serde_json::from_str(&text)).unwrap_or_default()
}

/// Keeps them; they are there when this returns. That they cannot be kept is no reason to stop typing.
pub fn keep(storage: &dyn KeyValue, account: &AccountId, drafts: &KeptDrafts) {
    let is_empty = drafts.current.is_blank() && drafts.aside.is_none();
    let text = if is_empty { String::new() } else { to_json(drafts) };
    let _ = storage.write(&name(account), &text);
}

/// Keeps what the form holds now.
pub fn keep_current(storage: &dyn KeyValue, account: &AccountId, draft: &OrderDraft) {
    let drafts = load(storage, account);
    let drafts = if draft.is_blank() { drafts.sent() } else { drafts.now(draft.clone()) };
    keep(storage, account, &drafts);
}

/// An order for this target was placed, or may have been, whatever screen shows it.
pub fn was_sent(storage: &dyn KeyValue, account: &AccountId, link: &str) {
    let before = load(storage, account);
    let after = before.clone().ordered(link);
    if after != before {
        keep(storage, account, &after);
    }
}

/// Fills an account's form with an earlier order. What was typed there is put aside.
pub fn fill(storage: &dyn KeyValue, account: &AccountId, again: &OrderDraft) {
    keep(storage, account, &load(storage, account).reorder(again.clone()));
}

fn to_json(drafts: &KeptDrafts) -> String {
    serde_json::to_string(drafts).unwrap_or_default()
}

fn name(account: &AccountId) -> String {
    format!("panelboard.draft.{account}")
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::testing::MemoryKeyValue;
    use panelboard_domain::id::ServiceId;

    const NAME: &str = "panelboard.draft.a1";

    fn id() -> AccountId {
        AccountId::new("a1").expect("an id")
    }

    fn draft(link: &str) -> OrderDraft {
        OrderDraft { link: link.to_owned(), quantity: "100".to_owned(), ..OrderDraft::default() }
    }

    #[test]
    fn what_was_typed_is_there_for_the_next_page_as_soon_as_it_is_kept() {
        let storage = MemoryKeyValue::default();
        keep_current(&storage, &id(), &draft("https://t.me/a/1"));
        assert_eq!(load(&storage, &id()).current, draft("https://t.me/a/1"));
        let other = AccountId::new("a2").expect("an id");
        assert_eq!(load(&storage, &other), KeptDrafts::default(), "each account has its own");
    }

    #[test]
    fn drafts_of_released_versions_open_and_are_written_as_they_were() {
        let storage = MemoryKeyValue::default();
        let alone = r#"{"service":"7","link":"https://t.me/a/1","quantity":"100","extras":[]}"#;
        storage.write(NAME, alone).expect("room");
        let service = ServiceId::new("7");
        let typed = OrderDraft { service, ..draft("https://t.me/a/1") };
        assert_eq!(load(&storage, &id()), KeptDrafts::typed(typed), "the first version's");
        let both = format!(r#"{{"current":{alone},"filled":null,"aside":{alone}}}"#);
        storage.write(NAME, &both).expect("room");
        let kept = load(&storage, &id());
        assert!(kept.aside.is_some());
        keep(&storage, &id(), &kept);
        assert_eq!(storage.read(NAME).as_deref(), Some(both.as_str()));
        storage.write(NAME, "{").expect("room");
        assert_eq!(load(&storage, &id()), KeptDrafts::default(), "unreadable");
    }

    #[test]
    fn an_order_takes_its_own_draft_along_and_leaves_what_was_put_aside() {
        let storage = MemoryKeyValue::default();
        keep_current(&storage, &id(), &draft("https://t.me/a/1"));
        fill(&storage, &id(), &draft("https://t.me/a/2"));
        was_sent(&storage, &id(), "https://t.me/a/3");
        assert_eq!(load(&storage, &id()).current, draft("https://t.me/a/2"), "another target");
        was_sent(&storage, &id(), "https://t.me/a/2");
        let left = load(&storage, &id());
        assert_eq!(left.current, draft(""), "the quantity stays for the next one");
        assert_eq!(left.aside, Some(draft("https://t.me/a/1")));
    }

    #[test]
    fn a_full_storage_stops_nobody_from_typing_and_an_empty_form_keeps_nothing() {
        let storage = MemoryKeyValue::default();
        keep_current(&storage, &id(), &draft("https://t.me/a/1"));
        keep_current(&storage, &id(), &OrderDraft::default());
        assert_eq!(storage.read(NAME).as_deref(), Some(""));
        storage.is_full.set(true);
        keep_current(&storage, &id(), &draft("https://t.me/a/1"));
        assert_eq!(load(&storage, &id()), KeptDrafts::default());
    }
}
