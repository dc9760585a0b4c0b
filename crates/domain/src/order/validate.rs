//! The one door from what a user typed to what may be sent. Every field error at once.

use super::draft::{DraftError, Field, OrderDraft, OrderParams, ValidOrder};
use super::parameters::{Form, Parameter, V1_MINUTES, parameters};
use super::typed;
use crate::account::Capabilities;
use crate::quote::{self, Charged, Quote};
use crate::service::{Service, ServiceKind};

/// The longest link that any panel takes.
const LINK_MAX: usize = 2048;
/// The longest other text, in bytes.
const TEXT_MAX: usize = 64 * 1024;
/// Parameters that a free extra may not name: they would change the call or another field.
const RESERVED: [&str; 5] = ["key", "action", "service", "link", "quantity"];

/// Checks a draft against its service. `capabilities` decide what v1 takes less of.
///
/// An empty optional field is not sent. Extras outside the type's own parameters are sent as typed:
/// clones ask for parameters of their own. Whether `expiry` lies ahead needs to know the day:
/// [`validate_on`].
pub fn validate(
    draft: &OrderDraft,
    service: &Service,
    capabilities: &Capabilities,
) -> Result<ValidOrder, Vec<(Field, DraftError)>> {
    let mut check = Check { draft, service, capabilities, errors: Vec::new(), sent: Vec::new() };
    for parameter in parameters(service.kind) {
        check.parameter(parameter);
    }
    check.conditions();
    check.extras();
    let charged = check.charge();
    let quote = check.price(charged);
    match quote {
        Some(quote) if check.errors.is_empty() => Ok(check.finish(charged, quote)),
        _ => Err(check.errors),
    }
}

/// [`validate`] on a day (day, month, year, as the user's clock has it): an `expiry` must be later.
pub fn validate_on(
    draft: &OrderDraft,
    service: &Service,
    capabilities: &Capabilities,
    today: (u8, u8, u16),
) -> Result<ValidOrder, Vec<(Field, DraftError)>> {
    let checked = validate(draft, service, capabilities);
    let expiry = draft.typed("expiry");
    let has_expiry = parameters(service.kind).iter().any(|parameter| parameter.name == "expiry");
    if !has_expiry || typed::parse_day(expiry).is_none() || expiry_lies_ahead(expiry, today) {
        return checked;
    }
    let mut errors = checked.err().unwrap_or_default();
    errors.push((Field::Extra("expiry".to_owned()), DraftError::NotAhead));
    Err(errors)
}

/// The price of a draft as far as it can be told, with all units that it is for: other fields may
/// still be missing or wrong. `None` while what is counted is not known.
pub fn estimate(
    draft: &OrderDraft,
    service: &Service,
    capabilities: &Capabilities,
) -> Option<(u64, Quote)> {
    let mut check = Check { draft, service, capabilities, errors: Vec::new(), sent: Vec::new() };
    for parameter in parameters(service.kind) {
        check.parameter(parameter);
    }
    let charged = check.charge();
    let quote = check.price(charged)?;
    (charged.total() > 0).then_some((charged.total(), quote))
}

/// Whether an `expiry` as typed (`d/m/Y` or `Y-m-d`) is later than `today` (day, month, year).
pub fn expiry_lies_ahead(expiry: &str, today: (u8, u8, u16)) -> bool {
    let order = |(day, month, year)| (year, month, day);
    typed::parse_day(expiry).is_some_and(|expiry| order(expiry) > order(today))
}

struct Check<'c> {
    draft: &'c OrderDraft,
    service: &'c Service,
    capabilities: &'c Capabilities,
    errors: Vec<(Field, DraftError)>,
    /// What will be sent, in order.
    sent: Vec<(String, String)>,
}

