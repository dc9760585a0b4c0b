//! The duplicate guard for many rows: the orders there are by their target, so that a row is held against
//! those of its own link and not against all. The rule is the domain's (`attempt::guard`).

use panelboard_domain::attempt::{Attempt, target_key};
use panelboard_domain::panel::PanelId;
use std::collections::HashMap;
use std::sync::Arc;

/// Attempts by the canonical form of their link, and the latest of each panel: what is said of "the last
/// one" hangs on it.
#[derive(Debug, Default)]
pub(crate) struct Targets {
    by_link: HashMap<String, Vec<Arc<Attempt>>>,
    latest: Vec<Arc<Attempt>>,
}

impl Targets {
    /// Takes some more in.
    pub(crate) fn add(&mut self, attempts: &[Arc<Attempt>]) {
        for attempt in attempts {
            if let Some((_, link)) = target_key(&attempt.request) {
                self.by_link.entry(link).or_default().push(Arc::clone(attempt));
            }
            match self.latest.iter_mut().find(|latest| latest.panel == attempt.panel) {
                Some(latest) if latest.turn() < attempt.turn() => *latest = Arc::clone(attempt),
                Some(_) => {}
                None => self.latest.push(Arc::clone(attempt)),
            }
        }
    }

    /// The attempts that an order for this link at this panel has to be held against.
    pub(crate) fn of(&self, panel: &PanelId, link: &str) -> Vec<&Attempt> {
        let latest = self.latest.iter().filter(|attempt| attempt.concerns(panel));
        let of_link = self.by_link.get(link).into_iter().flatten();
        let mut all: Vec<&Attempt> = of_link.chain(latest).map(AsRef::as_ref).collect();
        all.sort_by(|one, other| one.id.cmp(&other.id));
        all.dedup_by(|one, other| one.id == other.id);
        all
    }
}
