//! What a tab does with an order: confirm, take its turn, send, hear or give up, recover what others
//! left. The order of steps within a turn is the product's (`client::place::dispatch`).

use crate::action::Action;
use crate::bounds::Bounds;
use crate::journal::{Fact, Over};
use crate::memo::remember;
use crate::rules::{Asked, Log, Rules};
use crate::sample::{self, Draft};
use crate::state::{Connection, Facts, Look, Name, No, State, Tab, customer};
use panelboard_domain::account::Route;
use panelboard_domain::attempt::AttemptState;

impl<R: Rules> State<R> {
    pub(crate) fn tab_actions(&self, bounds: &Bounds, out: &mut Vec<Action>) {
        if self.left.confirms > 0 && self.tabs.contains(&Tab::Idle) {
            let present = (0..2).filter(|row| self.rows[*row].is_present);
            for (row, item) in
                present.flat_map(|row| (0..bounds.items).map(move |item| (row, item)))
            {
                out.push(Action::Confirm { row, item, acknowledge: false });
                if !self.found(self.name(row), item).is_empty() {
                    out.push(Action::Confirm { row, item, acknowledge: true });
                }
            }
        }
        for tab in &self.tabs {
            let Tab::Confirmed { account, .. } = tab else { continue };
            if self.is_locked(*account) {
                continue;
            }
            if self.relays.is_empty() || !R::NEEDS_RECEIPT {
                out.push(Action::Dispatch { tab: tab.clone(), via: None });
            }
            let running = self.relays.iter().enumerate().filter(|(_, relay)| relay.is_some());
            out.extend(
                running.map(|(slot, _)| Action::Dispatch { tab: tab.clone(), via: Some(slot) }),
            );
        }
        for (no, facts) in self.facts.iter().enumerate() {
            if self.is_abandoned(no) && !self.is_locked(facts.account) {
                out.push(Action::Recover(no));
            }
        }
    }

    /// A record says `sending` and nobody is.
    pub(crate) fn is_abandoned(&self, no: No) -> bool {
        *self.journal.attempts()[no].state() == AttemptState::Sending && self.waiting(no).is_none()
    }

    /// Another tab is sending for this account.
    pub(crate) fn is_locked(&self, account: Name) -> bool {
        self.tabs.iter().any(|tab| match tab {
            Tab::Waiting(no) => R::is_shared(self.facts[*no].account, account),
            _ => false,
        })
    }

    /// The account that a row stands for now.
    pub(crate) fn name(&self, row: usize) -> Name {
        self.rows[row].name
    }

    /// What the guard finds for an order and wants a word on.
    pub(crate) fn found(&self, account: Name, item: u8) -> Vec<No> {
        let question = ("found", self.journal.key(), account, item, self.wall_minute());
        remember::<R, _>(question, || self.look_for(account, item))
    }

    fn look_for(&self, account: Name, item: u8) -> Vec<No> {
        let request = sample::request(item);
        let order = Asked { account, request: &request, now: self.now() };
        let attempts = self.journal.attempts();
        let found = R::findings(&order, attempts);
        let with_word = found.iter().filter(|finding| finding.needs_acknowledgement());
        with_word
            .filter_map(|finding| {
                attempts.iter().position(|attempt| attempt.id == *finding.attempt())
            })
            .collect()
    }

    pub(crate) fn confirm(&mut self, row: usize, item: u8, acknowledge: bool) {
        self.left.confirms -= 1;
        let account = self.name(row);
        let acknowledged = if acknowledge { self.found(account, item) } else { Vec::new() };
        let idle = self.tabs.iter().position(|tab| *tab == Tab::Idle).expect("an idle tab");
        let key = self.rows[row].key;
        self.tabs[idle] = Tab::Confirmed { account, key, item, acknowledged };
    }

