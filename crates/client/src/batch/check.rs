//! One row against its account, the list and the form's own rules. The same door as for a single order:
//! [`panelboard_domain::order::validate_on`].

use crate::engine::catalogs::CatalogView;
use panelboard_domain::account::{Account, display_names};
use panelboard_domain::attempt::Request;
use panelboard_domain::attempt::guard::Finding;
use panelboard_domain::batch::{BatchRow, Doubt, Fields, SameTarget};
use panelboard_domain::id::{AccountId, ServiceId};
use panelboard_domain::link::{Platform, check_link};
use panelboard_domain::money::Currency;
use panelboard_domain::order::{
    Caution, DraftError, Field, ValidOrder, cautions, parse_quantity, validate_on,
};
use panelboard_domain::quote::{Counted, counted};
use panelboard_domain::service::Service;
use std::sync::Arc;

/// What the check says of a row.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Checked {
    /// Whose row it is; `None` when the name fits no account.
    pub account: Option<AccountId>,
    /// The service as listed.
    pub service: Option<Arc<Service>>,
    /// The label beside its price.
    pub currency: Option<Currency>,
    /// What would be sent; `None` while something is wrong.
    pub order: Option<ValidOrder>,
    /// What must be put right first.
    pub errors: Vec<RowError>,
    /// What may surprise.
    pub warnings: Vec<RowWarning>,
    /// Earlier attempts that it repeats and that the user wants repeated.
    pub(crate) acknowledged: Vec<panelboard_domain::id::AttemptId>,
    /// Earlier rows that it repeats and that the user wants repeated.
    pub(crate) repeats: Vec<usize>,
}

/// Why a row cannot be ordered.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum RowError {
    /// The line may mean two things.
    Doubt(Doubt),
    /// No account has this name, or several have.
    NoAccount(String),
    /// The account is read-only.
    ReadOnly,
    /// The account's list is not here.
    NoList,
    /// The line names no service.
    EmptyService,
    /// The list has no service of this number.
    NoService {
        /// The number.
        number: String,
        /// One that is written almost so.
        nearest: Option<ServiceId>,
    },
    /// A field that the form would refuse.
    Field(Field, DraftError),
    /// A field whose meaning is not known for this type of service.
    Unread(String),
    /// The same order stands in an earlier row; the user may want it all the same.
    RepeatsRow(usize),
    /// It was confirmed before, and whether it was sent cannot be read: records are damaged or missing. The
    /// user may want it all the same.
    MayBeSent,
    /// The same order was placed a short time ago, or its outcome is open. Only a repeat may be wanted
    /// all the same.
    Found(Finding),
}

/// What should be known about a row that may be sent.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum RowWarning {
    /// An earlier row has the same link.
    Same(SameTarget),
    /// An order for the same link is active.
    Found(Finding),
    /// As in the form.
    Caution(Field, Caution),
    /// The link is of another platform than the service.
    OtherPlatform(&'static Platform, &'static Platform),
    /// The panel counts something else than the quantity of the line.
    Counted {
        /// As the line says.
        typed: u64,
        /// As it will be counted.
        counted: u64,
    },
}

impl Checked {
    /// It may be confirmed.
    pub fn is_ready(&self) -> bool {
        self.order.is_some() && self.errors.is_empty()
    }

    /// What would be asked, as the journal would keep it.
    pub(crate) fn request(&self) -> Option<Request> {
        let (service, order) = (self.service.as_ref()?, self.order.as_ref()?);
        Some(Request::Add {
            service: Box::new(Service::clone(service)),
            params: order.params.clone(),
            quantity: order.quantity,
            link: order.link.clone(),
            estimate: order.estimate,
            currency: self.currency.clone(),
        })
    }
}

/// What a row is checked against.
pub(crate) struct Against<'a> {
    pub(crate) accounts: &'a [Account],
    pub(crate) chosen: Option<&'a AccountId>,
    /// An account's list; `None` when it is not here.
    pub(crate) list: &'a dyn Fn(&AccountId) -> Option<Arc<CatalogView>>,
    /// The label of an account's prices.
    pub(crate) currency: &'a dyn Fn(&Account) -> Option<Currency>,
    /// Day, month and year where the user is.
    pub(crate) today: (u8, u8, u16),
}

