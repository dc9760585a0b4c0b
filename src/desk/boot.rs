//! What happens when the page opens, in this order: look, accounts, orders, then everything that may
//! wait.

use super::{Office, accounts, catalogs, follow, journal, settings, tabs};
use crate::platform::{self, page};
use leptos::task::spawn_local;
use std::rc::Rc;

/// How often "4 min ago" moves on.
const TICK_MILLIS: u32 = 15_000;

pub(super) fn run(office: &Rc<Office>) {
    settings::load(office);
    if page::is_local() {
        office.handles.accounts.allow_private_hosts();
    }
    accounts::load(office);
    catalogs::hear_progress(office);
    tabs::open(office);
    watch_presence(office);
    spawn_local(accounts::find_sandbox(Rc::clone(office)));
    let office = Rc::clone(office);
    spawn_local(async move {
        office.handles.orders.begin(office.session.clone());
        journal::load(&office).await;
        follow::run(office).await;
    });
}

fn watch_presence(office: &Rc<Office>) {
    let presence = office.handles.presence;
    let look = move || presence.seen(page::is_visible(), page::is_online(), platform::now());
    look();
    page::on_presence(look);
    spawn_local(async move {
        loop {
            platform::pause(TICK_MILLIS).await;
            if page::is_visible() {
                look();
            }
        }
    });
}
