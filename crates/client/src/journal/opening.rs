//! The journal at the start of a page: read newest first, some records at a time, so that the first rows
//! stand on the screen before the last record is verified. Every record is verified all the same.

use super::{Loaded, read, sentinel};
use crate::accounts::mirror;
use crate::error::StorageError;
use crate::ports::{AccountMirror, Archive, AttemptStore, KeyValue, Pause};
use panelboard_domain::attempt::Attempt;

/// Records that are read at a stretch.
const PAGE: usize = 120;

/// Reads everything and gives it away page by page, newest first. What comes back says how the journal is
/// as a whole; its `attempts` are empty. Damaged records are moved to quarantine, never dropped.
///
/// # Errors
/// When the storage fails: pages that were given away before are right, but not all there is.
pub async fn open(
    ports: &(impl AttemptStore + Archive + AccountMirror + KeyValue + Pause),
    mut on_page: impl FnMut(Vec<Attempt>),
) -> Result<Loaded, StorageError> {
    let mut ids = ports.ids().await?;
    ids.sort_unstable_by(|a, b| b.cmp(a));
    let mut loaded = Loaded { loss: sentinel::check(ports, ids.len()), ..Loaded::default() };
    for page in ids.chunks(PAGE) {
        let (Some(last), Some(first)) = (page.first(), page.last()) else { continue };
        let records = ports.between(first, last).await?;
        let attempts = read(ports, records, &mut loaded).await?;
        let mut attempts = mirror::name_panels(ports, attempts).await?;
        attempts.sort_by(|a, b| b.id.cmp(&a.id));
        on_page(attempts);
        ports.pause(0).await;
    }
    loaded.take_note(ports);
    Ok(loaded)
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::journal::record;
    use crate::place::place_order;
    use crate::testing::{Fakes, Sample, answer, block_on, proposal};
    use panelboard_domain::account::Route;
    use panelboard_domain::attempt::Confirmation;
    use panelboard_domain::id::AttemptId;

    /// A journal of so many orders.
    fn journal(count: usize) -> Fakes {
        let (sample, fakes) = (Sample::on(Route::Direct), Fakes::default());
        fakes.transport.then(answer(r#"{"balance":"100.00"}"#)).then(answer(r#"{"order":1}"#));
        let confirmed = sample.click(&proposal("https://t.me/a/1"), &fakes);
        let placing =
            place_order(&fakes, sample.credentials(), confirmed.expect("confirmed"), |_| ());
        let placed = block_on(placing).expect("sent").attempt;
        fakes.store.records.borrow_mut().clear();
        for number in 0..count {
            let at = fakes.clock.now().plus_millis(i64::try_from(number).expect("small"));
            let id = AttemptId::from_parts(at, [7; 10]);
            let attempt = Attempt::confirmed(Confirmation { id, ..(*placed).clone() });
            let attempt = attempt.with_events(placed.events().to_vec());
            let text = record::encode(&attempt).expect("encodes");
            fakes.store.records.borrow_mut().insert(attempt.id.to_string(), text);
        }
        sentinel::note(&fakes, count);
        fakes
    }

    #[test]
    fn all_of_it_comes_newest_first_in_pages() {
        let fakes = journal(2 * PAGE + 5);
        let (mut sizes, mut ids) = (Vec::new(), Vec::new());
        let loaded = block_on(open(&fakes, |page| {
            sizes.push(page.len());
            ids.extend(page.into_iter().map(|attempt| attempt.id.clone()));
        }));
        assert_eq!(sizes, [PAGE, PAGE, 5]);
        assert!(ids.is_sorted_by(|newer, older| newer > older));
        assert_eq!(loaded.expect("works"), Loaded::default());
    }

    #[test]
    fn what_is_damaged_newer_or_lost_is_counted_whatever_page_it_stands_on() {
        let fakes = journal(PAGE + 3);
        {
            let mut records = fakes.store.records.borrow_mut();
            let ids: Vec<String> = records.keys().cloned().collect();
            records.insert(ids[0].clone(), "{".to_owned());
            records.insert(ids[PAGE].clone(), r#"{"schema":99}"#.to_owned());
            records.remove(&ids[5]);
        }
        let mut count = 0;
        let loaded = block_on(open(&fakes, |page| count += page.len())).expect("works");
        assert_eq!(count, PAGE);
        assert_eq!((loaded.damaged.len(), loaded.set_aside, loaded.newer), (1, 1, 1));
        assert_eq!(loaded.loss.map(|loss| (loss.expected, loss.found)), Some((PAGE + 3, PAGE + 2)));
    }
}
