//! Exact money: a whole number of 10⁻¹² units. No float ever touches it.

use std::fmt;
use std::ops::{Add, Sub};

const PLACES: u32 = 12;
const ONE: i128 = 10_i128.pow(PLACES);

/// An amount of the panel's currency, exact to twelve decimal places.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, PartialOrd, Ord)]
pub struct Amount(i128);

impl Amount {
    /// Nothing.
    pub const ZERO: Self = Self(0);

    /// Reads plain decimal text such as `-12.5`; `None` for anything else (exponents included).
    #[must_use]
    pub fn parse(text: &str) -> Option<Self> {
        let (negative, digits) = match text.trim().strip_prefix('-') {
            Some(rest) => (true, rest),
            None => (false, text.trim()),
        };
        let (whole, fraction) = digits.split_once('.').unwrap_or((digits, ""));
        let numeric = |part: &str| part.bytes().all(|byte| byte.is_ascii_digit());
        if (whole.is_empty() && fraction.is_empty()) || !numeric(whole) || !numeric(fraction) {
            return None;
        }
        let fraction = &fraction[..fraction.len().min(PLACES as usize)];
        let padded = format!("{fraction:0<width$}", width = PLACES as usize);
        let whole: i128 = if whole.is_empty() { 0 } else { whole.parse().ok()? };
        let units = whole.checked_mul(ONE)?.checked_add(padded.parse().ok()?)?;
        Some(Self(if negative { -units } else { units }))
    }

    /// The price of `quantity` things at this rate per thousand; `None` when it cannot be held.
    pub(crate) fn per_thousand(self, quantity: u64) -> Option<Self> {
        self.times(quantity).map(|Self(units)| Self(units / 1000))
    }

    /// This amount `count` times; `None` when it cannot be held.
    pub(crate) fn times(self, count: u64) -> Option<Self> {
        self.0.checked_mul(i128::from(count)).map(Self)
    }

    /// The share `part / whole` of this amount, exact wherever the division comes out even.
    pub(crate) fn share(self, part: u64, whole: u64) -> Self {
        let (part, whole) = (i128::from(part), i128::from(whole.max(1)));
        Self(self.0.checked_mul(part).map_or(self.0 / whole * part, |product| product / whole))
    }

    /// Rounded half away from zero to `places` decimals.
    pub(crate) fn rounded(self, places: u32) -> Self {
        let step = 10_i128.pow(PLACES - places.min(PLACES));
        let half = if self.0 < 0 { -step / 2 } else { step / 2 };
        Self((self.0 + half) / step * step)
    }

    /// Text with exactly `places` decimals (rounded).
    #[must_use]
    pub fn fixed(self, places: u32) -> String {
        let units = self.rounded(places).0;
        let sign = if units < 0 { "-" } else { "" };
        let (whole, fraction) = (units.abs() / ONE, units.abs() % ONE);
        if places == 0 {
            return format!("{sign}{whole}");
        }
        let fraction = format!("{fraction:0>width$}", width = PLACES as usize);
        format!("{sign}{whole}.{}", &fraction[..places.min(PLACES) as usize])
    }

    /// Exact text without needless zeros, but with at least `least` decimals.
    #[must_use]
    pub fn text(self, least: u32) -> String {
        let full = self.fixed(PLACES);
        let (whole, fraction) = full.split_once('.').unwrap_or((&full, ""));
        let kept = fraction.trim_end_matches('0').len().max(least as usize);
        if kept == 0 { whole.to_owned() } else { format!("{whole}.{}", &fraction[..kept]) }
    }
}

impl Add for Amount {
    type Output = Self;

    fn add(self, other: Self) -> Self {
        Self(self.0.saturating_add(other.0))
    }
}

impl Sub for Amount {
    type Output = Self;

    fn sub(self, other: Self) -> Self {
        Self(self.0.saturating_sub(other.0))
    }
}

impl fmt::Display for Amount {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        formatter.write_str(&self.text(0))
    }
}

#[cfg(test)]
mod tests {
    use super::Amount;

    fn check(text: &str, expected: Option<&str>) {
        let got = Amount::parse(text).map(|amount| amount.text(0));
        assert_eq!(got.as_deref(), expected, "reading {text:?}");
    }

    #[test]
    fn plain_decimals_are_read_exactly_and_nothing_else_is() {
        check("0.90", Some("0.9"));
        check("1000000000000.00", Some("1000000000000"));
        check("-0.0000001", Some("-0.0000001"));
        check(".5", Some("0.5"));
        check("1e3", None);
        check("1,5", None);
        check("", None);
        check("-", None);
    }

    #[test]
    fn a_rate_per_thousand_is_charged_exactly() {
        let rate = Amount::parse("0.2785").expect("decimal");
        assert_eq!(rate.per_thousand(999).map(|charge| charge.text(0)), Some("0.2782215".into()));
    }

    #[test]
    fn rounding_goes_half_away_from_zero() {
        let amount = |text| Amount::parse(text).expect("decimal");
        assert_eq!(amount("0.00005").fixed(4), "0.0001");
        assert_eq!(amount("-0.00005").fixed(4), "-0.0001");
        assert_eq!(amount("12.3").fixed(0), "12");
        assert_eq!(amount("12.3").text(2), "12.30");
    }
}