impl Against<'_> {
    /// The account of this name, as it is shown or as it was given; the chosen one for no name.
    pub(crate) fn account(&self, name: &str) -> Option<&Account> {
        if name.trim().is_empty() {
            let chosen = self.chosen?;
            return self.accounts.iter().find(|account| account.id == *chosen);
        }
        let wanted = name.trim().to_lowercase();
        let shown = display_names(self.accounts);
        let is_it = |(account, shown): &(&Account, &String)| {
            shown.to_lowercase() == wanted || account.name.trim().to_lowercase() == wanted
        };
        let mut found = self.accounts.iter().zip(&shown).filter(is_it);
        let account = found.next()?.0;
        found.next().is_none().then_some(account)
    }

    /// Whether an account has a service of this number.
    pub(crate) fn has_service(&self, account: &str, number: &str) -> bool {
        let list = self.account(account).and_then(|account| (self.list)(&account.id));
        let id = ServiceId::new(number);
        list.zip(id).is_some_and(|(list, id)| list.catalog.get(&id).is_some())
    }

    /// The row as far as it can be told without the other rows and the orders there are.
    pub(crate) fn check(&self, row: &BatchRow) -> Checked {
        let mut checked = Checked::default();
        checked.errors.extend(row.doubt.clone().map(RowError::Doubt));
        let Some(account) = self.account(&row.account) else {
            checked.errors.push(RowError::NoAccount(row.account.clone()));
            return checked;
        };
        checked.account = Some(account.id.clone());
        checked.currency = (self.currency)(account);
        if account.read_only {
            checked.errors.push(RowError::ReadOnly);
        }
        let Some(list) = (self.list)(&account.id) else {
            checked.errors.push(RowError::NoList);
            return checked;
        };
        let Some(id) = ServiceId::new(&row.service) else {
            checked.errors.push(RowError::EmptyService);
            return checked;
        };
        let Some(service) = list.catalog.get(&id) else {
            let nearest = nearest(&list, &row.service);
            checked.errors.push(RowError::NoService { number: row.service.clone(), nearest });
            return checked;
        };
        let can = &account.capabilities;
        let Fields { draft, unread } = Fields::of(row, service.kind);
        checked.errors.extend(unread.into_iter().map(RowError::Unread));
        match validate_on(&draft, service, can, self.today) {
            Ok(order) => {
                checked.warnings.extend(counts_otherwise(row, service, &order));
                checked.order = Some(order);
            }
            Err(errors) => {
                let errors = errors.into_iter().map(|(field, error)| RowError::Field(field, error));
                checked.errors.extend(errors);
            }
        }
        let cautions = cautions(&draft, service, can).into_iter();
        checked.warnings.extend(cautions.map(|(field, one)| RowWarning::Caution(field, one)));
        if let Some((link, other)) = check_link(&draft.link, service).differs() {
            checked.warnings.push(RowWarning::OtherPlatform(link, other));
        }
        checked.service = Some(Arc::new(service.clone()));
        checked
    }
}

/// The line has a quantity that the panel does not go by.
fn counts_otherwise(row: &BatchRow, service: &Service, order: &ValidOrder) -> Option<RowWarning> {
    let is_list = matches!(counted(service.kind), Counted::Lines(_));
    let typed = parse_quantity(&row.quantity).filter(|_| is_list)?;
    let counted = order.quantity;
    (typed != counted).then_some(RowWarning::Counted { typed, counted })
}

/// A listed number that is this one with a digit less, or two neighbours exchanged.
fn nearest(list: &CatalogView, number: &str) -> Option<ServiceId> {
    let digits: Vec<char> = number.chars().collect();
    let without = (0..digits.len()).map(|at| {
        let rest = digits.iter().enumerate().filter(|(other, _)| *other != at);
        rest.map(|(_, digit)| *digit).collect::<String>()
    });
    let exchanged = (1..digits.len()).map(|at| {
        let mut digits = digits.clone();
        digits.swap(at - 1, at);
        digits.into_iter().collect::<String>()
    });
    let ids = without.chain(exchanged).filter_map(|number| ServiceId::new(&number));
    ids.into_iter().find(|id| list.catalog.get(id).is_some())
}
