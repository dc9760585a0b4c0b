//! What an answer to `refill` or `cancel` says: a yes, a no, or nothing that is certain. A no must
//! never pass for a yes: then the user believes that something was asked for, and waits.

use super::refusal;
use crate::error::Refusal;
use crate::json::{Node, Scalar};
use crate::{given, phrases, text};
use panelboard_domain::attempt::RefusalKind;
use panelboard_domain::id::RefillId;
use panelboard_domain::order::OrderStatus;
use panelboard_domain::secret::ApiKey;

/// What was asked for.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Asked {
    Refill,
    Cancel,
}

impl Asked {
    /// Members that hold the answer itself.
    const fn members(self) -> &'static [&'static str] {
        match self {
            Self::Refill => &["refill", "refill_id", "refillid"],
            Self::Cancel => &["cancel", "canceled", "cancelled", "cancel_id", "cancellation"],
        }
    }

    /// Members that hold the answers about many orders.
    pub(super) const fn wrappers(self) -> &'static [&'static str] {
        match self {
            Self::Refill => &["data", "orders", "result", "response", "refills", "refill"],
            Self::Cancel => &["data", "orders", "result", "response", "cancels", "cancel"],
        }
    }

    /// The kind of a no without a better name.
    const fn kind(self) -> RefusalKind {
        match self {
            Self::Refill => RefusalKind::Refill,
            Self::Cancel => RefusalKind::Cancel,
        }
    }
}

/// Members that say yes or no of the whole.
const FLAGS: [&str; 6] = ["success", "ok", "status", "result", "state", "accepted"];
/// Members that hold words about it.
const WORDS: [&str; 3] = ["message", "msg", "text"];
/// Members around an answer.
const WRAPPERS: [&str; 3] = ["data", "result", "response"];
/// How deep an answer is looked for inside others.
const DEEPEST: usize = 4;

/// What one value says.
enum Said {
    Yes(Option<RefillId>),
    No(Refusal),
    /// Words that say neither, or both.
    Unclear,
}

/// Reads answers to one question.
pub(super) struct Consent<'k> {
    pub(super) asked: Asked,
    /// The HTTP status: only a 2xx answer is a yes.
    pub(super) status: u16,
    pub(super) key: &'k ApiKey,
}

