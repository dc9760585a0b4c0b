//! One confirmation is one order, whatever becomes of the relay between: restarts, replicas, answers
//! that had to go, two processes and one file, a full disk (docs/adr/0012; fault matrix 64).

use crate::program::{PATH, Program};
use crate::support::*;
use std::path::PathBuf;
use std::process::{Command, Output};
use std::time::Duration;
use tokio::time::sleep;

const PLACED: &str = "{\"order\":23501}";
const OTHER_MEMORY: &str = "{\"relay_error\":\"other-memory\"}";
const NO_FILE: &str = "{\"relay_error\":\"attempts-file\"}";

/// A new place for an attempts file.
fn place(name: &str) -> PathBuf {
    let folder = PathBuf::from(env!("CARGO_TARGET_TMPDIR")).join(name);
    let _ = std::fs::remove_dir_all(&folder);
    std::fs::create_dir_all(&folder).expect("a folder");
    folder.join("attempts")
}

fn text(path: &std::path::Path) -> &str {
    path.to_str().expect("text")
}

/// The relay is killed when the panel has the order. Returns the mark that the app had noted.
async fn killed_in_the_middle(panel: &FakePanel, more: &[&str]) -> String {
    let first = Program::start(panel.address, more);
    let (address, noted) = (first.address, mark(first.address).await);
    let path = format!("/p/p/attempts/{}/{noted}", id(1));
    let waiting = tokio::spawn(async move { raw(address, &post_bytes(&path, &form("add"))).await });
    while panel.seen.requests().is_empty() {
        sleep(Duration::from_millis(5)).await;
    }
    first.signal("-KILL");
    assert_eq!(waiting.await.expect("joined"), None, "no answer came");
    first.end();
    noted
}

#[tokio::test]
async fn s02_fault_64_a_restarted_relay_does_not_send_what_the_browser_repeats() {
    let panel = FakePanel::start(Does::SaysAfter(Duration::from_millis(500), placed())).await;
    let noted = killed_in_the_middle(&panel, &[]).await;
    let second = Program::start(panel.address, &[]);
    write_marked(second.address, 1, &noted).await.expect(409, "in_doubt", OTHER_MEMORY);
    let receipt = receipt(second.address, 1).await;
    assert_eq!(field(&receipt, "state"), "not_seen");
    assert!(!noted.starts_with(&field(&receipt, "memory")), "and it proves nothing: {receipt}");
    second.signal("-TERM");
    second.end();
    assert_eq!(panel.seen.count("add"), 1);
}

#[tokio::test]
async fn s02_fault_64_with_an_attempts_file_a_restarted_relay_knows_what_it_sent() {
    let file = place("restart");
    let option = ["--attempts-file", text(&file)];
    let panel = FakePanel::start(Does::SaysAfter(Duration::from_millis(500), placed())).await;
    let noted = killed_in_the_middle(&panel, &option).await;
    let lines = std::fs::read_to_string(&file).expect("a file");
    assert!(lines.contains(&id(1)) && !lines.contains("CANARY"), "{lines}");
    let second = Program::start(panel.address, &option);
    let again = write_marked(second.address, 1, &noted).await;
    again.expect(502, "in_doubt", "{\"relay_error\":\"earlier-run\"}");
    // What it did not take is still proved not to be sent, and may be sent under the old mark.
    let other = receipt(second.address, 2).await;
    assert_eq!(field(&other, "state"), "not_seen");
    assert!(noted.starts_with(&field(&other, "memory")), "{other}");
    write_marked(second.address, 2, &noted).await.expect(200, "upstream", PLACED);
    second.signal("-INT");
    assert!(second.end().0);
    assert_eq!(panel.seen.count("add"), 2);
}

#[tokio::test]
async fn s02_of_two_replicas_behind_one_address_only_the_one_that_was_asked_sends() {
    let panel = FakePanel::start(Does::Says(placed())).await;
    let (one, two) = (relay(&panel).await, relay(&panel).await);
    let noted = one.mark().await;
    write_marked(two.address, 1, &noted).await.expect(409, "in_doubt", OTHER_MEMORY);
    assert_eq!(panel.seen.connections(), 0);
    write_marked(one.address, 1, &noted).await.expect(200, "upstream", PLACED);
    write_marked(two.address, 1, &noted).await.expect(409, "in_doubt", OTHER_MEMORY);
    assert_eq!(panel.seen.count("add"), 1);
}

#[tokio::test]
async fn s02_a_write_that_names_no_memory_is_refused_and_not_taken() {
    let panel = FakePanel::start(Does::Says(placed())).await;
    let subject = relay(&panel).await;
    let answer = post(subject.address, &format!("/p/p/attempts/{}", id(1)), &form("add")).await;
    answer.expect(400, "pre-upstream", "{\"relay_error\":\"mark-required\"}");
    assert_eq!(answer.header("access-control-allow-origin").as_deref(), Some(ORIGIN));
    assert_eq!(field(&receipt(subject.address, 1).await, "state"), "not_seen");
    assert_eq!(panel.seen.connections(), 0);
}

