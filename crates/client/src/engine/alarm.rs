//! Whether the journal can be read and all of it is there. While it cannot be read nothing may be
//! ordered: what was ordered before is not in view, and what would be ordered could not be written down.

use crate::error::StorageError;
use crate::journal::{JournalLoss, Loaded};

/// What is wrong with the journal as a whole.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum JournalAlarm {
    /// It cannot be read: rescue what can be saved, order nothing.
    Shut(StorageError),
    /// Records are gone.
    Lost(JournalLoss),
    /// So many records were damaged and set aside.
    Damaged(usize),
}

/// What the journal says about itself, just read; `None` when all is well. `seen` is how many records
/// this page has seen: it may know of more than the witness.
pub fn judge(read: &Result<Loaded, StorageError>, seen: usize) -> Option<JournalAlarm> {
    let loaded = match read {
        Err(error) => return Some(JournalAlarm::Shut(error.clone())),
        Ok(loaded) if loaded.newer > 0 => return Some(JournalAlarm::Shut(StorageError::Newer)),
        Ok(loaded) => loaded,
    };
    let found = loaded.attempts.len() + loaded.damaged.len();
    let missed = (found < seen).then_some(JournalLoss { expected: seen, found });
    match (missed.or(loaded.loss), loaded.set_aside) {
        (Some(loss), _) => Some(JournalAlarm::Lost(loss)),
        (None, 0) => None,
        (None, set_aside) => Some(JournalAlarm::Damaged(set_aside)),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn judged(loaded: Loaded, seen: usize) -> Option<JournalAlarm> {
        judge(&Ok(loaded), seen)
    }

    #[test]
    fn the_worst_is_said_first() {
        let loss = JournalLoss { expected: 3, found: 0 };
        let all = Loaded { newer: 1, set_aside: 2, loss: Some(loss), ..Loaded::default() };
        assert_eq!(judged(all.clone(), 9), Some(JournalAlarm::Shut(StorageError::Newer)));
        let lost = Loaded { newer: 0, ..all };
        assert_eq!(judged(lost.clone(), 0), Some(JournalAlarm::Lost(loss)));
        let damaged = Loaded { loss: None, ..lost };
        assert_eq!(judged(damaged, 0), Some(JournalAlarm::Damaged(2)));
        assert_eq!(judged(Loaded::default(), 0), None);
        for error in [StorageError::Unavailable, StorageError::Quota] {
            assert_eq!(judge(&Err(error.clone()), 0), Some(JournalAlarm::Shut(error)));
        }
    }

    #[test]
    fn fault_42_what_this_page_has_seen_is_missed_even_when_the_witness_went_too() {
        let gone = Some(JournalAlarm::Lost(JournalLoss { expected: 2, found: 0 }));
        assert_eq!(judged(Loaded::default(), 2), gone);
        let aside =
            Loaded { damaged: vec!["a".into(), "b".into()], set_aside: 2, ..Loaded::default() };
        assert_eq!(judged(aside, 2), Some(JournalAlarm::Damaged(2)), "damaged is not gone");
    }
}
