//! The check of the whole batch, in steps that leave the page awake: the lists it needs, each row by
//! itself, the rows among themselves, the rows against the orders there are.

use super::Engine;
use crate::batch::check::Against;
use crate::batch::{BatchSheet, Checked, Row, RowError, RowWarning, Targets};
use crate::clock;
use crate::engine::lists;
use crate::place;
use crate::ports::Ports;
use panelboard_domain::account::Account;
use panelboard_domain::attempt::guard::Finding;
use panelboard_domain::attempt::{Request, is_same_content, target_key};
use panelboard_domain::balance::Balance;
use panelboard_domain::batch::{SameTarget, Share, same_targets, sums};
use panelboard_domain::id::{AccountId, OrderId};
use panelboard_domain::money::Currency;
use panelboard_domain::panel::PanelId;
use std::collections::BTreeSet;
use std::rc::Rc;
use std::sync::Arc;

/// Rows that are checked at a stretch.
const SLICE: usize = 50;
/// Orders that are sorted at a stretch.
const ORDERS: usize = 500;
/// How often a list that somebody else fetches is looked for.
const LIST_MILLIS: u32 = 200;

impl<P: Ports> Engine<P> {
    pub(super) fn check_batch(self: &Rc<Self>) {
        let version = {
            let batch = &mut *self.batch.borrow_mut();
            batch.version += 1;
            batch.is_checking = !batch.is_elsewhere;
            batch.version
        };
        self.tell_batch();
        let engine = Rc::clone(self);
        self.spawn(engine.check_rows(version));
    }

    /// Whether an account has a service of a number, as far as its list is here.
    pub(super) fn service_lookup(&self) -> impl Fn(&str, &str) -> bool + use<'_, P> {
        let (accounts, chosen) =
            (self.accounts.borrow().accounts.clone(), self.batch.borrow().account.clone());
        move |account, number| {
            self.against(&accounts, chosen.as_ref(), (1, 1, 1970), |against| {
                against.has_service(account, number)
            })
        }
    }

    fn against<T>(
        &self,
        accounts: &[Account],
        chosen: Option<&AccountId>,
        today: (u8, u8, u16),
        request: impl FnOnce(&Against<'_>) -> T,
    ) -> T {
        let list = |id: &AccountId| self.catalog(id).value().cloned();
        let currency = |account: &Account| self.label(account);
        request(&Against { accounts, chosen, list: &list, currency: &currency, today })
    }

    /// The label beside an account's prices: the user's own, else the panel's.
    pub(super) fn label(&self, account: &Account) -> Option<Currency> {
        account.currency_override.clone().or_else(|| self.reported_currency(&account.id))
    }

    async fn check_rows(self: Rc<Self>, version: u32) {
        let is_old = || self.batch.borrow().version != version;
        let (rows, chosen, today) = {
            let batch = self.batch.borrow();
            (batch.rows.clone(), batch.account.clone(), batch.today)
        };
        let accounts = self.accounts.borrow().accounts.clone();
        let named: BTreeSet<&str> = rows
            .iter()
            .filter(|row| row.is_draft())
            .map(|row| row.fields.account.as_str())
            .collect();
        for name in named {
            let id = self.against(&accounts, chosen.as_ref(), today, |against| {
                against.account(name).map(|account| account.id.clone())
            });
            if let Some(id) = id {
                self.fresh_list(&id).await;
                if self.balances.borrow().get(&id).is_none_or(|load| load.value().is_none()) {
                    self.read_balance(&id);
                }
            }
        }
        let mut checked: Vec<Checked> = Vec::with_capacity(rows.len());
        let mut requests = Vec::with_capacity(rows.len());
        for slice in rows.chunks(SLICE) {
            if is_old() {
                return;
            }
            self.against(&accounts, chosen.as_ref(), today, |against| {
                for row in slice {
                    let found = against.check(&row.fields);
                    // Only drafts: what was sent is in the book.
                    requests.push(ask_at(&found, &accounts).filter(|_| row.is_draft()));
                    checked.push(found);
                }
            });
            self.ports.pause(0).await;
        }
        compare_rows(&rows, &requests, &mut checked);
        self.ports.pause(0).await;
        let targets = self.targets().await;
        for (at, row) in rows.iter().enumerate() {
            if row.is_draft() {
                self.find_earlier(row, &accounts, &targets, &mut checked[at]);
                if !row.may_repeat && self.may_be_sent(at) {
                    checked[at].errors.push(RowError::MayBeSent);
                }
            }
            if at % SLICE == SLICE - 1 {
                self.ports.pause(0).await;
            }
        }
        {
            let batch = &mut *self.batch.borrow_mut();
            if batch.version != version {
                return;
            }
            for (at, found) in checked.into_iter().enumerate() {
                // What was sent keeps what it was sent as.
                let keeps = |row: &Row| !row.is_draft() && row.checked.order.is_some();
                if batch.rows.get(at).is_some_and(|row| !keeps(row)) {
                    batch.set(at, |row| row.checked = found);
                }
            }
            batch.is_checking = false;
        }
        self.sum_batch();
        self.tell_batch();
    }

    /// Reads an account's list again when it is older than a price may be.
    pub(super) async fn fresh_list(&self, id: &AccountId) {
        while self.catalog(id).is_loading() {
            self.ports.pause(LIST_MILLIS).await;
        }
        if !lists::has_fresh_prices(self.catalog(id).at(), clock::seen(&self.ports)) {
            self.set_catalog(id, crate::load::Load::started);
            self.fetch(id).await;
        }
    }

    /// The orders there are, by their targets.
    async fn targets(&self) -> Targets {
        let attempts = self.book.attempts(|_| true);
        let mut targets = Targets::default();
        for slice in attempts.chunks(ORDERS) {
            targets.add(slice);
            self.ports.pause(0).await;
        }
        targets
    }

    /// The row was confirmed before, its record is not there, and the journal is not whole: the record may be
    /// among those that cannot be read.
    fn may_be_sent(&self, at: usize) -> bool {
        let batch = self.batch.borrow();
        let lost = batch.attempts.get(&at).is_some_and(|id| self.book.attempt(id).is_none());
        lost && self.alarm.borrow().is_some()
    }

    /// A row against the orders there are.
    fn find_earlier(
        &self,
        row: &Row,
        accounts: &[Account],
        targets: &Targets,
        checked: &mut Checked,
    ) {
        let account = accounts.iter().find(|account| checked.account.as_ref() == Some(&account.id));
        let (Some(account), Some(request)) = (account, checked.request()) else { return };
        let Some((_, link)) = target_key(&request) else { return };
        let panel = PanelId::of(&account.endpoint);
        let earlier = targets.of(&panel, &link);
        let is_final = |order: &OrderId| self.book.is_final(&panel, order);
        let now = self.ports.now();
        let found = place::findings(&panel, &request, &earlier, now, &self.session, is_final);
        for finding in found {
            match finding {
                Finding::Repeat { attempt, .. } if row.may_repeat => {
                    checked.acknowledged.push(attempt);
                }
                finding if finding.needs_acknowledgement() => {
                    checked.errors.push(RowError::Found(finding));
                }
                finding => checked.warnings.push(RowWarning::Found(finding)),
            }
        }
    }

    /// What the rows that are ready come to.
    pub(super) fn sum_batch(&self) {
        let balances = self.balances.borrow();
        let accounts = self.accounts.borrow();
        let balance = |id: &AccountId| -> Option<Balance> {
            let mut balance = balances.get(id)?.value()?.clone();
            let account = accounts.accounts.iter().find(|account| account.id == *id)?;
            if let (Some(own), Some(money)) = (&account.currency_override, &mut balance.money) {
                money.currency = Some(own.clone());
            }
            Some(balance)
        };
        let batch = &mut *self.batch.borrow_mut();
        let shares = batch.rows.iter().filter(|row| row.is_ready()).filter_map(|row| share(row));
        let sums = sums(shares, balance);
        let rows = sums.iter().map(|sum| sum.rows).sum();
        batch.sheet = BatchSheet { rows, sums, version: batch.version };
    }

    /// A balance was read: what the batch leaves of it is another figure.
    pub(in crate::engine) fn batch_balance_changed(&self) {
        if self.batch.borrow().sheet.rows > 0 {
            self.sum_batch();
            self.tell_batch();
        }
    }
}

