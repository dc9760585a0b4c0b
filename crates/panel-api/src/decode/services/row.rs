//! One row of the catalogue. Rows of one list are written alike, so a name or a word that stands
//! where the row before had it is recognised by its bytes and not read again.
//!
//! Nothing here may fail over what a member says: an odd value is nothing and a warning.

use crate::error::Warning;
use crate::json::{Cursor, Scalar, Stop};
use crate::{number, text};
use panelboard_domain::id::ServiceId;
use panelboard_domain::service::{Rate, Service, ServiceKind};
use std::borrow::Cow;
use std::sync::Arc;

/// Ten times the largest list met: what a browser can hold without trouble.
const MOST_ROWS: usize = 100_000;
const ROW_BYTES: usize = 300; // about, to make room for all of them at once
/// Warnings about single fields stop here: a list of a thousand odd rows needs no thousand lines.
const MOST_FIELD_WARNINGS: usize = 100;
/// More members than any row met; those behind are read the slow way.
const MOST_NAMES: usize = 64;

/// The rows read so far, and what the last one was like.
#[derive(Default)]
pub(super) struct Rows<'a> {
    pub(super) services: Vec<Service>,
    pub(super) skipped: Vec<usize>,
    pub(super) unread: Vec<Warning>,
    /// Rows met so far, skipped ones too.
    count: usize,
    /// The member names of the last row, in their order.
    names: Vec<Name<'a>>,
    category: Word<'a, Arc<str>>,
    kind: Word<'a, (Arc<str>, ServiceKind)>,
}

/// A member name as it stands in the text, quotes and colon included, and what it means.
struct Name<'a> {
    sent: &'a str,
    member: Option<Member>,
}

/// The last word as sent, quotes included, and as kept: rows of one category or type mostly stand
/// together.
#[derive(Default)]
struct Word<'a, T> {
    sent: &'a str,
    kept: T,
}

impl<'a, T: Clone> Word<'a, T> {
    fn read(
        &mut self,
        cursor: &mut Cursor<'a>,
        keep: impl Fn(Cow<'_, str>) -> T,
    ) -> Result<T, Stop> {
        cursor.peek()?;
        if self.sent.is_empty() || !cursor.skip(self.sent) {
            let start = cursor.at();
            let scalar = cursor.scalar()?;
            // Only a quote is an end for sure: `12` may go on as `123`.
            self.sent = match scalar {
                Scalar::Text(_) => cursor.since(start),
                _ => "",
            };
            self.kept = keep(scalar.into_text().unwrap_or_default());
        }
        Ok(self.kept.clone())
    }
}

/// The members that are read.
#[derive(Clone, Copy)]
enum Field {
    Id,
    Name,
    Category,
    Kind,
    Rate,
    Min,
    Max,
    Refill,
    Cancel,
    Dripfeed,
    Description,
    AverageTime,
}

/// What a member name means.
#[derive(Clone, Copy)]
struct Member {
    field: Field,
    /// Written as the protocol writes it: counts more than `id` or `Rate`, which some panels write.
    is_exact: bool,
}

impl Member {
    fn of(name: &str) -> Option<Self> {
        let exact = |field| Self { field, is_exact: true };
        if name == "id" {
            return Some(Self { field: Field::Id, is_exact: false });
        }
        field(name).map(exact).or_else(|| {
            let is_other = name.bytes().any(|byte| byte.is_ascii_uppercase());
            let member = is_other.then(|| Self::of(&name.to_ascii_lowercase()))??;
            Some(Self { is_exact: false, ..member })
        })
    }
}

fn field(name: &str) -> Option<Field> {
    Some(match name {
        "service" => Field::Id,
        "name" => Field::Name,
        "category" => Field::Category,
        "type" => Field::Kind,
        "rate" => Field::Rate,
        "min" => Field::Min,
        "max" => Field::Max,
        "refill" => Field::Refill,
        "cancel" => Field::Cancel,
        "dripfeed" => Field::Dripfeed,
        "desc" | "description" => Field::Description,
        "average_time" => Field::AverageTime,
        _ => return None,
    })
}

/// The members of a row as sent.
struct RawService<'a> {
    id: Scalar<'a>,
    name: Scalar<'a>,
    category: Option<Arc<str>>,
    kind: Option<(Arc<str>, ServiceKind)>,
    rate: Scalar<'a>,
    min: Scalar<'a>,
    max: Scalar<'a>,
    refill: Scalar<'a>,
    cancel: Scalar<'a>,
    dripfeed: Scalar<'a>,
    description: Scalar<'a>,
    average_time: Scalar<'a>,
}

