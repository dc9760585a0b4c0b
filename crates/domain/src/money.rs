//! Exact decimal money. Fixed point with ten decimals, because panels send up to ten
//! (docs/protocol.md#numbers); never a float.

use serde::{Deserialize, Deserializer, Serialize, Serializer};
use std::fmt;

const DECIMALS: usize = 10;
const ONE: i128 = 10_i128.pow(10);

/// An exact decimal number of currency units: an integer count of 10⁻¹⁰ units.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct Amount(i128);

/// Why a text is no amount. The caller shows the raw text and treats the amount as unknown.
#[derive(Clone, Copy, Debug, PartialEq, Eq, thiserror::Error)]
pub enum AmountError {
    /// Not a decimal number.
    #[error("not a decimal number")]
    NotANumber,
    /// More significant decimals than ten: rounding would change money.
    #[error("more than ten decimals")]
    TooPrecise,
    /// Larger than any real price.
    #[error("too large")]
    TooLarge,
}

impl Amount {
    /// Nothing.
    pub const ZERO: Self = Self(0);

    /// From an integer count of 10⁻¹⁰ units.
    pub const fn from_units(units: i128) -> Self {
        Self(units)
    }

    /// The integer count of 10⁻¹⁰ units.
    pub const fn units(self) -> i128 {
        self.0
    }

    /// Reads decimal text: optional sign, digits, optional fraction, optional exponent.
    /// No thousands separators, no currency signs: those are the panel reader's business.
    pub fn parse(text: &str) -> Result<Self, AmountError> {
        match plain(text) {
            Some(amount) => Ok(amount),
            None => Decimal::read(text)?.exact(),
        }
    }

    /// Like [`Amount::parse`], but decimals beyond the tenth are rounded half away from zero. Only
    /// for numbers that a server printed from a float (`0.07000000000000001`).
    pub fn parse_rounded(text: &str) -> Result<Self, AmountError> {
        Decimal::read(text)?.rounded()
    }

    /// Sum, or `None` when it does not fit.
    pub fn checked_add(self, other: Self) -> Option<Self> {
        self.0.checked_add(other.0).map(Self)
    }

    /// Difference, or `None` when it does not fit.
    pub fn checked_sub(self, other: Self) -> Option<Self> {
        self.0.checked_sub(other.0).map(Self)
    }

    /// Product with a count, or `None` when it does not fit.
    pub fn checked_mul(self, count: u64) -> Option<Self> {
        self.0.checked_mul(i128::from(count)).map(Self)
    }

    /// A thousandth, rounded half away from zero at the tenth decimal.
    #[must_use]
    pub fn per_thousand(self) -> Self {
        let half = 500 * self.0.signum();
        Self((self.0 + half) / 1000)
    }

    /// Below zero.
    pub const fn is_negative(self) -> bool {
        self.0 < 0
    }

    /// Exactly zero.
    pub const fn is_zero(self) -> bool {
        self.0 == 0
    }
}

/// A decimal number as written: ±digits × 10^shift, the shift counted in 10⁻¹⁰ units.
struct Decimal {
    is_negative: bool,
    digits: i128,
    shift: i32,
}

impl Decimal {
    fn read(text: &str) -> Result<Self, AmountError> {
        let text = text.trim_ascii();
        let (is_negative, text) = match text.as_bytes().first() {
            Some(b'-') => (true, &text[1..]),
            Some(b'+') => (false, &text[1..]),
            _ => (false, text),
        };
        let (mantissa, exponent) = match text.split_once(['e', 'E']) {
            Some((mantissa, exponent)) => {
                (mantissa, exponent.parse::<i32>().map_err(|_| AmountError::NotANumber)?)
            }
            None => (text, 0),
        };
        let (whole, fraction) = mantissa.split_once('.').unwrap_or((mantissa, ""));
        if whole.is_empty() && fraction.is_empty() {
            return Err(AmountError::NotANumber);
        }
        let digits = digits(whole, fraction)?;
        let fraction_len = i32::try_from(fraction.len()).map_err(|_| AmountError::TooPrecise)?;
        let shift = exponent.saturating_sub(fraction_len).saturating_add(10);
        Ok(Self { is_negative, digits, shift })
    }

