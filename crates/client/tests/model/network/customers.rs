//! The panel's customers: each has its own key, money and orders, and nothing of the others'.

use super::{Network, SERVICES};
use panelboard_panel_api::http::HttpResponse;
use panelboard_sandbox::engine::{Catalogue, World as Panel};

/// Further keys of the panel: another one of the first customer, and another customer's own.
pub(crate) const KEYS: [&str; 2] = ["rotated-key-0002", "second-customer-key-0003"];

/// An order that the panel took.
pub(crate) struct Accepted {
    pub(crate) attempt: String,
    pub(crate) order: String,
    pub(crate) customer: usize,
}

impl Network {
    /// The panel gets another customer.
    pub(crate) fn add_customer(&mut self, seed: u64) {
        let catalogue = Catalogue::recorded(SERVICES).expect("a list");
        let panel = Panel::with_catalogue(seed, self.customers[0].profile(), catalogue);
        self.customers.push(panel.with_key(KEYS[1]));
    }

    /// The key with which everything begins.
    pub(crate) fn first_key(&self) -> &str {
        self.customers[0].key()
    }

    /// Orders that the panel is not done with, of all customers.
    pub(super) fn open_orders(&self) -> usize {
        let orders = self.customers.iter().flat_map(|customer| customer.orders());
        orders.filter(|order| !order.state.is_final()).count()
    }

    /// Whose key is in a request, and the request as that customer's account takes it.
    fn whose(&self, body: &str) -> (usize, String) {
        let has = |key: &str| body.contains(&format!("key={key}"));
        match KEYS.map(has) {
            [true, _] => (0, body.replace(KEYS[0], self.first_key())),
            [_, is_second] => (usize::from(is_second), body.to_owned()),
        }
    }

    /// A request reaches the panel.
    pub(super) fn at_panel(&mut self, now: u64, body: &str, attempt: Option<&str>) -> HttpResponse {
        let (customer, body) = self.whose(body);
        let panel = &mut self.customers[customer];
        let before = panel.accepted();
        let reply = panel.handle(1_800_000_000_000 + now, &body);
        if let (Some(attempt), true) = (attempt, panel.accepted() > before) {
            let order = panel.orders().last().expect("just accepted").id.clone();
            self.accepted.push(Accepted { attempt: attempt.to_owned(), order, customer });
        }
        HttpResponse {
            status: reply.status,
            retry_after: None,
            stage: None,
            body: reply.body.into_bytes(),
        }
    }
}
