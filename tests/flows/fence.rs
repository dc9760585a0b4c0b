//! The fence over real sockets: what the browser repeats by itself, relays that stand in for each
//! other, panels that speak as if they were a relay (S2, S3, S5).

use crate::world::{Found, World};
use panelboard_client::place::{Dispatched, place_order};
use panelboard_client::probe::RouteChoice;
use panelboard_client::reconcile::{Refunds, reconcile};
use panelboard_client::stop::Stop;
use panelboard_domain::account::{Endpoint, PrivateHosts, RelayId, parse_address};
use panelboard_domain::attempt::{AttemptState, UnknownHint};
use tokio::io::{AsyncReadExt, AsyncWriteExt};
use tokio::net::{TcpListener, TcpStream};

async fn place(world: &World, found: &Found) -> Dispatched {
    let order = world.confirm(found);
    place_order(&world.sockets, found.credentials(), order, |_| ()).await.expect("it is sent")
}

async fn relayed() -> (World, Found) {
    let world = World::new(World::options(&["--services", "100"])).await;
    let found =
        world.add("v2", RouteChoice::Relay(RelayId::Own)).await.expect("the probe finds it");
    (world, found)
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn s02_a_relay_that_was_started_anew_sends_nothing_that_the_browser_repeats() {
    let (world, found) = relayed().await;
    let second = world.another_relay().await;
    // The first relay sends it; its answer is lost on the way, and the repeat reaches the second.
    world.sockets.transport.repeat_writes_at(second.url());
    let attempt = place(&world, &found).await.attempt;
    assert_eq!(*attempt.state(), AttemptState::Unknown { hint: UnknownHint::RelayInDoubt });
    assert_eq!(world.count("perfect", "adds_received").await, 1);
    // Whoever answers now, one order is not taken for none.
    world.sockets.transport.ask_at(second.url());
    let looking = reconcile(&world.sockets, found.credentials(), attempt, Refunds::Impossible);
    let looked = looking.await.expect("the panel answers");
    assert!(*looked.state() != AttemptState::NotPlaced, "{:?}", looked.state());
    assert_eq!(world.count("perfect", "orders").await, 1);
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn s02_s03_an_order_that_only_a_stranger_relay_saw_is_not_sent_and_its_own_relay_proves_it() {
    let (world, found) = relayed().await;
    let second = world.another_relay().await;
    world.sockets.transport.write_at(second.url());
    let attempt = place(&world, &found).await.attempt;
    assert!(attempt.is_unknown());
    assert_eq!(world.count("perfect", "adds_received").await, 0);
    let looking = reconcile(&world.sockets, found.credentials(), attempt, Refunds::Possible);
    let looked = looking.await.expect("the relay answers");
    assert_eq!(*looked.state(), AttemptState::NotPlaced, "the relay that was asked never saw it");
    // And never will send it.
    world.sockets.transport.write_at(world.relay_url());
    let again = world.sockets.transport.repeat_last_write().await.expect("an answer");
    assert_eq!((again.status, again.body.as_slice()), (502, &br#"{"relay_error":"closed"}"#[..]));
    assert_eq!(world.count("perfect", "adds_received").await, 0);
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn s02_a_relay_without_a_readable_receipt_gets_no_order() {
    let (world, found) = relayed().await;
    world.sockets.transport.ask_at(panel_that_says("HTTP/1.1 404 Not Found", "").await);
    let order = world.confirm(&found);
    let stopped = place_order(&world.sockets, found.credentials(), order, |_| ()).await;
    assert!(matches!(stopped, Err(Stop::ReceiptUnreadable(_))), "{stopped:?}");
    assert_eq!(world.count("perfect", "adds_received").await, 0);
}

/// A panel that takes every order and says this about it. Returns its address.
async fn panel_that_says(head: &str, body: &str) -> String {
    let listener = TcpListener::bind("127.0.0.1:0").await.expect("loopback is free");
    let address = listener.local_addr().expect("bound");
    let length = body.len();
    let add = format!(
        "{head}\r\ncontent-type: application/json\r\ncontent-length: {length}\r\n\
         connection: close\r\n\r\n{body}"
    );
    tokio::spawn(async move {
        while let Ok((stream, _)) = listener.accept().await {
            tokio::spawn(answer(stream, add.clone()));
        }
    });
    format!("http://{address}")
}

async fn answer(mut stream: TcpStream, add: String) {
    let mut request = Vec::new();
    let has = |request: &[u8], what: &str| String::from_utf8_lossy(request).contains(what);
    while !has(&request, "action=") && stream.read_buf(&mut request).await.is_ok_and(|n| n > 0) {
        if has(&request, "GET ") {
            break;
        }
    }
    let balance = "HTTP/1.1 200 OK\r\ncontent-length: 37\r\nconnection: close\r\n\r\n\
                   {\"balance\":\"100.00\",\"currency\":\"USD\"}";
    let answer = if has(&request, "action=balance") { balance } else { &add };
    // The client may have gone.
    let _ = stream.write_all(answer.as_bytes()).await;
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn s05_a_panel_that_says_in_a_relays_words_that_nothing_was_sent_is_not_believed() {
    for (stage, body, is_placed) in [
        ("pre-upstream", r#"{"relay_error":"upstream-unreachable"}"#, false),
        ("pre-upstream", r#"{"order":5}"#, true),
        ("in_doubt", r#"{"order":6}"#, true),
        ("replayed", "<html>", false),
    ] {
        let head = format!(
            "HTTP/1.1 200 OK\r\nX-Relay-Stage: {stage}\r\n\
             access-control-expose-headers: X-Relay-Stage"
        );
        let world = World::new(World::options(&["--services", "100"])).await;
        let mut found = world.add("v2", RouteChoice::Direct).await.expect("the probe finds it");
        found.account.endpoint = endpoint(&panel_that_says(&head, body).await);
        let order = world.confirm(&found);
        let placing = place_order(&world.sockets, found.credentials(), order, |_| ());
        let attempt = placing.await.expect("it is sent").attempt;
        match attempt.state() {
            AttemptState::Placed { .. } => assert!(is_placed, "{stage} {body}"),
            AttemptState::Unknown { .. } => assert!(!is_placed, "{stage} {body}"),
            other => panic!("{stage} {body}: {other:?}"),
        }
        assert_eq!(attempt.wire().and_then(|wire| wire.stage), None);
    }
}

fn endpoint(address: &str) -> Endpoint {
    let candidates = parse_address(&format!("{address}/api/v2"), PrivateHosts::Allow);
    candidates.expect("an address").remove(0)
}
