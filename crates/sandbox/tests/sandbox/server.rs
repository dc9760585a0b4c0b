//! The wire: sockets, faults, the control API.

use crate::conversation::LIST;
use panelboard_sandbox::engine::Catalogue;
use panelboard_sandbox::server::{FaultKind, FaultRule, Options, Running, spawn};
use serde_json::{Value, json};
use std::net::SocketAddr;
use std::time::Duration;
use tokio::io::{AsyncReadExt as _, AsyncWriteExt as _};
use tokio::net::TcpStream;

const ADD: &str = "action=add&service=1&link=https%3A%2F%2Fa.b%2Fc&quantity=100";

async fn start(faults: Vec<FaultRule>) -> Running {
    let catalogue = Some(Catalogue::recorded(LIST).expect("a list"));
    spawn(Options { catalogue, faults, ..Options::default() }).await.expect("free ports")
}

fn fault(flag: &str) -> Vec<FaultRule> {
    let text = ["--fault".to_owned(), flag.to_owned()];
    Options::parse(text, |_| Err(std::io::ErrorKind::NotFound.into())).expect("a fault").faults
}

/// A client on one connection.
struct Client(TcpStream);

impl Client {
    async fn connect(addr: SocketAddr) -> Self {
        Self(TcpStream::connect(addr).await.expect("the sandbox listens"))
    }

    async fn send(&mut self, head: &str, body: &str) {
        let length = body.len();
        let text = format!("{head}\r\nHost: sandbox\r\nContent-Length: {length}\r\n\r\n{body}");
        self.0.write_all(text.as_bytes()).await.expect("the sandbox reads");
    }

    /// Head and body of one answer, or how the connection ended.
    async fn receive(&mut self) -> Result<(String, String), String> {
        let mut bytes = Vec::new();
        loop {
            let text = String::from_utf8_lossy(&bytes).into_owned();
            if let Some((head, body)) = text.split_once("\r\n\r\n")
                && body.len() >= length_of(head)
            {
                return Ok((head.to_lowercase(), body.to_owned()));
            }
            let mut buffer = [0; 4096];
            match self.0.read(&mut buffer).await {
                Ok(0) => return Err(format!("fin after {} bytes", bytes.len())),
                Ok(count) => bytes.extend_from_slice(&buffer[..count]),
                Err(error) => return Err(error.kind().to_string()),
            }
        }
    }

    async fn post(&mut self, path: &str, body: &str) -> Result<(String, String), String> {
        let head =
            format!("POST {path} HTTP/1.1\r\nContent-Type: application/x-www-form-urlencoded");
        self.send(&head, body).await;
        self.receive().await
    }
}

fn length_of(head: &str) -> usize {
    let length = head.lines().find_map(|line| {
        let (name, value) = line.split_once(':')?;
        name.eq_ignore_ascii_case("content-length").then(|| value.trim().parse().ok())?
    });
    length.unwrap_or(0)
}

/// One request to `/api/v2` on a fresh connection.
async fn ask(running: &Running, fields: &str) -> Result<(String, String), String> {
    let form = format!("key=sandbox-v2-key-0001&{fields}");
    Client::connect(running.addr).await.post("/api/v2", &form).await
}

async fn control(running: &Running, method: &str, path: &str, body: &Value) -> Value {
    let mut client = Client::connect(running.control_addr).await;
    let body = if body.is_null() { String::new() } else { body.to_string() };
    client.send(&format!("{method} {path} HTTP/1.1"), &body).await;
    let (_, body) = client.receive().await.expect("an answer");
    serde_json::from_str(&body).expect("JSON")
}

async fn counts(running: &Running) -> (u64, u64) {
    let counts = control(running, "GET", "/counts", &Value::Null).await;
    let number = |name: &str| counts["perfect"][name].as_u64().expect("a number");
    (number("adds_received"), number("adds_accepted"))
}

#[tokio::test]
async fn every_profile_has_an_account_that_works_as_announced() {
    let running = start(Vec::new()).await;
    let announced: Value = serde_json::from_str(&running.announcement()).expect("one JSON line");
    assert_eq!(announced["accounts"].as_array().map(Vec::len), Some(11));
    for account in &running.accounts {
        let path = account.address.split_once(&running.addr.to_string()).expect("an address").1;
        let form = format!("key={}&action=balance", account.key);
        let answer = Client::connect(running.addr).await.post(path, &form).await;
        let (head, body) = answer.expect("an answer");
        assert!(head.starts_with("http/1.1 200"), "{path}: {head}");
        assert!(body.contains("\"balance\""), "{path}: {body}");
    }
}

