//! `services`: the catalogue, read row by row straight from the body. This is the app's hot path:
//! ten thousand rows, strings borrowed until a row is kept, no tree in between.

use super::{body, refusal};
use crate::error::{ApiError, Decoded, Unreadable, Warning};
use crate::http::HttpResponse;
use crate::json::{Cursor, Node, Scalar, Stop};
use crate::lenient;
use crate::{number, phrases, text};
use panelboard_domain::attempt::RefusalKind;
use panelboard_domain::catalog::Catalog;
use panelboard_domain::id::ServiceId;
use panelboard_domain::secret::ApiKey;
use panelboard_domain::service::{Rate, Service, ServiceKind};
use std::borrow::Cow;
use std::sync::Arc;

/// Warnings about single fields stop here: a list of a thousand odd rows needs no thousand lines.
const MOST_FIELD_WARNINGS: usize = 100;

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
/// same); a list inside `data` or `services`; a map of rows.
/// A row without an id is skipped and reported; a list of nothing but such rows is an error, because
/// an empty catalogue would say that the panel sells nothing. A truncated list is an error, never a
/// part of it. A rate in text with an exponent is kept as text.
pub fn services(response: &HttpResponse, key: &ApiKey) -> Result<Decoded<Catalog>, ApiError> {
    let unreadable = |what| body::unreadable(what, response, key);
    let body = body::text(response, body::SERVICES_CAP).map_err(unreadable)?;
    let found = lenient::read(&body, read).map_err(unreadable)?;
    let mut warnings = body::noise(&found);
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
            _ if is_empty_list(&node) => Rows::default(),
            _ => return Err(unreadable(Unreadable::UnexpectedShape)),
        },
    };
    if rows.services.is_empty() {
        warnings.push(Warning::EmptyList);
    }
    if !rows.skipped.is_empty() {
        warnings.push(Warning::RowsSkipped(rows.skipped));
    }
    warnings.extend(rows.unread);
    let catalog = Catalog::new(rows.services);
    match catalog.duplicate_ids() {
        0 => {}
        count => warnings.push(Warning::DuplicateIds(count)),
    }
    Ok(Decoded { value: catalog, warnings })
}

/// Ten times the largest list met: what a browser can hold without trouble.
const MOST_ROWS: usize = 100_000;
/// About the size of a row, to make room for all of them at once.
const ROW_BYTES: usize = 300;

/// What a body held.
enum Answer<'a> {
    Rows(Rows),
    /// Anything that is no list of rows: an error, an envelope around nothing.
    Other(Node<'a>),
}

#[derive(Default)]
struct Rows {
    services: Vec<Service>,
    skipped: Vec<usize>,
    unread: Vec<Warning>,
    /// Rows met so far, skipped ones too.
    count: usize,
    category: Shared,
    kind: Shared,
}

/// The last word as sent and as kept: rows of one category or type mostly stand together.
struct Shared {
    sent: String,
    kept: Arc<str>,
}

impl Default for Shared {
    fn default() -> Self {
        Self { sent: String::new(), kept: Arc::from("") }
    }
}

impl Shared {
    fn keep(&mut self, scalar: Scalar<'_>) -> Arc<str> {
        let sent = scalar.into_text().unwrap_or_default();
        if self.sent != sent {
            self.sent.clear();
            self.sent.push_str(&sent);
            self.kept = text::name(sent).into();
        }
        Arc::clone(&self.kept)
    }
}

fn read<'a>(cursor: &mut Cursor<'a>) -> Result<Answer<'a>, Stop> {
    match cursor.peek()? {
        b'[' => read_list(cursor).map(Answer::Rows),
        b'{' => read_envelope(cursor),
        _ => Node::read(cursor).map(Answer::Other),
    }
}

fn read_list(cursor: &mut Cursor<'_>) -> Result<Rows, Stop> {
    let mut rows = Rows::default();
    rows.services.reserve(cursor.rest().len() / ROW_BYTES);
    cursor.each_item(|cursor| rows.read_row(cursor))?;
    Ok(rows)
}

/// An object: a wrapped list, a map of rows, or something else. Lists and maps inside are read as
/// rows at once; whatever has no row is kept as a small tree.
fn read_envelope<'a>(cursor: &mut Cursor<'a>) -> Result<Answer<'a>, Stop> {
    let mut rows: Option<Rows> = None;
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

/// The members of a row as sent.
struct RawService<'a> {
    id: Scalar<'a>,
    name: Scalar<'a>,
    category: Scalar<'a>,
    kind: Scalar<'a>,
    rate: Scalar<'a>,
    min: Scalar<'a>,
    max: Scalar<'a>,
    refill: Scalar<'a>,
    cancel: Scalar<'a>,
    dripfeed: Scalar<'a>,
    description: Scalar<'a>,
    average_time: Scalar<'a>,
}

