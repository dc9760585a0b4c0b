//! The contract (crates/relay/README.md#the-contract), and what passes (docs/reliability.md#heads).

use crate::support::*;

#[tokio::test]
async fn a_read_brings_the_panels_answer_and_nothing_else_of_it() {
    let rude = b"HTTP/1.1 201 Created\r\ncontent-type: text/html\r\nset-cookie: a=b\r\n\
        location: https://evil.example/?key=1\r\nstrict-transport-security: max-age=1\r\n\
        content-security-policy: default-src *\r\naccess-control-allow-origin: *\r\n\
        x-powered-by: PHP\r\nretry-after: 7\r\ncontent-length: 14\r\n\r\n<b>\xff</b> hello!";
    let panel = FakePanel::start(Does::Says(rude.to_vec())).await;
    let answer = relay(&panel).await.read("balance").await;
    assert_eq!((answer.status, answer.stage().as_str()), (201, "upstream"));
    assert_eq!(answer.body, b"<b>\xff</b> hello!"[..14].to_vec());
    let header = |name: &str| answer.header(name);
    assert_eq!(header("content-type").as_deref(), Some("text/plain; charset=utf-8"));
    assert_eq!(header("x-content-type-options").as_deref(), Some("nosniff"));
    assert_eq!(header("cache-control").as_deref(), Some("no-store"));
    assert_eq!(header("retry-after").as_deref(), Some("7"));
    assert_eq!(header("access-control-allow-origin").as_deref(), Some(ORIGIN));
    assert_eq!(header("x-relay-redirect").as_deref(), Some("https://evil.example"));
    assert!(
        header("access-control-expose-headers").is_some_and(|all| all.contains("X-Relay-Stage"))
    );
    for name in ["set-cookie", "location", "strict-transport-security", "x-powered-by"] {
        assert_eq!(header(name), None, "{name}");
    }
}

#[tokio::test]
async fn nothing_of_the_clients_head_reaches_the_panel() {
    let panel = FakePanel::start(Does::Says(placed())).await;
    let subject = relay(&panel).await;
    let body = form("balance");
    let request = format!(
        "POST /p/p HTTP/1.1\r\nhost: {}\r\norigin: {ORIGIN}\r\nreferer: {ORIGIN}/secret\r\n\
         cookie: session=1\r\nauthorization: Bearer x\r\nx-forwarded-for: 1.2.3.4\r\n\
         forwarded: for=1.2.3.4\r\naccept-language: tr\r\nuser-agent: Browser\r\nx-odd: 1\r\n\
         content-type: application/x-www-form-urlencoded; charset=UTF-8\r\nconnection: close\r\n\
         content-length: {}\r\n\r\n{body}",
        subject.address,
        body.len()
    );
    raw(subject.address, request.as_bytes()).await.expect("an answer");
    let expected = format!(
        "POST /api/v2 HTTP/1.1\r\nhost: {}\r\nuser-agent: panelboard-relay/{}\r\n\
         accept: application/json, */*\r\naccept-encoding: identity\r\n\
         content-type: application/x-www-form-urlencoded\r\ncontent-length: {}\r\n\r\n{body}",
        panel.address,
        env!("CARGO_PKG_VERSION"),
        body.len()
    );
    assert_eq!(panel.seen.requests(), [expected]);
}

#[tokio::test]
async fn a_write_without_an_attempt_and_a_read_with_one_are_refused() {
    let panel = FakePanel::start(Does::Says(placed())).await;
    let subject = relay(&panel).await;
    for action in ["add", "refill", "cancel"] {
        let answer = subject.read(action).await;
        answer.expect(400, "pre-upstream", "{\"relay_error\":\"attempt-required\"}");
    }
    for action in ["balance", "services", "status", "refill_status"] {
        let answer = subject.write(&id(1), action).await;
        answer.expect(400, "pre-upstream", "{\"relay_error\":\"attempt-on-read\"}");
    }
    assert_eq!(panel.seen.connections(), 0);
}

