//! What an account's order form holds over a reload, and what was put aside when something else was
//! filled in: what a person typed is never overwritten by a press on Reorder.

use super::OrderDraft;
use crate::id::ServiceId;
use serde::{Deserialize, Serialize};

/// The drafts of one account.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(default)]
pub struct KeptDrafts {
    /// What the form shows.
    pub current: OrderDraft,
    /// What was filled in, not typed; while `current` is still the same, nothing of it is the user's.
    filled: Option<OrderDraft>,
    /// What was typed before something was filled in, until it is taken up again or thrown away.
    pub aside: Option<OrderDraft>,
}

impl KeptDrafts {
    /// Drafts that hold only what was typed.
    pub fn typed(current: OrderDraft) -> Self {
        Self { current, ..Self::default() }
    }

    /// Fills the form with an earlier order. What was typed and not sent is put aside.
    #[must_use]
    pub fn reorder(self, again: OrderDraft) -> Self {
        let aside = self.typed_so_far(&again).or(self.aside);
        Self { current: again.clone(), filled: Some(again), aside }
    }

    /// Opens the form for a service. What was typed for another one is put aside; what was typed for
    /// this one is what the form shows.
    #[must_use]
    pub fn for_service(self, service: &ServiceId) -> Self {
        if self.current.service.as_ref() == Some(service) {
            return self;
        }
        let blank = OrderDraft { service: Some(service.clone()), ..OrderDraft::default() };
        let aside = self.typed_so_far(&blank).or(self.aside);
        Self { current: blank, filled: None, aside }
    }

    /// Something was filled in, and the user has not touched it.
    pub fn is_filled(&self) -> bool {
        self.filled.as_ref() == Some(&self.current)
    }

    /// The user typed.
    #[must_use]
    pub fn now(self, current: OrderDraft) -> Self {
        Self { current, ..self }
    }

    /// The order was sent: nothing of it is a draft any more. What was put aside stays.
    #[must_use]
    pub fn sent(self) -> Self {
        Self { current: OrderDraft::default(), filled: None, ..self }
    }

    /// An order for this target was placed, or may have been: what was sent is no draft any more. The
    /// service and the quantity stay for the next one; another target that was typed meanwhile stays as
    /// well.
    #[must_use]
    pub fn ordered(self, link: &str) -> Self {
        if self.current.is_blank() || self.current.typed("link") != link.trim() {
            return self;
        }
        let OrderDraft { service, quantity, .. } = self.current.clone();
        let next = OrderDraft { service, quantity, ..OrderDraft::default() };
        self.sent().now(next)
    }

    /// Takes up what was put aside; what the user has typed meanwhile is put aside in its place.
    #[must_use]
    pub fn take_up(self) -> Self {
        let Some(before) = self.aside.clone() else { return self };
        let aside = self.typed_so_far(&before);
        Self { current: before, filled: None, aside }
    }

    /// Throws away what was put aside.
    #[must_use]
    pub fn drop_aside(self) -> Self {
        Self { aside: None, ..self }
    }

    /// What the user typed, if it is worth keeping and would be lost to `next`.
    fn typed_so_far(&self, next: &OrderDraft) -> Option<OrderDraft> {
        let is_own = !self.current.is_blank() && !self.is_filled();
        (is_own && self.current != *next).then(|| self.current.clone())
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn draft(service: &str, link: &str) -> OrderDraft {
        OrderDraft {
            service: ServiceId::new(service),
            link: link.to_owned(),
            quantity: "100".to_owned(),
            extras: Vec::new(),
        }
    }

    #[test]
    fn o08_reorder_does_not_overwrite_what_was_typed() {
        let (mine, again, third) = (draft("1", "mine"), draft("2", "again"), draft("3", "third"));
        let drafts = KeptDrafts::typed(mine.clone()).reorder(again.clone());
        assert_eq!((&drafts.current, &drafts.aside), (&again, &Some(mine.clone())));
        // A second press on Reorder replaces what the first one filled in, and nothing else.
        let drafts = drafts.reorder(third.clone());
        assert_eq!((&drafts.current, &drafts.aside), (&third, &Some(mine.clone())));
        let drafts = drafts.take_up();
        assert_eq!((&drafts.current, &drafts.aside), (&mine, &None));
    }

    #[test]
    fn o08_what_was_typed_into_a_reorder_is_the_users_own() {
        let (mine, again, changed) = (draft("1", "mine"), draft("2", "again"), draft("2", "other"));
        let drafts = KeptDrafts::typed(mine.clone()).reorder(again).now(changed.clone());
        let swapped = drafts.clone().take_up();
        assert_eq!((&swapped.current, &swapped.aside), (&mine, &Some(changed.clone())));
        // The latest that was typed is kept; a reorder of the same changes nothing.
        let next = drafts.clone().reorder(draft("3", "third"));
        assert_eq!(next.aside, Some(changed.clone()));
        assert_eq!(drafts.reorder(changed).aside, Some(mine));
    }

    #[test]
    fn o08_a_sent_order_leaves_what_was_put_aside() {
        let mine = draft("1", "mine");
        let drafts = KeptDrafts::typed(mine.clone()).reorder(draft("2", "again")).sent();
        assert_eq!((&drafts.current, &drafts.aside), (&OrderDraft::default(), &Some(mine.clone())));
        assert_eq!(drafts.clone().drop_aside(), KeptDrafts::default());
        assert_eq!(KeptDrafts::typed(mine).sent(), KeptDrafts::default());
    }

    #[test]
    fn what_was_ordered_is_no_draft_and_another_target_stays_one() {
        let drafts = KeptDrafts::typed(draft("1", "mine")).reorder(draft("2", " again "));
        let sent = drafts.clone().ordered("again");
        assert_eq!(sent.current, draft("2", ""), "service and quantity stay");
        assert_eq!(sent.aside, Some(draft("1", "mine")));
        assert!(!sent.is_filled());
        assert_eq!(drafts.clone().ordered("other"), drafts);
        let blank = KeptDrafts::typed(draft("1", ""));
        assert_eq!(blank.clone().ordered(""), blank);
        let by_name =
            OrderDraft { extras: vec![("username".to_owned(), "me".to_owned())], ..draft("1", "") };
        assert!(KeptDrafts::typed(by_name).ordered("").current.is_blank(), "without a link");
    }

    #[test]
    fn o08_another_service_puts_aside_what_was_typed_for_the_first() {
        let (mine, service) = (draft("1", "mine"), ServiceId::new("2").expect("an id"));
        let drafts = KeptDrafts::typed(mine.clone()).for_service(&service);
        assert_eq!(drafts.current.service.as_ref(), Some(&service));
        assert_eq!((drafts.current.link.as_str(), &drafts.aside), ("", &Some(mine.clone())));
        let same = ServiceId::new("1").expect("an id");
        assert_eq!(KeptDrafts::typed(mine.clone()).for_service(&same), KeptDrafts::typed(mine));
        let blank = KeptDrafts::typed(draft("1", "")).for_service(&service);
        assert_eq!(blank.aside, None, "a quantity alone is not worth keeping");
    }
}
