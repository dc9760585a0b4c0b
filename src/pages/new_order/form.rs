//! What the form holds: the draft as typed, which fields the user has left, and what the rules say of
//! it. All rules are the domain's; here is only when to show what they say.

use crate::components::FieldError;
use crate::i18n::error_text::draft_error;
use crate::i18n::{Format, I18n, Msg, use_format, use_i18n};
use crate::platform::today;
use crate::state::{CatalogView, Load};
use leptos::prelude::*;
use panelboard_domain::account::Account;
use panelboard_domain::order::{
    Caution, DraftError, Field, OrderDraft, ValidOrder, cautions, estimate, parse_quantity,
    validate_on,
};
use panelboard_domain::quote::Quote;
use panelboard_domain::service::Service;
use std::sync::Arc;

/// What the rules say: the order, or every error at once. `None` while no service is chosen.
pub type Checked = Option<Result<ValidOrder, Vec<(Field, DraftError)>>>;

/// The form of one account.
#[derive(Clone, Copy)]
pub struct Form {
    /// As typed.
    pub draft: RwSignal<OrderDraft>,
    /// The chosen service as the list has it now.
    pub service: Memo<Option<Arc<Service>>>,
    /// What the rules say.
    pub checked: Memo<Checked>,
    /// The price as far as it can be told, with the quantity it is for.
    pub estimate: Memo<Option<(u64, Quote)>>,
    /// The list in which the chosen service stands has not come yet: nothing can be priced or ordered.
    pub waits: Memo<bool>,
    /// What may surprise, field by field.
    pub cautions: Memo<Vec<(Field, Caution)>>,
    left: RwSignal<Vec<&'static str>>,
    tried: RwSignal<bool>,
    i18n: I18n,
    format: Format,
}

impl Form {
    /// A form over a draft and the account's list.
    pub fn new(
        draft: OrderDraft,
        load: Signal<Load<Arc<CatalogView>>>,
        account: Signal<Account>,
    ) -> Self {
        let draft = RwSignal::new(draft);
        let chosen = Memo::new(move |_| draft.with(|draft| draft.service.clone()));
        let service = Memo::new(move |_| {
            let id = chosen.get()?;
            load.with(|load| load.value()?.catalog.get(&id).cloned().map(Arc::new))
        });
        let waits = Memo::new(move |_| {
            let is_listed =
                move || load.with(|load| load.value().is_some() || load.error().is_some());
            chosen.with(Option::is_some) && !is_listed()
        });
        let can = Memo::new(move |_| account.with(|account| account.capabilities.clone()));
        let checked = Memo::new(move |_| {
            let service = service.get()?;
            Some(can.with(|can| draft.with(|draft| validate_on(draft, &service, can, today()))))
        });
        let estimate = Memo::new(move |_| {
            let service = service.get()?;
            can.with(|can| draft.with(|draft| estimate(draft, &service, can)))
        });
        let cautions = Memo::new(move |_| {
            let Some(service) = service.get() else { return Vec::new() };
            can.with(|can| draft.with(|draft| cautions(draft, &service, can)))
        });
        let (left, tried) = (RwSignal::new(Vec::new()), RwSignal::new(false));
        let (i18n, format) = (use_i18n(), use_format());
        Self { draft, service, checked, estimate, waits, cautions, left, tried, i18n, format }
    }

    /// What is typed into a field, by the protocol's name.
    pub fn typed(self, name: &'static str) -> Signal<String> {
        Signal::derive(move || {
            self.draft.with(|draft| match name {
                "link" => draft.link.clone(),
                "quantity" => draft.quantity.clone(),
                name => {
                    let own = draft.extras.iter().find(|(extra, _)| extra == name);
                    own.map(|(_, value)| value.clone()).unwrap_or_default()
                }
            })
        })
    }

    /// The user types into a field.
    pub fn set(self, name: &'static str, value: String) {
        self.draft.update(|draft| match name {
            "link" => draft.link = value,
            "quantity" => draft.quantity = value,
            name => match draft.extras.iter_mut().find(|(extra, _)| extra == name) {
                Some((_, held)) => *held = value,
                None => draft.extras.push((name.to_owned(), value)),
            },
        });
    }

    /// What the quantity field means, when it means one number.
    pub fn quantity(self) -> Option<u64> {
        self.draft.with(|draft| parse_quantity(&draft.quantity))
    }

    /// The user has left a field: from now on it may complain.
    pub fn leave(self, name: &'static str) {
        if !self.left.with_untracked(|left| left.contains(&name)) {
            self.left.update(|left| left.push(name));
        }
    }

    /// The user has tried to order: everything may complain. The order, when there is nothing to.
    pub fn submit(self) -> Option<ValidOrder> {
        self.tried.set(true);
        self.checked.with_untracked(|checked| checked.as_ref()?.as_ref().ok().cloned())
    }

    /// The first field that stops the order, for the focus.
    pub fn first_error(self) -> Option<String> {
        self.checked.with_untracked(|checked| {
            let errors = checked.as_ref()?.as_ref().err()?;
            Some(match &errors.first()?.0 {
                Field::Service => "find".to_owned(),
                Field::Link => "link".to_owned(),
                Field::Quantity => "quantity".to_owned(),
                Field::Extra(name) => name.clone(),
            })
        })
    }

    /// The user has tried to order without a service (reactive).
    pub fn lacks_service(self) -> bool {
        self.tried.get() && self.service.with(Option::is_none)
    }

    /// A new order after one that was placed: the service stays, the target goes.
    pub fn clear_target(self) {
        self.left.set(Vec::new());
        self.tried.set(false);
        self.forget_target();
    }

    /// The link and the fields of the type are no draft any more; service and quantity stay.
    pub fn forget_target(self) {
        self.draft.update(|draft| {
            draft.link.clear();
            draft.extras.clear();
        });
    }

    /// The error to show under a field. An empty field complains only after a try; a wrong one when
    /// it was left.
    pub fn error(self, name: &'static str) -> Signal<Option<FieldError>> {
        Signal::derive(move || {
            let tried = self.tried.get();
            let seen = tried || self.left.with(|left| left.contains(&name));
            let error = self.checked.with(|checked| {
                let errors = checked.as_ref()?.as_ref().err()?;
                errors.iter().find(|(field, _)| is(field, name)).map(|(_, error)| error.clone())
            })?;
            let shown = tried || (seen && error != DraftError::Empty);
            shown.then(|| FieldError::new(self.words(name, &error)))
        })
    }

    fn words(self, name: &str, error: &DraftError) -> String {
        if *error == DraftError::Empty {
            return self.i18n.text(match name {
                "link" => Msg::ORDER_ERROR_EMPTY_LINK,
                "quantity" => Msg::ORDER_ERROR_EMPTY_QUANTITY,
                _ => draft_error(error).0,
            });
        }
        let (message, limit) = draft_error(error);
        let limit = limit.map(|limit| self.format.number(limit)).unwrap_or_default();
        self.i18n.fill(message, &[("limit", &limit)])
    }
}

fn is(field: &Field, name: &str) -> bool {
    match field {
        Field::Service => false,
        Field::Link => name == "link",
        Field::Quantity => name == "quantity",
        Field::Extra(extra) => extra == name,
    }
}
