//! The first steps of every reading: size, text, the JSON in it, a refusal of the whole.

use super::batch::Row;
use super::refusal;
use crate::error::{ApiError, Decoded, Refusal, Unreadable, Warning};
use crate::http::HttpResponse;
use crate::json::Node;
use crate::lenient::{self, Found};
use crate::text;
use panelboard_domain::secret::ApiKey;
use std::borrow::Cow;

/// The largest `services` answer that is read; 10,000 rows take about 2.5 MB.
pub(crate) const SERVICES_CAP: usize = 16 * 1024 * 1024;
/// The largest answer to anything else that is read.
pub(crate) const ANSWER_CAP: usize = 256 * 1024;

/// The body as text; bytes that are no UTF-8 become U+FFFD.
pub(crate) fn text(response: &HttpResponse, cap: usize) -> Result<Cow<'_, str>, Unreadable> {
    if response.body.len() > cap {
        return Err(Unreadable::TooLarge);
    }
    // The plain check is many times faster than the lossy one, and nearly always enough.
    Ok(match std::str::from_utf8(&response.body) {
        Ok(text) => Cow::Borrowed(text),
        Err(_) => String::from_utf8_lossy(&response.body),
    })
}

/// Reads the answer as one small tree.
pub(crate) fn tree(text: &str) -> Result<Found<'_, Node<'_>>, Unreadable> {
    lenient::read(text, Node::read)
}

/// The error for a body that is not an answer, with the start of it.
pub(crate) fn unreadable(what: Unreadable, response: &HttpResponse, key: &ApiKey) -> ApiError {
    let start = &response.body[..response.body.len().min(4096)];
    ApiError::Unreadable {
        what,
        status: response.status,
        excerpt: text::excerpt(&String::from_utf8_lossy(start), key),
    }
}

/// The error for a body without JSON: a refusal in plain words, or no answer.
pub(crate) fn no_json(
    what: Unreadable,
    text: &str,
    response: &HttpResponse,
    key: &ApiKey,
) -> ApiError {
    let refusal = match what {
        Unreadable::Empty | Unreadable::BrokenJson { .. } => {
            refusal::of_plain(text, response.status, key)
        }
        _ => None,
    };
    refusal.map_or_else(|| unreadable(what, response, key), ApiError::Refused)
}

/// What noise around the JSON is worth: a warning.
pub(crate) fn noise<T>(found: &Found<'_, T>) -> Vec<Warning> {
    if found.is_noisy() { vec![Warning::NoiseAroundJson] } else { Vec::new() }
}

/// Opens an answer to a read or a batch: text, tree, refusal, then `read`.
pub(crate) fn answer<T>(
    response: &HttpResponse,
    key: &ApiKey,
    read: impl FnOnce(&Node<'_>, &mut Vec<Warning>) -> Result<T, ApiError>,
) -> Result<Decoded<T>, ApiError> {
    answer_unless(response, key, |node| refusal::of_answer(node, response.status, key), read)
}

/// The same, where the action decides what refuses the whole.
fn answer_unless<T>(
    response: &HttpResponse,
    key: &ApiKey,
    refuses: impl FnOnce(&Node<'_>) -> Option<Refusal>,
    read: impl FnOnce(&Node<'_>, &mut Vec<Warning>) -> Result<T, ApiError>,
) -> Result<Decoded<T>, ApiError> {
    let text = text(response, ANSWER_CAP).map_err(|what| unreadable(what, response, key))?;
    let found = tree(&text).map_err(|what| no_json(what, &text, response, key))?;
    if let Some(refusal) = refuses(&found.value) {
        return Err(ApiError::Refused(refusal));
    }
    let mut warnings = noise(&found);
    let value = read(&found.value, &mut warnings)?;
    Ok(Decoded { value, warnings })
}

/// Opens an answer about orders; the JSON `null` says that the panel does not know the action.
pub(crate) fn rows<T>(
    response: &HttpResponse,
    key: &ApiKey,
    read: impl FnOnce(&Node<'_>) -> Decoded<Vec<Row<T>>>,
) -> Result<Decoded<Vec<Row<T>>>, ApiError> {
    rows_unless(response, key, |node| refusal::of_answer(node, response.status, key), read)
}

/// The same, where the action decides what refuses the whole.
pub(crate) fn rows_unless<T>(
    response: &HttpResponse,
    key: &ApiKey,
    refuses: impl FnOnce(&Node<'_>) -> Option<Refusal>,
    read: impl FnOnce(&Node<'_>) -> Decoded<Vec<Row<T>>>,
) -> Result<Decoded<Vec<Row<T>>>, ApiError> {
    answer_unless(response, key, refuses, |node, warnings| {
        if node.is_null() {
            return Err(ApiError::Refused(refusal::unknown_action()));
        }
        let rows = read(node);
        let says_nothing = rows.value.is_empty() && !rows.warnings.is_empty();
        if says_nothing && !matches!(node, Node::List(_)) {
            return Err(unreadable(Unreadable::UnexpectedShape, response, key));
        }
        warnings.extend(rows.warnings);
        Ok(rows.value)
    })
}
