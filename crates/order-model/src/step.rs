//! What can happen now, and what it changes. One step is as large as nothing can come between.

use crate::action::{Action, Taken};
use crate::bounds::{Bounds, Fault};
use crate::journal::Fact;
use crate::rules::{Answer, Rules};
use crate::state::{Connection, No, OTHER_PRICE, Order, PRICE, State, Tab, customer};
use panelboard_domain::attempt::Attempt;

impl<R: Rules> State<R> {
    /// Everything that can happen now.
    pub(crate) fn actions(&self, bounds: &Bounds, out: &mut Vec<Action>) {
        self.tab_actions(bounds, out);
        self.account_actions(bounds, out);
        for no in 0..self.facts.len() {
            self.wire_actions(bounds, no, out);
            self.evidence_actions(bounds, no, out);
        }
        self.relay_actions(bounds, out);
        self.money_actions(bounds, out);
        if self.left.waits > 0 && self.is_quiet() {
            out.push(Action::Wait);
        }
        if self.left.glances > 0 && self.journal.attempts().iter().any(Attempt::is_open) {
            out.extend(self.readers().into_iter().map(|(row, _)| Action::Glance(row)));
        }
        if self.left.jumps > 0 && self.is_quiet() {
            out.push(Action::Jump(-bounds.wait));
            if bounds.may(Fault::ClockAhead) {
                out.push(Action::Jump(bounds.wait));
            }
        }
    }

    /// The moment after it; `None` when it changes nothing.
    pub(crate) fn after(&self, bounds: &Bounds, action: &Action) -> Option<Self> {
        let mut next = self.clone();
        match action {
            Action::Confirm { row, item, acknowledge } => next.confirm(*row, *item, *acknowledge),
            Action::Dispatch { tab, via } => next.dispatch(bounds, tab, *via),
            Action::Hear(no) => next.take_reply(bounds, *no),
            Action::GiveUp(no) => next.give_up(*no),
            Action::Crash(no) => {
                next.left.crashes -= 1;
                next.tab_ends(*no);
            }
            Action::Kill => next.kill(),
            Action::Recover(no) => next.recover(*no),
            Action::Resend(no) => next.resend(*no),
            Action::Arrive { no, slot, is_stale } => next.arrive(*no, *slot, *is_stale),
            Action::ArriveDirect { no, is_stale, taken } => {
                next.arrive_direct(bounds, *no, *is_stale, *taken);
            }
            Action::Reach { no, from, taken } => next.reach(bounds, *no, *from, *taken),
            Action::LoseUpstream { no, from, is_known } => {
                next.lose_upstream(*no, *from, *is_known);
            }
            Action::Start { slot, is_behind } => {
                next.left.starts -= 1;
                next.start_relay(bounds, *slot, if *is_behind { -50 } else { 0 });
            }
            Action::Forget(slot) => next.forget(*slot),
            Action::AskRelay { no, slot } => next.ask_relay(*no, *slot),
            Action::ReadBalance(no) => next.read_balance(*no),
            Action::ReadAgain(no) => next.read_again(*no),
            Action::CheckCharge(no) => next.check_charge(*no),
            Action::Follow(no) => next.follow(*no),
            Action::Refund(order) => {
                next.left.refunds -= 1;
                let order = &mut next.panel.orders[*order];
                order.is_refunded = true;
                next.panel.balances[order.customer] += PRICE;
            }
            Action::Foreign(cents) => {
                next.left.foreign -= 1;
                next.panel.balances[0] += cents;
                next.panel.has_foreign |= *cents < 0;
            }
            Action::Say { no, found } => next.say(*no, *found),
            Action::Remove(row) => next.remove_row(*row),
            Action::Withdraw(no) => next.withdraw(*no),
            Action::LookInVain(no) => next.tell(*no, Fact::Looked),
            Action::Glance(row) => next.glance(*row),
            Action::Add(row, key) => next.add_row(*row, *key),
            Action::ChangeKey(row, key) => next.change_key(*row, *key),
            Action::TakeOver { from, row } => next.take_over(*from, *row),
            Action::Jump(minutes) => {
                next.left.jumps -= 1;
                next.clock_error += minutes;
            }
            Action::Flush(row) => next.rows[*row].is_durable = true,
            Action::Wait => {
                next.left.waits -= 1;
                next.minute += bounds.wait;
                (0..next.facts.len()).for_each(|no| next.land(no));
            }
        }
        next.sort_tabs();
        (next != *self).then_some(next)
    }