#[tokio::test]
async fn rude_clients_are_understood() {
    let running = start(Vec::new()).await;
    let mut client = Client::connect(running.addr).await;
    let (_, body) = client
        .post("/perfect/api/v2/", "key=sandbox-v2-key-0001&action=balance")
        .await
        .expect("slash");
    assert!(body.contains("\"balance\""), "{body}");
    let head = "POST /api/v2 HTTP/1.1\r\nUser-Agent: Mozilla/4.0 (compatible; MSIE 5.01; Windows NT 5.0)\r\nContent-Type: multipart/form-data; boundary=b";
    let part = |name: &str, value: &str| {
        format!("--b\r\nContent-Disposition: form-data; name=\"{name}\"\r\n\r\n{value}\r\n")
    };
    let form = part("key", "sandbox-v2-key-0001") + &part("action", "balance") + "--b--\r\n";
    client.send(head, &form).await;
    let (_, body) = client.receive().await.expect("multipart");
    assert!(body.contains("\"balance\""), "{body}");
    let (head, _) = client.post("/nobody/api/v2", "").await.expect("a page");
    assert!(head.starts_with("http/1.1 404"), "{head}");
}

#[tokio::test]
async fn a_connection_cut_by_fin_or_rst_has_placed_the_order() {
    for (flag, ending) in
        [("fin:action=add", "fin after 0 bytes"), ("rst:action=add", "connection reset")]
    {
        let running = start(fault(flag)).await;
        assert_eq!(ask(&running, ADD).await, Err(ending.to_owned()), "{flag}");
        assert_eq!(counts(&running).await, (1, 1), "{flag}");
    }
}

#[tokio::test]
async fn a_connection_cut_before_acceptance_has_placed_nothing() {
    for flag in ["fin:action=add,processed=false", "rst:action=add,processed=false"] {
        let running = start(fault(flag)).await;
        assert!(ask(&running, ADD).await.is_err(), "{flag}");
        assert_eq!(counts(&running).await, (1, 0), "{flag}");
    }
}

#[tokio::test]
async fn a_408_comes_on_a_reused_connection_only() {
    let running = start(fault("408:action=add,times=1")).await;
    let mut client = Client::connect(running.addr).await;
    let balance = "key=sandbox-v2-key-0001&action=balance";
    assert!(
        client.post("/api/v2", balance).await.expect("an answer").0.starts_with("http/1.1 200")
    );
    let add = format!("key=sandbox-v2-key-0001&{ADD}");
    let (head, _) = client.post("/api/v2", &add).await.expect("an answer");
    assert!(head.starts_with("http/1.1 408"), "{head}");
    assert!(head.contains("connection: close"), "{head}");
    assert_eq!(counts(&running).await, (1, 0));
    assert!(ask(&running, ADD).await.expect("an answer").1.contains("\"order\""));
}

#[tokio::test]
async fn bodies_are_spoiled_as_asked() {
    let check = async |flag: &str, status: &str, starts: &str| {
        let running = start(fault(flag)).await;
        let (head, body) = ask(&running, "action=balance").await.expect("an answer");
        assert!(head.starts_with(&format!("http/1.1 {status}")), "{flag}: {head}");
        assert!(body.starts_with(starts), "{flag}: {body}");
    };
    check("status:status=502", "502", "Bad Gateway").await;
    check("html", "200", "<!DOCTYPE html>").await;
    check("html:status=403", "403", "<!DOCTYPE html>").await;
    check("bom", "200", "\u{feff}{").await;
    check("notice", "200", "<br />\n<b>Notice</b>").await;
    check("noise", "200", "{\"balance\":\"250.84292\",\"currency\":\"USD\"}\n<!--").await;
    check("wrong_types", "200", "{\"balance\":250.84292").await;
    check("answer:status=418,body=teapot", "418", "teapot").await;
    check("rate_limit:retry_after=9", "429", "{\"error\":\"Too many requests\"}").await;
    check("empty", "200", "").await;
}

