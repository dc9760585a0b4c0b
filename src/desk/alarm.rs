//! Watches over the journal as a whole: whether it can be opened, and whether all of it is there.

use super::{Office, journal as book};
use crate::i18n::Msg;
use crate::platform::download;
use crate::state::ToastKind;
use leptos::task::spawn_local;
use panelboard_client::engine::alarm::{JournalAlarm, judge};
use panelboard_client::error::StorageError;
use panelboard_client::journal::{self, Loaded, sentinel};
use panelboard_client::ports::AttemptStore;
use std::rc::Rc;

/// Hears when the browser closes the database under the app: the site's data was cleared, or a newer
/// version of the app changes it.
pub(super) fn listen(office: &Rc<Office>) {
    let listener = Rc::downgrade(office);
    office.browser.on_lost(Rc::new(move || {
        if let Some(office) = listener.upgrade() {
            spawn_local(look_again(office));
        }
    }));
}

/// What the journal says about itself, just read.
pub(super) fn show(office: &Office, read: &Result<Loaded, StorageError>) {
    office.handles.orders.alarm_is(judge(read, 0));
}

/// Reads once more and compares with what this page has seen. What it has seen stays on the screen.
async fn look_again(office: Rc<Office>) {
    let seen = office.handles.orders.attempts(|_| true).len();
    let read = journal::load(&office.browser).await;
    office.handles.orders.alarm_is(judge(&read, seen));
}

/// The user has seen it: from here on, what is there is all there is.
pub(super) async fn accept(office: Rc<Office>) {
    match office.browser.all().await {
        Ok(records) => {
            sentinel::seen(&office.browser, records.len());
            office.handles.orders.alarm_is(None);
        }
        Err(error) => office.handles.orders.alarm_is(Some(JournalAlarm::Shut(error))),
    }
}

/// The file of [`save_raw`]: for a person, and for a tool that mends a journal.
#[derive(serde::Serialize)]
struct RawJournal {
    panelboard: &'static str,
    /// How many records there should be.
    expected: Option<usize>,
    /// Store, id and text of each.
    records: Vec<(&'static str, String, String)>,
    /// What the app still knew when it saved.
    seen: Vec<String>,
}

/// Every record that can be had, as it lies there; with none, still what local storage knows.
pub(super) async fn save_raw(office: Rc<Office>) {
    let records = office.browser.raw_records().await.unwrap_or_default();
    let seen = book::as_stored(&office);
    let file = RawJournal {
        panelboard: "raw journal",
        expected: sentinel::count(&office.browser),
        records,
        seen,
    };
    let saved = serde_json::to_string(&file)
        .is_ok_and(|text| download::save("panelboard-journal.json", &text));
    if !saved {
        office.note(ToastKind::Problem, Msg::ALARM_SAVE_FAILED);
    }
}
