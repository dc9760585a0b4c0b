//! Asking again for an order whose answer was lost, wherever the app offers it: at panels that keep request
//! ids. The two attempts are one order.

use super::History;
use super::accounts::Held;
use crate::user::session;
use panelboard_client::gesture::with_trusted_event;
use panelboard_client::place::{Credentials, ask_again, confirm_again};

impl History {
    /// The user presses "ask again" on some open order.
    pub(super) fn ask_again(&mut self) {
        let Some(first) = self.pick_unknown() else { return };
        let Some(Held { account, key }) = self.account_of(&first) else { return };
        let (index, tab) = self.any_tab();
        let (journal, session) = (self.journal(), session(&tab));
        let confirmed = with_trusted_event(true, |gesture| {
            let credentials = Credentials { account: &account, key: &key };
            confirm_again(gesture, credentials, &first, &journal, &session, &tab)
        });
        let Ok(repeat) = confirmed.expect("a trusted event") else { return };
        {
            let mut world = self.shared.borrow_mut();
            let id = repeat.attempt_id().to_string();
            world.confirmed.push(id.clone());
            world.repeats.insert(id, first.id.to_string());
        }
        self.spawn(index, async move {
            let credentials = Credentials { account: &account, key: &key };
            let _ = ask_again(&tab, credentials, repeat, |_| ()).await;
        });
    }
}
