//! Two looks at the balance after an order: soon, and once more for panels that book late. One tab at a
//! time looks after an order.

use crate::place::{AfterCheck, Credentials, check_balance_after, is_charge_unseen};
use crate::ports::OrderPorts;
use panelboard_domain::attempt::Attempt;
use panelboard_domain::id::AttemptId;

/// The pauses before the looks (docs/reliability.md#the-charge).
const LOOKS_MILLIS: [u32; 2] = [2_000, 18_000];

/// The lock of looking after an attempt, whether after its outcome or after its charge.
pub fn look_lock(id: &AttemptId) -> String {
    format!("look:{id}")
}

/// Whether the order was charged as estimated. `Some` is the attempt with the alarm that the balance
/// raised; `None` when all is well, nothing can be told, or another tab looks already.
pub async fn look_at_charge(
    ports: &impl OrderPorts,
    credentials: Credentials<'_>,
    id: &AttemptId,
) -> Option<Attempt> {
    let _looking = ports.try_lock(&look_lock(id)).await.ok()??;
    for millis in LOOKS_MILLIS {
        ports.pause(millis).await;
        match check_balance_after(ports, credentials, id).await {
            Ok(AfterCheck::Unchanged) => {}
            Ok(AfterCheck::Alarm(attempt)) => return Some(*attempt),
            // The order stands as it is; this look was an extra.
            Ok(AfterCheck::Fine | AfterCheck::CannotTell) | Err(_) => return None,
        }
    }
    None
}

/// The look at the charge that follows a look for evidence: what that look settled may have cost another
/// price. `looking` is that look's lock, which is the same one: it is given up first, or this tab would
/// take itself for another that looks already.
pub async fn look_at_charge_after<O: OrderPorts>(
    ports: &O,
    credentials: Credentials<'_>,
    attempt: &Attempt,
    looking: O::Guard,
) -> Option<Attempt> {
    drop(looking);
    if !is_charge_unseen(attempt, ports.now()) {
        return None;
    }
    look_at_charge(ports, credentials, &attempt.id).await
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::place::place_order;
    use crate::ports::Locks;
    use crate::testing::{Fakes, Sample, answer, block_on, proposal};
    use panelboard_domain::account::Route;
    use panelboard_domain::attempt::Alarm;
    use panelboard_panel_api::action::ActionName;

    /// An order for 1.25 out of 100.00, then these balances. The alarm, and how often it was looked.
    fn looks(balances: &[&str], is_watched: bool) -> (Option<Alarm>, usize) {
        let (sample, fakes) = (Sample::on(Route::Direct), Fakes::default());
        fakes.transport.then(answer(r#"{"balance":"100.00"}"#)).then(answer(r#"{"order":1}"#));
        let confirmed = sample.click(&proposal("https://t.me/a/1"), &fakes);
        let placing =
            place_order(&fakes, sample.credentials(), confirmed.expect("confirmed"), |_| ());
        let placed = block_on(placing).expect("sent").attempt;
        let before = fakes.transport.count(ActionName::Balance);
        for balance in balances {
            fakes.transport.then(answer(&format!(r#"{{"balance":"{balance}"}}"#)));
        }
        let _other_tab = is_watched.then(|| block_on(fakes.lock(&look_lock(&placed.id))));
        let alarmed = block_on(look_at_charge(&fakes, sample.credentials(), &placed.id));
        let looked = fakes.transport.count(ActionName::Balance) - before;
        (alarmed.and_then(|attempt| attempt.alarm()), looked)
    }

    #[test]
    fn s07_one_look_shows_a_charge_and_a_second_one_waits_for_a_slow_panel() {
        assert_eq!(looks(&["98.75"], false), (None, 1));
        assert_eq!(looks(&["100.00", "98.75"], false), (None, 2));
        assert_eq!(looks(&["100.00", "100.00"], false), (None, 2));
        assert_eq!(looks(&["97.50"], false), (Some(Alarm::DoubleCharge), 1));
        assert_eq!(looks(&["100.00", "97.50"], false), (Some(Alarm::DoubleCharge), 2));
        assert_eq!(looks(&[], false), (None, 1), "no answer: this look was an extra");
    }

    #[test]
    fn a_look_for_evidence_that_has_ended_gives_its_lock_to_the_look_at_the_charge() {
        for (fell_to, alarm) in [("97.50", Some(Alarm::DoubleCharge)), ("98.75", None)] {
            let (sample, fakes) = (Sample::on(Route::Direct), Fakes::default());
            fakes.transport.then(answer(r#"{"balance":"100.00"}"#)).then(answer(r#"{"order":1}"#));
            let confirmed = sample.click(&proposal("https://t.me/a/1"), &fakes);
            let placing =
                place_order(&fakes, sample.credentials(), confirmed.expect("confirmed"), |_| ());
            let placed = block_on(placing).expect("sent").attempt;
            let lock =
                || block_on(fakes.try_lock(&look_lock(&placed.id))).expect("there are locks");
            let looking = lock().expect("free");
            fakes.transport.then(answer(&format!(r#"{{"balance":"{fell_to}"}}"#)));
            let after = look_at_charge_after(&fakes, sample.credentials(), &placed, looking);
            assert_eq!(block_on(after).and_then(|attempt| attempt.alarm()), alarm, "{fell_to}");
            assert_eq!(fakes.transport.count(ActionName::Balance), 2, "it looked");
            let looking = lock().expect("free again");
            let seen = stored(&fakes, &placed);
            let again = look_at_charge_after(&fakes, sample.credentials(), &seen, looking);
            assert_eq!(block_on(again), None, "seen already");
            assert_eq!(fakes.transport.count(ActionName::Balance), 2);
        }
    }

    fn stored(fakes: &Fakes, attempt: &Attempt) -> Attempt {
        block_on(crate::journal::get(fakes, &attempt.id)).expect("works").expect("is there")
    }

    #[test]
    fn while_another_tab_looks_nobody_else_does() {
        assert_eq!(looks(&["97.50"], true), (None, 0));
    }
}
