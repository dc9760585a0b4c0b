//! Asking again (K19) at a panel that keeps request ids, counted there: one order, whichever of the two
//! requests arrived.

use crate::world::{Found, World, session};
use panelboard_client::gesture::with_trusted_event;
use panelboard_client::journal;
use panelboard_client::place::{
    Dispatched, Repeated, ask_again, confirm_again, learned_from, place_order,
};
use panelboard_client::probe::RouteChoice;
use panelboard_domain::account::{Ability, RelayId};
use panelboard_domain::attempt::{Attempt, AttemptState, Happening};

const PANEL: &str = "request-id";

async fn place(world: &World, found: &Found) -> Dispatched {
    let order = world.confirm(found);
    place_order(&world.sockets, found.credentials(), order, |_| ()).await.expect("it is sent")
}

/// An account that has learned from a refusal that its panel keeps request ids.
async fn keeper(choice: RouteChoice) -> (World, Found) {
    let world = World::new(World::options(&["--speed", "0"])).await;
    let mut found = world.add_at(PANEL, choice).await.expect("the probe finds it");
    let refused = place(&world, &found).await.attempt;
    let facts = learned_from(&refused, &found.account.capabilities, &found.key);
    for fact in facts {
        found.account.capabilities.learn(fact);
    }
    assert!(found.account.capabilities.has(Ability::RequestId), "{:?}", refused.state());
    assert_eq!(world.count(PANEL, "orders").await, 0);
    (world, found)
}

/// The next order meets this fault; the first look at what became of it finds nothing.
async fn lose(world: &World, found: &Found, fault: &str) -> Attempt {
    world.break_next(fault).await;
    let lost = place(world, found).await.attempt;
    assert!(lost.is_unknown(), "{:?}", lost.state());
    let looked = journal::append(&world.sockets, &lost.id, vec![Happening::Looked]).await;
    looked.expect("stored")
}

async fn again(world: &World, found: &Found, first: &Attempt) -> Repeated {
    let journal = journal::load(&world.sockets).await.expect("storage works").attempts;
    let confirmed = with_trusted_event(true, |gesture| {
        confirm_again(
            gesture,
            found.credentials(),
            first,
            journal.iter().map(AsRef::as_ref),
            &session(),
            &world.sockets,
        )
    });
    let repeat = confirmed.expect("trusted").expect("allowed");
    ask_again(&world.sockets, found.credentials(), repeat, |_| ()).await.expect("it is sent")
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn k19_a_lost_answer_is_asked_for_again_and_the_panel_has_one_order_on_both_routes() {
    for choice in [RouteChoice::Direct, RouteChoice::Relay(RelayId::Own)] {
        // The first one arrived and its answer was lost; the first one never arrived.
        for processed in [true, false] {
            let (world, found) = keeper(choice.clone()).await;
            let fault =
                format!(r#"{{"kind":"rst","action":"add","times":1,"processed":{processed}}}"#);
            let first = lose(&world, &found, &fault).await;
            assert_eq!(world.count(PANEL, "orders").await, u64::from(processed));
            let repeated = again(&world, &found, &first).await;
            let order = repeated.first.expect("in the journal");
            let told = repeated.repeat.attempt.order_id();
            assert!(told.is_some() && order.order_id() == told, "{:?}", order.state());
            assert_eq!(world.count(PANEL, "orders").await, 1, "{choice:?} {processed}");
        }
    }
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn k19_when_the_answer_to_the_repeat_is_lost_too_the_panel_still_has_one_order() {
    let (world, found) = keeper(RouteChoice::Relay(RelayId::Own)).await;
    let rst = r#"{"kind":"rst","action":"add","times":1}"#;
    let first = lose(&world, &found, rst).await;
    world.break_next(rst).await;
    let repeated = again(&world, &found, &first).await;
    let state = repeated.repeat.attempt.state();
    assert!(matches!(state, AttemptState::Unknown { .. }), "{state:?}");
    assert!(repeated.first.expect("in the journal").is_unknown());
    assert_eq!(world.count(PANEL, "orders").await, 1);
}