    fn exact(self) -> Result<Amount, AmountError> {
        match self.power() {
            _ if self.digits == 0 => Ok(Amount::ZERO),
            power if self.shift >= 0 => self.scaled_up(power),
            Some(power) if self.digits % power == 0 => Ok(self.signed(self.digits / power)),
            _ => Err(AmountError::TooPrecise),
        }
    }

    fn rounded(self) -> Result<Amount, AmountError> {
        match self.power() {
            power if self.shift >= 0 => self.scaled_up(power),
            Some(power) => {
                let half_up = i128::from(self.digits % power >= power - power / 2);
                Ok(self.signed(self.digits / power + half_up))
            }
            None => Ok(Amount::ZERO),
        }
    }

    fn power(&self) -> Option<i128> {
        10_i128.checked_pow(self.shift.unsigned_abs())
    }

    fn scaled_up(&self, power: Option<i128>) -> Result<Amount, AmountError> {
        if self.digits == 0 {
            return Ok(Amount::ZERO);
        }
        let units = power.and_then(|power| self.digits.checked_mul(power));
        units.map(|units| self.signed(units)).ok_or(AmountError::TooLarge)
    }

    const fn signed(&self, units: i128) -> Amount {
        Amount(if self.is_negative { -units } else { units })
    }
}

/// The prices of a catalogue, of which there are ten thousand: up to eighteen digits, at most ten of
/// them decimals, no sign, no exponent. `None` sends the rest the long way.
fn plain(text: &str) -> Option<Amount> {
    let bytes = text.as_bytes();
    if bytes.len() > 18 {
        return None;
    }
    let (mut digits, mut fraction, mut count) = (0_u64, None, 0_u32);
    for &byte in bytes {
        match byte {
            b'0'..=b'9' => {
                digits = digits * 10 + u64::from(byte - b'0');
                count += 1;
            }
            b'.' if fraction.is_none() => fraction = Some(count),
            _ => return None,
        }
    }
    let decimals = count - fraction.unwrap_or(count);
    let power = 10_u64.pow(10_u32.checked_sub(decimals)?);
    (count > 0).then(|| Amount(i128::from(digits) * i128::from(power)))
}

/// All digits as one whole number.
fn digits(whole: &str, fraction: &str) -> Result<i128, AmountError> {
    let mut number: i128 = 0;
    for byte in whole.bytes().chain(fraction.bytes()) {
        if !byte.is_ascii_digit() {
            return Err(AmountError::NotANumber);
        }
        let sum = number.checked_mul(10).and_then(|tens| tens.checked_add((byte - b'0').into()));
        number = sum.ok_or(AmountError::TooLarge)?;
    }
    Ok(number)
}

/// Plain decimal text without padding zeros: `0.00144`, `-3`, `12.5`.
impl fmt::Display for Amount {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let sign = if self.0 < 0 { "-" } else { "" };
        let units = self.0.unsigned_abs();
        let (whole, fraction) = (units / ONE.unsigned_abs(), units % ONE.unsigned_abs());
        if fraction == 0 {
            return write!(f, "{sign}{whole}");
        }
        let fraction = format!("{fraction:0DECIMALS$}");
        write!(f, "{sign}{whole}.{}", fraction.trim_end_matches('0'))
    }
}

impl Serialize for Amount {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        serializer.collect_str(self)
    }
}

impl<'de> Deserialize<'de> for Amount {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        let text = <std::borrow::Cow<'de, str>>::deserialize(deserializer)?;
        Self::parse(&text).map_err(serde::de::Error::custom)
    }
}

/// A currency as the panel reports it. Usually an ISO code; v1 panels say `USD` whatever their
/// rates are in (docs/protocol.md#charge), so it is a label, never a base for sums across accounts.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[serde(transparent)]
pub struct Currency(String);

impl Currency {
    /// Wraps a reported code; `None` when empty.
    pub fn new(code: &str) -> Option<Self> {
        let code = code.trim();
        (!code.is_empty()).then(|| Self(code.to_owned()))
    }

    /// The same currency, however its letters are written.
    pub fn is_same(&self, other: &Self) -> bool {
        self.0.eq_ignore_ascii_case(&other.0)
    }

    /// The code as reported.
    pub fn code(&self) -> &str {
        &self.0
    }
}

