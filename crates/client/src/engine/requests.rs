//! Refill and cancel requests whose outcome is open.

use panelboard_domain::attempt::{Attempt, WriteKind};
use panelboard_domain::id::{AccountId, AttemptId, OrderId};

/// Earlier requests of this kind for an order whose outcome is open: the row shows them, so pressing
/// again acknowledges them.
pub fn open_requests<'a>(
    attempts: impl IntoIterator<Item = &'a Attempt>,
    account: &AccountId,
    kind: WriteKind,
    order: &OrderId,
) -> Vec<AttemptId> {
    let is_open = |attempt: &&Attempt| {
        attempt.account == *account
            && attempt.is_unknown()
            && attempt.request.write_kind() == Some(kind)
            && attempt.request.about() == Some(order)
    };
    attempts.into_iter().filter(is_open).map(|attempt| attempt.id.clone()).collect()
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::error::TransportError;
    use crate::gesture::with_trusted_event;
    use crate::place::{confirm_requests, send_request};
    use crate::testing::{Fakes, Sample, answer, block_on};
    use panelboard_domain::account::Route;

    fn number(text: &str) -> OrderId {
        OrderId::new(text).expect("an id")
    }

    /// A request for an order; its answer is this, or lost.
    fn request(sample: &Sample, fakes: &Fakes, kind: WriteKind, reply: Option<&str>) -> Attempt {
        let confirmed = with_trusted_event(true, |gesture| {
            let orders = [number("5")];
            confirm_requests(
                gesture,
                sample.credentials(),
                kind,
                &orders,
                &[],
                &sample.session,
                fakes,
            )
        });
        let write = confirmed.expect("trusted").expect("confirmed").remove(0);
        fakes.transport.then(reply.map_or(Err(TransportError::Timeout), answer));
        block_on(send_request(fakes, sample.credentials(), write, |_| ())).expect("sent").attempt
    }

    #[test]
    fn only_open_requests_of_the_kind_for_the_order_count() {
        let (sample, fakes) = (Sample::on(Route::Direct), Fakes::default());
        let refused = request(
            &sample,
            &fakes,
            WriteKind::Refill,
            Some(r#"{"error":"Refill not available"}"#),
        );
        let open = request(&sample, &fakes, WriteKind::Refill, None);
        let cancel = request(&sample, &fakes, WriteKind::Cancel, None);
        assert!(!refused.is_unknown());
        let all = [refused, open.clone(), cancel.clone()];
        let found = |account: &AccountId, kind, order: &str| {
            open_requests(&all, account, kind, &number(order))
        };
        let own = &sample.account.id;
        assert_eq!(found(own, WriteKind::Refill, "5"), std::slice::from_ref(&open.id));
        assert_eq!(found(own, WriteKind::Cancel, "5"), std::slice::from_ref(&cancel.id));
        assert!(found(own, WriteKind::Refill, "6").is_empty());
        let other = AccountId::new("other").expect("an id");
        assert!(found(&other, WriteKind::Refill, "5").is_empty());
    }
}
