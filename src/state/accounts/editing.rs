//! Changing an account that is here: by hand, by a new test, by a new key; and taking over the orders of
//! one that is gone. What is tested is shown before it is kept.

use super::Accounts;
use crate::state::{KeyChange, Retest, RouteChoice};
use leptos::prelude::*;
use panelboard_client::accounts::belonging::Orphans;
use panelboard_client::engine::Command;
use panelboard_domain::account::{Account, AccountEdit, display_names};
use panelboard_domain::id::AccountId;
use panelboard_domain::secret::ApiKey;
use std::collections::HashMap;

/// What each account is called beside the others.
pub(super) fn names(list: &[Account]) -> HashMap<AccountId, String> {
    let ids = list.iter().map(|account| account.id.clone());
    ids.zip(display_names(list)).collect()
}

impl Accounts {
    /// What an account is called wherever several may be seen: no two look alike (reactive). That of a
    /// removed one as far as it is remembered, else empty.
    pub fn shown_name(self, id: &AccountId) -> String {
        self.names.with(|names| names.get(id).cloned()).unwrap_or_else(|| {
            self.orphans.with(|all| {
                let gone = all.iter().find(|orphans| orphans.account == *id);
                gone.and_then(|orphans| orphans.name.clone()).unwrap_or_default()
            })
        })
    }

    /// Changes what the user may change by hand, at once.
    pub fn edit(self, id: &AccountId, edit: &AccountEdit) {
        self.update(id, |account| *account = account.edited(edit));
    }

    /// Tests an account anew, over the routes of `choice`. Nothing of it is changed by that.
    pub fn retest(self, id: &AccountId, choice: RouteChoice) {
        let (signal, _) = self.retests.at(id);
        let busy = signal.with_untracked(|retest| *retest == Retest::Testing);
        if !busy && self.engine.is_set() {
            signal.set(Retest::Testing);
            self.engine.run(Command::Retest(id.clone(), choice));
        }
    }

    /// Where the new test of an account stands.
    pub fn retesting(self, id: &AccountId) -> Signal<Retest> {
        self.retests.at(id).0.into()
    }

    /// Keeps what the new test found.
    pub fn keep_retest(self, id: &AccountId) {
        let (signal, _) = self.retests.at(id);
        if let Retest::Found(found, _) = signal.get_untracked() {
            // What was edited by hand meanwhile stays: only what a test can find is taken from it.
            self.update(id, |account| {
                account.route = found.route;
                account.relay.clone_from(&found.relay);
                account.relay_alias.clone_from(&found.relay_alias);
                account.dialect = found.dialect;
                account.capabilities = found.capabilities.clone();
            });
        }
        signal.set(Retest::Idle);
    }

    /// Throws away what the new test found.
    pub fn forget_retest(self, id: &AccountId) {
        self.retests.at(id).0.set(Retest::Idle);
    }

    /// Tries a new key with a question that costs nothing, and takes it when it works.
    pub fn change_key(self, id: &AccountId, key: ApiKey) {
        let (signal, _) = self.key_changes.at(id);
        let busy = signal.with_untracked(|change| *change == KeyChange::Testing);
        if !busy && self.engine.is_set() {
            signal.set(KeyChange::Testing);
            self.engine.run(Command::ChangeKey(id.clone(), key));
        }
    }

    /// Where the new key of an account stands.
    pub fn changing_key(self, id: &AccountId) -> Signal<KeyChange> {
        self.key_changes.at(id).0.into()
    }

    /// The user types another key: what became of the last one is no news any more.
    pub fn forget_key_change(self, id: &AccountId) {
        self.key_changes.at(id).0.set(KeyChange::Idle);
    }

    /// Orders whose account is gone, by that account.
    pub fn orphans(self) -> Signal<Vec<Orphans>> {
        self.orphans.into()
    }

    /// Makes the orders of a removed account those of this one.
    pub fn take_over(self, orphans: Orphans, by: &AccountId) {
        self.engine.run(Command::TakeOver(orphans, by.clone()));
    }

    pub(in crate::state) fn set_retest(self, id: &AccountId, retest: Retest) {
        self.retests.at(id).0.set(retest);
    }

    pub(in crate::state) fn set_key_change(self, id: &AccountId, change: KeyChange) {
        self.key_changes.at(id).0.set(change);
    }

    pub(in crate::state) fn set_orphans(self, orphans: Vec<Orphans>) {
        self.orphans.set(orphans);
    }
}