impl Check<'_> {
    fn typed(&self, name: &str) -> &str {
        self.draft.typed(name)
    }

    fn fail(&mut self, name: &str, error: DraftError) {
        let field = match name {
            "link" => Field::Link,
            "quantity" => Field::Quantity,
            name => Field::Extra(name.to_owned()),
        };
        self.errors.push((field, error));
    }

    fn parameter(&mut self, parameter: &Parameter) {
        let name = parameter.name;
        if self.typed(name).is_empty() {
            if parameter.is_required {
                self.fail(name, DraftError::Empty);
            }
            return;
        }
        match canonical(self.typed(name), parameter.form) {
            Ok(value) => self.sent.push((name.to_owned(), value)),
            Err(error) => self.fail(name, error),
        }
    }

    /// A number that was read, by name.
    fn number(&self, name: &str) -> Option<u64> {
        self.value(name).and_then(|value| value.parse().ok())
    }

    fn value(&self, name: &str) -> Option<&str> {
        self.sent.iter().find(|(sent, _)| sent == name).map(|(_, value)| value.as_str())
    }

    /// Rules that tie fields together.
    fn conditions(&mut self) {
        match self.service.kind {
            ServiceKind::Subscriptions => self.subscription(),
            ServiceKind::WebTraffic => self.traffic(),
            _ => {}
        }
        self.drip_feed();
    }

    fn subscription(&mut self) {
        if let (Some(min), Some(max)) = (self.number("min"), self.number("max")) {
            if min > max {
                self.fail("max", DraftError::BelowMin { min });
            }
            self.within_limits("min", min);
            self.within_limits("max", max);
        }
        self.v1_minutes("delay");
    }

    fn traffic(&mut self) {
        let needed = match self.number("type_of_traffic") {
            Some(1) => "google_keyword",
            Some(2) => "referring_url",
            _ => return,
        };
        if self.typed(needed).is_empty() {
            self.fail(needed, DraftError::Empty);
        }
    }

    fn drip_feed(&mut self) {
        let has = |name: &str| !self.typed(name).is_empty();
        let (runs, interval) = (has("runs"), has("interval"));
        let takes = parameters(self.service.kind).iter().any(|known| known.name == "runs");
        if !takes || !runs && !interval {
            return;
        }
        if self.service.dripfeed == Some(false) {
            self.fail("runs", DraftError::NotSupported);
        } else if !runs {
            self.fail("runs", DraftError::Empty);
        } else if !interval {
            self.fail("interval", DraftError::Empty);
        }
        self.v1_minutes("interval");
    }

    /// v1 takes only a short list of minutes.
    fn v1_minutes(&mut self, name: &str) {
        let is_listed = self.number(name).is_none_or(|minutes| V1_MINUTES.contains(&minutes));
        if self.capabilities.double_decodes && !is_listed {
            self.fail(name, DraftError::NotListed(&V1_MINUTES));
        }
    }

    fn within_limits(&mut self, name: &str, quantity: u64) {
        match (self.service.min, self.service.max) {
            (Some(min), _) if quantity < min => self.fail(name, DraftError::BelowMin { min }),
            (_, Some(max)) if quantity > max => self.fail(name, DraftError::AboveMax { max }),
            _ => {}
        }
    }

    /// Extras outside the type's own parameters, as typed.
    fn extras(&mut self) {
        let draft = self.draft;
        let own = parameters(self.service.kind);
        for (name, value) in &draft.extras {
            let (name, value) = (name.trim(), value.trim());
            let is_own = own.iter().any(|parameter| parameter.name == name);
            if is_own || value.is_empty() {
                continue;
            }
            let is_name = !name.is_empty()
                && name.len() <= 64
                && name.bytes().all(|byte| byte.is_ascii_graphic())
                && !RESERVED.iter().any(|reserved| name.eq_ignore_ascii_case(reserved));
            if !is_name {
                self.fail(name, DraftError::BadName);
            } else if value.len() > TEXT_MAX {
                self.fail(name, DraftError::TooLong { max: TEXT_MAX });
            } else {
                self.sent.push((name.to_owned(), value.to_owned()));
            }
        }
    }

    /// What the panel will count, with the quantity that is always sent (docs/protocol.md#quantity).
    fn charge(&mut self) -> Charged {
        let service = self.service;
        let least = service.min.unwrap_or(1).max(1);
        let mut charged = Charged { quantity: least, runs: None, posts: None };
        match quote::counted(service.kind) {
            quote::Counted::Typed => {
                let quantity = self.number("quantity");
                charged.quantity = quantity.unwrap_or_default();
                charged.runs = self.number("runs").filter(|_| self.number("interval").is_some());
                if quantity.is_some() {
                    self.within_limits("quantity", charged.quantity);
                    self.total_within_max(charged);
                }
                return charged;
            }
            quote::Counted::Order => {}
            quote::Counted::Lines(name) => {
                let count = self.value(name).map(|value| typed::lines(value).count() as u64);
                charged.quantity = count.unwrap_or_default();
                if count.is_some() {
                    self.within_limits(name, charged.quantity);
                }
            }
            quote::Counted::Posts => {
                charged.quantity = self.number("max").unwrap_or_default();
                charged.posts = self.posts();
                let sent = self.number("min").unwrap_or(least);
                self.sent.push(("quantity".to_owned(), sent.to_string()));
                return charged;
            }
        }
        self.sent.push(("quantity".to_owned(), charged.quantity.to_string()));
        charged
    }

    /// Posts that will be served at most; `None` = no end. `posts` alone ends a subscription.
    fn posts(&self) -> Option<u64> {
        self.number("posts").map(|posts| posts + self.number("old_posts").unwrap_or(0))
    }

    fn total_within_max(&mut self, charged: Charged) {
        let total = charged.runs.map(|runs| charged.quantity.saturating_mul(runs));
        if let (Some(total), Some(max)) = (total, self.service.max)
            && total > max
        {
            self.fail("runs", DraftError::AboveMax { max });
        }
    }

    fn price(&mut self, charged: Charged) -> Option<Quote> {
        match self.service.orderable() {
            Ok(rate) => {
                let quote = quote::quote(self.service.kind, rate, charged);
                if quote.is_none() {
                    self.fail("quantity", DraftError::TooMuch);
                }
                quote
            }
            Err(reason) => {
                self.errors.push((Field::Service, DraftError::NotOrderable(reason)));
                None
            }
        }
    }

    fn finish(self, charged: Charged, quote: Quote) -> ValidOrder {
        ValidOrder {
            service: self.service.id.clone(),
            kind: self.service.kind,
            link: self.value("link").unwrap_or_default().to_owned(),
            quantity: charged.total(),
            estimate: quote.amount,
            basis: quote.basis,
            params: OrderParams(self.sent),
        }
    }
}