    /// Nothing is under way, in no tab and on no wire.
    fn is_quiet(&self) -> bool {
        self.tabs.iter().all(|tab| *tab == Tab::Idle)
            && (0..self.facts.len()).all(|no| self.is_given_up(no))
    }

    fn money_actions(&self, bounds: &Bounds, out: &mut Vec<Action>) {
        if self.left.refunds > 0 {
            let may_refund = |order: &Order| {
                // Later than an unchanged balance counts.
                let is_late = self.minute > order.taken_in + 1;
                let is_seen = || bounds.may(Fault::SeenRefund) && self.was_seen(order.by);
                !order.is_refunded && (is_late || bounds.may(Fault::QuickRefund) || is_seen())
            };
            let orders = self.panel.orders.iter().enumerate();
            out.extend(
                orders.filter(|(_, order)| may_refund(order)).map(|(at, _)| Action::Refund(at)),
            );
        }
        if self.left.foreign > 0 {
            // By exactly the price it could not be told from an order by anybody.
            out.extend([-OTHER_PRICE, OTHER_PRICE].map(Action::Foreign));
        }
    }

    /// The app has read the balance while an order's charge could be seen in it.
    fn was_seen(&self, no: No) -> bool {
        let attempt = &self.journal.attempts()[no];
        let before = attempt.balance_before().map(|reading| reading.amount);
        attempt.readings().any(|(_, reading, _)| Some(reading.amount) < before)
    }

    /// What the panel can do with an order that reaches it.
    pub(crate) fn takings(bounds: &Bounds) -> impl Iterator<Item = Taken> {
        [
            Some(Taken::Yes),
            bounds.may(Fault::Garbled).then_some(Taken::Garbled),
            bounds.may(Fault::Refused).then_some(Taken::No),
        ]
        .into_iter()
        .flatten()
    }

    /// An order reaches the panel: its answer.
    pub(crate) fn panel_takes(&mut self, bounds: &Bounds, no: No, taken: Taken) -> Answer {
        let (item, customer) = (self.facts[no].item, customer(self.facts[no].key));
        let is_active = |order: &Order| order.item == item && !order.is_refunded;
        if taken == Taken::No {
            return Answer::Refused;
        }
        if bounds.has_link_rule && self.panel.orders.iter().any(is_active) {
            return Answer::ActiveLink;
        }
        let number = u8::try_from(self.panel.orders.len()).expect("few orders");
        let taken_in = self.minute;
        self.panel.orders.push(Order { by: no, customer, item, taken_in, is_refunded: false });
        self.panel.balances[customer] -= PRICE;
        match taken {
            Taken::Garbled => Answer::Garbled,
            _ => Answer::Placed(number),
        }
    }

    fn wire_actions(&self, bounds: &Bounds, no: No, out: &mut Vec<Action>) {
        let facts = &self.facts[no];
        let copies = [(facts.connection == Connection::Flying, false), (facts.stale > 0, true)];
        for is_stale in
            copies.into_iter().filter_map(|(is_there, is_stale)| is_there.then_some(is_stale))
        {
            if self.relays.is_empty() {
                out.extend(Self::takings(bounds).map(|taken| Action::ArriveDirect {
                    no,
                    is_stale,
                    taken,
                }));
            }
            let running = self.relays.iter().enumerate().filter(|(_, relay)| relay.is_some());
            out.extend(running.map(|(slot, _)| Action::Arrive { no, slot, is_stale }));
        }
        if self.waiting(no).is_some() {
            if let Connection::Answering(_) = facts.connection {
                out.push(Action::Hear(no));
            }
            out.push(Action::GiveUp(no));
            if self.left.resends > 0 {
                out.push(Action::Resend(no));
            }
            if self.left.crashes > 0 {
                out.push(Action::Crash(no));
            }
        }
    }

    /// The browser's own repeat: the earlier connection is dead, its copy may still arrive.
    fn resend(&mut self, no: No) {
        self.left.resends -= 1;
        self.disconnect(no);
        self.facts[no].connection = Connection::Flying;
    }

    /// Nobody waits for this connection any more.
    pub(crate) fn disconnect(&mut self, no: No) {
        let facts = &mut self.facts[no];
        if facts.connection == Connection::Flying {
            facts.stale += 1;
        }
        facts.connection = Connection::Gone;
    }

    /// On the direct route.
    fn arrive_direct(&mut self, bounds: &Bounds, no: No, is_stale: bool, taken: Taken) {
        let answer = self.panel_takes(bounds, no, taken);
        let facts = &mut self.facts[no];
        if is_stale {
            facts.stale -= 1;
        } else {
            facts.connection = Connection::Answering(answer);
        }
    }
}
