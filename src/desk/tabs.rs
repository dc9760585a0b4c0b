//! What other tabs say: something stored has changed, read it again.

use super::{Office, accounts, follow, journal, settings};
use crate::platform::Tabs;
use leptos::task::spawn_local;
use panelboard_domain::id::{AccountId, AttemptId};
use std::rc::Rc;

pub(super) fn open(office: &Rc<Office>) {
    let listener = Rc::downgrade(office);
    let tabs = Tabs::open(move |word| {
        if let Some(office) = listener.upgrade() {
            heard(&office, &word);
        }
    });
    // It is opened once.
    let _ = office.tabs.set(tabs);
}

fn heard(office: &Rc<Office>, word: &str) {
    match word.split_once(':').unwrap_or((word, "")) {
        ("accounts", _) => accounts::load(office),
        ("settings", _) => settings::load(office.handles),
        ("attempt", id) => {
            if let Some(id) = AttemptId::new(id) {
                spawn_local(journal::reread(Rc::clone(office), id));
            }
        }
        ("orders", id) => {
            if let Some(id) = AccountId::new(id) {
                spawn_local(follow::reread(Rc::clone(office), id));
            }
        }
        // A word of a newer version.
        _ => {}
    }
}
