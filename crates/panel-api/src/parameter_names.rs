//! Which parameter a panel asks for in a refusal: `order parameter is required` in answer to a cancel
//! that named its order in `orders` (finding K6), `request_id is required` in answer to an order
//! (finding K19). Pure; it reads words only.
//!
//! It must never take a sentence about an order for one about a parameter: the words of the
//! vocabulary decide, and whatever else is said makes the text say nothing here.

mod words;

use crate::action::Action;
use panelboard_domain::account::{Capabilities, IdName, IdSlot};
use words::{Role, Word};

/// The slot that an action's ids stand in; `None` for an action without ids.
pub fn slot_of(action: &Action) -> Option<IdSlot> {
    let one_or_many = |count: usize, one, many| if count == 1 { one } else { many };
    Some(match action {
        Action::Services | Action::ServicesFrom { .. } | Action::Balance | Action::Add { .. } => {
            return None;
        }
        Action::Status(ids) => one_or_many(ids.len(), IdSlot::Status, IdSlot::ManyStatus),
        Action::Refill(ids) => one_or_many(ids.len(), IdSlot::Refill, IdSlot::ManyRefill),
        Action::RefillStatus(ids) => {
            one_or_many(ids.len(), IdSlot::RefillStatus, IdSlot::ManyRefillStatus)
        }
        Action::Cancel(_) => IdSlot::Cancel,
    })
}

/// The other name that a refusal of this action asks for: where, and which. `None` when the text
/// asks for nothing, or for what was sent.
pub fn wanted(action: &Action, can: &Capabilities, text: &str) -> Option<(IdSlot, IdName)> {
    let slot = slot_of(action)?;
    let (sent, _) = can.id_name(slot);
    let words = words::read(text);
    let mut asked = Vec::new();
    for (at, word) in words.iter().enumerate() {
        if let Some(name) = named_at(&words, at, sent)
            && slot.choices().contains(&name)
            && is_parameter(&words, at, word)
            && !asked.contains(&name)
        {
            asked.push(name);
        }
    }
    let requests = asks_for_something(&words) && !asked.contains(&sent);
    asked.first().filter(|_| requests).map(|name| (slot, *name))
}

/// Whether a refusal of `add` speaks of the `request_id` that the panel wants or already knows. A
/// trace number at the end of an error ("request id 9f3") is none of both.
pub fn speaks_of_request_id(text: &str) -> bool {
    let words = words::read(text);
    let is_it = |at: usize| {
        let word = &words[at];
        let follows = words.get(at + 1).is_some_and(|next| next.plain == "id");
        word.plain == "requestid" || word.plain == "request" && follows
    };
    let requests = words.iter().any(|word| matches!(word.role, Role::Wanting | Role::Known));
    (0..words.len()).any(is_it)
        && requests
        && words.iter().all(|word| !matches!(word.role, Role::Other | Role::Wrong))
}

/// Whether a refusal says that the panel has this `request_id` already: then it has the request.
pub fn says_request_id_is_known(text: &str) -> bool {
    let words = words::read(text);
    let has = |role| words.iter().any(|word| word.role == role);
    speaks_of_request_id(text) && has(Role::Known) && !has(Role::Wanting)
}

/// The name that begins at a word.
fn named_at(words: &[Word], at: usize, sent: IdName) -> Option<IdName> {
    let word = &words[at];
    let next = words.get(at + 1).map(|next| next.plain.as_str());
    let two = match (word.plain.as_str(), next) {
        ("order", Some("id" | "number")) => Some((IdName::Order, IdName::OrderId)),
        ("order", Some("ids")) => Some((IdName::Orders, IdName::OrderIds)),
        ("refill", Some("id" | "number")) => Some((IdName::Refill, IdName::RefillId)),
        ("refill", Some("ids")) => Some((IdName::Refills, IdName::RefillIds)),
        ("id" | "ids" | "number", _) if at > 0 && is_thing(&words[at - 1]) => return None,
        _ => None,
    };
    match two {
        // Laravel writes `order_id` as "the order id field"; others mean the order's number.
        Some((plain, compound)) if near_parameter_word(words, at) || sent == plain => {
            Some(compound)
        }
        Some((plain, _)) => Some(plain),
        None => word.name,
    }
}

fn is_thing(word: &Word) -> bool {
    matches!(word.plain.as_str(), "order" | "refill")
}

/// Whether a word is used as a parameter's name: written like one, in quotes, beside "parameter" or
/// "field", or in a text that says nothing else.
fn is_parameter(words: &[Word], at: usize, word: &Word) -> bool {
    word.is_compound
        || word.is_quoted
        || near_parameter_word(words, at)
        || words.iter().all(|word| word.role != Role::Other)
}

/// "Parameter" or "field" stands beside the name, with nothing of substance between.
fn near_parameter_word(words: &[Word], at: usize) -> bool {
    const NEAR: usize = 3;
    let is_between = |word: &&Word| {
        matches!(word.role, Role::Filler | Role::Wanting)
            || matches!(word.plain.as_str(), "id" | "ids")
    };
    let behind = words[at + 1..].iter().take(NEAR).find(|word| !is_between(word));
    let before = words[..at].iter().rev().take(NEAR).find(|word| !is_between(word));
    [behind, before].into_iter().flatten().any(|word| word.role == Role::Parameter)
}

const NO: [&str; 8] = ["no", "not", "не", "لا", "غير", "không", "tidak", "nie"];
const NEEDED: [&str; 12] = [
    "need",
    "requir",
    "necess",
    "necesari",
    "necesita",
    "треб",
    "нуж",
    "необходим",
    "مطلوب",
    "cần",
    "diperlu",
    "dibutuh",
];

/// It says that something is missing, and not that something is wrong.
fn asks_for_something(words: &[Word]) -> bool {
    let says = |role| words.iter().any(|word| word.role == role);
    // "No refill needed", "не требуется": nothing is asked for. "No order provided" is not such a no.
    let is_needed = |word: &Word| NEEDED.iter().any(|stem| word.plain.starts_with(stem));
    let is_denied = words.iter().enumerate().any(|(at, word)| {
        NO.contains(&word.plain.as_str()) && words[at + 1..].iter().take(3).any(is_needed)
    });
    says(Role::Wanting) && !says(Role::Wrong) && !is_denied
}

#[cfg(test)]
mod tests;
