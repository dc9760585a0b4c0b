//! Answers to reads: the list, the balance, the state of orders.

use super::fields::{Fields, Ids};
use super::json::Json;
use super::order::{Order, Shape};
use super::profile::{Answer, Many, Missing, ParentRow, Profile, StatusRow};
use super::refusal::Refusal;
use super::world::World;

/// An id as the client gave it: a number where it looks like one and the panel writes numbers.
pub(crate) fn entry(profile: &Profile, id: &str) -> Json {
    let numeric = !id.is_empty() && id.len() < 16 && id.bytes().all(|byte| byte.is_ascii_digit());
    if numeric && !id.starts_with('0') { profile.ids.json(id) } else { Json::text(id) }
}

/// What a refusal looks like inside a batch.
pub(crate) fn error_of(profile: &Profile, refusal: &Refusal) -> Json {
    (profile.refuse)(refusal).body
}

impl World {
    /// The list, as this panel writes it. Recorded rows of the same dialect pass unchanged.
    pub(crate) fn services(&self) -> Json {
        let is_v1 = self.profile.dialect.name() == "v1";
        let row = self.profile.wire.service;
        let rows = self.catalogue.services().iter().map(|service| match &service.recorded {
            Some((text, recorded_v1)) if *recorded_v1 == is_v1 => Json::Raw(text.clone()),
            _ => row(service),
        });
        if self.catalogue.services().is_empty() {
            return (self.profile.wire.no_services)();
        }
        Json::List(rows.collect())
    }

    pub(crate) fn status(&self, fields: &Fields) -> Result<Answer, Refusal> {
        let many = self.profile.wire.many;
        match fields.ids("order", "orders") {
            Ids::None => Err(Refusal::NoOrder),
            Ids::One(id) => self.status_of_one(&id),
            Ids::Many(_) if many == Many::None => Err(Refusal::Order),
            Ids::Many(ids) => {
                self.check_batch(&ids)?;
                self.status_of_many(&ids, many)
            }
        }
    }

    fn status_of_one(&self, id: &str) -> Result<Answer, Refusal> {
        match (self.find(id), self.profile.wire.missing) {
            (Ok(index), _) => Ok(Answer::ok(self.status_row(index))),
            (Err(refusal), Missing::Error) => Err(refusal),
            (Err(refusal), Missing::ErrorInList) => {
                let mut answer = (self.profile.refuse)(&refusal);
                answer.body = Json::List(vec![answer.body]);
                Ok(answer)
            }
            (Err(refusal), Missing::ErrorInMap) => {
                let mut answer = (self.profile.refuse)(&refusal);
                answer.body = Json::Object(vec![(id.to_owned(), answer.body)]);
                Ok(answer)
            }
        }
    }

    fn status_of_many(&self, ids: &[String], many: Many) -> Result<Answer, Refusal> {
        if let (Many::MapOrSingle, [id]) = (many, ids) {
            return self.status_of_one(id);
        }
        let found: Vec<(&String, Result<usize, Refusal>)> =
            ids.iter().map(|id| (id, self.find(id))).collect();
        let body = match many {
            Many::ListWithoutIds => {
                let mut known: Vec<usize> =
                    found.iter().filter_map(|(_, index)| index.as_ref().ok().copied()).collect();
                known.sort_unstable();
                known.dedup();
                Json::List(known.into_iter().map(|index| self.status_row(index)).collect())
            }
            Many::MapOmitting => {
                let known = found.iter().filter_map(|(id, index)| {
                    let index = index.as_ref().ok()?;
                    Some(((*id).clone(), self.status_row(*index)))
                });
                let known: Vec<_> = known.collect();
                if known.is_empty() {
                    return Err(Refusal::NoOrder);
                }
                Json::Object(known)
            }
            Many::Map | Many::MapWithBareErrors | Many::MapOrSingle | Many::None => {
                Json::Object(found.iter().map(|(id, index)| self.map_entry(id, index)).collect())
            }
        };
        Ok(Answer::ok(body))
    }

    fn map_entry(&self, id: &str, index: &Result<usize, Refusal>) -> (String, Json) {
        let value = match index {
            Ok(index) => self.status_row(*index),
            Err(_) if self.profile.wire.many == Many::MapWithBareErrors => {
                Json::text("Incorrect order ID")
            }
            Err(refusal) => error_of(self.profile, refusal),
        };
        (id.to_owned(), value)
    }

    fn status_row(&self, index: usize) -> Json {
        let order = &self.orders[index];
        let row = StatusRow {
            id: &order.id,
            word: (self.profile.wire.word)(order.state),
            currency: self.profile.currency,
            charge: order.charge,
            start_count: order.known_start_count(),
            remains: order.remains(self.now),
            parent: self.parent_row(order),
        };
        (self.profile.wire.status)(&row)
    }

    fn parent_row<'a>(&'a self, order: &'a Order) -> Option<ParentRow<'a>> {
        let orders =
            || order.children.iter().map(|child| self.orders[*child].id.as_str()).collect();
        match &order.shape {
            Shape::Single => None,
            Shape::DripFeed { runs, .. } => {
                Some(ParentRow::DripFeed { runs: *runs, orders: orders() })
            }
            Shape::Subscription(subscription) => Some(ParentRow::Subscription {
                unexpired: subscription.expires_at.is_none_or(|expiry| expiry >= self.now),
                posts: subscription.posts.unwrap_or(subscription.seen),
                orders: orders(),
            }),
        }
    }
}