/// A field's text as it will be sent.
fn canonical(text: &str, form: Form) -> Result<String, DraftError> {
    match form {
        Form::Link => link(text),
        Form::Quantity => whole(text, 0, u64::MAX),
        Form::Whole { min, max } => whole(text, min, max),
        Form::OneOf(listed) => one_of(text, listed),
        Form::Lines => bounded(typed::lines(text).collect::<Vec<_>>().join("\n")),
        Form::Text => bounded(text.to_owned()),
        Form::Url if typed::is_url(text) => link(text),
        Form::Url => Err(DraftError::NotAUrl),
        Form::Date => match typed::parse_day(text) {
            Some((day, month, year)) => Ok(format!("{day:02}/{month:02}/{year}")),
            None => Err(DraftError::NotADate),
        },
    }
}

fn link(text: &str) -> Result<String, DraftError> {
    if text.chars().count() > LINK_MAX {
        return Err(DraftError::TooLong { max: LINK_MAX });
    }
    if text.chars().any(|c| c.is_whitespace() || c.is_control()) {
        return Err(DraftError::WhiteSpace);
    }
    Ok(text.to_owned())
}

fn whole(text: &str, min: u64, max: u64) -> Result<String, DraftError> {
    match typed::parse_quantity(text) {
        None => Err(DraftError::NotANumber),
        Some(number) if number < min => Err(DraftError::BelowMin { min }),
        Some(number) if number > max => Err(DraftError::AboveMax { max }),
        Some(number) => Ok(number.to_string()),
    }
}

fn one_of(text: &str, listed: &'static [u64]) -> Result<String, DraftError> {
    let number = typed::parse_quantity(text).ok_or(DraftError::NotANumber)?;
    if listed.contains(&number) {
        Ok(number.to_string())
    } else {
        Err(DraftError::NotListed(listed))
    }
}

fn bounded(text: String) -> Result<String, DraftError> {
    match text.len() {
        0 => Err(DraftError::Empty),
        1..=TEXT_MAX => Ok(text),
        _ => Err(DraftError::TooLong { max: TEXT_MAX }),
    }
}