    /// A confirmed order's turn, up to the first byte on the wire.
    pub(crate) fn dispatch(&mut self, bounds: &Bounds, tab: &Tab, via: Option<usize>) {
        let at = self.tabs.iter().position(|other| other == tab).expect("that tab");
        let Tab::Confirmed { account, key, item, acknowledged } = tab.clone() else { return };
        self.tabs[at] = Tab::Idle;
        for no in 0..self.facts.len() {
            if self.is_abandoned(no) && R::is_shared(self.facts[no].account, account) {
                self.recover(no);
            }
        }
        let stops = self.found(account, item);
        if stops.iter().any(|no| !acknowledged.contains(no)) {
            return;
        }
        if R::MIRRORS_ACCOUNTS {
            self.mirror.insert(account, key);
        }
        self.was_silent |= self.is_silent(item, &acknowledged);
        let no = self.facts.len();
        let noted = via.and_then(|slot| self.receipt(slot, no));
        self.tick += i8::from(R::COMPARES_CLOCKS);
        let own: Vec<No> =
            (0..no).filter(|other| R::is_shared(self.facts[*other].account, account)).collect();
        let attempts = self.journal.attempts();
        let turn = own.iter().map(|no| attempts[*no].turn()).max().unwrap_or(0) + 1;
        let is_alone = !own.iter().any(|no| attempts[*no].is_unknown());
        let order = Draft {
            account,
            key,
            item,
            acknowledged: &acknowledged,
            retry_of: self.given_up(item),
            route: bounds.route(),
        };
        let mut attempt = sample::attempt(no, order, self.now());
        let balance = self.panel.balances[customer(key)];
        let sent = R::sent(turn, balance, noted.as_ref(), is_alone);
        attempt.apply(self.now(), sent).expect("a draft can be sent");
        self.journal.push(attempt);
        self.facts.push(Facts {
            account,
            key,
            item,
            sent_in: self.minute,
            noted,
            connection: Connection::Flying,
            stale: 0,
            final_since: None,
            look: Look::None,
        });
        self.tabs[at] = Tab::Waiting(no);
    }

    /// The latest equal order, if the user said that it was not placed: this one is ordered in its place.
    fn given_up(&self, item: u8) -> Option<No> {
        let no = self.facts.iter().rposition(|facts| facts.item == item)?;
        let attempt = &self.journal.attempts()[no];
        (*attempt.state() == AttemptState::NotPlaced).then_some(no)
    }

    /// An equal order of this browser is open or placed, and the user said nothing to it.
    fn is_silent(&self, item: u8, acknowledged: &[No]) -> bool {
        let attempts = self.journal.attempts().iter().enumerate();
        attempts.filter(|(no, _)| self.facts[*no].item == item && !acknowledged.contains(no)).any(
            |(_, attempt)| {
                matches!(
                    attempt.state(),
                    AttemptState::Sending
                        | AttemptState::Unknown { .. }
                        | AttemptState::Placed { .. }
                )
            },
        )
    }

    /// What a relay says of an attempt that is not sent yet.
    fn receipt(&self, slot: usize, no: No) -> Option<R::Receipt> {
        let relay = self.relays[slot].as_ref()?;
        match R::log(&relay.memory, no, relay.clock(self.tick)) {
            Log::NotSeen(receipt) => Some(receipt),
            Log::InFlight | Log::Ended(_) => None,
        }
    }

    pub(crate) fn take_reply(&mut self, bounds: &Bounds, no: No) {
        let Connection::Answering(answer) = self.facts[no].connection else { return };
        let over = if bounds.route() == Route::Relay { Over::Relay } else { Over::Direct };
        self.tell(no, Fact::Judged(answer, over));
        self.tab_ends(no);
        self.tell_others(no);
    }

    pub(crate) fn give_up(&mut self, no: No) {
        self.tell(no, Fact::Lost);
        self.tab_ends(no);
    }

    /// The tab that waited does so no more; its lock is free.
    pub(crate) fn tab_ends(&mut self, no: No) {
        if let Some(tab) = self.waiting(no) {
            self.tabs[tab] = Tab::Idle;
        }
        self.disconnect(no);
    }

    pub(crate) fn recover(&mut self, no: No) {
        self.tell(no, Fact::Recovered);
    }
}
