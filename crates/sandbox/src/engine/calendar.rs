//! Days and dates, only as far as subscriptions need them (`expiry` is `d/m/Y`).

/// Milliseconds of one minute.
pub(crate) const MINUTE: u64 = 60_000;
/// Milliseconds of one hour.
pub(crate) const HOUR: u64 = 60 * MINUTE;
/// Milliseconds of one day.
pub(crate) const DAY: u64 = 24 * HOUR;

/// Reads `d/m/Y` as the last millisecond of that day in Unix time; `None` when it is no date.
pub(crate) fn end_of_day(text: &str) -> Option<u64> {
    let mut parts = text.split('/').map(|part| part.trim().parse::<u64>().ok());
    let (day, month, year) = (parts.next()??, parts.next()??, parts.next()??);
    let valid = (1970..=9999).contains(&year)
        && (1..=12).contains(&month)
        && (1..=days_in_month(month, year)).contains(&day);
    if !valid || parts.next().is_some() {
        return None;
    }
    let years: u64 = (1970..year).map(|year| if is_leap(year) { 366 } else { 365 }).sum();
    let months: u64 = (1..month).map(|month| days_in_month(month, year)).sum();
    Some((years + months + day) * DAY - 1)
}

const fn is_leap(year: u64) -> bool {
    year.is_multiple_of(4) && (!year.is_multiple_of(100) || year.is_multiple_of(400))
}

const fn days_in_month(month: u64, year: u64) -> u64 {
    match month {
        2 if is_leap(year) => 29,
        2 => 28,
        4 | 6 | 9 | 11 => 30,
        _ => 31,
    }
}

#[cfg(test)]
mod tests {
    use super::{DAY, end_of_day};

    #[test]
    fn expiry_is_day_month_year() {
        assert_eq!(end_of_day("1/1/1970"), Some(DAY - 1));
        assert_eq!(end_of_day("29/02/2024"), Some(19_783 * DAY - 1));
        assert_eq!(end_of_day("12/31/2023"), None, "the American order is no date here");
        assert_eq!(end_of_day("29/02/2023"), None);
        assert_eq!(end_of_day("tomorrow"), None);
    }
}
