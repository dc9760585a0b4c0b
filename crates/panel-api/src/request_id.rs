//! `request_id`: the caller's own id of an order, by which some panels know a request that comes twice
//! (docs/protocol.md#request-ids). At most 128 characters.
//!
//! Must never put a second one beside one that the user typed, nor name anything but an order.

use crate::action::Action;
use crate::http::HttpRequest;

/// The parameter's name.
const NAME: &str = "request_id";

/// The order under this request id. `None` when it is no order, or has one that the user typed.
pub fn named(action: &Action, id: &str) -> Option<Action> {
    let Action::Add { service, params } = action else { return None };
    let mut names = params.0.iter().map(|(name, _)| name.trim());
    if names.any(|name| name.eq_ignore_ascii_case(NAME)) {
        return None;
    }
    let mut params = params.clone();
    params.0.push((NAME.to_owned(), id.to_owned()));
    Some(Action::Add { service: service.clone(), params })
}

/// What of a request a record may hold to know it again: everything behind the key.
pub fn behind_key(request: &HttpRequest) -> &str {
    request.body.split_once('&').map_or("", |(_key, rest)| rest)
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::encode::encode;
    use panelboard_domain::account::{Capabilities, Dialect};
    use panelboard_domain::id::{OrderId, ServiceId};
    use panelboard_domain::order::OrderParams;
    use panelboard_domain::secret::ApiKey;

    fn add(params: &[(&str, &str)]) -> Action {
        let pair = |(name, value): &(&str, &str)| ((*name).to_owned(), (*value).to_owned());
        let params = OrderParams(params.iter().map(pair).collect());
        Action::Add { service: ServiceId::new("7").expect("an id"), params }
    }

    #[test]
    fn k19_an_order_is_named_once_and_its_body_behind_the_key_holds_no_key() {
        let key = ApiKey::parse("CANARY-0123-&=456789").expect("a key");
        for dialect in [Dialect::V1, Dialect::V2] {
            let order = named(&add(&[("link", "https://t.me/a+b")]), "0199-a").expect("named");
            let request = encode(&order, &Capabilities::assumed(dialect), &key);
            let rest = behind_key(&request);
            assert!(rest.starts_with("action=add&service=7&link="), "{rest}");
            assert!(rest.ends_with("&request_id=0199-a"), "{rest}");
            assert!(!rest.contains("CANARY") && !rest.contains("456789"), "{rest}");
        }
    }

    #[test]
    fn k19_what_the_user_typed_stands_and_nothing_but_an_order_is_named() {
        for name in ["request_id", " Request_ID "] {
            assert_eq!(named(&add(&[(name, "mine")]), "ours"), None);
        }
        assert_eq!(named(&Action::Balance, "ours"), None);
        let cancel = Action::Cancel(OrderId::new("1").into_iter().collect());
        assert_eq!(named(&cancel, "ours"), None);
    }
}
