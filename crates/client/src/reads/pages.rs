//! A service list that a panel gives in pages (finding K14): read on while a full page brings new ids.
//! A panel that gives its whole list at once ignores `offset` and answers the same rows again, which
//! ends the reading. Reads only.

pub mod kept;
#[cfg(test)]
mod tests;

use crate::error::ClientError;
use panelboard_domain::catalog::Catalog;
use panelboard_domain::id::ServiceId;
use panelboard_panel_api::action::Action;
use panelboard_panel_api::error::{ApiError, Decoded, Warning};
use panelboard_panel_api::http::HttpResponse;
use std::collections::BTreeSet;

/// Pages that are read at most.
pub const MOST_PAGES: usize = 50;
/// Bytes that are read at most, over all pages.
const MOST_BYTES: usize = 64 * 1024 * 1024;
/// Row counts at which a server may have cut its list. Any other count is a whole list.
const FULL: [usize; 10] = [50, 100, 200, 250, 500, 1_000, 2_000, 2_500, 5_000, 10_000];

/// A service list with the answers that it was read from.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct ServiceList {
    /// All services; how many pages they came in stands in the warnings when there were several.
    pub services: Decoded<Catalog>,
    /// The panel's own answers, page by page.
    pub bodies: Vec<Vec<u8>>,
}

/// Reads a list. `ask` brings the panel's answer to an action, `read` turns it into rows, `on_page` is
/// told after each page how many bytes have come so far.
///
/// # Errors
/// When the first page does not come or cannot be read. A later page that fails ends the list, and
/// the warnings say that it may go on.
pub async fn read_in_pages(
    request: impl AsyncFn(Action) -> Result<HttpResponse, ClientError>,
    read: impl AsyncFn(&HttpResponse) -> Result<Decoded<Catalog>, ClientError>,
    on_page: impl Fn(usize),
) -> Result<ServiceList, ClientError> {
    let first = request(Action::Services).await?;
    let mut pages = Pages::of(read(&first).await?, first.body);
    while let Some(offset) = pages.goes_on_at() {
        on_page(pages.bytes());
        let page = async {
            let response = request(Action::ServicesFrom { offset }).await?;
            Ok((read(&response).await?, response.body))
        };
        match page.await {
            Ok((rows, body)) => pages.add(rows, body),
            Err(error) => pages.stop_at(&error),
        }
    }
    Ok(pages.list())
}

impl ServiceList {
    /// Whether the panel has no more.
    pub fn is_whole(&self) -> bool {
        let is_open = |warning| matches!(warning, &Warning::InPages { is_whole: false, .. });
        !self.services.warnings.iter().any(is_open)
    }
}

/// The list again from the kept answers, which [`kept::unpack`] gave back and the caller has read.
pub fn rejoin(pages: Vec<Decoded<Catalog>>, is_whole: bool) -> Decoded<Catalog> {
    told(pages, is_whole)
}

/// What has come so far.
struct Pages {
    read: Vec<Decoded<Catalog>>,
    bodies: Vec<Vec<u8>>,
    seen: BTreeSet<ServiceId>,
    /// Rows of the first page.
    size: usize,
    rows: usize,
    end: Option<End>,
}

#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum End {
    Whole,
    /// There may be more.
    Open,
}

impl Pages {
    fn of(first: Decoded<Catalog>, body: Vec<u8>) -> Self {
        let size = row_count(&first);
        let is_whole = !FULL.contains(&size);
        let mut pages = Self {
            read: Vec::new(),
            bodies: Vec::new(),
            seen: BTreeSet::new(),
            size,
            rows: size,
            end: is_whole.then_some(End::Whole),
        };
        if !is_whole {
            pages.seen = ids(&first).cloned().collect();
        }
        pages.read.push(first);
        pages.bodies.push(body);
        pages
    }

    /// Where the next page begins; `None` when there is none to ask for.
    fn goes_on_at(&self) -> Option<u32> {
        u32::try_from(self.rows).ok().filter(|_| self.end.is_none())
    }

