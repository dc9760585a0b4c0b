//! A panel's service list as held in memory: lookup by id, categories in the panel's order.

use crate::id::ServiceId;
use crate::service::Service;
use std::collections::HashMap;

/// All services of one account, in the panel's own order.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Catalog {
    services: Vec<Service>,
    by_id: HashMap<ServiceId, usize>,
}

impl Catalog {
    /// Keeps the order; when an id occurs twice, the first row answers [`Catalog::get`] and both
    /// stay visible.
    pub fn new(services: Vec<Service>) -> Self {
        let mut by_id = HashMap::with_capacity(services.len());
        for (index, service) in services.iter().enumerate() {
            by_id.entry(service.id.clone()).or_insert(index);
        }
        Self { services, by_id }
    }

    /// The service with this id.
    pub fn get(&self, id: &ServiceId) -> Option<&Service> {
        self.by_id.get(id).and_then(|&index| self.services.get(index))
    }

    /// All rows in the panel's order.
    pub fn services(&self) -> &[Service] {
        &self.services
    }
}