#[tokio::test]
async fn s02_answers_that_push_each_other_out_leave_their_attempts_known() {
    let long = json("200 OK", &format!("{{\"order\":1,\"x\":\"{}\"}}", "x".repeat(60_000)));
    let panel = FakePanel::start(Does::Says(long)).await;
    let subject = relay_with(|config| config.rates = None, panel.address).await;
    let noted = subject.mark().await;
    // 17 MB of answers; 16 MiB are kept.
    for number in 0..285 {
        assert_eq!(write_marked(subject.address, number, &noted).await.status, 200);
    }
    let again = write_marked(subject.address, 0, &noted).await;
    again.expect(502, "in_doubt", "{\"relay_error\":\"answer-not-kept\"}");
    let newest = write_marked(subject.address, 284, &noted).await;
    assert_eq!((newest.status, newest.stage().as_str()), (200, "replayed"));
    assert_eq!(field(&receipt(subject.address, 0).await, "forgotten"), "0");
    assert_eq!(panel.seen.count("add"), 285);
}

#[tokio::test]
async fn s03_a_relay_started_with_a_file_in_use_does_not_start() {
    let file = place("in-use");
    let panel = FakePanel::start(Does::Says(placed())).await;
    let first = Program::start(panel.address, &["--attempts-file", text(&file)]);
    let second = Command::new(PATH)
        .args(["--listen", "127.0.0.1:0", "--attempts-file", text(&file)])
        .output()
        .expect("it runs");
    let Output { status, stdout, stderr } = second;
    let error = String::from_utf8(stderr).expect("text");
    assert!(!status.success() && stdout.is_empty());
    assert_eq!(error.lines().count(), 1, "{error}");
    assert!(error.contains("attempts file") && error.contains("another process"), "{error}");
    // The first is as it was.
    let noted = mark(first.address).await;
    write_marked(first.address, 1, &noted).await.expect(200, "upstream", PLACED);
    first.signal("-KILL");
    first.end();
    let third = Program::start(panel.address, &["--attempts-file", text(&file)]);
    assert_eq!(field(&receipt(third.address, 1).await, "state"), "in_doubt");
    third.signal("-KILL");
    third.end();
}

#[tokio::test]
async fn s03_the_default_file_is_the_first_relays_and_the_second_says_that_it_has_none() {
    let state = place("default");
    let state = state.parent().expect("a folder");
    let start = |panel| {
        let mut command = Command::new("env");
        command.args([&format!("XDG_STATE_HOME={}", text(state)), PATH]);
        Program::start_by(command, panel, &[])
    };
    let panel = FakePanel::start(Does::Says(placed())).await;
    let (first, second) = (start(panel.address), start(panel.address));
    let noted = mark(first.address).await;
    write_marked(first.address, 1, &noted).await.expect(200, "upstream", PLACED);
    write_marked(second.address, 1, &noted).await.expect(409, "in_doubt", OTHER_MEMORY);
    for program in [&first, &second] {
        program.signal("-TERM");
    }
    let (first, second) = (first.end().1, second.end().1);
    assert!(first.contains("panelboard/attempts: memory begins now"), "{first}");
    assert!(second.contains("no attempts file") && second.contains("another process"), "{second}");
    let third = start(panel.address);
    assert_eq!(field(&receipt(third.address, 1).await, "state"), "in_doubt");
    third.signal("-TERM");
    assert!(third.end().1.contains("memory goes on"));
}

#[tokio::test]
async fn a_relay_without_a_place_for_its_file_says_so_at_the_start() {
    let panel = FakePanel::start(Does::Says(placed())).await;
    for more in [&[][..], &["--no-attempts-file"]] {
        let program = Program::start(panel.address, more);
        program.signal("-TERM");
        let log = program.end().1;
        assert!(log.starts_with("no attempts file: after a restart nothing is known"), "{log}");
    }
}

/// The relay in a shell that lets no file grow beyond so many kilobytes, as a full disk would.
fn on_a_disk_of(kilobytes: u32) -> Command {
    let mut command = Command::new("bash");
    let script = format!("trap '' XFSZ; ulimit -f {kilobytes}; exec {PATH} \"$@\"");
    command.args(["-c", &script, "relay"]);
    command
}

#[tokio::test]
async fn s09_on_a_full_disk_nothing_is_sent_and_the_file_stays_whole() {
    let file = place("full");
    let option = ["--attempts-file", text(&file)];
    let panel = FakePanel::start(Does::Says(placed())).await;
    let program = Program::start_by(on_a_disk_of(1), panel.address, &option);
    let noted = mark(program.address).await;
    let mut sent = 0;
    for number in 0..20 {
        let answer = write_marked(program.address, number, &noted).await;
        match answer.status {
            200 => sent += 1,
            _ => answer.expect(502, "pre-upstream", NO_FILE),
        }
    }
    assert!((1..20).contains(&sent), "{sent}");
    assert_eq!(panel.seen.count("add"), sent);
    program.signal("-TERM");
    program.end();
    // With room again it starts and knows each one that it sent.
    let again = Program::start(panel.address, &option);
    let after = mark(again.address).await;
    assert_eq!(after.split('/').next(), noted.split('/').next(), "memory goes on");
    for number in 0..20 {
        let state = field(&receipt(again.address, number).await, "state");
        let expected = if number < sent as u64 { "in_doubt" } else { "not_seen" };
        assert_eq!(state, expected, "{number}");
    }
    again.signal("-TERM");
    again.end();
    let beside = std::fs::read_dir(file.parent().expect("a folder")).expect("a folder").count();
    assert_eq!(beside, 1, "nothing is left beside it");
}

