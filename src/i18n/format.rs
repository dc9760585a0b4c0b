//! Numbers, money and dates in the language of the moment. In a component's body:
//! `let format = use_format();`, then `{move || format.money(price, currency.as_ref())}`.

use super::{I18n, Msg, use_i18n};
use crate::platform::intl;
use panelboard_domain::balance::Balance;
use panelboard_domain::money::{Amount, Currency};
use panelboard_domain::time::Timestamp;

/// The handle. Every method is reactive: it follows the language.
#[derive(Clone, Copy)]
pub struct Format(I18n);

impl Format {
    /// A count: `12,345`. Never for ids.
    pub fn number(self, value: u64) -> String {
        intl::number(self.0.locale(), value)
    }

    /// An amount without currency.
    pub fn amount(self, amount: Amount) -> String {
        intl::amount(self.0.locale(), amount)
    }

    /// An amount with the label it was reported in.
    pub fn money(self, amount: Amount, currency: Option<&Currency>) -> String {
        intl::money(self.0.locale(), amount, currency)
    }

    /// A balance, or the panel's own text when it is no unambiguous number.
    pub fn balance(self, balance: &Balance) -> String {
        let currency = balance.money.as_ref().and_then(|money| money.currency.as_ref());
        self.balance_in(balance, currency)
    }

    /// [`Format::balance`] under a label of the user's.
    pub fn balance_in(self, balance: &Balance, currency: Option<&Currency>) -> String {
        match &balance.money {
            Some(money) => self.money(money.amount, currency),
            None => balance.raw.clone(),
        }
    }

    /// An amount for a column of amounts: small ones padded to four decimals (large ones need none),
    /// so that they align at the end. `components::MoneyText` lets the padding step back.
    pub fn money_column(self, amount: Amount, currency: Option<&Currency>) -> String {
        const LARGE: Amount = Amount::from_units(10_i128.pow(13)); // 1,000
        if amount < LARGE {
            intl::column(self.0.locale(), amount, currency)
        } else {
            self.money(amount, currency)
        }
    }

    /// Bytes as megabytes with one decimal, without the unit.
    pub fn megabytes(self, bytes: u64) -> String {
        let tenths = i128::from(bytes / 100_000);
        intl::amount(self.0.locale(), Amount::from_units(tenths * 10_i128.pow(9)))
    }

    /// A whole percentage.
    pub fn percent(self, part: u64, whole: u64) -> String {
        intl::percent(self.0.locale(), part, whole)
    }

    /// Date and time of day.
    pub fn date_time(self, at: Timestamp) -> String {
        intl::date_time(self.0.locale(), at)
    }

    /// "4 min. ago"; pass `use_presence().now()`.
    pub fn relative(self, at: Timestamp, now: Timestamp) -> String {
        intl::relative(self.0.locale(), at, now)
    }

    /// How long ago; "now" for what the clock of the views has not reached yet.
    pub fn age(self, at: Timestamp, now: Timestamp) -> String {
        self.relative(at.min(now), now)
    }

    /// When something was or will be: the time of day for today, else the date too, for "until 16:20"
    /// of tomorrow reads as today.
    pub fn moment(self, at: Timestamp, now: Timestamp) -> String {
        let locale = self.0.locale();
        if intl::is_same_day(at, now) { intl::time(locale, at) } else { self.date_time(at) }
    }

    /// A message with plural forms and the formatted count.
    pub fn count(self, message: Msg, count: u64) -> String {
        let locale = self.0.locale();
        self.0.plural(message, &intl::plural(locale, count), &intl::number(locale, count))
    }
}

/// The handle.
pub fn use_format() -> Format {
    Format(use_i18n())
}