impl Consent<'_> {
    /// What a whole answer says: an id or a yes, a no, or `None`.
    pub(super) fn of(&self, node: &Node<'_>) -> Option<Result<Option<RefillId>, Refusal>> {
        self.judged(self.said(node, 0)?)
    }

    /// What an entry of a list or map says.
    pub(super) fn of_entry(&self, node: &Node<'_>) -> Option<Result<Option<RefillId>, Refusal>> {
        match node {
            Node::Scalar(scalar) => self.judged(self.answer(scalar)?),
            _ => self.of(node),
        }
    }

    fn judged(&self, said: Said) -> Option<Result<Option<RefillId>, Refusal>> {
        match said {
            Said::Yes(id) => (200..300).contains(&self.status).then_some(Ok(id)),
            Said::No(refusal) => Some(Err(self.named(refusal))),
            Said::Unclear => None,
        }
    }

    /// Whether a whole answer is one entry rather than a list or map of entries.
    pub(super) fn is_entry(&self, node: &Node<'_>, ids: &[&str]) -> bool {
        let Node::Map(members) = node else { return false };
        let is_list = |name: &&str| match node.get(name) {
            Some(Node::List(items)) => items.iter().any(|item| matches!(item, Node::Map(_))),
            _ => false,
        };
        let holds_own = self.own(node, 0).is_some() && !self.asked.members().iter().any(is_list);
        let says = || self.said(node, 0).is_some();
        let names_order = || ids.iter().any(|id| node.text_of(id).is_some());
        let is_flat = || {
            members.iter().all(|(name, value)| {
                matches!(value, Node::Scalar(_))
                    || WRAPPERS.contains(&name.as_ref()) && matches!(value, Node::Map(_))
            })
        };
        holds_own || is_flat() && (names_order() || says())
    }

    /// Whether an answer with rows says no as a whole.
    pub(super) fn denies(&self, node: &Node<'_>) -> bool {
        matches!(node, Node::Map(_)) && matches!(self.flags(node, 0), Some(Said::No(_)))
    }

    /// A refusal with the kind that it has in answer to this question: words that only say that it
    /// failed, or that an order is active, refuse what was asked for.
    pub(super) fn named(&self, refusal: Refusal) -> Refusal {
        let kind = match refusal.kind {
            RefusalKind::ActiveLink => self.asked.kind(),
            RefusalKind::Other if self.status < 500 && says_no(&refusal.text) => self.asked.kind(),
            kind => kind,
        };
        Refusal { kind, ..refusal }
    }

    fn said(&self, node: &Node<'_>, depth: usize) -> Option<Said> {
        match node {
            _ if depth > DEEPEST => None,
            Node::Scalar(scalar) => self.scalar(scalar),
            Node::List(items) => match items.as_slice() {
                [only] if depth > 0 => self.said(only, depth + 1),
                _ => None,
            },
            Node::Map(_) => self.map(node, depth),
        }
    }

    fn map(&self, node: &Node<'_>, depth: usize) -> Option<Said> {
        if let Some(words) = refusal::words_of(node) {
            return Some(self.refused(words));
        }
        let own = self.own(node, depth);
        let flags = self.flags(node, depth);
        let words = || WORDS.iter().find_map(|name| self.sentence(node.text_of(name)?));
        let wrapped = || WRAPPERS.iter().find_map(|name| self.said(node.get(name)?, depth + 1));
        match (own, flags) {
            (Some(Said::Yes(_)), Some(Said::No(_))) | (Some(Said::No(_)), Some(Said::Yes(_))) => {
                Some(Said::Unclear)
            }
            (Some(own), _) => Some(own),
            // "ok" beside a sentence that says no.
            (None, Some(Said::Yes(id))) => match words().or_else(wrapped) {
                Some(Said::No(_)) => Some(Said::Unclear),
                Some(Said::Yes(Some(id))) => Some(Said::Yes(Some(id))),
                _ => Some(Said::Yes(id)),
            },
            (None, Some(said)) => Some(said),
            (None, None) => wrapped().or_else(words),
        }
    }

    /// What the members named after the question say.
    fn own(&self, node: &Node<'_>, depth: usize) -> Option<Said> {
        let members = self.asked.members();
        let (name, value) =
            members.iter().find_map(|name| node.get(name).map(|value| (*name, value)))?;
        match value {
            Node::Map(_) => self.own_map(value, name, depth + 1),
            Node::Scalar(scalar) => self.answer(scalar),
            Node::List(_) => self.said(value, depth + 1),
        }
    }

    /// A map in the place of the answer: an id, a state of what was asked for, a yes, a no.
    fn own_map(&self, value: &Node<'_>, name: &str, depth: usize) -> Option<Said> {
        let state = ["status", "state"].iter().find_map(|name| value.text_of(name));
        let is_state = |word: &&str| !matches!(OrderStatus::read(word), OrderStatus::Other(_));
        let said = match state.filter(is_state) {
            Some(word) if refusal::words_of(value).is_none() => Some(self.word(word)),
            _ => self.said(value, depth),
        };
        let id = ["id", name].iter().find_map(|name| value.text_of(name));
        match (said, id) {
            (Some(Said::Yes(None)) | None, Some(id)) => Some(self.id(id)),
            (said, _) => said,
        }
    }

    /// The value of a member named after the question.
    fn answer(&self, scalar: &Scalar<'_>) -> Option<Said> {
        match scalar {
            Scalar::Bool(true) => Some(Said::Yes(None)),
            Scalar::Number("1") if self.asked == Asked::Cancel => Some(Said::Yes(None)),
            Scalar::Number(number) if given::looks_like_one(number) => Some(self.id(number)),
            Scalar::Text(words) => Some(self.word(words)),
            Scalar::Nested => None,
            // `0`, `false`, `null` are a no without words.
            scalar if !scalar.is_truthy() => Some(self.wordless(scalar)),
            _ => Some(Said::Unclear),
        }
    }

    /// Something that was meant as an id: a yes, unless it cannot be taken as one.
    fn id(&self, id: &str) -> Said {
        // `"cancel":404` is a code of HTTP.
        let is_code = self.asked == Asked::Cancel && matches!(id.trim().parse(), Ok(400..600_u32));
        match given::refill(id, self.key) {
            Some(_) if is_code => Said::Unclear,
            Some(id) => Said::Yes((self.asked == Asked::Refill).then_some(id)),
            None => Said::Unclear,
        }
    }

    /// Words in the place of an id: an id, a state, a yes, a no.
    fn word(&self, words: &str) -> Said {
        let word = words.trim();
        let has_digit = word.bytes().any(|byte| byte.is_ascii_digit());
        if has_digit && given::looks_like_one(word) && phrases::yes_or_no(word) != Some(false) {
            return self.id(words);
        }
        if phrases::yes_or_no(word) == Some(true) {
            return Said::Yes(None);
        }
        match (OrderStatus::read(word), self.asked) {
            (OrderStatus::Queued | OrderStatus::Preparing | OrderStatus::Running, _)
            | (OrderStatus::Completed, Asked::Refill)
            | (OrderStatus::Canceled | OrderStatus::Refunded, Asked::Cancel) => {
                return Said::Yes(None);
            }
            (OrderStatus::Failed, _)
            | (OrderStatus::Canceled | OrderStatus::Refunded, Asked::Refill) => {
                return self.refused(words);
            }
            // Of the order, perhaps.
            (OrderStatus::Completed | OrderStatus::Partial, Asked::Cancel)
            | (OrderStatus::Partial | OrderStatus::Paused | OrderStatus::Expired, _) => {
                return Said::Unclear;
            }
            (OrderStatus::Other(_), _) => {}
        }
        self.sentence(words).unwrap_or_else(|| self.refused(words))
    }

    /// What the members that speak for the whole say together.
    fn flags(&self, node: &Node<'_>, depth: usize) -> Option<Said> {
        let mut together = None;
        for name in FLAGS {
            let said = match node.get(name) {
                Some(Node::Scalar(scalar)) => self.scalar(scalar).or_else(|| {
                    // A sentence under `success` is one.
                    let is_sentence = name == "success" && scalar.text().is_some_and(is_sentence);
                    is_sentence.then_some(Said::Yes(None))
                }),
                Some(inner @ Node::Map(_)) if name != "result" => self.said(inner, depth + 1),
                _ => None,
            };
            together = match (together, said) {
                (together, None) => together,
                (_, Some(no @ Said::No(_))) => return Some(no),
                (Some(Said::Unclear), _) => Some(Said::Unclear),
                (_, said) => said,
            };
        }
        together
    }

    /// A flag or a sentence.
    fn scalar(&self, scalar: &Scalar<'_>) -> Option<Said> {
        match scalar {
            Scalar::Bool(true) | Scalar::Number("1") => Some(Said::Yes(None)),
            Scalar::Bool(false) | Scalar::Number("0") => Some(self.wordless(scalar)),
            Scalar::Text(words) => match words.trim() {
                "1" => Some(Said::Yes(None)),
                "0" | "" => Some(self.wordless(scalar)),
                words => self.sentence(words),
            },
            Scalar::Null | Scalar::Number(_) | Scalar::Nested => None,
        }
    }

    /// Words that say yes or no. The state of an order says neither, unless it failed.
    fn sentence(&self, words: &str) -> Option<Said> {
        let kind = phrases::kind_of(words);
        if phrases::is_under_way(kind, words) {
            return Some(Said::Yes(None));
        }
        match (phrases::yes_or_no(words), OrderStatus::read(words)) {
            (Some(true), _) => Some(Said::Yes(None)),
            (_, OrderStatus::Failed) | (Some(false), OrderStatus::Other(_)) => {
                Some(self.refused(words))
            }
            (None, OrderStatus::Canceled) if self.asked == Asked::Cancel => Some(Said::Yes(None)),
            _ if kind != RefusalKind::Other => Some(self.refused(words)),
            _ => None,
        }
    }

    fn refused(&self, words: &str) -> Said {
        let refusal = refusal::refusal(words, self.key);
        let is_short = !is_sentence(words) && refusal.kind == RefusalKind::Other;
        let kind = if is_short { self.asked.kind() } else { refusal.kind };
        Said::No(Refusal { kind, ..refusal })
    }

    /// A no without words.
    fn wordless(&self, scalar: &Scalar<'_>) -> Said {
        let word = match scalar {
            Scalar::Bool(value) => {
                if *value {
                    "true"
                } else {
                    "false"
                }
            }
            scalar => scalar.text().unwrap_or("null"),
        };
        let text = text::message(word, self.key);
        Said::No(Refusal { kind: self.asked.kind(), text, cooldown_minutes: None })
    }
}

/// More than a word.
fn is_sentence(words: &str) -> bool {
    words.trim().contains(char::is_whitespace)
}

/// Words that say no and are not the panel's own failure.
fn says_no(words: &str) -> bool {
    phrases::yes_or_no(words) == Some(false) && !phrases::is_crash(words)
}
