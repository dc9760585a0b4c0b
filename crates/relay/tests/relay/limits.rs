//! Clients that misbehave (fault matrix 58, 60, 66) and the log's silence.

use crate::support::*;
use panelboard_relay::Config;
use panelboard_relay::rate::{Rate, Rates};
use std::time::{Duration, Instant};
use tokio::io::{AsyncReadExt, AsyncWriteExt};
use tokio::net::TcpStream;

fn request(lines: &str, body: &str) -> Vec<u8> {
    let length = body.len();
    format!("POST /p/p HTTP/1.1\r\nhost: x\r\nconnection: close\r\n{lines}content-length: {length}\r\n\r\n{body}")
        .into_bytes()
}

const FORM: &str = "content-type: application/x-www-form-urlencoded\r\n";

#[tokio::test]
async fn fault_58_requests_that_are_too_large_never_reach_the_panel() {
    let panel = FakePanel::start(Does::Says(placed())).await;
    let subject = relay(&panel).await;
    let fits = format!("{}&comments={}", form("balance"), "x".repeat(60_000));
    assert_eq!(post(subject.address, "/p/p", &fits).await.status, 200);
    let over = format!("{}&comments={}", form("balance"), "x".repeat(65_536));
    let answer = post(subject.address, "/p/p", &over).await;
    answer.expect(413, "pre-upstream", "{\"relay_error\":\"request-too-large\"}");
    let huge = format!("POST /p/p HTTP/1.1\r\nhost: x\r\nx: {}\r\n\r\n", "x".repeat(1 << 20));
    assert_eq!(raw(subject.address, huge.as_bytes()).await.map(|answer| answer.status), Some(431));
    assert_eq!(panel.seen.requests().len(), 1);
}

#[tokio::test]
async fn fault_58_an_endless_body_is_cut() {
    let panel = FakePanel::start(Does::Says(placed())).await;
    let subject = relay(&panel).await;
    let mut stream = TcpStream::connect(subject.address).await.expect("it listens");
    let head = format!(
        "POST /p/p HTTP/1.1\r\nhost: x\r\norigin: {ORIGIN}\r\n{FORM}transfer-encoding: chunked\r\n\r\n"
    );
    stream.write_all(head.as_bytes()).await.expect("it reads");
    let chunk = [&b"10000\r\n"[..], &vec![b'x'; 65_536], b"\r\n"].concat();
    let mut written = 0_usize;
    while written < 10_000_000_000 && stream.write_all(&chunk).await.is_ok() {
        written += chunk.len();
    }
    assert!(written < 50_000_000, "{written} bytes were taken");
    assert_eq!(panel.seen.connections(), 0);
}

#[tokio::test]
async fn fault_58_slow_requests_lose_their_place() {
    let panel = FakePanel::start(Does::Says(placed())).await;
    let change = |config: &mut Config| {
        config.limits.head_time = Duration::from_millis(300);
        config.limits.request_time = Duration::from_millis(300);
    };
    let subject = relay_with(change, panel.address).await;
    let slow_head = b"POST /p/p HTTP/1.1\r\nhost: x\r\n".to_vec();
    let head = format!(
        "POST /p/p HTTP/1.1\r\nhost: x\r\norigin: {ORIGIN}\r\n{FORM}content-length: 100\r\n\r\n"
    );
    for first in [slow_head, head.into_bytes()] {
        let mut stream = TcpStream::connect(subject.address).await.expect("it listens");
        stream.write_all(&first).await.expect("it reads");
        let start = Instant::now();
        let mut answer = Vec::new();
        loop {
            let mut piece = [0; 1024];
            match tokio::time::timeout(Duration::from_millis(50), stream.read(&mut piece)).await {
                Ok(Ok(length)) if length > 0 => answer.extend_from_slice(&piece[..length]),
                Ok(_) => break,
                // One byte now and then must not reset the clock.
                Err(_) => drop(stream.write_all(b"x").await),
            }
            assert!(start.elapsed() < Duration::from_secs(5), "still open");
        }
        if let Some(answer) = parse(&answer) {
            assert_eq!(answer.status, 408);
        }
    }
    assert_eq!(panel.seen.connections(), 0);
}

