//! R4: the user's word, which may be wrong, and can be taken back (`client::settle`).

use crate::action::Action;
use crate::journal::{By, Fact, Settled};
use crate::memo::remember;
use crate::rules::{Rules, Word};
use crate::sample::FOREIGN_NUMBER;
use crate::state::{No, OTHER_PRICE, PRICE, State, customer};

impl<R: Rules> State<R> {
    pub(crate) fn word_actions(&self, no: No, out: &mut Vec<Action>) {
        if self.left.words == 0 {
            return;
        }
        let numbers = self.numbers(no).filter(|(_, word)| self.may_say(no, *word));
        out.extend(numbers.map(|(number, _)| Action::Say { no, found: Some(number) }));
        if self.may_say(no, Word::NotPlaced) {
            out.push(Action::Say { no, found: None });
        }
        if self.may_say(no, Word::Withdrawn) {
            out.push(Action::Withdraw(no));
        }
    }

    /// What the panel knows under the key with which it is asked, and somebody else's order.
    fn numbers(&self, no: No) -> impl Iterator<Item = (usize, Word)> {
        let of = self.reader(no).map_or(0, |reader| customer(reader.key));
        let orders = self.panel.orders.iter().enumerate();
        let own = orders.filter(move |(_, order)| order.customer == of).map(|(number, order)| {
            let is_refunded = order.is_refunded;
            (number, Word::Number { number, cents: PRICE, is_refunded })
        });
        let foreign =
            Word::Number { number: FOREIGN_NUMBER, cents: OTHER_PRICE, is_refunded: false };
        own.chain(self.panel.has_foreign.then_some((FOREIGN_NUMBER, foreign)))
    }

    fn may_say(&self, no: No, word: Word) -> bool {
        let reader = self.reader(no);
        let question = ("may say", self.journal.key(), no, word, reader);
        remember::<R, bool>(question, || R::may_say(no, word, self.journal.attempts(), reader))
    }

    pub(crate) fn say(&mut self, no: No, found: Option<usize>) {
        self.left.words -= 1;
        let word = found.map_or(Settled::NotPlaced, |number| Settled::Placed(Some(number)));
        self.tell(no, Fact::Settled(By::User, word));
    }

    pub(crate) fn withdraw(&mut self, no: No) {
        self.left.words -= 1;
        self.tell(no, Fact::Withdrawn);
    }
}
