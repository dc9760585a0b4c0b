//! Accounts of the one panel: keys change, accounts are edited, go, come back, are added beside each
//! other, and take over what is left. What is under way goes on with the account and key that it had.

use super::History;
use crate::network::KEYS;
use panelboard_client::accounts::belonging::{orphans, returning_id};
use panelboard_client::accounts::key::with_key;
use panelboard_client::accounts::mirror;
use panelboard_client::accounts::take_over::take_over;
use panelboard_domain::account::Account;
use panelboard_domain::attempt::Attempt;
use panelboard_domain::id::AccountId;
use panelboard_domain::money::Currency;
use panelboard_domain::panel::{KeyPrint, PanelId};
use panelboard_domain::secret::ApiKey;
use std::future::Future;
use std::pin::pin;
use std::rc::Rc;
use std::task::{Context, Poll, Waker};

/// An account that is here.
#[derive(Clone)]
pub(super) struct Held {
    pub(super) account: Rc<Account>,
    pub(super) key: Rc<ApiKey>,
}

impl Held {
    fn panel(&self) -> PanelId {
        PanelId::of(&self.account.endpoint)
    }
}

impl History {
    /// One of the accounts that are here.
    pub(super) fn any_account(&mut self) -> Option<Held> {
        (!self.accounts.is_empty()).then(|| self.dice.pick(&self.accounts).clone())
    }

    /// The account of an attempt, if it is here.
    pub(super) fn account_of(&self, attempt: &Attempt) -> Option<Held> {
        self.accounts.iter().find(|held| held.account.id == attempt.account).cloned()
    }

    /// Something happens to the accounts.
    pub(super) fn move_accounts(&mut self) {
        if !self.has_moves {
            return;
        }
        match self.dice.below(8) {
            0..2 => self.change_key(),
            2 => self.remove(),
            3..5 => self.add(),
            5..7 => self.take_over(),
            _ => self.edit(),
        }
    }

    /// A key that no account here has: the app takes none twice.
    fn free_key(&mut self) -> Option<ApiKey> {
        let first = self.shared.borrow().network.first_key().to_owned();
        let all = std::iter::once(first.as_str()).chain(KEYS);
        let keys = all.map(|text| ApiKey::parse(text).expect("a key"));
        let is_free = |key: &ApiKey| self.accounts.iter().all(|held| *held.key != *key);
        let mut free: Vec<ApiKey> = keys.filter(is_free).collect();
        let at = usize::try_from(self.dice.below(free.len().max(1) as u64)).expect("small");
        (!free.is_empty()).then(|| free.swap_remove(at))
    }

    /// The account keeps its id; the key may be another customer's.
    pub(super) fn change_key(&mut self) {
        let Some(key) = self.free_key() else { return };
        let Some(held) = self.any_held() else { return };
        held.account = Rc::new(with_key(&held.account, &key));
        held.key = Rc::new(key);
    }

    fn edit(&mut self) {
        let (hue, has_label) =
            (1 + u8::try_from(self.dice.below(8)).expect("small"), self.dice.chance(50));
        let Some(held) = self.any_held() else { return };
        let account = Account::clone(&held.account);
        let label = Currency::new("EUR").filter(|_| has_label);
        held.account = Rc::new(Account {
            name: format!("Panel {hue}"),
            hue,
            currency_override: label,
            ..account
        });
    }

    fn any_held(&mut self) -> Option<&mut Held> {
        let at = usize::try_from(self.dice.below(self.accounts.len().max(1) as u64));
        self.accounts.get_mut(at.expect("small"))
    }

    fn remove(&mut self) {
        let Some(held) = self.any_account() else { return };
        self.accounts.retain(|other| other.account.id != held.account.id);
        let (index, tab) = self.any_tab();
        self.spawn(index, async move {
            let _ = mirror::removed(&tab, &held.account).await;
        });
    }

    /// Under the id that an account with this key had, or as a new one.
    fn add(&mut self) {
        let Some(key) = self.free_key().filter(|_| self.accounts.len() < 2) else { return };
        let (_, tab) = self.any_tab();
        let mirrored = at_once(mirror::all(&tab)).expect("readable");
        let here: Vec<AccountId> =
            self.accounts.iter().map(|held| held.account.id.clone()).collect();
        let journal = self.journal();
        let panel = PanelId::of(&self.template.endpoint);
        let print = KeyPrint::of(&panel, &key);
        let known = returning_id(&panel, &print, &here, &mirrored, &journal);
        self.made += 1;
        let id =
            known.unwrap_or_else(|| AccountId::new(&format!("a{}", self.made)).expect("an id"));
        let account = Account { id, ..Account::clone(&self.template) };
        let account = Rc::new(with_key(&account, &key));
        self.accounts.push(Held { account, key: Rc::new(key) });
    }

    /// One of the accounts that are here takes over what a removed one has left.
    pub(super) fn take_over(&mut self) {
        let (index, tab) = self.any_tab();
        let Some(heir) = self.any_account() else { return };
        let present: Vec<Account> =
            self.accounts.iter().map(|held| Account::clone(&held.account)).collect();
        let mirrored = at_once(mirror::all(&tab)).expect("readable");
        let groups = orphans(&self.journal(), &present, &mirrored);
        if groups.is_empty() {
            return;
        }
        let orphans = self.dice.pick(&groups).clone();
        assert_eq!(orphans.panel, Some(heir.panel()), "all accounts are of one panel");
        self.spawn(index, async move {
            let _ = take_over(&tab, &orphans, &heir.account, Some(&heir.key)).await;
        });
    }
}

/// What takes only turns, no time.
fn at_once<T>(future: impl Future<Output = T>) -> T {
    let mut future = pin!(future);
    let mut context = Context::from_waker(Waker::noop());
    loop {
        if let Poll::Ready(value) = future.as_mut().poll(&mut context) {
            return value;
        }
    }
}
