//! The texts of one row, made once when the row becomes alive or something it says changes. Pure but
//! for the formats of the language.

use super::criteria::Ability;
use super::list::{Categories, List, flag};
use super::price::{NoPrice, is_flat, price, split_name};
use crate::components::{Piece, pieces, split_padding};
use crate::i18n::{Format, I18n, Msg};
use crate::state::CatalogView;
use panelboard_domain::money::{Amount, Currency};
use panelboard_domain::service::{Rate, Service};
use std::ops::Range;
use std::sync::Arc;

/// Everything that rows are drawn from.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Shown {
    /// The catalogue.
    pub view: Arc<CatalogView>,
    /// Its categories.
    pub categories: Arc<Categories>,
    /// What is shown of it.
    pub list: Arc<List>,
    /// The quantity asked.
    pub quantity: u64,
    /// The account's currency label.
    pub currency: Option<Currency>,
}

/// A category header.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Header {
    /// The panel's category.
    pub name: Vec<Piece>,
    /// How many rows follow.
    pub count: String,
}

/// What stands in the price column.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum PriceText {
    /// An amount: what to read, the zeros that pad it, what follows them.
    Amount((String, String, String)),
    /// Why there is none.
    None(String),
}

/// One row's texts. An empty `id` means that the list ends before this row.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Row {
    /// Its position in the list.
    pub position: usize,
    /// The header above it.
    pub header: Option<Header>,
    /// The panel's number.
    pub id: String,
    /// The name.
    pub name: Vec<Piece>,
    /// The bracketed claims behind the name.
    pub claims: Vec<Piece>,
    /// Min and max.
    pub limits: String,
    /// What is allowed, by [`Ability`].
    pub allows: [bool; 3],
    /// The price for the quantity asked.
    pub price: PriceText,
    /// The rate.
    pub rate: String,
    /// Nothing: for texts that are absent.
    pub none: String,
}

impl Row {
    fn blank(position: usize) -> Self {
        Self {
            position,
            header: None,
            id: String::new(),
            name: Vec::new(),
            claims: Vec::new(),
            limits: String::new(),
            allows: [false; 3],
            price: PriceText::None(String::new()),
            rate: String::new(),
            none: String::new(),
        }
    }

    /// The texts of the row at a position; `group` is the number of the group that starts there.
    pub fn new(shown: &Shown, position: usize, group: Option<usize>, words: Words) -> Self {
        let Some(service) = shown.service(position) else { return Self::blank(position) };
        let [name, claims] = name_pieces(&service.name, &shown.marks(&service.name));
        let header = group.and_then(|group| shown.list.groups.get(group)).map(|group| Header {
            name: shown.category_pieces(group.category),
            count: words.format.number(group.count as u64),
        });
        Self {
            position,
            header,
            id: service.id.as_str().to_owned(),
            name: match name.is_empty() {
                true => pieces(service.id.as_str(), 0..service.id.as_str().len(), &[]),
                false => name,
            },
            claims,
            limits: words.limits(service),
            allows: Ability::ALL.map(|ability| flag(service, ability) == Some(true)),
            price: words.price(service, shown),
            rate: words.rate(service, shown.currency.as_ref()),
            none: String::new(),
        }
    }
}

/// A name and the claims behind it, in pieces.
pub fn name_pieces(name: &str, marks: &[Range<usize>]) -> [Vec<Piece>; 2] {
    let (head, _) = split_name(name);
    [pieces(name, 0..head.len(), marks), pieces(name, head.len()..name.len(), marks)]
}

impl Shown {
    /// The parts of a text that say what was searched for.
    fn marks(&self, text: &str) -> Vec<Range<usize>> {
        self.view.marks(&self.list.asked, text)
    }

    fn category_pieces(&self, number: u32) -> Vec<Piece> {
        let name = &self.categories.names[number as usize];
        pieces(name, 0..name.len(), &self.marks(name))
    }

    /// The service at a position of the list.
    pub fn service(&self, position: usize) -> Option<&Service> {
        let row = *self.list.rows.get(position)?;
        self.view.catalog.services().get(row as usize)
    }
}

/// The language's words and formats. Reactive where it is read.
#[derive(Clone, Copy)]
pub struct Words {
    /// Words.
    pub i18n: I18n,
    /// Numbers and money.
    pub format: Format,
}

impl Words {
    /// "10 – 5,000,000", or what the panel states of it.
    pub fn limits(self, service: &Service) -> String {
        let number = |limit: u64| self.format.number(limit);
        match (service.min, service.max) {
            (Some(min), Some(max)) => format!("{} – {}", number(min), number(max)),
            (Some(min), None) => self.i18n.fill(Msg::SERVICES_MIN, &[("count", &number(min))]),
            (None, Some(max)) => self.i18n.fill(Msg::SERVICES_MAX, &[("count", &number(max))]),
            (None, None) => self.i18n.text(Msg::SERVICES_NO_LIMITS),
        }
    }

    /// "$1.50 / 1,000"; per order for packages; the panel's own text when it is no number.
    pub fn rate(self, service: &Service, currency: Option<&Currency>) -> String {
        let money = |rate: Amount| self.format.money_column(rate, currency);
        match &service.rate {
            Rate::Exact(rate) if is_flat(service) => {
                self.i18n.fill(Msg::SERVICES_RATE_PER_ORDER, &[("rate", &money(*rate))])
            }
            Rate::Exact(rate) => self.i18n.fill(
                Msg::SERVICES_RATE_PER,
                &[("rate", &money(*rate)), ("count", &self.format.number(1000))],
            ),
            Rate::Sentinel(rate) => money(*rate),
            Rate::Unreadable(text) => text.clone(),
            Rate::Missing => self.i18n.text(Msg::SERVICES_NO_RATE),
        }
    }

    /// The estimate, or why there is none.
    fn price(self, service: &Service, shown: &Shown) -> PriceText {
        let limit = |message: Msg, limit: u64| {
            PriceText::None(self.i18n.fill(message, &[("count", &self.format.number(limit))]))
        };
        match price(service, shown.quantity) {
            Ok(price) => {
                let text = self.format.money_column(price, shown.currency.as_ref());
                PriceText::Amount(split_padding(&text))
            }
            Err(NoPrice::BelowMin(min)) => limit(Msg::SERVICES_MIN, min),
            Err(NoPrice::AboveMax(max)) => limit(Msg::SERVICES_MAX, max),
            Err(NoPrice::NotOrderable(_) | NoPrice::TooLarge) => {
                PriceText::None(self.i18n.text(Msg::SERVICES_NOT_ORDERABLE))
            }
        }
    }
}