impl<'a> Rows<'a> {
    pub(super) fn make_room(&mut self, cursor: &Cursor<'a>) {
        self.services.reserve(cursor.rest().len() / ROW_BYTES);
    }

    /// Reads the next item of the list: a row, or a list of rows, which a panel was seen to wrap.
    pub(super) fn read_row(&mut self, cursor: &mut Cursor<'a>) -> Result<(), Stop> {
        match cursor.peek()? {
            b'[' => cursor.each_item(|cursor| self.read_plain(cursor)),
            _ => self.read_plain(cursor),
        }
    }

    fn read_plain(&mut self, cursor: &mut Cursor<'a>) -> Result<(), Stop> {
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
        let raw = self.members(cursor)?;
        match self.service(row, raw) {
            Some(service) => self.services.push(service),
            None => self.skipped.push(row),
        }
        Ok(())
    }

    fn members(&mut self, cursor: &mut Cursor<'a>) -> Result<RawService<'a>, Stop> {
        let mut raw = RawService {
            id: Scalar::Null,
            name: Scalar::Null,
            category: None,
            kind: None,
            rate: Scalar::Null,
            min: Scalar::Null,
            max: Scalar::Null,
            refill: Scalar::Null,
            cancel: Scalar::Null,
            dripfeed: Scalar::Null,
            description: Scalar::Null,
            average_time: Scalar::Null,
        };
        let mut position = 0;
        cursor.each_entry(|cursor| {
            let member = self.member(position, cursor)?;
            position += 1;
            self.value(&mut raw, member, cursor)
        })?;
        Ok(raw)
    }

    /// Reads the name of the row's next member.
    fn member(&mut self, position: usize, cursor: &mut Cursor<'a>) -> Result<Option<Member>, Stop> {
        cursor.peek()?;
        if let Some(name) = self.names.get(position)
            && cursor.skip(name.sent)
        {
            return Ok(name.member);
        }
        let start = cursor.at();
        let member = Member::of(&cursor.key()?);
        let name = Name { sent: cursor.since(start), member };
        match self.names.get_mut(position) {
            Some(last) => *last = name,
            None if position < MOST_NAMES => self.names.push(name),
            None => {}
        }
        Ok(member)
    }

    fn value(
        &mut self,
        raw: &mut RawService<'a>,
        member: Option<Member>,
        cursor: &mut Cursor<'a>,
    ) -> Result<(), Stop> {
        let Some(Member { field, is_exact }) = member else { return cursor.scalar().map(drop) };
        let scalar = match field {
            Field::Category => {
                let category = self.category.read(cursor, |word| text::name(word).into())?;
                if is_exact || raw.category.is_none() {
                    raw.category = Some(category);
                }
                return Ok(());
            }
            Field::Kind => {
                let kind = self.kind.read(cursor, |word| {
                    let word = text::name(word);
                    let kind = ServiceKind::read(&word);
                    (word.into(), kind)
                })?;
                if is_exact || raw.kind.is_none() {
                    raw.kind = Some(kind);
                }
                return Ok(());
            }
            Field::Id => &mut raw.id,
            Field::Name => &mut raw.name,
            Field::Rate => &mut raw.rate,
            Field::Min => &mut raw.min,
            Field::Max => &mut raw.max,
            Field::Refill => &mut raw.refill,
            Field::Cancel => &mut raw.cancel,
            Field::Dripfeed => &mut raw.dripfeed,
            Field::Description => &mut raw.description,
            Field::AverageTime => &mut raw.average_time,
        };
        let value = cursor.scalar()?;
        if is_exact || *scalar == Scalar::Null {
            *scalar = value;
        }
        Ok(())
    }

    fn service(&mut self, row: usize, raw: RawService<'a>) -> Option<Service> {
        let id = raw.id.text().filter(|id| id.len() <= 128).and_then(ServiceId::new)?;
        let (kind_raw, kind) = raw.kind.unwrap_or_default();
        Some(Service {
            id,
            category: raw.category.unwrap_or_default(),
            kind,
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

#[cfg(test)]
mod tests {
    use crate::decode;
    use crate::http::HttpResponse;
    use panelboard_domain::secret::ApiKey;
    use panelboard_domain::service::Service;
    use proptest::prelude::*;

    fn read(body: &str) -> Vec<Service> {
        let body = body.to_owned().into_bytes();
        let response = HttpResponse { status: 200, retry_after: None, stage: None, body };
        let key = ApiKey::parse("CANARY-0123456789").expect("a key");
        // A list whose rows all lack an id is an error; here that is as good as no rows.
        decode::services(&response, &key)
            .map_or_else(|_| Vec::new(), |read| read.value.services().to_vec())
    }

    /// Members that are taken for each other when one byte is not looked at.
    fn member() -> impl Strategy<Value = String> {
        let names = [
            "\"service\":",
            "\"service\" : ",
            "\"id\":",
            "\"Service\":",
            "\"name\":",
            "\"category\":",
            "\"Category\":",
            "\"type\":",
            "\"rate\":",
            "\"Rate\":",
            "\"other\":",
        ];
        let values = ["1", "12", "\"1\"", "\"12\"", "\"\"", "null", "\"Poll\"", "\"\\u0050oll\""];
        let (name, value) =
            (prop::sample::select(names.to_vec()), prop::sample::select(values.to_vec()));
        (name, value).prop_map(|(name, value)| format!("{name}{value}"))
    }

    proptest! {
        #![proptest_config(ProptestConfig { cases: 2_000, failure_persistence: None, ..ProptestConfig::default() })]

        #[test]
        fn a_row_reads_the_same_whatever_stood_before_it(
            rows in prop::collection::vec(prop::collection::vec(member(), 1..6), 2..5)
        ) {
            let rows: Vec<String> =
                rows.iter().map(|row| format!("{{\"service\":7,{}}}", row.join(","))).collect();
            let alone: Vec<Service> = rows.iter().flat_map(|row| read(&format!("[{row}]"))).collect();
            prop_assert_eq!(read(&format!("[{}]", rows.join(","))), alone);
        }
    }

    #[test]
    fn a_name_as_the_protocol_writes_it_counts_more_wherever_it_stands() {
        let row = r#"{"service":1,"Category":"A","category":"B","Category":"C","Type":"Poll","type":"SEO"}"#;
        let other = r#"{"service":1,"Category":"A","Category":"B","Type":"Poll","Type":"SEO"}"#;
        let said = |row: &str| {
            let service = read(&format!("[{row}]")).remove(0);
            (service.category.to_string(), service.kind_raw.to_string())
        };
        assert_eq!(said(row), ("B".to_owned(), "SEO".to_owned()));
        assert_eq!(said(other), ("A".to_owned(), "Poll".to_owned()));
    }

    #[test]
    fn a_number_is_not_the_start_of_the_next_one() {
        let list = r#"[{"service":1,"category":1},{"service":12,"category":12}]"#;
        let words: Vec<String> = read(list).iter().map(|row| row.category.to_string()).collect();
        assert_eq!(words, ["1", "12"]);
    }

    #[test]
    fn a_row_with_more_members_than_are_remembered_is_read() {
        let others = (0..100).map(|at| format!("\"x{at}\":{at},")).collect::<Vec<_>>().concat();
        let row = format!("{{\"service\":1,{others}\"name\":\"Likes\"}}");
        assert!(read(&format!("[{row},{row}]")).iter().all(|row| row.name == "Likes"));
    }
}
