//! A panel's service list as held in memory: lookup by id, rows in the panel's order.

use crate::id::ServiceId;
use crate::service::Service;

/// All services of one account, in the panel's own order.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Catalog {
    services: Vec<Service>,
    /// Row numbers sorted by id. The id's first eight bytes stand in front, so that sorting ten
    /// thousand rows compares machine words; a hash table would be open to chosen collisions.
    by_id: Vec<(u64, u32)>,
}

impl Catalog {
    /// Keeps the order; when an id occurs twice, the first row answers [`Catalog::get`] and both
    /// stay visible.
    pub fn new(services: Vec<Service>) -> Self {
        let mut by_id: Vec<(u64, u32)> =
            (0_u32..).zip(&services).map(|(row, service)| (prefix(&service.id), row)).collect();
        by_id.sort_unstable();
        // The rows of one start: by the whole id, and those of one id in the panel's order.
        let id = |row: u32| services.get(row as usize).map(|service| service.id.as_str());
        for run in by_id.chunk_by_mut(|left, right| left.0 == right.0) {
            run.sort_unstable_by(|left, right| (id(left.1), left.1).cmp(&(id(right.1), right.1)));
        }
        Self { services, by_id }
    }

    /// The service with this id.
    pub fn get(&self, id: &ServiceId) -> Option<&Service> {
        let key = (prefix(id), id.as_str());
        let first = self.by_id.partition_point(|&(start, row)| {
            let row_id = self.services.get(row as usize).map_or("", |service| service.id.as_str());
            (start, row_id) < key
        });
        let &(_, row) = self.by_id.get(first)?;
        self.services.get(row as usize).filter(|service| service.id == *id)
    }

    /// All rows in the panel's order.
    pub fn services(&self) -> &[Service] {
        &self.services
    }

    /// How many rows repeat an id that an earlier row has.
    pub fn duplicate_ids(&self) -> usize {
        let id = |row: u32| self.services.get(row as usize).map(|service| &service.id);
        self.by_id
            .windows(2)
            .filter(|pair| pair[0].0 == pair[1].0 && id(pair[0].1) == id(pair[1].1))
            .count()
    }
}

/// The id's first eight bytes as a number that sorts like them.
fn prefix(id: &ServiceId) -> u64 {
    let mut start = [0; 8];
    for (slot, byte) in start.iter_mut().zip(id.as_str().bytes()) {
        *slot = byte;
    }
    u64::from_be_bytes(start)
}
