//! What a page need not read again: with ten thousand orders, each order would wait for seconds while
//! records are read that nothing changes any more.
//!
//! Must never stand in for a record that another tab may have changed: the newest, the open, and those
//! whose outcome was ever in doubt are read from the store each time.

use crate::error::StorageError;
use crate::ports::AttemptStore;
use panelboard_domain::attempt::Attempt;
use std::sync::Arc;

/// The newest records are read from the store each time, whatever the page knows of them. Few in tests, so
/// that the histories of a dozen orders try what a book of thousands does.
const NEWEST: usize = if cfg!(feature = "testing") { 3 } else { 100 };

/// What is known, and the rest as (id, record).
type KnownAndNew = (Vec<Arc<Attempt>>, Vec<(String, String)>);

/// What this page knows to be settled, and every other record as it is stored now. A record that was
/// settled by an answer does not change what guards or weighs; the newest, the open and the ones that were
/// in doubt may. `None` when the page has not read the journal, or the store holds another number of
/// records than the two together: then nothing that is known is relied on.
pub(super) async fn and_new(
    ports: &impl AttemptStore,
) -> Result<Option<KnownAndNew>, StorageError> {
    let Some(book) = ports.known() else { return Ok(None) };
    let (settled, others) = book.settled(NEWEST);
    let (older, newest) = others.split_at(others.len().saturating_sub(NEWEST));
    let Some(first) = newest.first() else { return Ok(None) };
    let mut records = ports.since(first.as_str()).await?;
    for id in older {
        let Some(text) = ports.get(id.as_str()).await? else { return Ok(None) };
        records.push((id.to_string(), text));
    }
    let is_all = settled.len() + records.len() == ports.count().await?;
    Ok(is_all.then_some((settled, records)))
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::engine::Book;
    use crate::journal::{load, record, sentinel};
    use crate::place::place_order;
    use crate::testing::{Fakes, Sample, answer, block_on, proposal};
    use panelboard_domain::account::Route;
    use panelboard_domain::attempt::{Confirmation, Happening, UnknownHint, Verdict};
    use panelboard_domain::id::AttemptId;
    use std::rc::Rc;

    /// A page that has read a journal of `NEWEST` and ten more orders.
    struct Page {
        fakes: Fakes,
        ids: Vec<AttemptId>,
        placed: Attempt,
    }

    impl Page {
        fn open() -> Self {
            let (sample, fakes) = (Sample::on(Route::Direct), Fakes::default());
            fakes.transport.then(answer(r#"{"balance":"100.00"}"#));
            fakes.transport.then(answer(r#"{"order":1}"#));
            let confirmed = sample.click(&proposal("https://t.me/a/1"), &fakes);
            let placing =
                place_order(&fakes, sample.credentials(), confirmed.expect("confirmed"), |_| ());
            let placed = Attempt::clone(&block_on(placing).expect("sent").attempt);
            fakes.store.records.borrow_mut().clear();
            let mut page = Self { fakes, ids: Vec::new(), placed };
            for number in 0..NEWEST + 10 {
                let attempt = page.order(number);
                page.ids.push(attempt.id.clone());
                page.store(&attempt);
            }
            // One of the oldest was in doubt before it was found.
            let doubt = Happening::Judged { verdict: Verdict::Unknown(UnknownHint::Timeout) };
            let doubtful = page.with(2, doubt);
            page.store(&doubtful);
            page.read();
            page
        }

        fn order(&self, number: usize) -> Attempt {
            let later = i64::try_from(number).expect("small");
            let at = self.fakes.clock.now().plus_millis(later);
            let id = AttemptId::from_parts(at, [7; 10]);
            let attempt = Attempt::confirmed(Confirmation { id, ..(*self.placed).clone() });
            attempt.with_events(self.placed.events().to_vec())
        }

        /// The order of a number with one more event.
        fn with(&self, number: usize, what: Happening) -> Attempt {
            let attempt = self.order(number);
            let mut events = attempt.events().to_vec();
            events.push(panelboard_domain::attempt::Event { at: self.fakes.clock.now(), what });
            attempt.with_events(events)
        }

        fn store(&self, attempt: &Attempt) {
            let text = record::encode(attempt).expect("encodes");
            self.fakes.store.records.borrow_mut().insert(attempt.id.to_string(), text);
        }

        /// Reads all of it, as the engine does when the page opens.
        fn read(&self) {
            sentinel::note(&self.fakes, self.ids.len());
            let book = Book::default();
            let all = block_on(load(&self.fakes)).expect("works").attempts;
            book.fill(all.into_iter().map(Arc::unwrap_or_clone).collect(), Vec::new());
            book.set_whole();
            self.fakes.store.known.replace(Some(Rc::new(book)));
        }

        /// Whether what is read is what the store holds.
        #[track_caller]
        fn check(&self, reads_known: bool) {
            let known = block_on(and_new(&self.fakes)).expect("works");
            assert_eq!(known.is_some(), reads_known);
            let read = block_on(load(&self.fakes)).expect("works");
            self.fakes.store.known.replace(None);
            assert_eq!(read, block_on(load(&self.fakes)).expect("works"));
        }
    }

    #[test]
    fn what_is_settled_is_not_read_again() {
        let page = Page::open();
        let (known, new) = block_on(and_new(&page.fakes)).expect("works").expect("is known");
        assert_eq!(
            (known.len(), new.len()),
            (9, NEWEST + 1),
            "the newest, and one that was in doubt"
        );
        page.check(true);
    }

    #[test]
    fn what_another_tab_wrote_is_read() {
        let page = Page::open();
        page.store(&page.order(NEWEST + 50)); // an order of its own
        page.store(&page.with(NEWEST + 8, Happening::Looked));
        page.store(&page.with(2, Happening::Withdrawn));
        page.check(true);
    }

    #[test]
    fn a_number_of_records_that_does_not_fit_has_all_of_them_read() {
        let page = Page::open();
        page.fakes.store.records.borrow_mut().remove(page.ids[1].as_str());
        page.check(false);

        let page = Page::open();
        page.fakes.store.records.borrow_mut().remove(page.ids[2].as_str());
        page.check(false);

        // Brought back from a copy, or made by a clock that goes behind.
        let page = Page::open();
        let earlier = page.fakes.clock.now().plus_millis(-9);
        let id = AttemptId::from_parts(earlier, [7; 10]);
        let older = Attempt::confirmed(Confirmation { id, ..(*page.placed).clone() });
        page.store(&older.with_events(page.placed.events().to_vec()));
        page.check(false);
    }

    #[test]
    fn before_all_of_it_is_read_nothing_is_known() {
        let page = Page::open();
        page.fakes.store.known.replace(Some(Rc::new(Book::default())));
        page.check(false);
    }
}
