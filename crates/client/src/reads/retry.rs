//! Whether and when a read is asked again: at most four tries, full jitter, `Retry-After` honoured,
//! one minute in all (docs/reliability.md#reads). Pure; writes have no such table.

use crate::error::TransportError;
use panelboard_domain::time::Timestamp;
use panelboard_panel_api::http::HttpResponse;

/// Tries of one read, the first included.
pub const MAX_TRIES: u32 = 4;
/// No new try after this much waiting.
pub const RETRY_DEADLINE_MILLIS: u32 = 60_000;
/// The longest `Retry-After` that is honoured; a longer one is not waited for.
const LONGEST_RETRY_AFTER_MILLIS: i64 = 5 * 60 * 1000;
const FIRST_CEILING_MILLIS: u32 = 500;
const LAST_CEILING_MILLIS: u32 = 30_000;

/// The tries of one read so far.
#[derive(Clone, Copy, Debug, Default)]
pub struct Attempts {
    made: u32,
    waited_millis: u32,
}

impl Attempts {
    /// None yet.
    pub fn new() -> Self {
        Self::default()
    }

    /// After an answer: how long to wait before the next try; `None` when this one stands. Waiting
    /// time is counted from the waits themselves, not from the clock.
    pub fn next_wait(
        &mut self,
        answer: &Result<HttpResponse, TransportError>,
        random: [u8; 10],
        now: Timestamp,
    ) -> Option<u32> {
        self.made += 1;
        if self.made >= MAX_TRIES || !is_worth_repeating(answer) {
            return None;
        }
        let asked = answer.as_ref().ok().and_then(|response| response.retry_after.as_deref());
        let wait = match asked.and_then(|value| retry_after_millis(value, now)) {
            // A panel that asks for a longer rest gets it: the caller tries again another time.
            Some(millis) if i64::from(millis) > i64::from(RETRY_DEADLINE_MILLIS) => return None,
            Some(millis) => millis,
            None => full_jitter(self.made - 1, random),
        };
        (self.waited_millis.saturating_add(wait) <= RETRY_DEADLINE_MILLIS).then_some(wait)
    }

    /// Counts a wait.
    pub fn waited(&mut self, millis: u32) {
        self.waited_millis = self.waited_millis.saturating_add(millis);
    }
}

/// No answer, or an answer of a server in trouble instead of the panel's. An answer in JSON is the
/// panel's word whatever its HTTP status, except "too many requests".
pub fn is_worth_repeating(answer: &Result<HttpResponse, TransportError>) -> bool {
    match answer {
        Err(error) => error.is_retryable(),
        Ok(response) => match response.status {
            425 | 429 => true,
            408 | 500 | 502 | 503 | 504 | 520..=527 => !looks_like_json(&response.body),
            _ => false,
        },
    }
}

fn looks_like_json(body: &[u8]) -> bool {
    matches!(body.iter().find(|byte| !byte.is_ascii_whitespace()), Some(b'{' | b'['))
}

/// A random time between nothing and a ceiling that doubles with each try.
fn full_jitter(tries_before: u32, random: [u8; 10]) -> u32 {
    let ceiling =
        FIRST_CEILING_MILLIS.saturating_mul(1 << tries_before.min(16)).min(LAST_CEILING_MILLIS);
    u32::from_le_bytes([random[0], random[1], random[2], random[3]]) % (ceiling + 1)
}

/// `Retry-After` as milliseconds from now: seconds, or an HTTP date (`Sun, 06 Nov 1994 08:49:37 GMT`).
/// `None` for anything else and for more than five minutes.
pub fn retry_after_millis(value: &str, now: Timestamp) -> Option<u32> {
    let value = value.trim();
    let millis = match value.parse::<i64>() {
        Ok(seconds) => seconds.checked_mul(1000)?,
        Err(_) => http_date_millis(value)?.checked_sub(now.millis())?.max(0),
    };
    if (0..=LONGEST_RETRY_AFTER_MILLIS).contains(&millis) {
        u32::try_from(millis).ok()
    } else {
        None
    }
}

