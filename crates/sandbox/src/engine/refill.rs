//! Refills and cancels: who may ask, how often, and what is answered.

use super::answer::entry;
use super::calendar::{DAY, MINUTE};
use super::fields::{Fields, Ids};
use super::json::Json;
use super::order::{Refill, State};
use super::profile::{Answer, Asked, RefillId, RowErrors};
use super::progress::Event;
use super::random::Dice;
use super::refusal::Refusal;
use super::world::World;

/// After this many days nobody refills any more.
const GUARANTEE_DAYS: u64 = 30;

impl World {
    pub(crate) fn refill(&mut self, fields: &Fields) -> Result<Answer, Refusal> {
        let batches = self.profile.rules.refill.batches;
        match fields.ids("order", "orders") {
            Ids::None => Err(Refusal::NoOrder),
            Ids::Many(_) if !batches => Err(Refusal::Order),
            Ids::One(id) => match self.request_refill(&id) {
                Ok(refill) => Ok((self.profile.wire.refilled)(&refill)),
                Err(refusal) if self.profile.wire.refills == RowErrors::NestedAlways => {
                    let error = self.error_of(&refusal, Asked::Write);
                    Ok(Answer::ok(Json::object([("refill", error)])))
                }
                Err(refusal) => Err(refusal),
            },
            Ids::Many(ids) => {
                let ids = self.checked_batch(ids)?;
                let rows = ids.iter().map(|id| {
                    let refill = self.request_refill(id);
                    let refill = refill.map(|refill| entry(self.profile, &refill));
                    self.row(("order", id), "refill", refill, self.profile.wire.refills)
                });
                Ok(Answer::ok(Json::List(rows.collect())))
            }
        }
    }

    /// One row of a batch of writes.
    fn row(
        &self,
        (name, id): (&str, &str),
        verb: &str,
        done: Result<Json, Refusal>,
        errors: RowErrors,
    ) -> Json {
        let id = (name, entry(self.profile, id));
        match done {
            Ok(value) => Json::object([id, (verb, value)]),
            Err(refusal) => match (self.error_of(&refusal, Asked::Write), errors) {
                (Json::Object(error), RowErrors::Flat) => {
                    let id = (id.0.to_owned(), id.1);
                    Json::Object(std::iter::once(id).chain(error).collect())
                }
                (error, _) => Json::object([id, (verb, error)]),
            },
        }
    }

    fn request_refill(&mut self, id: &str) -> Result<String, Refusal> {
        let index = self.find(id)?;
        self.may_refill(index)?;
        let number = self.refills.len();
        let mut dice = Dice::new(self.seed, 0x0DD_0000_0000 + number as u64);
        let id = match self.profile.rules.refill.id {
            RefillId::Order => self.orders[index].id.clone(),
            RefillId::Own | RefillId::Lost => self.new_refill_id(number, &mut dice),
        };
        let started = self.now + dice.between(MINUTE, 5 * MINUTE);
        let end = if dice.chance(90) { State::Completed } else { State::Rejected };
        self.queue.plan(started, Event::RefillMove(number, State::InProgress));
        self.queue
            .plan(started + dice.between(MINUTE, 20 * MINUTE), Event::RefillMove(number, end));
        self.orders[index].refills.push(number);
        let created_at = self.now;
        self.refills.push(Refill { id: id.clone(), state: State::Pending, created_at });
        Ok(id)
    }

