//! What of each order is searched, made once and not for each letter. Made in slices while nobody types,
//! at the latest when somebody does.

use super::Search;
use crate::platform;
use crate::state::{OrderRow, Orders};
use leptos::prelude::*;
use leptos::task::spawn_local;
use panelboard_domain::id::{AttemptId, OrderId};
use panelboard_domain::link::canonical_target;
use std::collections::HashMap;

/// Orders that are prepared at a stretch.
const SLICE: usize = 250;

/// The texts of the orders, for the life of the page.
#[derive(Clone, Copy)]
pub struct Texts(StoredValue<HashMap<AttemptId, Text>>);

/// The words of one order, in lower case.
#[derive(Clone, Debug)]
pub struct Text {
    /// The number when this was made: an order gets one later.
    order: Option<OrderId>,
    id: String,
    link: String,
    service: String,
    name: String,
    /// What the link leads to, whatever its form.
    target: String,
}

impl Text {
    fn of(row: &OrderRow) -> Self {
        Self {
            order: row.order.clone(),
            id: row.order.as_ref().map(|order| order.as_str().to_lowercase()).unwrap_or_default(),
            link: row.link.to_lowercase(),
            service: row.service.id.as_str().to_lowercase(),
            name: row.service.name.to_lowercase(),
            target: canonical_target(&row.service, &row.link),
        }
    }

    /// Whether the order fits. `state` is the word that the user sees for where it stands; it is only
    /// asked for when a word is found nowhere else.
    pub fn fits(&self, search: &Search, state: impl Fn() -> String) -> bool {
        match search {
            Search::All => true,
            Search::Ids(ids) => ids.contains(&self.id),
            Search::Link(part) => self.link.contains(part.as_str()),
            Search::Page(page) => page.finds(&self.link, &self.target),
            Search::Service(part) => self.service == *part || self.name.contains(part),
            Search::Words(words) => words.iter().all(|word| {
                let fields = [&self.id, &self.name, &self.link, &self.service];
                fields.iter().any(|field| field.contains(word.as_str()))
                    || state().to_lowercase().contains(word.as_str())
            }),
        }
    }
}

impl Texts {
    /// None yet.
    pub fn new() -> Self {
        Self(StoredValue::new(HashMap::new()))
    }

    /// Whether an order fits.
    pub fn fits(
        self,
        orders: &Orders,
        id: &AttemptId,
        search: &Search,
        state: impl Fn(&OrderRow) -> String,
    ) -> bool {
        let Some(row) = orders.row(id) else { return false };
        let fits = |text: &Text| text.fits(search, || row.with_untracked(&state));
        let known = self.0.with_value(|texts| {
            let text = texts.get(id)?;
            // A number that came later is not in the text.
            let is_numbered = text.order.is_some();
            (is_numbered || row.with_untracked(|row| row.order.is_none())).then(|| fits(text))
        });
        known.unwrap_or_else(|| {
            let text = row.with_untracked(Text::of);
            let found = fits(&text);
            self.0.update_value(|texts| drop(texts.insert(id.clone(), text)));
            found
        })
    }

    /// Prepares the orders of the book, newest first, some at a time.
    pub fn prepare(self, orders: &Orders) {
        let orders = *orders;
        let ids = orders.ids().get_untracked();
        spawn_local(async move {
            for slice in ids.chunks(SLICE) {
                // The page may be left meanwhile.
                let done = self.0.try_update_value(|texts| {
                    for id in slice {
                        if let Some(row) = orders.row(id)
                            && !texts.contains_key(id)
                        {
                            texts.insert(id.clone(), row.with_untracked(Text::of));
                        }
                    }
                });
                if done.is_none() {
                    return;
                }
                platform::pause(0).await;
            }
        });
    }
}
