//! What people type, read: numbers in any digits, lists, links, days.

/// A count as typed: digits of any script, `1k`, `1.5k`, `2m`, groups of three (`1 000`, `1.000`,
/// `1,000`, `۱٬۰۰۰`). `None` for everything that could mean two things.
pub fn parse_quantity(text: &str) -> Option<u64> {
    let text = text.trim();
    let (text, scale) = match text.char_indices().next_back()? {
        (at, 'k' | 'K' | 'к' | 'К') => (text[..at].trim_end(), 1_000),
        (at, 'm' | 'M' | 'м' | 'М') => (text[..at].trim_end(), 1_000_000),
        _ => (text, 1),
    };
    let plain: String = text.chars().map(ascii).collect();
    let groups: Vec<&str> = plain.split(SEPARATOR).collect();
    if groups.iter().any(|group| group.is_empty() || group.bytes().any(|b| !b.is_ascii_digit())) {
        return None;
    }
    let value = match groups[..] {
        [whole] => whole.parse::<u64>().ok()?.checked_mul(scale)?,
        [whole, fraction] if scale > 1 => scaled(whole, fraction, scale)?,
        [first, ref rest @ ..]
            if scale == 1 && first.len() <= 3 && rest.iter().all(|group| group.len() == 3) =>
        {
            groups.concat().parse().ok()?
        }
        _ => return None,
    };
    (value <= MOST).then_some(value)
}

/// More than any panel sells at once; keeps every product within reach.
const MOST: u64 = 1_000_000_000_000;
/// Stands for any character that people put between groups of three.
const SEPARATOR: char = ',';

/// `1.5k`: one or two decimals; three could as well be a group.
fn scaled(whole: &str, fraction: &str, scale: u64) -> Option<u64> {
    if fraction.len() > 2 {
        return None;
    }
    let parts = 10_u64.pow(u32::try_from(fraction.len()).ok()?);
    let digits = whole.parse::<u64>().ok()?.checked_mul(parts)? + fraction.parse::<u64>().ok()?;
    Some(digits.checked_mul(scale)? / parts)
}

/// The ASCII form of a digit or separator.
fn ascii(c: char) -> char {
    if let Some(digit) = digit_value(c) {
        return char::from(b'0' + digit);
    }
    match c {
        '.' | '\'' | '’' | '_' | '٬' | '٫' | '،' | '·' => SEPARATOR,
        c if c.is_whitespace() => SEPARATOR,
        c => c,
    }
}

/// The value of a decimal digit of any script in use.
fn digit_value(c: char) -> Option<u8> {
    const ZEROS: [u32; 14] = [
        0x30, 0x660, 0x6f0, 0x7c0, 0x966, 0x9e6, 0xae6, 0xb66, 0xbe6, 0xc66, 0xe50, 0xed0, 0x17e0,
        0xff10,
    ];
    let code = u32::from(c);
    let zero = ZEROS.iter().find(|&&zero| (zero..zero + 10).contains(&code))?;
    u8::try_from(code - zero).ok()
}

/// The entries of a list: one a line, trimmed, blank lines dropped.
pub fn lines(text: &str) -> impl Iterator<Item = &str> {
    text.split(['\n', '\r']).map(str::trim).filter(|line| !line.is_empty())
}

/// An http or https address with a host.
pub fn is_url(text: &str) -> bool {
    let lower = text.get(..8).unwrap_or(text).to_ascii_lowercase();
    let rest = match () {
        () if lower.starts_with("https://") => &text[8..],
        () if lower.starts_with("http://") => &text[7..],
        () => return false,
    };
    let host = rest.split(['/', '?', '#']).next().unwrap_or_default();
    host.contains('.') && !host.starts_with('.') && !text.contains(char::is_whitespace)
}

/// A day as typed, `d/m/Y` or `Y-m-d` (what a date input gives), as (day, month, year). `None` for
/// a day that no calendar has: panels read `12/31/2023` as no date at all.
pub fn parse_day(text: &str) -> Option<(u8, u8, u16)> {
    let text: String = text.trim().chars().map(ascii_digit).collect();
    let parts: Vec<&str> = text.split(['/', '-', '.']).collect();
    let [first, month, last] = parts[..] else { return None };
    let (day, year) = if first.len() == 4 { (last, first) } else { (first, last) };
    let (day, month, year) = (day.parse().ok()?, month.parse().ok()?, year.parse().ok()?);
    let is_real = (2000..=9999).contains(&year) && (1..=days_in(month, year)).contains(&day);
    is_real.then_some((day, month, year))
}

fn ascii_digit(c: char) -> char {
    digit_value(c).map_or(c, |digit| char::from(b'0' + digit))
}

fn days_in(month: u8, year: u16) -> u8 {
    match month {
        4 | 6 | 9 | 11 => 30,
        2 if year.is_multiple_of(4) && (!year.is_multiple_of(100) || year.is_multiple_of(400)) => {
            29
        }
        2 => 28,
        1..=12 => 31,
        _ => 0,
    }
}
