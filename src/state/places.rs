//! Where each list stood when it was left: how far it was scrolled, what was asked of it, which row
//! had the focus. In memory only: a search may hold what nobody else should read.

use leptos::prelude::*;
use std::collections::HashMap;

/// How a list was left.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Place {
    /// How far the window was scrolled, in whole pixels.
    pub scrolled: u32,
    /// The first row in view, in lists that come back to a row.
    pub row: usize,
    /// How many pixels of that row were above the window.
    pub offset: u32,
    /// What was asked of the list, as the query of an address.
    pub asked: Vec<(String, String)>,
}

/// The handle.
#[derive(Clone, Copy)]
pub struct Places(StoredValue<HashMap<String, Place>>);

impl Places {
    pub(super) fn provide() {
        provide_context(Self(StoredValue::new(HashMap::new())));
    }

    /// How the list of this name was left; its top, with nothing asked, when it was never seen.
    pub fn get(self, list: &str) -> Place {
        self.0.with_value(|places| places.get(list).cloned()).unwrap_or_default()
    }

    /// Notes where a list stands.
    pub fn note(self, list: &str, change: impl FnOnce(&mut Place)) {
        self.0.update_value(|places| change(places.entry(list.to_owned()).or_default()));
    }
}

/// The handle.
pub fn use_places() -> Places {
    expect_context()
}
