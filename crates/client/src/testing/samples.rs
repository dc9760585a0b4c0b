//! One account, one key, one order: what most tests start from.

use crate::gesture::with_trusted_event;
use crate::place::{ConfirmedOrder, Credentials, OrderProposal, Session, Sheet, confirm_order};
use crate::ports::{Clock, Random};
use crate::stop::Stop;
use panelboard_domain::account::{Account, Dialect, Route};
use panelboard_domain::id::{AccountId, ServiceId};
use panelboard_domain::money::Amount;
use panelboard_domain::order::{OrderParams, ValidOrder};
use panelboard_domain::quote::Basis;
use panelboard_domain::secret::ApiKey;
use panelboard_domain::service::{Rate, Service, ServiceKind};
use panelboard_domain::testing as samples;

/// An account with its key and this tab's session.
#[derive(Debug)]
pub struct Sample {
    /// The account.
    pub account: Account,
    /// Its key.
    pub key: ApiKey,
    /// This tab.
    pub session: Session,
}

impl Sample {
    /// A v2 account on this route.
    ///
    /// # Panics
    /// Never: the sample is valid.
    pub fn on(route: Route) -> Self {
        Self {
            account: Account {
                id: AccountId::new("account-1").expect("not empty"),
                name: "Panel".to_owned(),
                route,
                relay_alias: (route == Route::Relay).then(|| "panel".to_owned()),
                key_tail: "0001".to_owned(),
                ..samples::account(Dialect::V2)
            },
            key: ApiKey::parse("CANARY-key-0001").expect("a key"),
            session: Session { id: "tab-1".to_owned(), app_version: "test".to_owned() },
        }
    }

    /// Account and key.
    pub fn credentials(&self) -> Credentials<'_> {
        Credentials { account: &self.account, key: &self.key }
    }

    /// The user's click on a proposal.
    ///
    /// # Errors
    /// As [`confirm_order`].
    ///
    /// # Panics
    /// Never: the event is trusted.
    pub fn click(
        &self,
        proposal: &OrderProposal,
        ports: &(impl Clock + Random),
    ) -> Result<ConfirmedOrder, Stop> {
        self.click_on(&Sheet { priced_at: ports.now(), ..Sheet::default() }, proposal, ports)
    }

    /// The user's click on a proposal that stands on this sheet.
    ///
    /// # Errors
    /// As [`confirm_order`].
    ///
    /// # Panics
    /// Never: the event is trusted.
    pub fn click_on(
        &self,
        sheet: &Sheet,
        proposal: &OrderProposal,
        ports: &(impl Clock + Random),
    ) -> Result<ConfirmedOrder, Stop> {
        with_trusted_event(true, |gesture| {
            confirm_order(gesture, self.credentials(), proposal, sheet, &self.session, ports)
        })
        .expect("trusted")
    }
}

/// 1,000 of service 7 at 1.25 per thousand for a link.
///
/// # Panics
/// Never: the sample is valid.
pub fn proposal(link: &str) -> OrderProposal {
    let rate = Amount::parse("1.25").expect("a rate");
    let id = ServiceId::new("7").expect("not empty");
    let params = [("link", link), ("quantity", "1000")];
    OrderProposal {
        service: Service {
            name: "Followers".to_owned(),
            category: "Social".into(),
            kind_raw: "Default".into(),
            rate: Rate::Exact(rate),
            min: Some(10),
            max: Some(10_000),
            refill: Some(true),
            ..samples::service("7")
        },
        order: ValidOrder {
            service: id,
            kind: ServiceKind::Default,
            link: link.to_owned(),
            quantity: 1000,
            basis: Basis::PerThousand,
            params: OrderParams(
                params.map(|(name, value)| (name.to_owned(), value.to_owned())).to_vec(),
            ),
            estimate: rate,
        },
        currency: None,
        retry_of: None,
        acknowledged: Vec::new(),
        typed_quantity: None,
    }
}
