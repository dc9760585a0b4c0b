//! One attempt goes to the panel at most once (fault matrix 61, 62, 65).

use crate::support::*;
use std::sync::Arc;
use std::time::Duration;
use tokio::io::AsyncWriteExt;
use tokio::net::TcpStream;
use tokio::sync::Barrier;
use tokio::task::JoinSet;
use tokio::time::sleep;

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn fault_61_fifty_equal_attempts_at_once_are_one_request_a_thousand_times() {
    let panel = FakePanel::start(Does::SaysAfter(Duration::from_millis(2), placed())).await;
    let subject = relay(&panel).await;
    let address = subject.address;
    let mark = subject.mark().await;
    let start = Arc::new(Barrier::new(50));
    let mut clients = JoinSet::new();
    for _ in 0..50 {
        let (start, mark) = (start.clone(), mark.clone());
        clients.spawn(async move {
            let mut stages = Vec::new();
            let mut stream = TcpStream::connect(address).await.expect("it listens");
            for round in 0..1_000 {
                let path = format!("/p/p/attempts/{}/{mark}", id(round));
                let request = post_bytes(&path, &form("add"));
                start.wait().await;
                stream.write_all(&request).await.expect("it reads");
                let answer = read_answer(&mut stream).await.expect("an answer");
                assert_eq!((answer.status, answer.text().as_str()), (200, "{\"order\":23501}"));
                stages.push(answer.stage());
            }
            stages
        });
    }
    let stages = clients.join_all().await;
    for round in 0..1_000 {
        let fresh = stages.iter().filter(|stages| stages[round] == "upstream").count();
        assert_eq!(fresh, 1, "round {round}");
    }
    let mut requests = panel.seen.requests();
    assert_eq!(requests.len(), 1_000);
    assert_eq!(panel.seen.connections(), 1_000);
    requests.dedup();
    assert_eq!(requests.len(), 1, "all alike");
}

#[tokio::test]
async fn fault_62_the_same_id_with_another_body_or_panel_is_a_conflict() {
    let panel = FakePanel::start(Does::Says(placed())).await;
    let other = format!("q=http://{}/api/v2", panel.address);
    let other = panelboard_relay::panel::Panel::parse(&other, true).expect("a panel");
    let subject = relay_with(|config| config.panels.push(other), panel.address).await;
    subject.write(&id(1), "add").await.expect(200, "upstream", "{\"order\":23501}");
    let conflict = "{\"relay_error\":\"attempt-reused\"}";
    subject.write(&id(1), "cancel").await.expect(409, "in_doubt", conflict);
    let path = format!("/p/q/attempts/{}/{}", id(1), subject.mark().await);
    post(subject.address, &path, &form("add")).await.expect(409, "in_doubt", conflict);
    subject.write(&id(1), "add").await.expect(200, "replayed", "{\"order\":23501}");
    assert_eq!(panel.seen.requests().len(), 1);
}

#[tokio::test]
async fn fault_65_a_client_that_leaves_cancels_nothing() {
    let panel = FakePanel::start(Does::SaysAfter(Duration::from_millis(300), placed())).await;
    let subject = relay(&panel).await;
    let path = format!("/p/p/attempts/{}/{}", id(1), subject.mark().await);
    let request = post_bytes(&path, &form("add"));
    let mut stream = TcpStream::connect(subject.address).await.expect("it listens");
    stream.write_all(&request).await.expect("it reads");
    while panel.seen.requests().is_empty() {
        sleep(Duration::from_millis(5)).await;
    }
    drop(stream);
    sleep(Duration::from_millis(50)).await;
    assert!(subject.receipt(&id(1)).await.text().contains("\"state\":\"in_flight\""));
    sleep(Duration::from_millis(400)).await;
    assert!(subject.receipt(&id(1)).await.text().contains("\"state\":\"done\""));
    subject.write(&id(1), "add").await.expect(200, "replayed", "{\"order\":23501}");
    assert_eq!(panel.seen.requests().len(), 1);
}

#[tokio::test]
async fn fault_06_an_answer_after_the_clients_patience_is_kept_for_the_receipt() {
    let panel = FakePanel::start(Does::SaysAfter(Duration::from_millis(400), placed())).await;
    let change = |config: &mut panelboard_relay::Config| {
        config.limits.write_time = Duration::from_millis(100);
    };
    let subject = relay_with(change, panel.address).await;
    let answer = subject.write(&id(1), "add").await;
    answer.expect(504, "in_doubt", "{\"relay_error\":\"upstream-timeout\"}");
    sleep(Duration::from_millis(500)).await;
    assert!(subject.receipt(&id(1)).await.text().contains("\"state\":\"done\""));
}

#[tokio::test]
async fn a_refused_connection_is_proof_that_nothing_was_sent() {
    let panel = FakePanel::start(Does::Hangs).await;
    let closed = "127.0.0.1:9".parse().expect("an address");
    let subject = relay_with(|_| {}, closed).await;
    let answer = subject.write(&id(1), "add").await;
    answer.expect(502, "pre-upstream", "{\"relay_error\":\"upstream-unreachable\"}");
    assert!(subject.receipt(&id(1)).await.text().contains("\"state\":\"not_sent\""));
    subject.write(&id(1), "add").await.expect(502, "pre-upstream", &answer.text());
    assert_eq!(panel.seen.connections(), 0);
}