#[tokio::test]
async fn a_client_that_stops_reading_loses_its_connection() {
    let list = format!("[{}]", "{\"service\":1},".repeat(600_000));
    let panel = FakePanel::start(Does::Says(json("200 OK", &list))).await;
    let change = |config: &mut Config| config.limits.stall_time = Duration::from_millis(200);
    let subject = relay_with(change, panel.address).await;
    let mut stream = TcpStream::connect(subject.address).await.expect("it listens");
    let body = form("services");
    let lines = format!("origin: {ORIGIN}\r\n{FORM}");
    stream.write_all(&request(&lines, &body)).await.expect("it reads");
    tokio::time::sleep(Duration::from_secs(1)).await;
    let mut got = Vec::new();
    let _ = stream.read_to_end(&mut got).await;
    assert!(got.len() < list.len(), "all of it came");
}

#[tokio::test]
async fn fault_60_pages_that_are_not_listed_reach_nothing() {
    let panel = FakePanel::start(Does::Says(placed())).await;
    let subject = relay(&panel).await;
    let body = form("balance");
    for lines in [
        "",
        "origin: null\r\n",
        "origin: https://evil.example\r\n",
        "origin: https://app.example.evil.example\r\n",
        "origin: http://app.example\r\n",
        "origin: https://app.example:444\r\n",
        "origin: https://APP.EXAMPLE\r\n",
        "origin: https://app.example\r\norigin: https://evil.example\r\n",
        "origin: https://app.example, https://evil.example\r\n",
        "origin: https://app.example\r\nsec-fetch-site: none\r\n",
        "origin: https://app.example\r\nsec-fetch-mode: navigate\r\n",
        "origin: https://app.example\r\nsec-fetch-mode: no-cors\r\n",
        "origin: http://evil.example:80\r\nhost: evil.example:80\r\n",
    ] {
        let bytes = request(&format!("{lines}{FORM}"), &body);
        let answer = raw(subject.address, &bytes).await.expect("an answer");
        assert!(matches!(answer.status, 400 | 403), "{lines:?}: {}", answer.status);
        let allowed = answer.header("access-control-allow-origin");
        assert!(allowed.is_none_or(|origin| origin == ORIGIN), "{lines:?}");
    }
    assert_eq!(panel.seen.connections(), 0);
}

#[tokio::test]
async fn fault_60_methods_types_and_preflights_outside_the_contract_reach_nothing() {
    let panel = FakePanel::start(Does::Says(placed())).await;
    let subject = relay(&panel).await;
    for method in ["GET", "PUT", "PATCH", "DELETE", "TRACE", "HEAD", "PROPFIND"] {
        let text = format!(
            "{method} /p/p HTTP/1.1\r\nhost: x\r\norigin: {ORIGIN}\r\nconnection: close\r\n\r\n"
        );
        let answer = raw(subject.address, text.as_bytes()).await.expect("an answer");
        assert_eq!((answer.status, answer.stage().as_str()), (405, "pre-upstream"), "{method}");
    }
    for content_type in ["", "content-type: application/json\r\n", "content-type: text/plain\r\n"] {
        let bytes = request(&format!("origin: {ORIGIN}\r\n{content_type}"), &form("balance"));
        let answer = raw(subject.address, &bytes).await.expect("an answer");
        assert_eq!(answer.status, 415, "{content_type}");
    }
    for (origin, status) in [(ORIGIN, 204), ("https://evil.example", 403), ("null", 403)] {
        let text = format!(
            "OPTIONS /p/p HTTP/1.1\r\nhost: x\r\norigin: {origin}\r\nconnection: close\r\n\
             access-control-request-method: POST\r\naccess-control-request-headers: authorization\r\n\r\n"
        );
        let answer = raw(subject.address, text.as_bytes()).await.expect("an answer");
        assert_eq!(answer.status, status, "{origin}");
        assert_eq!(answer.header("access-control-allow-origin").is_some(), status == 204);
        assert_eq!(answer.header("access-control-allow-credentials"), None);
    }
    assert_eq!(panel.seen.connections(), 0);
}

