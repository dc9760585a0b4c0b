//! What other tabs say: something stored has changed, read it again.

use super::{Office, accounts, catalogs, follow, journal, settings};
use crate::platform::Tabs;
use leptos::task::spawn_local;
use panelboard_client::engine::message::Message;
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

fn heard(office: &Rc<Office>, text: &str) {
    match Message::read(text) {
        Some(Message::Accounts) => accounts::load(office),
        Some(Message::Settings) => settings::load(office.handles),
        Some(Message::Attempt(id)) => spawn_local(journal::reread(Rc::clone(office), id)),
        Some(Message::Orders(account)) => spawn_local(follow::reread(Rc::clone(office), account)),
        Some(Message::Catalog(account)) => {
            spawn_local(catalogs::reread(Rc::clone(office), account));
        }
        // Of another version.
        None => {}
    }
}
