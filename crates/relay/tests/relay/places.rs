//! S12: who holds a connection when there are more clients than places.

use crate::app::folder;
use crate::support::*;
use panelboard_relay::Config;
use std::fs;
use std::net::{IpAddr, SocketAddr};
use std::time::{Duration, Instant};
use tokio::io::{AsyncReadExt, AsyncWriteExt};
use tokio::net::{TcpSocket, TcpStream};

/// A connection from one of this machine's addresses.
async fn connect(to: SocketAddr, from: [u8; 4]) -> TcpStream {
    let socket = TcpSocket::new_v4().expect("a socket");
    // Elsewhere than on Linux only the first of 127/8 is this machine.
    let from = if cfg!(target_os = "linux") { from } else { [127, 0, 0, 1] };
    socket.bind(SocketAddr::new(IpAddr::from(from), 0)).expect("bound");
    socket.connect(to).await.expect("it listens")
}

const USER: [u8; 4] = [127, 0, 0, 2];
const ATTACKER: [u8; 4] = [127, 0, 0, 3];
const HEALTH: &[u8] = b"GET /healthz HTTP/1.1\r\nhost: x\r\n\r\n";

/// A client that begins a head and never ends it.
async fn drip(to: SocketAddr, from: [u8; 4]) -> TcpStream {
    let mut stream = connect(to, from).await;
    let _ = stream.write_all(b"POST /p/p HTTP/1.1\r\nhost: x\r\n").await;
    stream
}

async fn is_closed(stream: &mut TcpStream) -> bool {
    let read = tokio::time::timeout(Duration::from_millis(200), stream.read(&mut [0; 64])).await;
    matches!(read, Ok(Ok(0) | Err(_)))
}

#[tokio::test]
async fn s12_dripping_clients_keep_nobody_waiting() {
    let panel = FakePanel::start(Does::Says(placed())).await;
    let change = |config: &mut Config| config.limits.connections = 60;
    let subject = relay_with(change, panel.address).await;
    let mut dripping = Vec::new();
    // From many addresses, so that all places are taken.
    for number in 0..200_u8 {
        dripping.push(drip(subject.address, [127, 0, 1, number]).await);
    }
    for from in [USER, ATTACKER, USER] {
        for number in 0..40_u8 {
            dripping.push(drip(subject.address, [127, 0, 2, number]).await);
        }
        let start = Instant::now();
        let mut user = connect(subject.address, from).await;
        let bytes = post_bytes("/p/p", &form("balance"));
        user.write_all(&bytes).await.expect("it reads");
        let answer = read_answer(&mut user).await.expect("an answer");
        assert_eq!(answer.status, 200);
        assert!(start.elapsed() < Duration::from_secs(2), "{:?}", start.elapsed());
    }
}

#[tokio::test]
async fn s12_one_address_gets_half_of_the_places() {
    let panel = FakePanel::start(Does::Says(placed())).await;
    let change = |config: &mut Config| config.limits.connections = 20;
    let subject = relay_with(change, panel.address).await;
    let mut user = connect(subject.address, USER).await;
    user.write_all(HEALTH).await.expect("it reads");
    assert_eq!(read_answer(&mut user).await.map(|answer| answer.status), Some(200));
    let mut flood = Vec::new();
    for _ in 0..60 {
        flood.push(drip(subject.address, ATTACKER).await);
    }
    let mut open = 0;
    for stream in &mut flood {
        open += usize::from(!is_closed(stream).await);
    }
    assert!((1..=10).contains(&open), "{open}");
    if cfg!(target_os = "linux") {
        user.write_all(HEALTH).await.expect("it reads");
        let again = read_answer(&mut user).await.map(|answer| answer.status);
        assert_eq!(again, Some(200), "another's idle connection stays");
    }
}