impl Rows {
    fn read_row(&mut self, cursor: &mut Cursor<'_>) -> Result<(), Stop> {
        let row = self.count;
        if row == MOST_ROWS {
            return Err(Stop::TooMuch);
        }
        self.count += 1;
        if cursor.peek()? != b'{' {
            cursor.scalar()?;
            self.skipped.push(row);
            return Ok(());
        }
        let raw = RawService::read(cursor)?;
        match self.service(row, raw) {
            Some(service) => self.services.push(service),
            None => self.skipped.push(row),
        }
        Ok(())
    }

    fn service(&mut self, row: usize, raw: RawService<'_>) -> Option<Service> {
        let id = raw.id.text().filter(|id| id.len() <= 128).and_then(ServiceId::new)?;
        let kind_raw = self.kind.keep(raw.kind);
        Some(Service {
            id,
            category: self.category.keep(raw.category),
            kind: ServiceKind::read(&kind_raw),
            kind_raw,
            rate: self.rate(row, &raw.rate),
            min: self.field(row, "min", &raw.min, number::count),
            max: self.field(row, "max", &raw.max, number::count),
            refill: self.field(row, "refill", &raw.refill, number::flag),
            cancel: self.field(row, "cancel", &raw.cancel, number::flag),
            dripfeed: self.field(row, "dripfeed", &raw.dripfeed, number::flag),
            name: raw.name.into_text().map(text::name).unwrap_or_default(),
            description: raw.description.text().and_then(text::description),
            average_time: raw
                .average_time
                .into_text()
                .map(text::name)
                .filter(|time| !time.is_empty()),
        })
    }

    fn rate(&mut self, row: usize, scalar: &Scalar<'_>) -> Rate {
        // No panel was seen to write a price as `"1e3"`; whoever does may mean anything.
        let read = |scalar: &Scalar<'_>| match scalar {
            Scalar::Text(text) if text.contains(['e', 'E']) => None,
            _ => number::amount(scalar),
        };
        match self.field(row, "rate", scalar, read) {
            Some(amount) => Rate::of(amount),
            None => match scalar.text().map(str::trim) {
                Some(text) if !text.is_empty() => Rate::Unreadable(text.chars().take(64).collect()),
                _ => Rate::Missing,
            },
        }
    }

    /// Reads a field; a value that is there and cannot be read is reported.
    fn field<T>(
        &mut self,
        row: usize,
        field: &'static str,
        scalar: &Scalar<'_>,
        read: impl Fn(&Scalar<'_>) -> Option<T>,
    ) -> Option<T> {
        let value = read(scalar);
        let is_there = match scalar {
            Scalar::Null => false,
            Scalar::Text(text) => !text.trim_ascii().is_empty(),
            _ => true,
        };
        if value.is_none() && is_there && self.unread.len() < MOST_FIELD_WARNINGS {
            self.unread.push(Warning::FieldUnread { row, field });
        }
        value
    }
}

impl<'a> RawService<'a> {
    fn read(cursor: &mut Cursor<'a>) -> Result<Self, Stop> {
        let mut raw = Self {
            id: Scalar::Null,
            name: Scalar::Null,
            category: Scalar::Null,
            kind: Scalar::Null,
            rate: Scalar::Null,
            min: Scalar::Null,
            max: Scalar::Null,
            refill: Scalar::Null,
            cancel: Scalar::Null,
            dripfeed: Scalar::Null,
            description: Scalar::Null,
            average_time: Scalar::Null,
        };
        cursor.each_member(|cursor, name: Cow<'a, str>| {
            let value = cursor.scalar()?;
            if let Some(member) = raw.member(name.as_bytes()) {
                *member = value;
            } else if name.bytes().any(|byte| byte.is_ascii_uppercase()) {
                // A panel may write `Rate`; a name as the protocol writes it counts more.
                let member = raw.member(name.to_ascii_lowercase().as_bytes());
                if let Some(empty @ Scalar::Null) = member {
                    *empty = value;
                }
            }
            Ok(())
        })?;
        Ok(raw)
    }

    /// The member of this name. Bytes, because these are compared in one walk and texts one after
    /// the other.
    fn member(&mut self, name: &[u8]) -> Option<&mut Scalar<'a>> {
        Some(match name {
            b"service" => &mut self.id,
            b"id" if self.id == Scalar::Null => &mut self.id,
            b"name" => &mut self.name,
            b"category" => &mut self.category,
            b"type" => &mut self.kind,
            b"rate" => &mut self.rate,
            b"min" => &mut self.min,
            b"max" => &mut self.max,
            b"refill" => &mut self.refill,
            b"cancel" => &mut self.cancel,
            b"dripfeed" => &mut self.dripfeed,
            b"desc" | b"description" => &mut self.description,
            b"average_time" => &mut self.average_time,
            _ => return None,
        })
    }
}