#[tokio::test]
async fn headers_of_faults_are_sent() {
    let running = start(fault("rate_limit:retry_after=9")).await;
    assert!(ask(&running, ADD).await.expect("an answer").0.contains("retry-after: 9"));
    let running = start(fault("redirect:location=http://127.0.0.1:1/x,status=308")).await;
    let (head, _) = ask(&running, ADD).await.expect("an answer");
    assert!(head.starts_with("http/1.1 308"), "{head}");
    assert!(head.contains("location: http://127.0.0.1:1/x"), "{head}");
    let running = start(fault("gzip_bomb:megabytes=2")).await;
    let (head, _) = ask(&running, "action=services").await.expect("an answer");
    assert!(head.contains("content-encoding: gzip"), "{head}");
    assert!(length_of(&head) < 5_000, "two megabytes are small on the wire: {head}");
}

#[tokio::test]
async fn a_truncated_body_promises_more_than_it_brings() {
    let running = start(fault("truncate")).await;
    let ending = ask(&running, "action=balance").await.expect_err("half a body");
    assert!(ending.starts_with("fin after"), "{ending}");
}

#[tokio::test]
async fn a_hanging_answer_is_an_accepted_order() {
    let running = start(fault("hang:action=add")).await;
    let waiting = tokio::time::timeout(Duration::from_millis(300), ask(&running, ADD)).await;
    assert!(waiting.is_err(), "nothing may arrive");
    assert_eq!(counts(&running).await, (1, 1));
}

