//! Where an answer says no, and in which words (docs/protocol.md#refusals).

use crate::error::Refusal;
use crate::json::{Node, Scalar};
use crate::{phrases, text};
use panelboard_domain::attempt::RefusalKind;
use panelboard_domain::secret::ApiKey;

/// Members that carry a panel's words when there is no `error`.
const WORDS: [&str; 8] = [
    "message",
    "msg",
    "error_message",
    "error_description",
    "description",
    "detail",
    "text",
    "reason",
];

/// The longest plain text that is read as a sentence, in bytes.
const LONGEST_PLAIN: usize = 300;

/// A refusal from a panel's words, the key masked.
pub(crate) fn refusal(words: &str, key: &ApiKey) -> Refusal {
    let kind = phrases::kind_of(words);
    let waits = matches!(kind, RefusalKind::Cooldown | RefusalKind::RateLimit);
    Refusal {
        kind,
        text: text::message(words, key),
        cooldown_minutes: waits.then(|| phrases::minutes_in(words)).flatten(),
    }
}

/// The refusal of a whole answer, if it is one. `status` helps only where the words say nothing.
pub(crate) fn of_answer(node: &Node<'_>, status: u16, key: &ApiKey) -> Option<Refusal> {
    let words = match node {
        Node::Scalar(Scalar::Text(words)) if !words.trim().is_empty() => words,
        _ => words_of(node).or_else(|| failure_words(node, status))?,
    };
    let mut refusal = refusal(words, key);
    refusal.kind = match (refusal.kind, status) {
        (RefusalKind::Other | RefusalKind::Request, 401) | (RefusalKind::Other, 403) => {
            RefusalKind::Auth
        }
        (RefusalKind::Other, 429) => RefusalKind::RateLimit,
        (kind, _) => kind,
    };
    Some(refusal)
}

/// The refusal that an answer without JSON is: a short plain sentence against the key or the account,
/// or "too many requests", which may come without a word. Anything else is no answer.
pub(crate) fn of_plain(text: &str, status: u16, key: &ApiKey) -> Option<Refusal> {
    if status == 429 && !text.trim_start().starts_with('<') {
        return Some(Refusal { kind: RefusalKind::RateLimit, ..refusal(text, key) });
    }
    if status >= 500 || text.len() > LONGEST_PLAIN || text.contains(['<', '{', '[']) {
        return None;
    }
    let refusal = refusal(text, key);
    let is_clear =
        matches!(refusal.kind, RefusalKind::Auth | RefusalKind::Account | RefusalKind::RateLimit);
    is_clear.then_some(refusal)
}

/// The JSON `null` in answer to an action: the panel does not know it (docs/protocol.md#refusals).
pub(crate) fn unknown_action() -> Refusal {
    Refusal { kind: RefusalKind::Action, text: "null".to_owned(), cooldown_minutes: None }
}

/// The words of a truthy `error` or `errors`, or of `status: error` with a message.
pub(crate) fn words_of<'n>(node: &'n Node<'_>) -> Option<&'n str> {
    for name in ["error", "errors"] {
        if let Some(error) = node.get(name).filter(|error| error.is_truthy()) {
            let is_flag = matches!(error, Node::Scalar(Scalar::Bool(_) | Scalar::Number(_)));
            return if is_flag { message(node) } else { first_words(error) }.or(Some("error"));
        }
    }
    // An order whose state is "Error" is no refusal.
    let has = |names: &[&str]| names.iter().any(|name| node.get(name).is_some());
    let failed = |says: fn(&Scalar<'_>) -> bool| {
        ["status", "success"]
            .iter()
            .any(|name| node.get(name).and_then(Node::scalar).is_some_and(says))
    };
    // `status: 0` beside an order is its state in panels that write states as numbers.
    let is_refused = failed(says_failed) || failed(says_zero) && !has(&["order", "refill"]);
    if is_refused && !has(&["charge", "remains", "start_count"]) { message(node) } else { None }
}

/// A message with an HTTP error and nothing that looks like an answer (Laravel, Flask).
pub(super) fn failure_words<'n>(node: &'n Node<'_>, status: u16) -> Option<&'n str> {
    if status < 400 { None } else { message(node) }
}

fn message<'n>(node: &'n Node<'_>) -> Option<&'n str> {
    WORDS.iter().find_map(|name| node.text_of(name)).filter(|words| !words.trim().is_empty())
}

/// The words inside an `error` that is text, a list or a map.
fn first_words<'n>(node: &'n Node<'_>) -> Option<&'n str> {
    match node {
        Node::Scalar(Scalar::Text(words)) => Some(words),
        Node::Scalar(_) => None,
        Node::List(items) => items.iter().find_map(first_words),
        Node::Map(members) => {
            message(node).or_else(|| members.iter().find_map(|(_, value)| first_words(value)))
        }
    }
}

/// `status: "error"`, `success: false` and the like.
fn says_failed(scalar: &Scalar<'_>) -> bool {
    match scalar {
        Scalar::Bool(value) => !value,
        Scalar::Text(word) => {
            ["error", "fail", "failed", "false"].iter().any(|no| word.eq_ignore_ascii_case(no))
        }
        Scalar::Null | Scalar::Number(_) | Scalar::Nested => false,
    }
}

/// `status: 0`, `success: "0"`.
fn says_zero(scalar: &Scalar<'_>) -> bool {
    scalar.text().is_some_and(|text| text.trim() == "0")
}