#[tokio::test]
async fn s09_with_no_room_at_all_the_relay_starts_and_sends_nothing() {
    let file = place("no-room");
    let option = ["--attempts-file", text(&file)];
    let panel = FakePanel::start(Does::Says(placed())).await;
    let before = Program::start(panel.address, &option);
    let noted = mark(before.address).await;
    write_marked(before.address, 1, &noted).await.expect(200, "upstream", PLACED);
    before.signal("-KILL");
    before.end();
    let program = Program::start_by(on_a_disk_of(0), panel.address, &option);
    let now = mark(program.address).await;
    write_marked(program.address, 2, &now).await.expect(502, "pre-upstream", NO_FILE);
    write_marked(program.address, 3, &noted).await.expect(409, "in_doubt", OTHER_MEMORY);
    let again = write_marked(program.address, 1, &noted).await;
    again.expect(502, "in_doubt", "{\"relay_error\":\"earlier-run\"}");
    let unsure = close(program.address, 4, &now).await;
    assert_eq!(field(&unsure, "state"), "in_doubt", "no promise that the disk does not hold");
    assert_eq!(panel.seen.count("add"), 1);
    program.signal("-TERM");
    let (success, log) = program.end();
    assert!(success && log.contains("cannot be written now"), "{log}");
}

#[tokio::test]
async fn a_closed_attempt_is_not_sent_when_it_comes_not_even_after_a_restart() {
    let file = place("closed");
    let option = ["--attempts-file", text(&file)];
    let panel = FakePanel::start(Does::Says(placed())).await;
    let closed = "{\"relay_error\":\"closed\"}";
    let first = Program::start(panel.address, &option);
    let noted = mark(first.address).await;
    assert_eq!(field(&close(first.address, 1, &noted).await, "state"), "not_sent");
    assert_eq!(field(&close(first.address, 1, &noted).await, "state"), "not_sent", "and again");
    write_marked(first.address, 1, &noted).await.expect(502, "pre-upstream", closed);
    write_marked(first.address, 2, &noted).await.expect(200, "upstream", PLACED);
    assert_eq!(field(&close(first.address, 2, &noted).await, "state"), "done", "it came before");
    let foreign = format!("{}/0", "0".repeat(32));
    assert_eq!(field(&close(first.address, 3, &foreign).await, "state"), "not_seen");
    first.signal("-KILL");
    first.end();
    let second = Program::start(panel.address, &option);
    let earlier = "{\"relay_error\":\"earlier-run\"}";
    write_marked(second.address, 1, &noted).await.expect(502, "pre-upstream", earlier);
    assert_eq!(field(&close(second.address, 2, &noted).await, "state"), "in_doubt");
    second.signal("-TERM");
    second.end();
    assert_eq!(panel.seen.count("add"), 1);
}

#[tokio::test]
async fn only_a_page_that_may_order_may_close() {
    let panel = FakePanel::start(Does::Says(placed())).await;
    let subject = relay(&panel).await;
    let noted = subject.mark().await;
    let path = format!("/attempts/{}/{noted}/close", id(1));
    let request = format!(
        "POST {path} HTTP/1.1\r\nhost: x\r\norigin: https://evil.example\r\ncontent-length: 0\r\n\
         connection: close\r\n\r\n"
    );
    let answer = raw(subject.address, request.as_bytes()).await.expect("an answer");
    answer.expect(403, "pre-upstream", "{\"relay_error\":\"origin\"}");
    write_marked(subject.address, 1, &noted).await.expect(200, "upstream", PLACED);
}

#[tokio::test]
async fn what_was_refused_before_it_left_is_known_as_not_sent_after_a_restart() {
    let file = place("unsent");
    let option = ["--attempts-file", text(&file)];
    let nobody = "127.0.0.1:9".parse().expect("an address");
    let first = Program::start(nobody, &option);
    let noted = mark(first.address).await;
    assert_eq!(write_marked(first.address, 1, &noted).await.stage(), "pre-upstream");
    first.signal("-KILL");
    first.end();
    let panel = FakePanel::start(Does::Says(placed())).await;
    let second = Program::start(panel.address, &option);
    assert_eq!(field(&receipt(second.address, 1).await, "state"), "not_sent");
    assert_eq!(write_marked(second.address, 1, &noted).await.stage(), "pre-upstream");
    second.signal("-TERM");
    second.end();
    assert_eq!(panel.seen.connections(), 0, "not sent stays true");
}
