//! One order's way from the user's click to the panel and back, over both routes.

use crate::world::{Found, World, session};
use panelboard_client::gesture::with_trusted_event;
use panelboard_client::orders::refresh_orders;
use panelboard_client::place::{Dispatched, confirm_requests, place_order, send_request};
use panelboard_client::probe::{ProbeFailure, RouteChoice};
use panelboard_client::reads::Paces;
use panelboard_client::reconcile::{Refunds, reconcile};
use panelboard_domain::account::{Ability, Dialect, RelayId, Route};
use panelboard_domain::attempt::{AttemptState, WriteKind};
use panelboard_domain::id::OrderId;
use panelboard_domain::order::{OrderStatus, StatusReply};

async fn place(world: &World, found: &Found) -> Dispatched {
    let order = world.confirm(found);
    place_order(&world.sockets, found.credentials(), order, |_| ()).await.expect("it is sent")
}

async fn status(world: &World, found: &Found, order: &OrderId) -> OrderStatus {
    let mut reply = None;
    let orders = [order.clone()];
    refresh_orders(&world.sockets, &Paces::default(), found.credentials(), &orders, |answer| {
        reply = answer.into_iter().next().map(|(_, word)| word);
    })
    .await
    .expect("the panel answers");
    match reply {
        Some(StatusReply::Reading(reading)) => reading.status,
        other => panic!("no reading: {other:?}"),
    }
}

fn order_id(dispatched: &Dispatched) -> OrderId {
    match dispatched.attempt.state() {
        AttemptState::Placed { order_id: Some(id), .. } => id.clone(),
        other => panic!("not placed: {other:?}"),
    }
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn a_v2_account_is_added_and_an_order_placed_followed_and_refilled_on_both_routes() {
    for (choice, route) in
        [(RouteChoice::Direct, Route::Direct), (RouteChoice::Relay(RelayId::Own), Route::Relay)]
    {
        let world = World::new(World::options(&["--fate", "complete"])).await;
        let found = world.add("v2", choice).await.expect("the probe finds it");
        assert_eq!((found.account.route, found.account.dialect), (route, Dialect::V2));
        assert_eq!(found.probe.services.as_ref().expect("the list").value.services().len(), 6_000);

        let dispatched = place(&world, &found).await;
        assert_eq!(dispatched.stored, Ok(()));
        let order = order_id(&dispatched);
        assert_eq!(world.count("perfect", "orders").await, 1, "{route:?}");

        world.advance_hours(24 * 30).await;
        assert_eq!(status(&world, &found, &order).await, OrderStatus::Completed, "{route:?}");
        let refills = with_trusted_event(true, |gesture| {
            confirm_requests(
                gesture,
                found.credentials(),
                WriteKind::Refill,
                &[order],
                &[],
                &session(),
                &world.sockets,
            )
        });
        for refill in refills.expect("trusted").expect("allowed") {
            let asked = send_request(&world.sockets, found.credentials(), refill, |_| ()).await;
            let state = asked.expect("it is sent").attempt.state().clone();
            let is_settled =
                matches!(state, AttemptState::Placed { .. } | AttemptState::Rejected { .. });
            assert!(is_settled, "{route:?}: {state:?}");
        }
    }
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn a_fresh_order_is_canceled_on_request() {
    let world = World::new(World::options(&["--speed", "0"])).await;
    let found = world.add("v2", RouteChoice::Auto).await.expect("the probe finds it");
    let order = order_id(&place(&world, &found).await);
    let cancels = with_trusted_event(true, |gesture| {
        confirm_requests(
            gesture,
            found.credentials(),
            WriteKind::Cancel,
            &[order],
            &[],
            &session(),
            &world.sockets,
        )
    });
    for cancel in cancels.expect("trusted").expect("allowed") {
        let asked = send_request(&world.sockets, found.credentials(), cancel, |_| ()).await;
        let state = asked.expect("it is sent").attempt.state().clone();
        let is_settled =
            matches!(state, AttemptState::Placed { .. } | AttemptState::Rejected { .. });
        assert!(is_settled, "{state:?}");
    }
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn a_v1_account_is_recognised_and_takes_an_order() {
    let world = World::new(World::options(&["--fate", "complete"])).await;
    let found = world.add("v1", RouteChoice::Auto).await.expect("the probe finds it");
    assert_eq!(found.account.dialect, Dialect::V1);
    assert!(
        !found.account.capabilities.has(Ability::Refill)
            && !found.account.capabilities.has(Ability::Cancel)
    );
    order_id(&place(&world, &found).await);
    assert_eq!(world.count("smartpanel", "orders").await, 1);
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn a_wrong_key_and_a_web_page_are_told_apart() {
    let mut world = World::new(World::options(&["--services", "100"])).await;
    world.use_wrong_keys();
    let failure = world.add("v2", RouteChoice::Direct).await.err();
    assert!(matches!(failure, Some(ProbeFailure::BadKey(_))), "{failure:?}");

    let world = World::new(World::options(&["--services", "100", "--fault", "html"])).await;
    let failure = world.add("v2", RouteChoice::Direct).await.err();
    assert!(matches!(failure, Some(ProbeFailure::WebPage { .. })), "{failure:?}");
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn a_lost_answer_is_unknown_in_the_journal_and_the_panel_has_one_order() {
    for choice in [RouteChoice::Direct, RouteChoice::Relay(RelayId::Own)] {
        let world = World::new(World::options(&["--fault", "rst:action=add"])).await;
        let found = world.add("v2", choice.clone()).await.expect("the probe finds it");
        let dispatched = place(&world, &found).await;
        assert!(dispatched.attempt.is_unknown(), "{choice:?}: {:?}", dispatched.attempt.state());
        assert_eq!(world.count("perfect", "adds_received").await, 1, "{choice:?}");
        assert_eq!(world.count("perfect", "orders").await, 1, "{choice:?}");
        assert_eq!(world.sockets.store.records.borrow().len(), 1, "{choice:?}");
        assert_eq!(world.sockets.unrecorded_writes.get(), 0, "{choice:?}: recorded before");

        let looked =
            reconcile(&world.sockets, found.credentials(), dispatched.attempt, Refunds::Impossible)
                .await
                .expect("the panel answers");
        assert!(
            matches!(looked.state(), AttemptState::Placed { .. }) || looked.is_unknown(),
            "never taken for not placed: {:?}",
            looked.state()
        );
        assert_eq!(world.count("perfect", "adds_received").await, 1, "looking sends no order");
    }
}
