//! The panel's own page of orders: where a person looks when a client has lost an answer.

use super::body::Payload;
use super::panel::build;
use super::state::Shared;
use crate::engine::OrderView;
use hyper::{Response, Uri};
use std::fmt::Write as _;

/// The page at `/orders` or `/NAME/orders`, newest order first; `None` for any other path.
/// `?search=` keeps the orders whose id or link contains the text.
pub(crate) fn orders_page(shared: &Shared, uri: &Uri) -> Option<Response<Payload>> {
    let profile = shared.orders_at(uri.path())?;
    let mut pairs = form_urlencoded::parse(uri.query().unwrap_or_default().as_bytes());
    let search = pairs.find(|(name, _)| name == "search").map(|(_, text)| text.into_owned());
    let search = search.unwrap_or_default();
    let mut state = shared.lock();
    let now = state.clock.now();
    let world = state.worlds.get_mut(profile.name)?;
    world.advance_to(now);
    let mut html = format!(
        "<!DOCTYPE html><meta charset=utf-8><title>Orders</title><h1>Orders: {}</h1>",
        escaped(profile.title)
    );
    html.push_str(
        "<table><tr><th>ID<th>Service<th>Link<th>Quantity<th>Charge<th>Status<th>Remains",
    );
    let orders = world.orders();
    let shown =
        orders.iter().rev().filter(|order| order.id == search || order.link.contains(&search));
    shown.for_each(|order| write_row(&mut html, order));
    Some(build(200, "text/html; charset=UTF-8", Payload::whole(html + "</table>")))
}

fn write_row(html: &mut String, order: &OrderView) {
    let OrderView { id, service, quantity, charge, remains, .. } = order;
    let (link, state) = (escaped(&order.link), order.state.name());
    let _ = write!(
        // writing to a String cannot fail
        html,
        "<tr><td>{id}<td>{service}<td>{link}<td>{quantity}<td>{charge}<td>{state}<td>{remains}"
    );
}

fn escaped(text: &str) -> String {
    text.replace('&', "&amp;").replace('<', "&lt;").replace('"', "&quot;")
}