#[tokio::test]
async fn the_receipt_tells_what_became_of_an_attempt() {
    let panel = FakePanel::start(Does::Says(placed())).await;
    let subject = relay(&panel).await;
    let before = subject.receipt(&id(1)).await;
    assert!(before.text().contains("\"state\":\"not_seen\""), "{}", before.text());
    assert_eq!(field(&before.text(), "position"), "0");
    assert_eq!(field(&before.text(), "memory").len(), 32);
    subject.write(&id(1), "add").await.expect(200, "upstream", "{\"order\":23501}");
    let after = subject.receipt(&id(1)).await.text();
    assert!(after.contains("\"state\":\"done\""), "{after}");
    assert_eq!((field(&after, "position"), field(&after, "forgotten")), ("1".into(), "0".into()));
    assert!(after.contains(r#""result":{"status":200,"body":"{\"order\":23501}"}"#), "{after}");
}

#[tokio::test]
async fn the_panels_are_listed_with_their_addresses() {
    let panel = FakePanel::start(Does::Hangs).await;
    let subject = relay(&panel).await;
    let list = get(subject.address, "/panels").await.text();
    let row = format!(r#"{{"alias":"p","endpoint":"http://{}/api/v2"}}"#, panel.address);
    assert!(list.contains(&row), "{list}");
    assert_eq!(field(&list, "version"), env!("CARGO_PKG_VERSION"));
    assert_eq!(get(subject.address, "/healthz").await.text(), "ok");
}

#[tokio::test]
async fn a_private_relay_asks_for_its_token() {
    let panel = FakePanel::start(Does::Says(placed())).await;
    let token = "0123456789abcdef";
    let change = |config: &mut panelboard_relay::Config| config.token = Some(token.to_owned());
    let subject = relay_with(change, panel.address).await;
    let body = form("balance");
    for (value, status) in [("", 401), ("Bearer wrong", 401), ("Bearer 0123456789abcdef", 200)] {
        let request = format!(
            "POST /p/p HTTP/1.1\r\nhost: x\r\norigin: {ORIGIN}\r\nauthorization: {value}\r\n\
             content-type: application/x-www-form-urlencoded\r\nconnection: close\r\n\
             content-length: {}\r\n\r\n{body}",
            body.len()
        );
        let answer = raw(subject.address, request.as_bytes()).await.expect("an answer");
        assert_eq!(answer.status, status, "{value}");
    }
    assert_eq!(panel.seen.requests().len(), 1);
}

/// The code that the app puts into words.
#[tokio::test]
async fn s13_a_private_relay_says_that_it_wants_a_token() {
    let panel = FakePanel::start(Does::Says(placed())).await;
    let token = "0123456789abcdef".to_owned();
    let change = |config: &mut panelboard_relay::Config| config.token = Some(token);
    let subject = relay_with(change, panel.address).await;
    for answer in [
        subject.read("balance").await,
        write_marked(subject.address, 1, "00f00000000000000000000000000abc/0").await,
        get(subject.address, "/panels").await,
        get(subject.address, &format!("/attempts/{}", id(1))).await,
    ] {
        answer.expect(401, "pre-upstream", "{\"relay_error\":\"token\"}");
        assert_eq!(answer.header("www-authenticate").as_deref(), Some("Bearer"));
    }
    assert_eq!(panel.seen.connections(), 0);
}

/// A page of another origin gives the token: the browser asks first whether it may send the header, for
/// each address anew, and then lets the page read every answer and its stage, a refusal's too.
#[tokio::test]
async fn s13_a_page_elsewhere_may_give_the_token_and_read_what_comes_back() {
    let panel = FakePanel::start(Does::Says(placed())).await;
    let token = "0123456789abcdef".to_owned();
    let change = |config: &mut panelboard_relay::Config| config.token = Some(token);
    let subject = relay_with(change, panel.address).await;
    let say = async |origin: &str, method: &str, path: &str, more: &str, body: &str| {
        let request = format!(
            "{method} {path} HTTP/1.1\r\nhost: relay.example\r\norigin: {origin}\r\n\
             sec-fetch-site: cross-site\r\nsec-fetch-mode: cors\r\n{more}\
             content-type: application/x-www-form-urlencoded\r\nconnection: close\r\n\
             content-length: {}\r\n\r\n{body}",
            body.len()
        );
        raw(subject.address, request.as_bytes()).await.expect("an answer")
    };
    let asks = "access-control-request-method: POST\r\n\
                access-control-request-headers: authorization,content-type\r\n";
    let bearer = "authorization: Bearer 0123456789abcdef\r\n";
    let order = form("add");
    let paths = [
        ("GET", "/panels".to_owned(), ""),
        ("GET", format!("/attempts/{}", id(1)), ""),
        ("POST", format!("/p/p/attempts/{}/{}", id(1), "MARK"), order.as_str()),
    ];
    for (method, path, body) in paths {
        let receipt = say(ORIGIN, "GET", &format!("/attempts/{}", id(1)), bearer, "").await;
        let mark = format!("{}/0", field(&receipt.text(), "memory"));
        let path = path.replace("MARK", &mark);
        let preflight = say(ORIGIN, "OPTIONS", &path, asks, "").await;
        assert_eq!(preflight.status, 204, "{path}");
        assert_eq!(preflight.header("access-control-allow-origin").as_deref(), Some(ORIGIN));
        let allowed = preflight.header("access-control-allow-headers").unwrap_or_default();
        assert!(allowed.contains("authorization"), "{allowed}");
        for (more, status) in [("", 401), ("authorization: Bearer x\r\n", 401), (bearer, 200)] {
            let answer = say(ORIGIN, method, &path, more, body).await;
            assert_eq!(answer.status, status, "{path} {more}: {}", answer.text());
            assert_eq!(answer.header("access-control-allow-origin").as_deref(), Some(ORIGIN));
            let exposed = answer.header("access-control-expose-headers").unwrap_or_default();
            assert!(exposed.contains("X-Relay-Stage"), "{exposed}");
            assert_eq!(answer.header("access-control-allow-credentials"), None);
        }
        let stranger = say("https://evil.example", "OPTIONS", &path, asks, "").await;
        assert_eq!((stranger.status, stranger.header("access-control-allow-origin")), (403, None));
        let stranger = say("https://evil.example", method, &path, bearer, body).await;
        assert_eq!((stranger.status, stranger.header("access-control-allow-origin")), (403, None));
    }
    assert_eq!(panel.seen.count("add"), 1);
    assert!(!subject.log().contains("0123456789abcdef"), "{}", subject.log());
}

/// A form that a server could split at `;` names one action in every reading.
#[tokio::test]
async fn s14_an_action_behind_a_semicolon_reaches_no_panel() {
    let panel = FakePanel::start(Does::Says(placed())).await;
    let subject = relay(&panel).await;
    for body in ["x=1;action=add&action=balance", "action=balance&key=k;action=add"] {
        let answer = post(subject.address, "/p/p", body).await;
        assert_eq!((answer.status, answer.stage().as_str()), (400, "pre-upstream"), "{body}");
    }
    assert_eq!(panel.seen.connections(), 0);
}

/// `localhost` is each visitor's own machine: a relay for the public is not theirs.
#[tokio::test]
async fn s14_a_public_relay_does_not_take_localhost_for_its_own_page() {
    let panel = FakePanel::start(Does::Says(placed())).await;
    let own = async |listen: &str, proxies: &[&str], origins: &[&str]| {
        let change = |config: &mut panelboard_relay::Config| {
            config.listen = listen.parse().expect("an address");
            config.origins = origins.iter().map(|&origin| origin.to_owned()).collect();
            let proxies = proxies.iter().map(|proxy| proxy.parse().expect("an address"));
            config.trusted_proxies = proxies.collect();
        };
        let subject = relay_with(change, panel.address).await;
        let to = ([127, 0, 0, 1], subject.address.port()).into();
        let mut taken = Vec::new();
        for host in ["localhost", "127.0.0.1", "[::1]"] {
            let port = subject.address.port();
            let text = format!(
                "POST /p/p HTTP/1.1\r\nhost: x\r\norigin: http://{host}:{port}\r\n\
                 content-type: application/x-www-form-urlencoded\r\nconnection: close\r\n\
                 content-length: 14\r\n\r\naction=balance"
            );
            taken.push(raw(to, text.as_bytes()).await.map(|answer| answer.status));
        }
        assert!(taken.iter().all(|one| *one == taken[0]), "{taken:?}");
        taken[0]
    };
    assert_eq!(own("127.0.0.1:0", &[], &[]).await, Some(200));
    assert_eq!(
        own("127.0.0.1:0", &[], &[ORIGIN]).await,
        Some(200),
        "a local one, with another page"
    );
    assert_eq!(own("0.0.0.0:0", &[], &[]).await, Some(200), "in a container, without a name");
    assert_eq!(own("0.0.0.0:0", &[], &[ORIGIN]).await, Some(403));
    assert_eq!(own("127.0.0.1:0", &["192.0.2.1"], &[ORIGIN]).await, Some(403), "behind a proxy");
}

#[tokio::test]
async fn a_large_list_is_passed_on_and_compressed_on_request() {
    let row = r#"{"service":1,"name":"Followers","rate":"0.90","min":"50","max":"10000"},"#;
    let list = format!("[{}]", row.repeat(20_000));
    let panel = FakePanel::start(Does::Says(json("200 OK", &list))).await;
    let subject = relay(&panel).await;
    assert_eq!(subject.read("services").await.text(), list);
    let body = form("services");
    let request = format!(
        "POST /p/p HTTP/1.1\r\nhost: x\r\norigin: {ORIGIN}\r\naccept-encoding: br, gzip\r\n\
         content-type: application/x-www-form-urlencoded\r\nconnection: close\r\n\
         content-length: {}\r\n\r\n{body}",
        body.len()
    );
    let answer = raw(subject.address, request.as_bytes()).await.expect("an answer");
    assert_eq!(answer.header("content-encoding").as_deref(), Some("gzip"));
    assert!(answer.body.len() < list.len() / 10);
    assert_eq!(gunzip(&answer.body), list.as_bytes());
    assert!(panel.seen.requests()[1].contains("accept-encoding: gzip, br\r\n"));
}

fn gunzip(bytes: &[u8]) -> Vec<u8> {
    let mut plain = Vec::new();
    let mut decoder = flate2::read::GzDecoder::new(bytes);
    std::io::Read::read_to_end(&mut decoder, &mut plain).expect("whole gzip");
    plain
}

#[tokio::test]
async fn what_the_panel_compressed_stays_compressed() {
    let plain = "{\"balance\":\"1.00\"}".repeat(200);
    let mut encoder = flate2::write::GzEncoder::new(Vec::new(), flate2::Compression::best());
    std::io::Write::write_all(&mut encoder, plain.as_bytes()).expect("into memory");
    let coded = encoder.finish().expect("into memory");
    let head = format!(
        "HTTP/1.1 200 OK\r\ncontent-type: application/json\r\ncontent-encoding: gzip\r\n\
         content-length: {}\r\n\r\n",
        coded.len()
    );
    let reply = [head.into_bytes(), coded.clone()].concat();
    let panel = FakePanel::start(Does::Says(reply)).await;
    let subject = relay(&panel).await;
    let body = form("balance");
    let request = format!(
        "POST /p/p HTTP/1.1\r\nhost: x\r\norigin: {ORIGIN}\r\naccept-encoding: gzip\r\n\
         content-type: application/x-www-form-urlencoded\r\nconnection: close\r\n\
         content-length: {}\r\n\r\n{body}",
        body.len()
    );
    let answer = raw(subject.address, request.as_bytes()).await.expect("an answer");
    assert_eq!(answer.body, coded);
    assert_eq!(subject.read("balance").await.text(), plain, "a client without gzip gets it plain");
    subject.write(&id(1), "add").await.expect(200, "upstream", &plain);
}
