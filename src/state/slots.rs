//! One signal a key, made on first use in the app's owner, so that it outlives the page that asked.

use leptos::prelude::*;
use std::collections::HashMap;
use std::hash::Hash;

/// The signals.
pub(super) struct Slots<K: 'static, T: 'static> {
    signals: StoredValue<HashMap<K, RwSignal<T>>>,
    owner: StoredValue<Owner>,
}

impl<K, T> Clone for Slots<K, T> {
    fn clone(&self) -> Self {
        *self
    }
}

impl<K, T> Copy for Slots<K, T> {}

impl<K: Clone + Eq + Hash + Send + Sync, T: Default + Send + Sync> Slots<K, T> {
    /// No signals yet. Call it where the app's owner is the current one.
    pub(super) fn new() -> Self {
        let owner = StoredValue::new(Owner::current().unwrap_or_default());
        Self { signals: StoredValue::new(HashMap::new()), owner }
    }

    /// The signal of a key, and whether this call made it.
    pub(super) fn at(self, key: &K) -> (RwSignal<T>, bool) {
        if let Some(signal) = self.signals.with_value(|signals| signals.get(key).copied()) {
            return (signal, false);
        }
        let signal = self.owner.with_value(|owner| owner.with(|| RwSignal::new(T::default())));
        self.signals.update_value(|signals| {
            signals.insert(key.clone(), signal);
        });
        (signal, true)
    }
}
