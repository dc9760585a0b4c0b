//! The list of services: generated from a seed, or read from a recorded list.

mod generated;
mod words;

use super::money::Amount;
use super::service::{Service, ServiceKind};
use serde_json::Value;
use serde_json::value::RawValue;
use std::sync::Arc;

/// Why a recorded list could not be used.
#[derive(Debug)]
pub enum CatalogueError {
    /// The text is not a JSON array of objects.
    NotAList(serde_json::Error),
    /// No row had an id and a rate.
    Empty,
}

impl std::fmt::Display for CatalogueError {
    fn fmt(&self, formatter: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        match self {
            Self::NotAList(error) => write!(formatter, "not a JSON list of services: {error}"),
            Self::Empty => formatter.write_str("no service in it has an id and a rate"),
        }
    }
}

impl std::error::Error for CatalogueError {}

/// The services a panel sells. Cheap to clone.
#[derive(Clone, Debug)]
pub struct Catalogue {
    services: Arc<Vec<Service>>,
    recorded: bool,
}

impl Catalogue {
    /// A list of `count` services in the style of real ones, the same for the same seed.
    #[must_use]
    pub fn generated(seed: u64, count: usize) -> Self {
        Self { services: Arc::new(generated::services(seed, count)), recorded: false }
    }

    /// Reads the answer of some panel to `services`. Rows without id or rate are left out; all
    /// others are served again byte for byte to clients of their own dialect.
    pub fn recorded(text: &str) -> Result<Self, CatalogueError> {
        let rows: Vec<&RawValue> = serde_json::from_str(text).map_err(CatalogueError::NotAList)?;
        let services: Vec<Service> = rows.into_iter().filter_map(recorded_service).collect();
        if services.is_empty() {
            return Err(CatalogueError::Empty);
        }
        Ok(Self { services: Arc::new(services), recorded: true })
    }

    /// The services in their order.
    #[must_use]
    pub fn services(&self) -> &[Service] {
        &self.services
    }

    pub(crate) fn position(&self, id: &str) -> Option<usize> {
        self.services.iter().position(|service| service.id == id.trim())
    }

    /// Changes one service for this holder only; its recorded row no longer tells the truth.
    pub(crate) fn change(&mut self, index: usize, change: impl FnOnce(&mut Service)) {
        if let Some(service) = Arc::make_mut(&mut self.services).get_mut(index) {
            service.recorded = None;
            change(service);
        }
    }

    /// The same list priced in another currency: every rate times `factor`.
    pub(crate) fn priced(mut self, factor: u64) -> Self {
        if factor != 1 && !self.recorded {
            for service in Arc::make_mut(&mut self.services) {
                service.rate = service.rate.times(factor).unwrap_or(service.rate);
            }
        }
        self
    }
}

fn recorded_service(row: &RawValue) -> Option<Service> {
    let value: Value = serde_json::from_str(row.get()).ok()?;
    let text = |name: &str| value.get(name).and_then(scalar_text);
    let flag = |name: &str| matches!(text(name).as_deref(), Some("1" | "true"));
    let kind = ServiceKind::from_recorded(&text("type").unwrap_or_default());
    let is_v1 = value.get("refill").is_none() && value.get("cancel").is_none();
    Some(Service {
        id: text("service").filter(|id| !id.is_empty())?,
        name: text("name").unwrap_or_default(),
        category: text("category").unwrap_or_default(),
        kind,
        rate: Amount::parse(&text("rate")?)?,
        min: text("min").and_then(|text| text.parse().ok()).unwrap_or(1),
        max: text("max").and_then(|text| text.parse().ok()).unwrap_or(u64::from(u32::MAX >> 1)),
        dripfeed: flag("dripfeed"),
        refill: flag("refill"),
        cancel: flag("cancel"),
        description: text("desc").or_else(|| text("description")).unwrap_or_default(),
        recorded: Some((row.get().to_owned(), is_v1)),
    })
}

fn scalar_text(value: &Value) -> Option<String> {
    match value {
        Value::String(text) => Some(text.trim().to_owned()),
        Value::Number(number) => Some(number.to_string()),
        Value::Bool(flag) => Some(flag.to_string()),
        Value::Null | Value::Array(_) | Value::Object(_) => None,
    }
}

#[cfg(test)]
mod tests {
    use super::{Catalogue, ServiceKind};
    use std::collections::BTreeSet;

    #[test]
    fn the_generated_list_has_every_type_unique_ids_and_many_categories() {
        let catalogue = Catalogue::generated(1, 6000);
        let services = catalogue.services();
        let kinds: BTreeSet<_> = services.iter().map(|service| service.kind).collect();
        let ids: BTreeSet<_> = services.iter().map(|service| &service.id).collect();
        let categories: BTreeSet<_> = services.iter().map(|service| &service.category).collect();
        assert_eq!(services.len(), 6000);
        assert_eq!(ids.len(), 6000);
        assert_eq!(kinds.len(), ServiceKind::ALL.len());
        assert!((100..=300).contains(&categories.len()), "{} categories", categories.len());
        assert!(services.iter().all(|service| service.name.chars().count() <= 219));
    }

    #[test]
    fn the_same_seed_gives_the_same_list() {
        let names = |seed| {
            let catalogue = Catalogue::generated(seed, 300);
            catalogue.services().iter().map(|service| service.name.clone()).collect::<Vec<_>>()
        };
        assert_eq!(names(3), names(3));
        assert_ne!(names(3), names(4));
    }

    #[test]
    fn recorded_rows_are_read_with_strings_numbers_and_missing_limits() {
        let text = r#"[{"service":52,"name":"A","category":"C","rate":2.8,"type":"default","dripfeed":0},
            {"service":"53","name":"B","type":"Custom Comments","rate":"1.0200","min":"5","max":"10","refill":true,"cancel":false},
            {"name":"no id"}]"#;
        let catalogue = Catalogue::recorded(text).expect("a list");
        let read: Vec<_> = catalogue
            .services()
            .iter()
            .map(|service| {
                (service.id.as_str(), service.kind, service.rate.text(0), service.refill)
            })
            .collect();
        assert_eq!(
            read,
            [
                ("52", ServiceKind::Default, "2.8".to_owned(), false),
                ("53", ServiceKind::CustomComments, "1.02".to_owned(), true)
            ]
        );
    }
}
