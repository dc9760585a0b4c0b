//! Refills and cancels: who may ask, how often, and what is answered.

use super::answer::{entry, error_of};
use super::calendar::{DAY, MINUTE};
use super::fields::{Fields, Ids};
use super::json::Json;
use super::order::{Refill, State};
use super::profile::{Answer, CancelShape, RefillShape};
use super::progress::Event;
use super::random::Dice;
use super::refusal::Refusal;
use super::world::World;

impl World {
    pub(crate) fn refill(&mut self, fields: &Fields) -> Result<Answer, Refusal> {
        let shape = self.profile.wire.refills;
        match fields.ids("order", "orders") {
            Ids::None => Err(Refusal::NoOrder),
            Ids::One(id) => match (self.request_refill(&id), shape) {
                (Ok(refill), _) => Ok(Answer::ok(Json::object([("refill", Json::text(refill))]))),
                (Err(refusal), RefillShape::Plain) => Err(refusal),
                (Err(refusal), RefillShape::Nested) => {
                    let error = error_of(self.profile, &refusal);
                    Ok(Answer::ok(Json::object([("refill", error)])))
                }
            },
            Ids::Many(ids) => {
                self.check_batch(&ids)?;
                let rows = ids.iter().map(|id| {
                    let refill = self.request_refill(id);
                    let value = match refill {
                        Ok(refill) => self.profile.ids.json(&refill),
                        Err(refusal) => error_of(self.profile, &refusal),
                    };
                    Json::object([("order", entry(self.profile, id)), ("refill", value)])
                });
                Ok(Answer::ok(Json::List(rows.collect())))
            }
        }
    }

    fn request_refill(&mut self, id: &str) -> Result<String, Refusal> {
        let index = self.find(id)?;
        self.may_refill(index)?;
        let number = self.refills.len();
        let mut dice = Dice::new(self.seed, 0x0DD_0000_0000 + number as u64);
        let id = self.new_refill_id(number, &mut dice);
        let started = self.now + dice.between(MINUTE, 5 * MINUTE);
        let end = if dice.chance(90) { State::Completed } else { State::Rejected };
        self.queue.plan(started, Event::RefillMove(number, State::InProgress));
        self.queue
            .plan(started + dice.between(MINUTE, 20 * MINUTE), Event::RefillMove(number, end));
        self.orders[index].refills.push(number);
        let created_at = self.now;
        self.refills.push(Refill {
            id: id.clone(),
            order: index,
            state: State::Pending,
            created_at,
        });
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
        if self.now > order.created_at + rule.days * DAY {
            return Err(Refusal::RefillOver);
        }
        let last = order.refills.last().map(|refill| self.refills[*refill].created_at);
        let since = last.or(rule.waits_after_completion.then_some(completed_at));
        match since.map(|since| (since + DAY).saturating_sub(self.now)) {
            Some(left) if left > 0 => Err(Refusal::RefillWait { minutes: left.div_ceil(MINUTE) }),
            _ => Ok(()),
        }
    }

    pub(crate) fn refill_status(&self, fields: &Fields) -> Result<Answer, Refusal> {
        let in_list = self.profile.wire.refills == RefillShape::Nested;
        match fields.ids("refill", "refills") {
            Ids::None => Err(Refusal::RefillUnknown),
            Ids::One(id) if in_list => {
                let row = self.refill_row(&id);
                Ok(Answer::ok(Json::List(vec![row])))
            }
            Ids::One(id) => {
                let word = self.refill_word(&id)?;
                Ok(Answer::ok(Json::object([("status", Json::text(word))])))
            }
            Ids::Many(ids) => {
                self.check_batch(&ids)?;
                let rows = ids.iter().map(|id| self.refill_row(id));
                Ok(Answer::ok(Json::List(rows.collect())))
            }
        }
    }

    fn refill_row(&self, id: &str) -> Json {
        let status = match self.refill_word(id) {
            Ok(word) => Json::text(word),
            Err(refusal) => error_of(self.profile, &refusal),
        };
        Json::object([("refill", entry(self.profile, id)), ("status", status)])
    }

    fn refill_word(&self, id: &str) -> Result<&'static str, Refusal> {
        let known = self.refills.iter().find(|refill| refill.id == id.trim());
        let refill = known.filter(|_| !self.profile.rules.refill.loses_ids);
        let refill = refill.ok_or(Refusal::RefillUnknown)?;
        debug_assert!(refill.order < self.orders.len());
        Ok((self.profile.wire.word)(refill.state))
    }

    pub(crate) fn cancel(&mut self, fields: &Fields) -> Result<Answer, Refusal> {
        let ids = match (fields.ids("order", "orders"), self.profile.wire.cancels) {
            (Ids::None, _) => return Err(Refusal::NoOrder),
            (Ids::One(id), CancelShape::Flat) => {
                self.request_cancel(&id)?;
                return Ok(Answer::ok(Json::object([("cancel", Json::number(1))])));
            }
            (Ids::One(id), CancelShape::Nested) => vec![id],
            (Ids::Many(ids), _) => ids,
        };
        self.check_batch(&ids)?;
        let rows = ids.iter().map(|id| self.cancel_row(id)).collect();
        Ok(Answer::ok(Json::List(rows)))
    }

    fn cancel_row(&mut self, id: &str) -> Json {
        let order = ("order", entry(self.profile, id));
        match (self.request_cancel(id), self.profile.wire.cancels) {
            (Ok(()), _) => Json::object([order, ("cancel", Json::number(1))]),
            (Err(refusal), CancelShape::Nested) => {
                Json::object([order, ("cancel", error_of(self.profile, &refusal))])
            }
            (Err(refusal), CancelShape::Flat) => {
                let Json::Object(mut error) = error_of(self.profile, &refusal) else {
                    return Json::Null;
                };
                error.insert(0, (order.0.to_owned(), order.1));
                Json::Object(error)
            }
        }
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
