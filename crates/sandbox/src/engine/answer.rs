//! Answers to reads: the list, the balance, the state of orders.

use super::fields::{Fields, Ids};
use super::json::{Json, is_number};
use super::order::{Order, Shape};
use super::profile::{
    Answer, Asked, Dialect, History, Many, Missing, ParentRow, Profile, Recorded, StatusRow,
};
use super::refusal::Refusal;
use super::service::ServiceKind;
use super::world::World;

/// An id as the client gave it: a number where it looks like one and the panel writes numbers.
pub(crate) fn entry(profile: &Profile, id: &str) -> Json {
    if is_number(id) { profile.ids.json(id) } else { Json::text(id) }
}

impl World {
    /// What a refusal looks like inside a batch.
    pub(crate) fn error_of(&self, refusal: &Refusal, asked: Asked) -> Json {
        (self.profile.refuse)(refusal, asked).body
    }

    /// The list, as this panel writes it. Recorded rows of the same dialect pass unchanged.
    pub(crate) fn services(&self) -> Json {
        let is_v1 = self.profile.dialect == Dialect::V1;
        let as_is = self.profile.wire.recorded == Recorded::AsIs;
        let row = self.profile.wire.service;
        let rows = self.catalogue.services().iter().map(|service| match &service.recorded {
            Some((text, recorded_v1)) if as_is && *recorded_v1 == is_v1 => Json::Raw(text.clone()),
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
            Ids::None if self.profile.wire.missing == Missing::ErrorInList => {
                self.status_of_one("")
            }
            Ids::None => Err(Refusal::NoOrder),
            Ids::One(id) => self.status_of_one(&id),
            Ids::Many(_) if many == Many::None => Err(Refusal::Order),
            Ids::Many(ids) => {
                let ids = self.checked_batch(ids)?;
                self.status_of_many(&ids, many)
            }
        }
    }

    fn status_of_one(&self, id: &str) -> Result<Answer, Refusal> {
        match (self.find(id), self.profile.wire.missing) {
            (Ok(index), _) => Ok(Answer::ok(self.status_row(index))),
            (Err(refusal), Missing::Error) => Err(refusal),
            (Err(refusal), Missing::ErrorInList) => {
                let error = self.error_of(&refusal, Asked::Read);
                Ok(Answer::ok(Json::List(vec![error])))
            }
            (Err(refusal), Missing::ErrorInMap) => {
                let error = self.error_of(&refusal, Asked::Read);
                Ok(Answer::ok(Json::Object(vec![(id.to_owned(), error)])))
            }
        }
    }

    fn status_of_many(&self, ids: &[String], many: Many) -> Result<Answer, Refusal> {
        let found: Vec<Result<usize, Refusal>> = ids.iter().map(|id| self.find(id)).collect();
        let body = match (many, ids) {
            (Many::MapOrSingle, [id]) => return self.status_of_one(id),
            (Many::ListWithoutIds, _) => self.list_without_ids(&found),
            (Many::MapOmitting, _) => {
                let known = ids.iter().zip(&found).filter_map(|(id, index)| {
                    Some((id.clone(), self.status_row(*index.as_ref().ok()?)))
                });
                let known: Vec<_> = known.collect();
                if known.is_empty() {
                    return Err(Refusal::NoOrder);
                }
                Json::Object(known)
            }
            _ => {
                let entries = ids.iter().zip(&found).map(|(id, index)| self.map_entry(id, index));
                Json::Object(entries.collect())
            }
        };
        Ok(Answer::ok(body))
    }

    /// Errors keep the place of the id that was asked for; orders come as the database sorts
    /// them, so that a client which trusts positions reads the wrong order's state.
    fn list_without_ids(&self, found: &[Result<usize, Refusal>]) -> Json {
        let mut known: Vec<usize> = found.iter().flatten().copied().collect();
        known.sort_unstable();
        let mut sorted = known.into_iter();
        let rows = found.iter().map(|index| match index {
            Ok(index) => self.status_row(sorted.next().unwrap_or(*index)),
            Err(refusal) => self.error_of(refusal, Asked::Read),
        });
        Json::List(rows.collect())
    }

    fn map_entry(&self, id: &str, index: &Result<usize, Refusal>) -> (String, Json) {
        let value = match index {
            Ok(index) => self.status_row(*index),
            Err(_) if self.profile.wire.many == Many::MapWithBareErrors => {
                Json::text("Incorrect order ID")
            }
            Err(refusal) => self.error_of(refusal, Asked::Read),
        };
        (id.to_owned(), value)
    }

    /// The action `orders`, where a panel has it.
    pub(crate) fn history(&self) -> Json {
        let word = |order: &Order| Json::text((self.profile.wire.word)(order.state));
        let service = |order: &Order| &self.catalogue.services()[order.service];
        let counted = |order: &Order| {
            Json::object([
                ("id", Json::text(&order.id)),
                ("service_id", Json::id(&service(order).id)),
                ("service_name", Json::text(&service(order).name)),
                ("link", Json::text(&order.link)),
                ("charge", Json::number(order.charge.text(1))),
                ("quantity", Json::number(order.quantity)),
                ("status", word(order)),
            ])
        };
        let bare = |order: &Order| {
            Json::object([
                ("customer", Json::text("1")),
                ("service", Json::text(&service(order).id)),
                ("order", Json::text(&order.id)),
                ("status", word(order)),
                ("charge", Json::text(order.charge.text(0))),
                ("currency", Json::text(self.profile.currency)),
            ])
        };
        match self.profile.wire.history {
            History::Counted => Json::object([
                ("total_orders_placed", Json::number(self.orders.len())),
                ("orders", Json::List(self.orders.iter().map(counted).collect())),
            ]),
            History::Bare if self.orders.is_empty() => {
                Json::object([("error", Json::text("No orders"))])
            }
            History::Bare => Json::List(self.orders.iter().map(bare).collect()),
        }
    }

    /// The action `categories`, where a panel has it.
    pub(crate) fn categories(&self) -> Json {
        let mut names: Vec<&str> = Vec::new();
        for service in self.catalogue.services() {
            if names.last() != Some(&service.category.as_str()) {
                names.push(&service.category);
            }
        }
        let row = |(index, name): (usize, &&str)| {
            Json::object([("id", Json::number(index + 1)), ("name", Json::text(*name))])
        };
        Json::List(names.iter().enumerate().map(row).collect())
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
        let service = &self.catalogue.services()[order.service];
        match &order.shape {
            // SmartPanel takes such an order by link and quantity, and then shows it by its type.
            Shape::Single
                if service.kind == ServiceKind::Subscriptions
                    && order.parent.is_none()
                    && self.profile.dialect == Dialect::V1 =>
            {
                Some(ParentRow::Subscription { unexpired: false, posts: 0, orders: orders() })
            }
            Shape::Single => None,
            Shape::DripFeed { runs, .. } => {
                Some(ParentRow::DripFeed { runs: *runs, orders: orders() })
            }
            Shape::Subscription(subscription) => Some(ParentRow::Subscription {
                unexpired: subscription.expires_at.is_none_or(|expiry| expiry >= self.now),
                posts: subscription.posts.unwrap_or(subscription.new_seen),
                orders: orders(),
            }),
        }
    }
}
