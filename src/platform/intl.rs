//! Numbers, money, dates and plural forms as the browser's `Intl` writes them, one formatter per
//! language and kind, kept. Money goes in as decimal text, so it never becomes a float.

use crate::locale::Locale;
use js_sys::{Array, Function, Intl, Object, Reflect};
use panelboard_domain::money::{Amount, Currency};
use panelboard_domain::time::Timestamp;
use std::cell::RefCell;
use wasm_bindgen::JsValue;

/// What a formatter writes.
#[derive(Clone, PartialEq, Eq)]
enum Kind {
    Number,
    Amount,
    Money(Currency),
    Column(Currency),
    PlainColumn,
    Percent,
    DateTime,
    Time,
    Relative,
    Plural,
}

/// A formatter: the bound function, and for the two kinds without one, the object itself.
#[derive(Clone)]
enum Formatter {
    Bound(Function),
    Relative(Intl::RelativeTimeFormat),
    Plural(Intl::PluralRules),
}

thread_local! {
    static FORMATTERS: RefCell<Vec<(Locale, Kind, Option<Formatter>)>> =
        const { RefCell::new(Vec::new()) };
}

/// A count, grouped: `12,345`.
pub fn number(locale: Locale, value: u64) -> String {
    decimal(locale, Kind::Number, &value.to_string())
}

/// An amount without currency, at most six decimals shown.
pub fn amount(locale: Locale, amount: Amount) -> String {
    decimal(locale, Kind::Amount, &amount.to_string())
}

/// Money with its label. A code that the browser does not know as a currency stands behind the
/// plain number; no label, no guess.
pub fn money(locale: Locale, value: Amount, currency: Option<&Currency>) -> String {
    let Some(currency) = currency else { return amount(locale, value) };
    isolated(
        locale,
        match formatter(locale, &Kind::Money(currency.clone())) {
            Some(Formatter::Bound(format)) => written(&format, &value.to_string().into()),
            _ => format!("{} {}", amount(locale, value), currency.code()),
        },
    )
}

/// An amount reads left to right also inside a right-to-left sentence.
fn isolated(locale: Locale, text: String) -> String {
    match locale.dir() {
        "rtl" => {
            format!("\u{2066}{}\u{2069}", text.replace(['\u{200e}', '\u{200f}', '\u{61c}'], ""))
        }
        _ => text,
    }
}

/// Money for a column: at least four decimals, so that the points stand under each other.
pub fn column(locale: Locale, value: Amount, currency: Option<&Currency>) -> String {
    let plain = || decimal(locale, Kind::PlainColumn, &value.to_string());
    let Some(currency) = currency else { return plain() };
    isolated(
        locale,
        match formatter(locale, &Kind::Column(currency.clone())) {
            Some(Formatter::Bound(format)) => written(&format, &value.to_string().into()),
            _ => format!("{} {}", plain(), currency.code()),
        },
    )
}

/// A whole percentage of `part` in `whole`, never rounded up to 100.
pub fn percent(locale: Locale, part: u64, whole: u64) -> String {
    let hundredths = part.saturating_mul(100).checked_div(whole).unwrap_or(0);
    let text = format!("{}.{:02}", hundredths / 100, hundredths % 100);
    decimal(locale, Kind::Percent, &text)
}

/// Date and time of day in the user's time zone.
pub fn date_time(locale: Locale, at: Timestamp) -> String {
    bound(locale, &Kind::DateTime, &millis(at))
}

/// Both are of one day of the user's calendar.
pub fn is_same_day(one: Timestamp, other: Timestamp) -> bool {
    day(one) == day(other)
}

#[expect(clippy::cast_possible_truncation, reason = "minutes of a day")]
fn day(at: Timestamp) -> i64 {
    // The offset of that very day: clocks change twice a year.
    let minutes_west = js_sys::Date::new(&millis(at)).get_timezone_offset();
    at.day(-minutes_west as i32)
}

/// Time of day.
pub fn time(locale: Locale, at: Timestamp) -> String {
    bound(locale, &Kind::Time, &millis(at))
}

/// How long ago (or ahead) `at` is, in the largest fitting unit: "4 min. ago".
pub fn relative(locale: Locale, at: Timestamp, now: Timestamp) -> String {
    let seconds = at.millis_since(now) / 1000;
    let (value, unit) = match seconds.unsigned_abs() {
        0..60 => (seconds, "second"),
        60..3600 => (seconds / 60, "minute"),
        3600..86400 => (seconds / 3600, "hour"),
        _ => (seconds / 86400, "day"),
    };
    let value = i32::try_from(value).unwrap_or(i32::MAX);
    match formatter(locale, &Kind::Relative) {
        Some(Formatter::Relative(format)) => format.format(value.into(), unit).into(),
        _ => date_time(locale, at),
    }
}