fn share(row: &Row) -> Option<Share> {
    let checked = &row.checked;
    let account = checked.account.clone()?;
    let estimate = checked.order.as_ref()?.estimate;
    Some(Share { account, currency: checked.currency.clone(), estimate })
}

/// What a row would ask, and where; `None` while it is no order.
fn ask_at(checked: &Checked, accounts: &[Account]) -> Option<(PanelId, Request)> {
    let id = checked.account.as_ref()?;
    let account = accounts.iter().find(|account| account.id == *id)?;
    Some((PanelId::of(&account.endpoint), checked.request()?))
}

/// The rows among themselves.
fn compare_rows(
    rows: &[Arc<Row>],
    requests: &[Option<(PanelId, Request)>],
    checked: &mut [Checked],
) {
    let refs: Vec<_> =
        requests.iter().map(|one| one.as_ref().map(|(panel, request)| (panel, request))).collect();
    let found = same_targets(&refs);
    for ((checked, row), found) in checked.iter_mut().zip(rows).zip(found) {
        match found {
            Some(SameTarget::Repeat { row: earlier }) if !row.may_repeat => {
                checked.errors.push(RowError::RepeatsRow(earlier));
            }
            Some(same) => checked.warnings.push(RowWarning::Same(same)),
            None => {}
        }
    }
    // A repeat that is wanted names every earlier row of the same order: it may follow each of them.
    for at in 0..checked.len() {
        if rows[at].may_repeat
            && let Some((panel, request)) = &requests[at]
        {
            let same = |earlier: &usize| {
                requests[*earlier].as_ref().is_some_and(|(other, before)| {
                    other == panel && is_same_content(request, before)
                })
            };
            checked[at].repeats = (0..at).filter(same).collect();
        }
    }
}
