//! The program itself: signals (fault matrix 63), its memory, its output.

use crate::program::{PATH, Program};
use crate::support::*;
use std::net::SocketAddr;
use std::process::Command;
use std::time::Duration;
use tokio::task::JoinSet;
use tokio::time::sleep;

pub(crate) async fn write(address: SocketAddr, number: u64) -> Answer {
    write_marked(address, number, &mark(address).await).await
}

#[tokio::test]
async fn fault_63_a_stop_under_load_cuts_nothing_that_was_sent() {
    let panel = FakePanel::start(Does::SaysAfter(Duration::from_millis(800), placed())).await;
    let program = Program::start(panel.address, &[]);
    let address = program.address;
    let mut all = JoinSet::new();
    for number in 0..100 {
        all.spawn(async move { write(address, number).await });
    }
    while panel.seen.requests().len() < 100 {
        sleep(Duration::from_millis(5)).await;
    }
    program.signal("-TERM");
    for answer in all.join_all().await {
        answer.expect(200, "upstream", "{\"order\":23501}");
    }
    let (success, log) = tokio::task::spawn_blocking(|| program.end()).await.expect("joined");
    assert!(success, "{log}");
    assert_eq!(log.matches("POST p add 200 upstream").count(), 100, "{log}");
    assert!(log.contains("stopping") && !log.contains("CANARY"), "{log}");
    assert_eq!(panel.seen.count("add"), 100);
}

/// A hundred clients at once, each with one kind of abuse, against the program's own memory.
#[cfg(target_os = "linux")]
#[tokio::test]
async fn fault_58_abuse_does_not_grow_the_program() {
    use tokio::io::AsyncWriteExt;
    use tokio::net::TcpStream;
    let bomb = Does::Repeats(b"HTTP/1.1 200 OK\r\n\r\n".repeat(1_000));
    let panel = FakePanel::start(bomb).await;
    let program = Program::start(panel.address, &["--no-rate-limit"]);
    let address = program.address;
    let chunked = format!(
        "POST /p/p HTTP/1.1\r\nhost: x\r\norigin: {ORIGIN}\r\ntransfer-encoding: chunked\r\n\
         content-type: application/x-www-form-urlencoded\r\n\r\n"
    );
    let endless = chunked.into_bytes();
    let answers_endless = post_bytes("/p/p", &form("services"));
    let header_bomb = [&b"GET / HTTP/1.1\r\nx: "[..], &vec![b'x'; 1 << 20]].concat();
    let mut all = JoinSet::new();
    for number in 0..100 {
        let first = [&endless, &answers_endless, &header_bomb][number % 3].clone();
        all.spawn(async move {
            let mut stream = TcpStream::connect(address).await.expect("it listens");
            let piece = [&b"8000\r\n"[..], &vec![b'x'; 0x8000], b"\r\n"].concat();
            let _ = stream.write_all(&first).await;
            for _ in 0..100 {
                if stream.write_all(&piece).await.is_err() {
                    break;
                }
            }
            sleep(Duration::from_millis(500)).await;
        });
    }
    all.join_all().await;
    let kilobytes = program.peak_kilobytes();
    assert!(kilobytes < 64 * 1024, "{kilobytes} kB");
    program.signal("-KILL");
    program.end();
}

/// What the operator reads: where to enter what. Never the token itself.
#[tokio::test]
async fn s13_the_address_to_enter_is_said_at_start_and_the_token_never() {
    let file = std::path::PathBuf::from(env!("CARGO_TARGET_TMPDIR")).join("s13-token");
    std::fs::write(&file, "0123456789abcdef0123\n").expect("a file");
    let nobody = "127.0.0.1:9".parse().expect("an address");
    let file = file.to_str().expect("a plain path");
    for (more, expected) in [
        (&["--token-file", file][..], "with its token"),
        (&["--public", "https://relay.example/"], "Add relay: https://relay.example\n"),
        (&["--trusted-proxy", "192.0.2.1"], "(--public)"),
    ] {
        let program = Program::start(nobody, more);
        program.signal("-TERM");
        let (success, log) = program.end();
        assert!(success && log.contains(expected), "{more:?}: {log}");
        assert!(!log.contains("0123456789abcdef"), "{log}");
    }
    let arguments = ["--print-config=https://app.example", "--token-file", file];
    let output = Command::new(PATH).args(arguments).env("HOME", "").output().expect("it runs");
    let said = String::from_utf8([output.stdout, output.stderr].concat()).expect("text");
    let link = "https://app.example/settings/relays#relay=http%3A%2F%2F127.0.0.1%3A8787";
    assert!(output.status.success() && said.lines().any(|line| line == link), "{said}");
    assert!(!said.contains("0123456789abcdef"), "{said}");
}

#[test]
fn the_manual_names_every_option_and_mistakes_are_one_clear_line() {
    let run = |arguments: &[&str]| {
        let program = Command::new(PATH).args(arguments).env("HOME", "").output();
        let output = program.expect("it runs");
        let text = |bytes: Vec<u8>| String::from_utf8(bytes).expect("text");
        (output.status.success(), text(output.stdout), text(output.stderr))
    };
    let (success, manual, _) = run(&["--help"]);
    assert!(success && manual.contains("--attempts-file") && manual.contains("/attempts/"));
    for arguments in [
        &["--panel", "x=http://panel.example/"][..],
        &["--panel", "x=http://127.0.0.1:1/"],
        &["--origin", "*"],
        &["--app", "/nowhere"],
        &["--listen", "nowhere"],
        &["--tls-cert", "chain.pem"],
        &["--public", "relay.example"],
        &["--print-config"],
        &["--what"],
    ] {
        let (success, output, error) = run(arguments);
        assert!(!success && output.is_empty(), "{arguments:?}");
        assert_eq!(error.lines().count(), 1, "{arguments:?}: {error}");
        assert!(error.starts_with("panelboard-relay: "), "{error}");
    }
}