    fn bytes(&self) -> usize {
        self.bodies.iter().map(Vec::len).sum()
    }

    fn add(&mut self, page: Decoded<Catalog>, body: Vec<u8>) {
        let rows = row_count(&page);
        let before = self.seen.len();
        self.seen.extend(ids(&page).cloned());
        if self.seen.len() == before {
            self.end = Some(End::Whole);
            return;
        }
        self.rows += rows;
        self.read.push(page);
        self.bodies.push(body);
        self.end = match () {
            () if rows < self.size => Some(End::Whole),
            () if self.read.len() >= MOST_PAGES || self.bytes() >= MOST_BYTES => Some(End::Open),
            () => None,
        };
    }

    /// A second page that a panel refuses or answers in another way says that it has no pages; any
    /// other failure leaves the list open.
    fn stop_at(&mut self, error: &ClientError) {
        let says_none = matches!(
            error,
            ClientError::Api(ApiError::Refused(_) | ApiError::Unreadable { status: ..500, .. })
        );
        let is_whole = self.read.len() == 1 && says_none;
        self.end = Some(if is_whole { End::Whole } else { End::Open });
    }

    fn list(self) -> ServiceList {
        ServiceList { services: told(self.read, self.end != Some(End::Open)), bodies: self.bodies }
    }
}

/// The pages as one list that says how many there were, and whether there may be more.
fn told(pages: Vec<Decoded<Catalog>>, is_whole: bool) -> Decoded<Catalog> {
    let count = pages.len();
    let mut services = joined(pages);
    if count > 1 || !is_whole {
        services.warnings.push(Warning::InPages { pages: count, is_whole });
    }
    services
}

/// Rows that the panel sent, those that could not be read among them.
fn row_count(page: &Decoded<Catalog>) -> usize {
    let skipped = page.warnings.iter().map(|warning| match warning {
        Warning::RowsSkipped(rows) => rows.len(),
        _ => 0,
    });
    page.value.services().len() + skipped.sum::<usize>()
}

fn ids(page: &Decoded<Catalog>) -> impl Iterator<Item = &ServiceId> {
    page.value.services().iter().map(|service| &service.id)
}

/// One list of all pages. A row that an earlier page had is dropped; repeats within a page stay, as
/// they do in a list without pages.
fn joined(mut pages: Vec<Decoded<Catalog>>) -> Decoded<Catalog> {
    if pages.len() == 1
        && let Some(only) = pages.pop()
    {
        return only;
    }
    let (mut services, mut warnings, mut seen) = (Vec::new(), Vec::new(), BTreeSet::new());
    let mut base = 0;
    for page in pages {
        let rows = row_count(&page);
        let own: BTreeSet<ServiceId> = ids(&page).cloned().collect();
        let fresh = page.value.services().iter().filter(|service| !seen.contains(&service.id));
        services.extend(fresh.cloned());
        seen.extend(own);
        for warning in page.warnings {
            match moved(warning, base) {
                Some(warning) if !warnings.contains(&warning) => warnings.push(warning),
                _ => {}
            }
        }
        base += rows;
    }
    let catalog = Catalog::new(services);
    match catalog.duplicate_ids() {
        0 => {}
        count => warnings.push(Warning::DuplicateIds(count)),
    }
    Decoded { value: catalog, warnings }
}

/// A page's warning with its rows counted over all pages; `None` for one that is counted anew.
fn moved(warning: Warning, base: usize) -> Option<Warning> {
    match warning {
        Warning::RowsSkipped(rows) => {
            Some(Warning::RowsSkipped(rows.into_iter().map(|row| row + base).collect()))
        }
        Warning::FieldUnread { row, field } => {
            Some(Warning::FieldUnread { row: row + base, field })
        }
        Warning::DuplicateIds(_) | Warning::EmptyList(_) | Warning::InPages { .. } => None,
        other => Some(other),
    }
}