/// An amount with the currency it was reported in, if any was.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Money {
    /// The number.
    pub amount: Amount,
    /// The label; `None` when the panel names none.
    pub currency: Option<Currency>,
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn reads_what_panels_send() {
        for (text, shown) in [
            ("100.84292", "100.84292"),
            ("0.90", "0.9"),
            ("1.0e-5", "0.00001"),
            ("-3", "-3"),
            ("+3", "3"),
            ("+0.5", "0.5"),
            (".5", "0.5"),
            ("1000000000000.00", "1000000000000"),
            ("0e999999", "0"),
            ("0e-99", "0"),
            ("0.000000000000000000000", "0"),
            ("1234567890.0123456789", "1234567890.0123456789"),
            ("0.00000000010", "0.0000000001"),
        ] {
            assert_eq!(
                Amount::parse(text).map(|amount| amount.to_string()).as_deref(),
                Ok(shown),
                "{text}"
            );
        }
    }

    #[test]
    fn refuses_what_is_no_exact_amount() {
        for (text, error) in [
            ("", AmountError::NotANumber),
            (".", AmountError::NotANumber),
            ("1,02", AmountError::NotANumber),
            ("1.2.3", AmountError::NotANumber),
            ("1..", AmountError::NotANumber),
            ("+-1", AmountError::NotANumber),
            ("NaN", AmountError::NotANumber),
            ("1e", AmountError::NotANumber),
            ("0.12345678901", AmountError::TooPrecise),
            ("1e-11", AmountError::TooPrecise),
            ("1e9999", AmountError::TooLarge),
            ("9".repeat(60).as_str(), AmountError::TooLarge),
        ] {
            assert_eq!(Amount::parse(text), Err(error), "{text}");
        }
    }

    #[test]
    fn sums_are_exact_or_nothing() {
        let (two, three) = (Amount::from_units(2), Amount::from_units(3));
        assert_eq!(two.checked_add(three), Some(Amount::from_units(5)));
        assert_eq!(two.checked_sub(three), Some(Amount::from_units(-1)));
        assert_eq!(Amount::from_units(i128::MAX).checked_add(two), None);
        assert_eq!(Amount::from_units(i128::MIN).checked_sub(two), None);
        assert_eq!(Amount::from_units(i128::MAX).checked_mul(2), None);
    }

    #[test]
    fn a_thousandth_is_rounded_half_away_from_zero() {
        for (units, thousandth) in
            [(0, 0), (1, 0), (499, 0), (500, 1), (1_499, 1), (1_500, 2), (-499, 0), (-500, -1)]
        {
            let rounded = Amount::from_units(units).per_thousand();
            assert_eq!(rounded, Amount::from_units(thousandth), "{units}");
        }
    }

    #[test]
    fn signs_are_told() {
        for (units, is_negative, is_zero) in
            [(-1, true, false), (0, false, true), (1, false, false)]
        {
            let amount = Amount::from_units(units);
            assert_eq!((amount.is_negative(), amount.is_zero()), (is_negative, is_zero), "{units}");
        }
    }

    /// The short way must be taken, or a catalogue costs three times as much; it must refuse
    /// whatever it cannot read.
    #[test]
    fn plain_prices_take_the_short_way() {
        for text in ["0.90", "5", ".5", "5.", "0.0000000001", "123456789012345678"] {
            assert_eq!(plain(text), Decimal::read(text).and_then(Decimal::exact).ok(), "{text}");
            assert!(plain(text).is_some(), "{text}");
        }
        for text in ["", ".", "1.2.3", "-1", "+1", "1e3", "1234567890123456789", "0.12345678901"] {
            assert_eq!(plain(text), None, "{text}");
        }
    }

    #[test]
    fn amounts_and_currencies_are_stored_as_text() {
        let money = Money {
            amount: Amount::parse("12.50").expect("an amount"),
            currency: Currency::new(" TRY "),
        };
        let json = serde_json::to_string(&money).expect("JSON");
        assert_eq!(json, r#"{"amount":"12.5","currency":"TRY"}"#);
        let back: Money = serde_json::from_str(&json).expect("money");
        assert_eq!(back, money);
        assert_eq!(back.currency.as_ref().map(Currency::code), Some("TRY"));
        assert!(serde_json::from_str::<Amount>("\"1,5\"").is_err());
    }

    #[test]
    fn price_of_a_quantity_is_exact() {
        let rate = Amount::parse("0.0036").expect("a rate");
        let price = rate.checked_mul(1234).expect("fits").per_thousand();
        assert_eq!(price.to_string(), "0.0044424");
    }
}