#[tokio::test]
async fn a_batch_can_lack_an_id() {
    let rules = vec![FaultRule {
        action: Some("status".into()),
        ..FaultRule::always(FaultKind::MissingIds)
    }];
    let running = start(rules).await;
    let (_, body) = ask(&running, "action=status&orders=1,2").await.expect("an answer");
    assert_eq!(body, r#"{"2":{"error":"Incorrect order ID"}}"#);
}

#[tokio::test]
async fn browsers_may_read_only_while_cors_is_on() {
    let running = start(Vec::new()).await;
    let allowed = async |running: &Running| {
        ask(running, "action=balance")
            .await
            .expect("an answer")
            .0
            .contains("access-control-allow-origin: *")
    };
    assert!(allowed(&running).await);
    control(&running, "POST", "/world", &json!({"cors": false})).await;
    assert!(!allowed(&running).await);
    control(&running, "POST", "/reset", &Value::Null).await;
    control(&running, "POST", "/faults", &json!({"kind": "no_cors", "times": 1})).await;
    assert!(!allowed(&running).await);
    assert!(allowed(&running).await);
}

#[tokio::test]
async fn what_was_received_is_told_without_keys() {
    let running = start(Vec::new()).await;
    ask(&running, ADD).await.expect("an answer");
    ask(&running, "action=balance").await.expect("an answer");
    let received = control(&running, "GET", "/received?action=add", &Value::Null).await;
    let requests = received["requests"].as_array().expect("a list");
    assert_eq!(requests.len(), 1);
    assert_eq!(requests[0]["fields"]["quantity"], "100");
    assert_eq!(
        (&requests[0]["accepted"], &requests[0]["on_connection"]),
        (&json!(true), &json!(1))
    );
    assert!(!received.to_string().contains("sandbox-v2-key"), "{received}");
}

#[tokio::test]
async fn the_world_can_be_changed_and_reset() {
    let running = start(Vec::new()).await;
    control(&running, "POST", "/world", &json!({"fate": "complete", "speed": 0})).await;
    ask(&running, ADD).await.expect("an answer");
    control(&running, "POST", "/world", &json!({"advance_ms": 3_600_000})).await;
    let (_, status) = ask(&running, "action=status&order=23501").await.expect("an answer");
    assert!(status.contains("Completed"), "{status}");
    let rate =
        json!({"rate": {"service": "1", "rate": "12.5"}, "balance": "1.00", "profile": "perfect"});
    control(&running, "POST", "/world", &rate).await;
    let (_, refused) =
        ask(&running, "action=add&service=1&link=d&quantity=100").await.expect("an answer");
    assert_eq!(refused, r#"{"error":"Not enough funds on balance"}"#);
    let wrong =
        control(&running, "POST", "/world", &json!({"order": {"id": "9", "state": "failed"}}))
            .await;
    assert_eq!(wrong["error"], "no such service or order");
    for (change, why) in [
        (json!({"advance_ms": -5}), "advance_ms makes no sense"),
        (json!({"speed": "fast"}), "speed makes no sense"),
        (json!({"suspended": 1, "balance": "7"}), "suspended makes no sense"),
        (json!({"balance": "1,0"}), "1,0 is no decimal"),
        (
            json!({"fate": "glory"}),
            "glory is none of: mixed, complete, partial, cancel, fail, stuck",
        ),
        (json!({"profile": "nobody"}), "no such profile"),
    ] {
        let answer = control(&running, "POST", "/world", &change).await;
        assert_eq!(answer["error"], why, "{change}");
    }
    let wrong = control(&running, "POST", "/world", &json!({"advance": 1})).await;
    assert!(wrong["error"].as_str().is_some_and(|why| why.starts_with("advance is none of:")));
    let (_, balance) = ask(&running, "action=balance").await.expect("an answer");
    assert_eq!(balance, r#"{"balance":"1.00","currency":"USD"}"#, "nothing has changed");
    control(&running, "POST", "/reset", &Value::Null).await;
    assert_eq!(counts(&running).await, (0, 0));
    let (_, balance) = ask(&running, "action=balance").await.expect("an answer");
    assert_eq!(balance, r#"{"balance":"250.84292","currency":"USD"}"#);
}

#[tokio::test]
async fn it_stops_when_told() {
    let running = start(Vec::new()).await;
    let addr = running.addr;
    running.shutdown.send(true).expect("it runs");
    let until_refused = async { while TcpStream::connect(addr).await.is_ok() {} };
    tokio::time::timeout(Duration::from_secs(10), until_refused).await.expect("it stops");
}

/// What every panel answers to the same requests, one after the other.
async fn transcript(running: &Running) -> Vec<String> {
    let mut said = Vec::new();
    control(running, "POST", "/world", &json!({"fate": "mixed", "balance": "900000"})).await;
    for account in &running.accounts {
        let path = account.address.split_once(&running.addr.to_string()).expect("an address").1;
        for fields in [ADD, "action=orders", "action=balance", "action=status&order=23501"] {
            let form = format!("key={}&{fields}", account.key);
            let answer = Client::connect(running.addr).await.post(path, &form).await;
            said.push(answer.expect("an answer").1);
            control(running, "POST", "/world", &json!({"advance_ms": 120_000})).await;
        }
    }
    said.push(control(running, "GET", "/orders", &Value::Null).await.to_string());
    said
}

#[tokio::test]
async fn the_same_seed_and_the_same_requests_give_the_same_history() {
    let stopped = |seed| Options {
        catalogue: Some(Catalogue::recorded(LIST).expect("a list")),
        seed,
        speed: 0,
        ..Options::default()
    };
    let first = spawn(stopped(7)).await.expect("free ports");
    let said = transcript(&first).await;
    assert!(said.iter().any(|answer| answer.contains("ord_")), "{said:?}");
    let second = spawn(stopped(7)).await.expect("free ports");
    assert_eq!(transcript(&second).await, said);
    control(&first, "POST", "/reset", &Value::Null).await;
    assert_eq!(transcript(&first).await, said, "a reset goes back to the beginning");
    let other = spawn(stopped(8)).await.expect("free ports");
    assert_ne!(transcript(&other).await, said);
}

#[tokio::test]
async fn a_person_finds_a_lost_order_on_the_panels_page() {
    let running = start(fault("rst:action=add")).await;
    assert!(ask(&running, ADD).await.is_err(), "the client never learns the id");
    let mut client = Client::connect(running.addr).await;
    client.send("GET /orders?search=a.b/c HTTP/1.1", "").await;
    let (_, page) = client.receive().await.expect("a page");
    assert!(page.contains("<td>23501<td>1<td>https://a.b/c<td>100<td>0.09"), "{page}");
    client.send("GET /orders?search=elsewhere HTTP/1.1", "").await;
    assert!(!client.receive().await.expect("a page").1.contains("23501"));
}