fn http_date_millis(value: &str) -> Option<i64> {
    const MONTHS: [&str; 12] =
        ["Jan", "Feb", "Mar", "Apr", "May", "Jun", "Jul", "Aug", "Sep", "Oct", "Nov", "Dec"];
    let mut parts = value.split_once(", ")?.1.split(' ');
    let day: i64 = parts.next()?.parse().ok()?;
    let month = parts.next()?;
    let month = i64::try_from(MONTHS.iter().position(|name| *name == month)?).ok()? + 1;
    let year: i64 = parts.next()?.parse().ok()?;
    let mut clock = parts.next()?.split(':').map(str::parse::<i64>);
    let (hour, minute, second) = (clock.next()?.ok()?, clock.next()?.ok()?, clock.next()?.ok()?);
    let fits = (1..=31).contains(&day)
        && (1970..=9999).contains(&year)
        && (0..24).contains(&hour)
        && (0..60).contains(&minute)
        && (0..=60).contains(&second)
        && parts.next() == Some("GMT");
    let seconds = ((days_from_civil(year, month, day) * 24 + hour) * 60 + minute) * 60 + second;
    fits.then_some(seconds * 1000)
}

/// Days since 1970-01-01 of a Gregorian date: years begin in March so that leap days come last.
fn days_from_civil(year: i64, month: i64, day: i64) -> i64 {
    let year = if month <= 2 { year - 1 } else { year };
    let era = year.div_euclid(400);
    let year_of_era = year.rem_euclid(400);
    let day_of_year = (153 * ((month + 9) % 12) + 2) / 5 + day - 1;
    let day_of_era = year_of_era * 365 + year_of_era / 4 - year_of_era / 100 + day_of_year;
    era * 146_097 + day_of_era - 719_468
}

#[cfg(test)]
mod tests {
    use super::*;

    fn response(status: u16, body: &str) -> HttpResponse {
        HttpResponse { status, retry_after: None, stage: None, body: body.into() }
    }

    #[test]
    fn fault_17_retry_after_is_read_as_seconds_or_date() {
        let now = Timestamp::from_millis(784_111_777_000);
        for (value, millis) in [
            ("7", Some(7000)),
            ("0", Some(0)),
            ("300", Some(300_000)),
            ("301", None),
            ("-1", None),
            ("soon", None),
            ("", None),
            ("Sun, 06 Nov 1994 08:49:44 GMT", Some(7000)),
            ("Sun, 06 Nov 1994 08:40:00 GMT", Some(0)),
            ("Sun, 06 Nov 1994 09:49:44 GMT", None),
            ("Sun, 06 Nov 1994 25:49:44 GMT", None),
        ] {
            assert_eq!(retry_after_millis(value, now), millis, "{value}");
        }
    }

    #[test]
    fn only_trouble_without_an_answer_is_repeated() {
        for (answer, repeated) in [
            (Ok(response(200, "{}")), false),
            (Ok(response(401, "")), false),
            (Ok(response(500, "")), true),
            (Ok(response(500, " {\"error\":\"Invalid API key\"}")), false),
            (Ok(response(503, "<html>")), true),
            (Ok(response(524, "")), true),
            (Ok(response(429, "{\"error\":\"slow down\"}")), true),
            (Err(TransportError::Timeout), true),
            (Err(TransportError::Offline), false),
            (Err(TransportError::RelayRefused("x".into())), false),
        ] {
            assert_eq!(is_worth_repeating(&answer), repeated, "{answer:?}");
        }
    }

    #[test]
    fn four_tries_with_growing_ceilings_and_no_more() {
        let mut attempts = Attempts::new();
        let failed = Err(TransportError::Timeout);
        let now = Timestamp::default();
        let mut waits = Vec::new();
        while let Some(wait) = attempts.next_wait(&failed, [0xff; 10], now) {
            attempts.waited(wait);
            waits.push(wait);
        }
        assert_eq!(waits.len(), 3);
        for (wait, ceiling) in waits.iter().zip([500, 1000, 2000]) {
            assert!(*wait <= ceiling, "{waits:?}");
        }
    }
}