    fn may_refill(&self, index: usize) -> Result<(), Refusal> {
        let (order, rule) = (&self.orders[index], self.profile.rules.refill);
        if !self.catalogue.services()[order.service].refill {
            return Err(Refusal::RefillOff);
        }
        let Some(completed_at) = order.completed_at.filter(|_| order.state == State::Completed)
        else {
            return Err(Refusal::RefillEarly);
        };
        if self.now > order.created_at + GUARANTEE_DAYS * DAY {
            return Err(Refusal::RefillOver);
        }
        if rule.once && !order.refills.is_empty() {
            return Err(Refusal::RefillAgain);
        }
        let last = order.refills.last().map(|refill| self.refills[*refill].created_at);
        let since = last.or(rule.waits_after_completion.then_some(completed_at));
        match since.map(|since| (since + DAY).saturating_sub(self.now)) {
            Some(left) if left > 0 => Err(Refusal::RefillWait { minutes: left.div_ceil(MINUTE) }),
            _ => Ok(()),
        }
    }

    pub(crate) fn refill_status(&self, fields: &Fields) -> Result<Answer, Refusal> {
        match fields.ids("refill", "refills") {
            Ids::None => Err(Refusal::RefillUnknown),
            Ids::One(id) if self.profile.wire.refill_state_in_list => {
                // The code behind this fills a list only when there is something to say.
                let never_asked = self.refill_word(&id).is_err() && self.find(&id).is_ok();
                let row = || Json::List(vec![self.refill_row(&id)]);
                Ok(Answer::ok(if never_asked { Json::Null } else { row() }))
            }
            Ids::One(id) => {
                let word = self.refill_word(&id)?;
                Ok(Answer::ok(Json::object([("status", Json::text(word))])))
            }
            Ids::Many(_) if !self.profile.rules.refill.batches => Err(Refusal::RefillUnknown),
            Ids::Many(ids) => {
                let ids = self.checked_batch(ids)?;
                let rows = ids.iter().map(|id| self.refill_row(id));
                Ok(Answer::ok(Json::List(rows.collect())))
            }
        }
    }

    fn refill_row(&self, id: &str) -> Json {
        let status = match self.refill_word(id) {
            Ok(word) => Json::text(word),
            Err(refusal) => self.error_of(&refusal, Asked::Read),
        };
        Json::object([("refill", entry(self.profile, id)), ("status", status)])
    }

    fn refill_word(&self, id: &str) -> Result<&'static str, Refusal> {
        let known = self.refills.iter().rev().find(|refill| refill.id == id.trim());
        let refill = known.filter(|_| self.profile.rules.refill.id != RefillId::Lost);
        let refill = refill.ok_or(Refusal::RefillUnknown)?;
        Ok((self.profile.wire.word)(refill.state))
    }

    pub(crate) fn cancel(&mut self, fields: &Fields) -> Result<Answer, Refusal> {
        let errors = self.profile.wire.cancels;
        let ids = match fields.ids("order", "orders") {
            Ids::None => return Err(Refusal::NoOrder),
            Ids::One(id) if errors == RowErrors::Flat => {
                self.request_cancel(&id)?;
                return Ok(Answer::ok(Json::object([("cancel", Json::number(1))])));
            }
            Ids::One(id) => vec![id],
            Ids::Many(ids) => self.checked_batch(ids)?,
        };
        let rows = ids.iter().map(|id| {
            let done = self.request_cancel(id).map(|()| Json::number(1));
            self.row(("order", id), "cancel", done, errors)
        });
        Ok(Answer::ok(Json::List(rows.collect())))
    }

    /// Notes the wish; whether and how far it succeeds shows later.
    fn request_cancel(&mut self, id: &str) -> Result<(), Refusal> {
        let index = self.find(id)?;
        let order = &self.orders[index];
        if !self.catalogue.services()[order.service].cancel {
            return Err(Refusal::CancelOff);
        }
        if order.cancel_requested {
            return Err(Refusal::CancelAgain);
        }
        if order.state.is_final() {
            return Err(Refusal::CancelLate);
        }
        let mut dice = Dice::new(self.seed, 0x0CA_0000_0000 + index as u64);
        let at = self.now + dice.between(30_000, 3 * MINUTE);
        self.orders[index].cancel_requested = true;
        self.queue.plan(at, Event::Cancel(index));
        Ok(())
    }
}
