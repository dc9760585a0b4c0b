//! What the duplicate guard says of an order while it is typed and before it is confirmed. The rules
//! are the domain's; a finding is never hidden here.

use super::Orders;
use crate::state::OrderProposal;
use panelboard_domain::account::Account;
use panelboard_domain::attempt::Request;
use panelboard_domain::attempt::guard::Finding;
use panelboard_domain::money::Amount;
use panelboard_domain::order::ValidOrder;
use panelboard_domain::panel::PanelId;
use panelboard_domain::service::Service;

impl Orders {
    /// What the duplicate guard finds, worst first: ask before confirming.
    pub fn findings(self, account: &Account, proposal: &OrderProposal) -> Vec<Finding> {
        self.found(account, &proposal.request())
    }

    /// The worst that is known of a link while the order for it is still being typed. `order` is the
    /// whole order once it is valid: only then an exact repeat can be told. `None` for an empty link.
    pub fn link_findings(
        self,
        account: &Account,
        service: &Service,
        link: &str,
        order: Option<&ValidOrder>,
    ) -> Option<Finding> {
        if link.trim().is_empty() {
            return None;
        }
        let request = Request::Add {
            service: Box::new(service.clone()),
            params: order.map(|order| order.params.clone()).unwrap_or_default(),
            quantity: order.map_or(0, |order| order.quantity),
            link: order.map_or(link, |order| &order.link).to_owned(),
            estimate: order.map_or(Amount::ZERO, |order| order.estimate),
            currency: None,
        };
        self.found(account, &request).into_iter().next()
    }

    fn found(self, account: &Account, request: &Request) -> Vec<Finding> {
        let Some(engine) = self.engine.get() else { return Vec::new() };
        engine.findings(&PanelId::of(&account.endpoint), request)
    }
}
