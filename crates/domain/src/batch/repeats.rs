//! The same target twice in one batch (docs/reliability.md#the-guard holds inside a batch too).

use crate::attempt::{Request, is_same_content, target_key};
use crate::id::ServiceId;
use crate::panel::PanelId;
use std::collections::HashMap;

/// An earlier row of the batch for the same link at the same panel.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum SameTarget {
    /// The very same order: it asks.
    Repeat {
        /// Position of the earlier row.
        row: usize,
    },
    /// The same service with something else: warns.
    SameService {
        /// Position of the earlier row.
        row: usize,
    },
    /// Another service: informs.
    SameLink {
        /// Position of the earlier row.
        row: usize,
    },
}

/// For each row the worst that an earlier one says; `None` where the row is no order yet, or nothing does.
pub fn same_targets(rows: &[Option<(&PanelId, &Request)>]) -> Vec<Option<SameTarget>> {
    let mut before: HashMap<(&PanelId, String), Vec<usize>> = HashMap::new();
    let found = rows.iter().enumerate().map(|(at, row)| {
        let (panel, request) = (*row)?;
        let (_, link) = target_key(request)?;
        let earlier = before.entry((panel, link)).or_default();
        let said = |of: &usize| Some((worst(request, rows[*of]?.1), *of));
        let worst = earlier.iter().filter_map(said).min();
        earlier.push(at);
        worst.map(|(worst, row)| match worst {
            0 => SameTarget::Repeat { row },
            1 => SameTarget::SameService { row },
            _ => SameTarget::SameLink { row },
        })
    });
    found.collect()
}

fn worst(request: &Request, earlier: &Request) -> u8 {
    let service =
        |request: &Request| target_key(request).map(|(service, _): (ServiceId, String)| service);
    match () {
        () if is_same_content(request, earlier) => 0,
        () if service(request) == service(earlier) => 1,
        () => 2,
    }
}
