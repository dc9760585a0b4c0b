//! The program itself: signals, kills, restarts (fault matrix 63, 64), its output.

use crate::support::*;
use std::io::{BufRead, BufReader, Read};
use std::net::SocketAddr;
use std::path::PathBuf;
use std::process::{Child, Command, Stdio};
use std::time::Duration;
use tokio::task::JoinSet;
use tokio::time::sleep;

pub(crate) struct Program {
    child: Child,
    pub(crate) address: SocketAddr,
}

impl Program {
    pub(crate) fn start(panel: SocketAddr, more: &[&str]) -> Self {
        let mut child = Command::new(env!("CARGO_BIN_EXE_panelboard-relay"))
            .args(["--listen", "127.0.0.1:0", "--allow-loopback", "--origin", ORIGIN])
            .args(["--panel", &format!("p=http://{panel}/api/v2")])
            .args(more)
            .stdout(Stdio::piped())
            .stderr(Stdio::piped())
            .spawn()
            .expect("it starts");
        let mut line = String::new();
        let output = child.stdout.take().expect("piped");
        BufReader::new(output).read_line(&mut line).expect("a line");
        let address = line
            .strip_prefix("{\"listening\":\"http://")
            .and_then(|rest| rest.split('"').next())
            .and_then(|text| text.parse().ok());
        Self { child, address: address.unwrap_or_else(|| panic!("not ready: {line}")) }
    }

    /// The most memory that it ever had.
    #[cfg(target_os = "linux")]
    pub(crate) fn peak_kilobytes(&self) -> u32 {
        let status = std::fs::read_to_string(format!("/proc/{}/status", self.child.id()));
        let status = status.expect("it lives");
        let peak = status.lines().find_map(|line| line.strip_prefix("VmHWM:")).expect("a line");
        peak.trim().trim_end_matches(" kB").parse().expect("a number")
    }

    pub(crate) fn signal(&self, name: &str) {
        let id = self.child.id().to_string();
        let status = Command::new("kill").args([name, &id]).status().expect("kill runs");
        assert!(status.success());
    }

    pub(crate) fn end(mut self) -> (bool, String) {
        let status = self.child.wait().expect("it ends");
        let mut log = String::new();
        self.child.stderr.take().expect("piped").read_to_string(&mut log).expect("text");
        (status.success(), log)
    }
}

async fn write(address: SocketAddr, number: u64) -> Answer {
    post(address, &format!("/p/p/attempts/{}", id(number)), &form("add")).await
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

#[tokio::test]
async fn fault_64_a_killed_relay_knows_nothing_and_says_so() {
    let panel = FakePanel::start(Does::SaysAfter(Duration::from_millis(500), placed())).await;
    let first = Program::start(panel.address, &[]);
    let before = get(first.address, "/panels").await.text();
    let address = first.address;
    let waiting = tokio::spawn(async move {
        let request = post_bytes(&format!("/p/p/attempts/{}", id(1)), &form("add"));
        raw(address, &request).await
    });
    while panel.seen.requests().is_empty() {
        sleep(Duration::from_millis(5)).await;
    }
    first.signal("-KILL");
    assert_eq!(waiting.await.expect("joined"), None, "no answer came");
    let second = Program::start(panel.address, &[]);
    let receipt = get(second.address, &format!("/attempts/{}", id(1))).await.text();
    assert!(receipt.contains("\"state\":\"not_seen\""), "{receipt}");
    let field = |text: &str, name: &str| {
        let start = text.find(name).expect(name) + name.len();
        text[start..].split([',', '}']).next().expect("a value").to_owned()
    };
    assert_ne!(field(&before, "\"instance\":"), field(&receipt, "\"instance\":"));
    let boot = |text: &str| field(text, "\"boot_ts\":").parse::<u64>().expect("a number");
    assert!(boot(&receipt) > boot(&before), "not seen since a moment after the order was sent");
    second.signal("-TERM");
    first.end();
    second.end();
}

#[tokio::test]
async fn with_an_attempts_file_a_restarted_relay_knows_what_it_sent() {
    let file = PathBuf::from(env!("CARGO_TARGET_TMPDIR")).join("attempts");
    let _ = std::fs::remove_file(&file);
    let option = ["--attempts-file", file.to_str().expect("text")];
    let panel = FakePanel::start(Does::Says(placed())).await;
    let first = Program::start(panel.address, &option);
    write(first.address, 1).await.expect(200, "upstream", "{\"order\":23501}");
    first.signal("-KILL");
    first.end();
    let text = std::fs::read_to_string(&file).expect("a file");
    assert!(text.contains(&id(1)) && !text.contains("CANARY"), "{text}");
    let second = Program::start(panel.address, &option);
    let again = write(second.address, 1).await;
    again.expect(502, "in_doubt", "{\"relay_error\":\"earlier-run\"}");
    let other = get(second.address, &format!("/attempts/{}", id(2))).await.text();
    assert!(other.contains("\"state\":\"not_seen\""), "{other}");
    second.signal("-INT");
    assert!(second.end().0);
    assert_eq!(panel.seen.count("add"), 1);
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

#[test]
fn the_manual_names_every_option_and_mistakes_are_one_clear_line() {
    let run = |arguments: &[&str]| {
        let program = Command::new(env!("CARGO_BIN_EXE_panelboard-relay")).args(arguments).output();
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
        &["--what"],
    ] {
        let (success, output, error) = run(arguments);
        assert!(!success && output.is_empty(), "{arguments:?}");
        assert_eq!(error.lines().count(), 1, "{arguments:?}: {error}");
        assert!(error.starts_with("panelboard-relay: "), "{error}");
    }
}