#[tokio::test]
async fn s12_what_is_under_way_is_never_cut() {
    let wait = Duration::from_millis(700);
    let panel = FakePanel::start(Does::SaysAfter(wait, placed())).await;
    let change = |config: &mut Config| config.limits.connections = 8;
    let subject = relay_with(change, panel.address).await;
    let mark = subject.mark().await;
    let mut under_way = Vec::new();
    for number in 0..4 {
        let mut stream = connect(subject.address, USER).await;
        let path = format!("/p/p/attempts/{}/{mark}", id(number));
        stream.write_all(&post_bytes(&path, &form("add"))).await.expect("it reads");
        under_way.push(stream);
    }
    let begin = Instant::now();
    while panel.seen.count("add") < 4 {
        assert!(begin.elapsed() < Duration::from_secs(10), "four writes reach the panel");
        tokio::time::sleep(Duration::from_millis(5)).await;
    }
    let mut flood = Vec::new();
    for number in 0..100_u8 {
        flood.push(drip(subject.address, [127, 0, 3, number]).await);
    }
    for mut stream in under_way {
        let answer = read_answer(&mut stream).await.expect("an answer");
        answer.expect(200, "upstream", "{\"order\":23501}");
    }
    assert_eq!(panel.seen.count("add"), 4);
}

/// The answer is complete inside the relay long before a slow client has it.
#[tokio::test]
async fn s12_an_answer_on_its_way_is_under_way() {
    let panel = FakePanel::start(Does::Says(placed())).await;
    let app = folder("s12-slow");
    let size = 24 << 20;
    fs::write(app.join("large.bin"), vec![b'x'; size]).expect("a file");
    let change = |config: &mut Config| {
        config.app = Some(app);
        config.limits.connections = 8;
    };
    let subject = relay_with(change, panel.address).await;
    let mut slow = connect(subject.address, USER).await;
    let text = format!("GET /large.bin HTTP/1.1\r\nhost: {}\r\n\r\n", subject.address);
    slow.write_all(text.as_bytes()).await.expect("it reads");
    let mut first = [0; 64];
    slow.read_exact(&mut first).await.expect("it has begun");
    let mut flood = Vec::new();
    for number in 0..100_u8 {
        flood.push(drip(subject.address, [127, 0, 3, number]).await);
    }
    let mut piece = vec![0; 1 << 16];
    let mut got = first.len();
    while got < size {
        let length = slow.read(&mut piece).await.expect("it sends");
        assert!(length > 0, "cut after {got} bytes");
        got += length;
    }
}

#[tokio::test]
async fn s12_idle_connections_are_kept_up_to_a_limit() {
    let panel = FakePanel::start(Does::Says(placed())).await;
    let change = |config: &mut Config| config.limits.idle = 3;
    let subject = relay_with(change, panel.address).await;
    let mut all = Vec::new();
    for _ in 0..10 {
        let mut stream = connect(subject.address, USER).await;
        stream.write_all(HEALTH).await.expect("it reads");
        assert_eq!(read_answer(&mut stream).await.map(|answer| answer.status), Some(200));
        all.push(stream);
    }
    let mut open = Vec::new();
    for stream in &mut all {
        open.push(!is_closed(stream).await);
    }
    assert_eq!(open, [[false; 7].as_slice(), &[true; 3]].concat());
    for stream in &mut all[7..] {
        stream.write_all(HEALTH).await.expect("it reads");
        assert_eq!(read_answer(stream).await.map(|answer| answer.status), Some(200));
    }
}

#[tokio::test]
async fn s12_connections_beyond_the_limit_wait_for_those_under_way() {
    let wait = Duration::from_millis(300);
    let panel = FakePanel::start(Does::SaysAfter(wait, placed())).await;
    let change = |config: &mut Config| {
        config.limits.connections = 2;
        config.trusted_proxies = vec![[127, 0, 0, 1].into()];
    };
    let subject = relay_with(change, panel.address).await;
    let all = (0..6).map(|_| subject.read("balance"));
    let start = Instant::now();
    for answer in futures_of(all).await {
        answer.expect(200, "upstream", "{\"order\":23501}");
    }
    assert!(start.elapsed() >= 3 * wait, "two at a time");
}

/// Runs all at once on this task.
async fn futures_of<F: Future>(all: impl Iterator<Item = F>) -> Vec<F::Output> {
    use std::pin::Pin;
    use std::task::Poll;
    let mut waiting: Vec<Pin<Box<F>>> = all.map(Box::pin).collect();
    let mut done = Vec::new();
    std::future::poll_fn(|context| {
        waiting.retain_mut(|one| match one.as_mut().poll(context) {
            Poll::Ready(output) => {
                done.push(output);
                false
            }
            Poll::Pending => true,
        });
        if waiting.is_empty() { Poll::Ready(()) } else { Poll::Pending }
    })
    .await;
    done
}