#[tokio::test]
async fn fault_66_a_flood_is_refused_and_spoofed_addresses_change_nothing() {
    let panel = FakePanel::start(Does::Says(placed())).await;
    let slow = Rate { per_minute: 60, burst: 10 };
    let change = |config: &mut Config| {
        config.development = false;
        config.rates = Some(Rates { reads: slow, writes: slow, ..Rates::default() });
    };
    let subject = relay_with(change, panel.address).await;
    let mut passed = 0;
    for number in 0..100 {
        let lines = format!("origin: {ORIGIN}\r\nx-forwarded-for: 192.0.2.{number}\r\n{FORM}");
        let bytes = request(&lines, &form("balance"));
        let answer = raw(subject.address, &bytes).await.expect("an answer");
        match answer.status {
            200 => passed += 1,
            429 => {
                assert_eq!(answer.stage(), "pre-upstream");
                assert_eq!(answer.header("retry-after").as_deref(), Some("1"));
            }
            other => panic!("{other}"),
        }
    }
    assert!((10..=13).contains(&passed), "{passed}");
    assert_eq!(panel.seen.requests().len(), passed);
}

/// A client can send lines of its own; the proxy adds one behind them.
#[tokio::test]
async fn s11_lines_that_a_client_invents_do_not_free_it_from_the_limit() {
    let panel = FakePanel::start(Does::Says(placed())).await;
    let slow = Rate { per_minute: 60, burst: 10 };
    let change = |config: &mut Config| {
        config.development = false;
        config.trusted_proxies = vec![[127, 0, 0, 1].into()];
        config.rates = Some(Rates { reads: slow, writes: slow, ..Rates::default() });
    };
    let subject = relay_with(change, panel.address).await;
    let mut passed = 0;
    for number in 0..60 {
        let lines = format!(
            "origin: {ORIGIN}\r\nx-forwarded-for: 192.0.2.{number}\r\n\
             x-forwarded-for: 198.51.100.9\r\n{FORM}"
        );
        let answer = raw(subject.address, &request(&lines, &form("balance"))).await;
        passed += usize::from(answer.is_some_and(|answer| answer.status == 200));
    }
    assert!((10..=13).contains(&passed), "{passed}");
    let lines = format!(
        "origin: {ORIGIN}\r\nx-forwarded-for: 198.51.100.9\r\nx-forwarded-for: 192.0.2.7\r\n{FORM}"
    );
    let answer = raw(subject.address, &request(&lines, &form("balance"))).await;
    assert_eq!(answer.map(|answer| answer.status), Some(200), "another client behind the proxy");
}

#[cfg(target_os = "linux")] // where all of 127/8 is this machine
#[tokio::test]
async fn fault_66_one_peers_flood_does_not_touch_another_peer() {
    let panel = FakePanel::start(Does::Says(placed())).await;
    let change = |config: &mut Config| {
        config.development = false;
        config.rates =
            Some(Rates { reads: Rate { per_minute: 60, burst: 20 }, ..Rates::default() });
    };
    let subject = relay_with(change, panel.address).await;
    let bytes = request(&format!("origin: {ORIGIN}\r\n{FORM}"), &form("balance"));
    let flood = tokio::spawn({
        let (address, bytes) = (subject.address, bytes.clone());
        async move {
            let mut refused = 0;
            for _ in 0..200 {
                let answer = raw(address, &bytes).await.expect("an answer");
                refused += usize::from(answer.status == 429);
            }
            refused
        }
    });
    for _ in 0..20 {
        let socket = tokio::net::TcpSocket::new_v4().expect("a socket");
        socket.bind("127.0.0.2:0".parse().expect("an address")).expect("bound");
        let mut stream = socket.connect(subject.address).await.expect("it listens");
        stream.write_all(&bytes).await.expect("it reads");
        assert_eq!(read_answer(&mut stream).await.map(|answer| answer.status), Some(200));
    }
    assert!(flood.await.expect("joined") > 150);
}

#[tokio::test]
async fn a_key_never_shows_in_the_log() {
    for does in [Does::Says(placed()), Does::Closes, Does::Says(b"garbage\r\n\r\n".to_vec())] {
        let panel = FakePanel::start(does).await;
        let subject = relay(&panel).await;
        subject.read("balance").await;
        subject.read(KEY).await;
        subject.write(&id(1), "add").await;
        subject.write(&id(1), "refill").await;
        post(subject.address, &format!("/p/{KEY}?key={KEY}"), KEY).await;
        post(subject.address, "/p/p", &format!("key={KEY}")).await;
        let log = subject.log();
        assert!(log.contains("POST p balance"), "{log}");
        assert!(log.contains("attempt 019a9d3e"), "{log}");
        assert!(!log.contains("CANARY") && !log.contains("service"), "{log}");
    }
}
