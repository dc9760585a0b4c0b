//! Answers of a batch as rows, and rows brought back to the ids that were asked for
//! (docs/protocol.md#batches). A position counts only when nothing else can be meant.

use super::refusal;
use crate::error::{Decoded, Refusal, Warning};
use crate::json::{Node, Scalar};
use panelboard_domain::secret::ApiKey;

/// One entry of an answer: the id it names, if it names one, and what it says.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Row<T> {
    /// The id as the panel wrote it; `None` when the entry names none.
    pub id: Option<String>,
    /// What the panel says of it.
    pub value: Result<T, Refusal>,
}

/// How the entries of one action look.
pub(super) struct Shape<'r, T> {
    /// Members that may name the id, best first.
    pub(super) ids: &'r [&'r str],
    /// Reads an entry that is no refusal; `None` when it is no entry at all.
    pub(super) read: &'r dyn Fn(&Node<'_>) -> Option<Result<T, Refusal>>,
    /// Whether a whole answer is one entry rather than a map of entries.
    pub(super) is_entry: &'r dyn Fn(&Node<'_>) -> bool,
    /// Members that hold the entries in some clones.
    pub(super) wrappers: &'r [&'r str],
}

/// Members that wrap an answer in some clones.
pub(super) const WRAPPERS: [&str; 4] = ["data", "orders", "result", "response"];
/// Members of a map of entries that are not entries.
const ENVELOPE: [&str; 7] = ["status", "success", "message", "msg", "currency", "error", "errors"];

/// Members of one entry: never the ids of others.
const FIELDS: [&str; 10] = [
    "order",
    "charge",
    "remains",
    "start_count",
    "start_counter",
    "runs",
    "posts",
    "expiry",
    "refill",
    "cancel",
];

/// All entries of an answer.
pub(super) fn rows<T>(node: &Node<'_>, shape: &Shape<'_, T>, key: &ApiKey) -> Decoded<Vec<Row<T>>> {
    let mut rows = Vec::new();
    let mut skipped = Vec::new();
    let mut add = |position, row: Option<Row<T>>| match row {
        Some(row) => rows.push(row),
        None => skipped.push(position),
    };
    match unwrapped(node, shape) {
        Node::List(items) => {
            for (position, item) in items.iter().enumerate() {
                add(position, entry(None, item, shape, key));
            }
        }
        entry_node @ Node::Map(members) => {
            if (shape.is_entry)(entry_node) {
                add(0, entry(None, entry_node, shape, key));
            } else {
                for (position, (name, value)) in members.iter().enumerate() {
                    if FIELDS.contains(&name.as_ref()) && value.scalar().is_some() {
                        add(position, None);
                    } else if !ENVELOPE.contains(&name.as_ref()) && !value.is_null() {
                        add(position, entry(Some(name), value, shape, key));
                    }
                }
            }
        }
        scalar @ Node::Scalar(_) => add(0, entry(None, scalar, shape, key)),
    }
    let warnings =
        if skipped.is_empty() { Vec::new() } else { vec![Warning::RowsSkipped(skipped)] };
    Decoded { value: rows, warnings }
}

fn unwrapped<'n, 'a, T>(node: &'n Node<'a>, shape: &Shape<'_, T>) -> &'n Node<'a> {
    if (shape.is_entry)(node) {
        return node;
    }
    let holds_entries = |inner: &&Node<'_>| match inner {
        Node::List(items) => items.iter().all(|item| matches!(item, Node::Map(_))),
        Node::Map(_) => true,
        Node::Scalar(_) => false,
    };
    let wrapped = shape.wrappers.iter().filter_map(|name| node.get(name)).find(holds_entries);
    wrapped.unwrap_or(node)
}

/// One entry. A bare sentence is a refusal (v1 batches).
fn entry<T>(
    name: Option<&str>,
    node: &Node<'_>,
    shape: &Shape<'_, T>,
    key: &ApiKey,
) -> Option<Row<T>> {
    let own = shape.ids.iter().find_map(|id| node.text_of(id)).filter(|id| !id.trim().is_empty());
    let id = name.or(own).map(|id| id.trim().to_owned());
    let value = match refusal::words_of(node) {
        Some(words) => Err(refusal::refusal(words, key)),
        None => match (shape.read)(node) {
            Some(value) => value,
            None => match node {
                Node::Scalar(Scalar::Text(words)) if !words.trim().is_empty() => {
                    Err(refusal::refusal(words, key))
                }
                _ => return None,
            },
        },
    };
    Some(Row { id, value })
}

/// Brings rows back to the ids asked for, in that order. What the answer leaves out is left out.
pub(super) fn matched<I: Clone, T>(
    decoded: Decoded<Vec<Row<T>>>,
    asked: &[I],
    text_of: impl Fn(&I) -> &str,
) -> Decoded<Vec<(I, Result<T, Refusal>)>> {
    let Decoded { value: rows, mut warnings } = decoded;
    let names_none = rows.iter().all(|row| row.id.is_none());
    let is_complete = names_none && rows.len() == asked.len() && warnings.is_empty();
    // One answer to one question belongs to it, whatever id it names (a fork names another one).
    let is_only = asked.len() == 1 && rows.len() == 1;
    let mut slots: Vec<Option<Result<T, Refusal>>> = asked.iter().map(|_| None).collect();
    let (mut unmatched, mut duplicates) = (false, 0);
    for (position, row) in rows.into_iter().enumerate() {
        let by_id = row
            .id
            .as_deref()
            .and_then(|id| asked.iter().position(|request| text_of(request) == id));
        let place = match (by_id, &row.id) {
            (Some(place), _) => Some(place),
            (None, None) if is_complete => Some(position),
            (None, _) if is_only => {
                unmatched = row.id.is_some();
                Some(0)
            }
            (None, _) => None,
        };
        match place.and_then(|place| slots.get_mut(place)) {
            Some(slot @ None) => *slot = Some(row.value),
            Some(_) => duplicates += 1,
            None => unmatched = true,
        }
    }
    if unmatched {
        warnings.push(Warning::UnmatchedBatch);
    }
    if duplicates > 0 {
        warnings.push(Warning::DuplicateIds(duplicates));
    }
    let value = asked
        .iter()
        .zip(slots)
        .filter_map(|(id, slot)| slot.map(|value| (id.clone(), value)))
        .collect();
    Decoded { value, warnings }
}
