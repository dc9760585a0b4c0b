//! Search over a service list: the engine of `panelboard-search` over [`Service`]s, by id, name and
//! category. It must never have a rule of its own.

use crate::service::Service;
pub use panelboard_search::{Asked, Found, Index, Indexing, fold};

/// Adds the services that come next in the list.
pub fn add(indexing: &mut Indexing, services: &[Service]) {
    for service in services {
        indexing.add(service.id.as_str(), &service.name, &service.category);
    }
}

/// Prepares a whole list at once.
pub fn index(services: &[Service]) -> Index {
    let mut indexing = Indexing::default();
    add(&mut indexing, services);
    indexing.finish()
}
