//! What the user of the two pages does: orders, refills, cancels, asks again, says what the panel shows.

use super::Whole;
use crate::history::elsewhere;
use crate::user::proposal;
use panelboard_client::engine::Command;
use panelboard_client::engine::writes::Proposal;
use panelboard_client::gesture::with_trusted_event;
use panelboard_client::ports::Clock;
use panelboard_domain::attempt::{Attempt, WriteKind};
use panelboard_domain::id::{AccountId, AttemptId};

impl Whole {
    pub(super) fn any_account(&mut self) -> AccountId {
        let accounts = self.shared.borrow().stored.accounts.clone();
        self.dice.pick(&accounts).id.clone()
    }

    fn pick(&mut self, fits: impl Fn(&Attempt) -> bool) -> Option<Attempt> {
        let fitting: Vec<Attempt> = self.journal().into_iter().filter(fits).collect();
        (!fitting.is_empty()).then(|| self.dice.pick(&fitting).clone())
    }

    /// A click: the engine makes it the exact write, or says why nothing is sent. The id of what was
    /// confirmed.
    fn press(&mut self, page: usize, proposal: &Proposal) -> Option<AttemptId> {
        let page = &self.pages[page];
        let confirmed = with_trusted_event(true, |gesture| page.engine.confirm(gesture, proposal));
        let Ok(write) = confirmed.expect("a trusted event") else {
            self.tally.refused += 1;
            return None;
        };
        // An id is made of the clock and of what was drawn for it.
        let id = AttemptId::from_parts(page.tab.now(), self.shared.borrow().drawn);
        self.shared.borrow_mut().confirmed.push(id.to_string());
        page.engine.run(write.into());
        Some(id)
    }

    /// The user orders, sometimes twice in a row, sometimes after having seen the earlier orders.
    pub(super) fn click(&mut self) {
        if self.clicks_left == 0 {
            return;
        }
        let (page, account) = (self.any_page(), self.any_account());
        let (service, post) = (self.dice.below(3), self.dice.below(3));
        let quantity = 1000 * (1 + self.dice.below(2));
        let link = format!("https://t.me/post/{post}");
        let mut order = proposal(service, &link, quantity);
        let listed = {
            let lists = self.pages[page].lists.borrow();
            lists.get(&account).and_then(|view| view.catalog.get(&order.service.id).cloned())
        };
        let Some(listed) = listed else {
            return self.pages[page].engine.run(Command::FetchCatalog(account));
        };
        order.service = listed;
        order.typed_quantity = Some(quantity);
        if self.dice.chance(50) {
            let found = self.pages[page].engine.findings(&self.panel(), &order.request());
            order.acknowledged = found.iter().map(|finding| finding.attempt().clone()).collect();
        }
        let proposal = Proposal::Order(account.clone(), Box::new(order));
        for _ in 0..=u32::from(self.dice.chance(20)) {
            if self.press(page, &proposal).is_some() {
                self.clicks_left = self.clicks_left.saturating_sub(1);
            } else {
                self.pages[page].engine.run(Command::FetchCatalog(account.clone()));
            }
        }
    }

    /// The user wants an order refilled or cancelled.
    pub(super) fn request(&mut self) {
        let kind = if self.dice.chance(50) { WriteKind::Refill } else { WriteKind::Cancel };
        let Some(order) = self.pick(|attempt| attempt.order_id().is_some()) else { return };
        let page = self.any_page();
        if self.press(page, &Proposal::Request(kind, order.id.clone())).is_some() {
            self.tally.requests += 1;
        }
    }

    /// The user presses "ask again" on some open order.
    pub(super) fn ask_again(&mut self) {
        let Some(first) = self.pick(Attempt::is_unknown) else { return };
        let page = self.any_page();
        if let Some(id) = self.press(page, &Proposal::Again(first.id.clone())) {
            self.shared.borrow_mut().repeats.insert(id.to_string(), first.id.to_string());
        }
    }

    /// The page reads something, as a user who moves about in it makes it do.
    pub(super) fn read_something(&mut self) {
        let (page, account) = (self.any_page(), self.any_account());
        let command = match self.dice.below(5) {
            0 => Command::RefreshOrders(account),
            1 | 2 => Command::ReadBalance(account),
            3 => Command::FetchCatalog(account),
            _ => match self.pick(Attempt::is_unknown) {
                Some(attempt) => Command::LookAgain(attempt.id.clone()),
                None => return,
            },
        };
        self.pages[page].engine.run(command);
    }

    /// The user looks at the panel's own pages and says what is true, or takes their word back.
    pub(super) fn user_says(&mut self) {
        let page = self.any_page();
        if self.dice.chance(20) {
            if let Some(attempt) = self.pick(|_| true) {
                self.pages[page].engine.run(Command::Withdraw(attempt.id.clone()));
            }
            return;
        }
        let Some(attempt) = self.pick(Attempt::is_unknown) else { return };
        let word = elsewhere::true_word(&self.shared.borrow(), &attempt);
        if let Some(word) = word {
            self.pages[page].engine.run(Command::Settle(attempt.id.clone(), word));
        }
    }
}
