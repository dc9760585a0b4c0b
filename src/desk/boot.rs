//! What happens when the whole desk is there: stored accounts are loaded, tabs hear each other, the
//! journal is read, orders are followed.

use super::{Office, accounts, alarm, catalogs, editing, follow, journal, tabs};
use crate::platform::vault;
use leptos::task::spawn_local;
use std::rc::Rc;

pub(super) fn run(office: &Rc<Office>) {
    // With none there it may be that only local storage is gone: the first run is not shown yet.
    if vault::has_accounts() {
        accounts::load(office);
    }
    catalogs::hear_progress(office);
    tabs::open(office);
    alarm::listen(office);
    let office = Rc::clone(office);
    spawn_local(async move {
        office.handles.orders.begin(office.session.clone());
        accounts::restore(&office).await;
        accounts::load_balances(&office).await;
        accounts::mirror(&office).await;
        journal::load(&office).await;
        editing::find_orphans(&office).await;
        follow::run(office).await;
    });
}
