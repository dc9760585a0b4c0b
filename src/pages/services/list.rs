//! Which services the list shows, in which order, under which headers. Pure; positions only, so that
//! ten thousand rows cost no copies.

use super::criteria::{Ability, Criteria, Sort};
use crate::state::CatalogView;
use panelboard_domain::money::Amount;
use panelboard_domain::search::{Asked, Found};
use panelboard_domain::service::Service;
use std::collections::HashMap;

/// The categories of a catalogue, numbered in the panel's order. Made once per catalogue.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Categories {
    /// Names, by number.
    pub names: Vec<String>,
    /// The number of each service's category.
    of: Vec<u32>,
}

impl Categories {
    /// Numbers the categories.
    pub fn new(services: &[Service]) -> Self {
        let mut categories = Self::default();
        let mut numbers = HashMap::new();
        for service in services {
            let next = u32::try_from(categories.names.len()).unwrap_or(u32::MAX);
            let number = *numbers.entry(&*service.category).or_insert_with(|| {
                categories.names.push(service.category.to_string());
                next
            });
            categories.of.push(number);
        }
        categories
    }

    fn number(&self, name: &str) -> Option<u32> {
        let index = self.names.iter().position(|known| known == name)?;
        u32::try_from(index).ok()
    }
}

/// A header and the rows below it.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Group {
    /// The category's number.
    pub category: u32,
    /// Position of its first row.
    pub first: usize,
    /// How many rows.
    pub count: usize,
}

/// The arranged list.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct List {
    /// Services by their position in the catalogue, in the order shown.
    pub rows: Vec<u32>,
    /// Headers; empty when the order crosses categories.
    pub groups: Vec<Group>,
    /// What the rows were found by.
    pub asked: Asked,
}

/// Searches, filters, orders. `price` tells what a service costs for the quantity asked; rows
/// without a price come last.
pub fn arrange(
    view: &CatalogView,
    categories: &Categories,
    criteria: &Criteria,
    price: impl Fn(&Service) -> Option<Amount>,
) -> List {
    let services = view.catalog.services();
    let Found { mut rows, asked } = view.find(&criteria.query);
    let wanted = criteria.category.as_deref().map(|name| categories.number(name));
    rows.retain(|&row| {
        let service = &services[row as usize];
        wanted.is_none_or(|wanted| wanted == Some(categories.of[row as usize]))
            && criteria.abilities.iter().all(|ability| allows(service, *ability))
    });
    let list = match criteria.sort {
        Sort::Listed => grouped(rows, categories),
        Sort::Rate => by_price(rows, services, |service| service.orderable().ok()),
        Sort::Price => by_price(rows, services, price),
    };
    List { asked, ..list }
}

/// Whether the panel says that a service allows this.
pub fn allows(service: &Service, ability: Ability) -> bool {
    flag(service, ability) == Some(true)
}

/// What the panel says of an ability; `None` when it does not.
pub fn flag(service: &Service, ability: Ability) -> Option<bool> {
    match ability {
        Ability::Refill => service.refill,
        Ability::Cancel => service.cancel,
        Ability::Dripfeed => service.dripfeed,
    }
}

fn by_price(
    mut rows: Vec<u32>,
    services: &[Service],
    price: impl Fn(&Service) -> Option<Amount>,
) -> List {
    rows.sort_by_cached_key(|&row| {
        let price = price(&services[row as usize]);
        (price.is_none(), price)
    });
    List { rows, ..List::default() }
}

/// Rows of one category stand together; categories in the order in which they first occur, so that
/// the best match stays on top.
fn grouped(mut rows: Vec<u32>, categories: &Categories) -> List {
    let mut rank = vec![u32::MAX; categories.names.len()];
    let mut next = 0;
    for &row in &rows {
        let rank = &mut rank[categories.of[row as usize] as usize];
        if *rank == u32::MAX {
            *rank = next;
            next += 1;
        }
    }
    rows.sort_by_key(|&row| rank[categories.of[row as usize] as usize]);
    let mut groups: Vec<Group> = Vec::with_capacity(next as usize);
    for (position, &row) in rows.iter().enumerate() {
        let category = categories.of[row as usize];
        match groups.last_mut() {
            Some(group) if group.category == category => group.count += 1,
            _ => groups.push(Group { category, first: position, count: 1 }),
        }
    }
    List { rows, groups, ..List::default() }
}

#[cfg(test)]
mod tests {
    use super::*;
    use panelboard_domain::catalog::Catalog;
    use panelboard_domain::service::Rate;
    use panelboard_domain::testing as samples;

    fn service(id: &str, category: &str, rate: &str, refill: Option<bool>) -> Service {
        Service {
            name: format!("Likes {id}"),
            category: category.into(),
            rate: Amount::parse(rate).map_or(Rate::Missing, Rate::Exact),
            refill,
            ..samples::service(id)
        }
    }

    fn check(criteria: &Criteria) -> (Vec<u32>, Vec<(u32, usize, usize)>) {
        let services = vec![
            service("1", "A", "3", Some(true)),
            service("2", "B", "1", Some(false)),
            service("3", "A", "2", None),
            service("4", "B", "?", Some(true)),
        ];
        let categories = Categories::new(&services);
        let view = CatalogView::new(Catalog::new(services), Vec::new());
        let list = arrange(&view, &categories, criteria, |service| service.orderable().ok());
        let groups = list.groups.iter().map(|g| (g.category, g.first, g.count)).collect();
        (list.rows, groups)
    }

    #[test]
    fn rows_of_a_category_stand_together_in_the_panels_order() {
        assert_eq!(check(&Criteria::default()), (vec![0, 2, 1, 3], vec![(0, 0, 2), (1, 2, 2)]));
    }

    #[test]
    fn a_category_narrows_and_an_unknown_one_finds_nothing() {
        let only = |name: &str| Criteria { category: Some(name.into()), ..Criteria::default() };
        assert_eq!(check(&only("B")), (vec![1, 3], vec![(1, 0, 2)]));
        assert_eq!(check(&only("C")), (vec![], vec![]));
    }

    #[test]
    fn an_ability_the_panel_does_not_state_does_not_count() {
        let criteria = Criteria { abilities: vec![Ability::Refill], ..Criteria::default() };
        assert_eq!(check(&criteria).0, [0, 3]);
    }

    #[test]
    fn the_cheapest_comes_first_and_rows_without_a_rate_last() {
        let criteria = Criteria { sort: Sort::Rate, ..Criteria::default() };
        assert_eq!(check(&criteria), (vec![1, 2, 0, 3], vec![]));
    }
}