/// The CLDR plural category of a count: `zero`, `one`, `two`, `few`, `many` or `other`.
pub fn plural(locale: Locale, count: u64) -> String {
    let count = u32::try_from(count).unwrap_or(u32::MAX);
    match formatter(locale, &Kind::Plural) {
        Some(Formatter::Plural(rules)) => rules.select(count.into()).into(),
        _ => "other".to_owned(),
    }
}

fn decimal(locale: Locale, kind: Kind, text: &str) -> String {
    bound(locale, &kind, &text.into())
}

fn bound(locale: Locale, kind: &Kind, value: &JsValue) -> String {
    match formatter(locale, kind) {
        Some(Formatter::Bound(format)) => written(&format, value),
        _ => value.as_string().unwrap_or_default(),
    }
}

fn written(format: &Function, value: &JsValue) -> String {
    format
        .call1(&JsValue::UNDEFINED, value)
        .ok()
        .and_then(|text| text.as_string())
        .unwrap_or_default()
}

#[expect(clippy::cast_precision_loss, reason = "milliseconds of this era fit 53 bits")]
fn millis(at: Timestamp) -> JsValue {
    JsValue::from_f64(at.millis() as f64)
}

fn formatter(locale: Locale, kind: &Kind) -> Option<Formatter> {
    FORMATTERS.with_borrow_mut(|known| {
        if let Some((.., kept)) = known.iter().find(|(l, k, _)| *l == locale && k == kind) {
            return kept.clone();
        }
        let made = make(locale, kind);
        known.push((locale, kind.clone(), made.clone()));
        made
    })
}

/// `None` when the browser refuses, as it does for a currency that is no ISO code.
fn make(locale: Locale, kind: &Kind) -> Option<Formatter> {
    let options: &[(&str, JsValue)] = &match kind {
        Kind::Number | Kind::Plural => vec![],
        Kind::Amount => vec![("maximumFractionDigits", 6.into())],
        Kind::Money(currency) => vec![
            ("style", "currency".into()),
            ("currency", currency.code().into()),
            ("minimumFractionDigits", 2.into()),
            ("maximumFractionDigits", 6.into()),
        ],
        Kind::Column(currency) => vec![
            ("style", "currency".into()),
            ("currency", currency.code().into()),
            ("minimumFractionDigits", 4.into()),
            ("maximumFractionDigits", 6.into()),
        ],
        Kind::PlainColumn => {
            vec![("minimumFractionDigits", 4.into()), ("maximumFractionDigits", 6.into())]
        }
        Kind::Percent => vec![("style", "percent".into()), ("maximumFractionDigits", 0.into())],
        Kind::DateTime => vec![("dateStyle", "medium".into()), ("timeStyle", "short".into())],
        Kind::Time => vec![("timeStyle", "short".into())],
        Kind::Relative => vec![("numeric", "auto".into()), ("style", "short".into())],
    };
    let (locales, options) = (JsValue::from(Array::of1(&locale.tag().into())), object(options));
    let intl = Reflect::get(&js_sys::global(), &"Intl".into()).ok()?;
    let class = match kind {
        Kind::Number
        | Kind::Amount
        | Kind::Money(_)
        | Kind::Column(_)
        | Kind::PlainColumn
        | Kind::Percent => "NumberFormat",
        Kind::DateTime | Kind::Time => "DateTimeFormat",
        Kind::Relative => "RelativeTimeFormat",
        Kind::Plural => "PluralRules",
    };
    let class: Function = Reflect::get(&intl, &class.into()).ok()?.into();
    // Through Reflect, because only this way a refusal is an error and not a panic.
    let made = Reflect::construct(&class, &Array::of2(&locales, &options)).ok()?;
    Some(match kind {
        Kind::Relative => Formatter::Relative(made.into()),
        Kind::Plural => Formatter::Plural(made.into()),
        _ => Formatter::Bound(Reflect::get(&made, &"format".into()).ok()?.into()),
    })
}

fn object(entries: &[(&str, JsValue)]) -> Object {
    let object = Object::new();
    for (name, value) in entries {
        // Setting a property of a fresh plain object cannot fail.
        let _ = Reflect::set(&object, &(*name).into(), value);
    }
    object
}
