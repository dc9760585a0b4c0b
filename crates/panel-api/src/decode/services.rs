//! `services`: the catalogue, read row by row straight from the body. This is the app's hot path:
//! ten thousand rows, strings borrowed until a row is kept, no tree in between.

mod row;
mod steps;

use super::{body, refusal};
use crate::error::{ApiError, Decoded, Unreadable, Warning};
use crate::http::HttpResponse;
use crate::json::{Cursor, Node, Scalar, Stop};
use crate::lenient;
use crate::phrases;
use panelboard_domain::attempt::RefusalKind;
use panelboard_domain::catalog::Catalog;
use panelboard_domain::secret::ApiKey;
use row::Rows;
pub use steps::ServicesInSteps;

/// `services`: a list of objects.
///
/// | Member | Meaning and forms |
/// |---|---|
/// | `service` (or `id`) | the id: number, digits, hex, prefixed; the only member that must be there |
/// | `name`, `category` | text; entities are decoded once; a category may be a number or `null` |
/// | `type` | folded over case, `_`, `-` and blanks; unknown types are kept by their word |
/// | `rate` | price of 1,000 (of one order for packages) in the account's currency: text or number |
/// | `min`, `max` | counts as text or number; absent = no known limit |
/// | `dripfeed`, `refill`, `cancel` | `true`, `1`, `"1"`, `"true"` and their opposites; absent = unknown. v1 has only `dripfeed` |
/// | `desc`, `description`, `average_time` | text; only some panels |
///
/// Accepted besides: `[]`; `null` and `"Empty Data"` (empty, with [`Warning::EmptyList`]; `SmartPanel`
/// wraps it, an undefined PHP variable gives `null`); an error that says there are no services (the
/// same, with its words); a list inside `data` or `services`; a list inside a list; a map of rows.
/// A row without an id is skipped and reported; a list of nothing but such rows is an error, because
/// an empty catalogue would say that the panel sells nothing. A truncated list is an error, never a
/// part of it. A rate in text with an exponent is kept as text.
pub fn services(response: &HttpResponse, key: &ApiKey) -> Result<Decoded<Catalog>, ApiError> {
    let unreadable = |what| body::unreadable(what, response, key);
    let body = body::text(response, body::SERVICES_CAP).map_err(unreadable)?;
    let found =
        lenient::read(&body, read).map_err(|what| body::no_json(what, &body, response, key))?;
    let mut warnings = body::noise(&found);
    let mut words = None;
    let rows = match found.value {
        // A list in which nothing is a service may be a refusal in a list; it is no empty catalogue.
        Answer::Rows(rows) if rows.services.is_empty() && !rows.skipped.is_empty() => {
            let tree = body::tree(&body).map_err(unreadable)?;
            return Err(refusal::of_answer(tree.value.only(), response.status, key)
                .map_or_else(|| unreadable(Unreadable::UnexpectedShape), ApiError::Refused));
        }
        Answer::Rows(rows) => rows,
        Answer::Other(node) => match refusal::of_answer(&node, response.status, key) {
            Some(refusal) if refusal.kind != RefusalKind::EmptyList => {
                return Err(ApiError::Refused(refusal));
            }
            refusal if is_empty_list(&node) => {
                words = refusal.map(|refusal| refusal.text);
                Rows::default()
            }
            _ => return Err(unreadable(Unreadable::UnexpectedShape)),
        },
    };
    if rows.services.is_empty() {
        warnings.push(Warning::EmptyList(words.unwrap_or_default()));
    }
    Ok(catalog(rows, warnings))
}

fn catalog(rows: Rows<'_>, mut warnings: Vec<Warning>) -> Decoded<Catalog> {
    if !rows.skipped.is_empty() {
        warnings.push(Warning::RowsSkipped(rows.skipped));
    }
    warnings.extend(rows.unread);
    let catalog = Catalog::new(rows.services);
    match catalog.duplicate_ids() {
        0 => {}
        count => warnings.push(Warning::DuplicateIds(count)),
    }
    Decoded { value: catalog, warnings }
}

/// What a body held.
enum Answer<'a> {
    Rows(Rows<'a>),
    /// Anything that is no list of rows: an error, an envelope around nothing.
    Other(Node<'a>),
}

fn read<'a>(cursor: &mut Cursor<'a>) -> Result<Answer<'a>, Stop> {
    match cursor.peek()? {
        b'[' => read_list(cursor).map(Answer::Rows),
        b'{' => read_envelope(cursor),
        _ => Node::read(cursor).map(Answer::Other),
    }
}

fn read_list<'a>(cursor: &mut Cursor<'a>) -> Result<Rows<'a>, Stop> {
    let mut rows = Rows::default();
    rows.make_room(cursor);
    cursor.each_item(|cursor| rows.read_row(cursor))?;
    Ok(rows)
}

/// An object: a wrapped list, a map of rows, or something else. Lists and maps inside are read as
/// rows at once; whatever has no row is kept as a small tree.
fn read_envelope<'a>(cursor: &mut Cursor<'a>) -> Result<Answer<'a>, Stop> {
    let mut rows: Option<Rows<'a>> = None;
    let mut members = Vec::new();
    cursor.each_member(|cursor, name| {
        match (cursor.peek()?, name.as_ref()) {
            (b'[', "data" | "services" | "result" | "response") => rows = Some(read_list(cursor)?),
            (b'{', "data" | "services" | "result" | "response") => match read_envelope(cursor)? {
                Answer::Rows(inner) => rows = Some(inner),
                Answer::Other(node) => members.push((name, node)),
            },
            (b'{', name) if name.bytes().all(|byte| byte.is_ascii_digit()) => {
                rows.get_or_insert_default().read_row(cursor)?;
            }
            _ => members.push((name, Node::read(cursor)?)),
        }
        Ok(())
    })?;
    let other = Node::Map(members);
    match rows {
        Some(rows) if !rows.services.is_empty() || refusal::words_of(&other).is_none() => {
            Ok(Answer::Rows(rows))
        }
        _ => Ok(Answer::Other(other)),
    }
}

/// `null`, `{}`, `{"status":"success","data":"Empty Data"}`, or an error that says so.
fn is_empty_list(node: &Node<'_>) -> bool {
    match node {
        Node::Scalar(Scalar::Text(words)) => phrases::kind_of(words) == RefusalKind::EmptyList,
        Node::Scalar(scalar) => *scalar == Scalar::Null,
        Node::List(_) => false,
        Node::Map(members) => {
            let data = node.get("data").or_else(|| node.get("services"));
            let says_empty = |text: &str| text.trim().to_ascii_lowercase().starts_with("empty");
            members.is_empty()
                || refusal::words_of(node).is_some()
                || data.is_some_and(|data| !data.is_truthy() || data.text().is_some_and(says_empty))
        }
    }
}
