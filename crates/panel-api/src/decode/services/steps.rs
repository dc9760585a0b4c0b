//! A long service list read a piece at a time, so that a page can draw and hear in between. What is
//! no plain list goes the usual way, at once: the two ways must never differ in what they read.

use super::row::Rows;
use super::{catalog, services};
use crate::decode::body::{self, SERVICES_CAP};
use crate::error::{ApiError, Decoded};
use crate::http::HttpResponse;
use crate::json::{Cursor, Stop};
use panelboard_domain::catalog::Catalog;
use panelboard_domain::secret::ApiKey;
use std::borrow::Cow;

/// Rows of one step: more than any list met so far has, and a few milliseconds of work.
const STEP: usize = 8_000;

/// The answer to `services`, read in steps: [`ServicesInSteps::step`] until it says `false`, then
/// [`ServicesInSteps::finish`]. The result and the errors are those of [`services`].
pub struct ServicesInSteps<'a> {
    response: &'a HttpResponse,
    key: &'a ApiKey,
    rows: Rows<'a>,
    place: Place<'a>,
}

enum Place<'a> {
    /// At an item of the list.
    Inside(Cursor<'a>),
    /// All rows are read.
    Behind,
    /// No plain list.
    Elsewhere,
}

impl<'a> ServicesInSteps<'a> {
    /// Looks at the start of the answer only.
    pub fn new(response: &'a HttpResponse, key: &'a ApiKey) -> Self {
        let mut rows = Rows::default();
        let place = match body::text(response, SERVICES_CAP) {
            Ok(Cow::Borrowed(text)) => {
                let mut cursor = Cursor::new(text, 0);
                match cursor.first_item() {
                    Ok(true) => {
                        rows.make_room(&cursor);
                        Place::Inside(cursor)
                    }
                    Ok(false) | Err(_) => Place::Elsewhere,
                }
            }
            Ok(Cow::Owned(_)) | Err(_) => Place::Elsewhere,
        };
        Self { response, key, rows, place }
    }

    /// Reads the next 8,000 rows; `false` when there are no more.
    pub fn step(&mut self) -> bool {
        let Place::Inside(cursor) = &mut self.place else { return false };
        match read_some(cursor, &mut self.rows) {
            Ok(true) => return true,
            Ok(false) if cursor.rest().trim_ascii().is_empty() => self.place = Place::Behind,
            Ok(false) | Err(_) => self.place = Place::Elsewhere,
        }
        false
    }

    /// The catalogue.
    pub fn finish(mut self) -> Result<Decoded<Catalog>, ApiError> {
        while self.step() {}
        match self.place {
            Place::Behind if !self.rows.services.is_empty() => Ok(catalog(self.rows, Vec::new())),
            _ => services(self.response, self.key),
        }
    }
}

fn read_some<'a>(cursor: &mut Cursor<'a>, rows: &mut Rows<'a>) -> Result<bool, Stop> {
    for _ in 0..STEP {
        rows.read_row(cursor)?;
        if !cursor.next_item()? {
            return Ok(false);
        }
    }
    Ok(true)
}

#[cfg(test)]
mod tests {
    use super::*;

    fn check(body: &str, steps: usize) {
        let body = body.as_bytes().to_vec();
        let response = HttpResponse { status: 200, retry_after: None, stage: None, body };
        let key = ApiKey::parse("CANARY-0123456789").expect("a key");
        let mut reading = ServicesInSteps::new(&response, &key);
        let mut taken = 0;
        while reading.step() {
            taken += 1;
        }
        assert_eq!(taken, steps);
        assert_eq!(reading.finish(), services(&response, &key));
    }

    #[test]
    fn a_long_list_takes_steps_and_reads_the_same() {
        let row = r#"{"service":1,"name":"Likes","category":"A","type":"Default","rate":"1"}"#;
        check(&format!("[{row}]"), 0);
        check(&format!(" [{}{row}] ", format!("{row},").repeat(STEP - 1)), 0);
        check(&format!("[{}{row}]", format!("{row},").repeat(STEP)), 1);
        check(&format!("[{}{row}]", format!("{row},7,").repeat(STEP)), 2);
    }

    #[test]
    fn what_is_no_plain_list_reads_the_same() {
        let long = r#"{"service":1},"#.repeat(STEP);
        check(&format!("[{long}{{}}] and a comment"), 1);
        check(&format!("[{long}{{\"service\""), 1);
        check(&format!("notice [{long}{{}}]"), 0);
        for body in ["", "[]", "[{}]", "[1]", "[{\"service\":1}", "{\"error\":\"Invalid API key\"}"]
        {
            check(body, 0);
        }
    }
}
