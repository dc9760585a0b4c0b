//! Panels that misbehave (fault matrix 1 to 5 from the relay's side, 59, 67).

use crate::support::*;
use panelboard_relay::panel::Panel;
use panelboard_relay::{Addresses, Config, Resolve};
use std::io::Write;
use std::sync::Arc;
use std::time::Duration;
use tokio::net::TcpListener;
use tokio_rustls::TlsAcceptor;
use tokio_rustls::rustls::ServerConfig;
use tokio_rustls::rustls::crypto::ring::default_provider;
use tokio_rustls::rustls::pki_types::{CertificateDer, PrivateKeyDer};

/// An HTTP/2 server's first words, then resets of the stream: `INTERNAL_ERROR`, `REFUSED_STREAM`, and a
/// GOAWAY that claims that nothing was processed.
fn http2_frames() -> [Vec<u8>; 3] {
    let settings = [0, 0, 0, 4, 0, 0, 0, 0, 0];
    let reset = |code: u8| [&settings[..], &[0, 0, 4, 3, 0, 0, 0, 0, 1, 0, 0, 0, code]].concat();
    let goaway = [&settings[..], &[0, 0, 8, 7, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0]].concat();
    [reset(2), reset(7), goaway]
}

fn resends() -> Vec<(&'static str, Does)> {
    let [internal, refused, goaway] = http2_frames();
    let half = b"HTTP/1.1 200 OK\r\ncontent-length: 50\r\n\r\n{\"order\":".to_vec();
    vec![
        ("close", Does::Closes),
        ("reset", Does::Resets),
        ("close after half an answer", Does::SaysAndCloses(half)),
        ("half a head", Does::SaysAndCloses(b"HTTP/1.1 200 O".to_vec())),
        ("h2 INTERNAL_ERROR", Does::SaysAndCloses(internal)),
        ("h2 REFUSED_STREAM", Does::SaysAndCloses(refused)),
        ("h2 GOAWAY", Does::SaysAndCloses(goaway)),
        ("nonsense", Does::SaysAndCloses(b"SSH-2.0-OpenSSH_9\r\n".to_vec())),
    ]
}

#[tokio::test]
async fn fault_01_to_05_a_write_is_sent_once_whatever_the_panel_does_to_the_connection() {
    for (name, does) in resends() {
        let panel = FakePanel::start(does).await;
        let subject = relay(&panel).await;
        for number in 0..20 {
            let answer = subject.write(&id(number), "add").await;
            assert_eq!((answer.status, answer.stage().as_str()), (502, "in_doubt"), "{name}");
            let again = subject.write(&id(number), "add").await;
            assert_eq!(again.stage(), "in_doubt", "{name}");
        }
        assert_eq!(panel.seen.count("add"), 20, "{name}");
    }
}

#[tokio::test]
async fn fault_03_a_408_is_passed_on_and_nothing_is_sent_again() {
    let timeout = json("408 Request Timeout", "{}");
    for does in [Does::Says(timeout.clone()), Does::SaysAndCloses(timeout)] {
        let panel = FakePanel::start(does).await;
        let subject = relay(&panel).await;
        subject.write(&id(1), "add").await.expect(408, "upstream", "{}");
        subject.write(&id(1), "add").await.expect(408, "replayed", "{}");
        assert_eq!(panel.seen.count("add"), 1);
    }
}

#[tokio::test]
async fn a_write_has_a_connection_of_its_own_and_reads_share_one() {
    let panel = FakePanel::start(Does::Says(placed())).await;
    let subject = relay(&panel).await;
    for _ in 0..5 {
        subject.read("balance").await.expect(200, "upstream", "{\"order\":23501}");
    }
    assert_eq!(panel.seen.connections(), 1);
    for number in 0..5 {
        subject.write(&id(number), "add").await.expect(200, "upstream", "{\"order\":23501}");
    }
    assert_eq!(panel.seen.connections(), 6);
    subject.read("balance").await.expect(200, "upstream", "{\"order\":23501}");
    assert_eq!(panel.seen.connections(), 6);
}

#[tokio::test]
async fn fault_59_bombs_and_endless_answers_are_cut_at_the_cap() {
    let mut encoder = flate2::write::GzEncoder::new(Vec::new(), flate2::Compression::fast());
    for _ in 0..17 {
        encoder.write_all(&vec![b' '; 1 << 20]).expect("into memory");
    }
    let bomb = encoder.finish().expect("into memory");
    assert!(bomb.len() < 200_000);
    let head = format!(
        "HTTP/1.1 200 OK\r\ncontent-type: application/json\r\ncontent-encoding: gzip\r\n\
         content-length: {}\r\n\r\n",
        bomb.len()
    );
    let bomb = Does::Says([head.into_bytes(), bomb].concat());
    let endless = Does::Repeats([&b"HTTP/1.1 200 OK\r\n\r\n"[..], &vec![b' '; 65_536]].concat());
    let announced = Does::Says(b"HTTP/1.1 200 OK\r\ncontent-length: 9999999999\r\n\r\n".to_vec());
    for does in [bomb, endless, announced] {
        let panel = FakePanel::start(does).await;
        let change = |config: &mut Config| config.limits.late_time = Duration::from_secs(5);
        let subject = relay_with(change, panel.address).await;
        let first = id(1);
        let write = tokio::time::timeout(Duration::from_secs(20), subject.write(&first, "add"));
        assert_eq!(write.await.expect("an answer").stage(), "in_doubt");
        assert_eq!(panel.seen.count("add"), 1);
        // A service list passes while it arrives: what was cut must not look whole.
        let list = subject.read("services").await;
        assert!(list.body.len() <= 17 << 20, "{}", list.body.len());
        let whole = list.header("content-length").and_then(|text| text.parse().ok());
        assert!(list.stage() == "in_doubt" || whole.is_none_or(|whole| list.body.len() < whole));
    }
}

struct Panics;

impl Resolve for Panics {
    fn resolve<'a>(&'a self, _: &'a str) -> Addresses<'a> {
        panic!("a message that could hold {KEY}");
    }
}

struct NoNames;

impl Resolve for NoNames {
    fn resolve<'a>(&'a self, _: &'a str) -> Addresses<'a> {
        Box::pin(async { Err(std::io::Error::other("no name server")) })
    }
}

async fn relay_to_name(resolver: Arc<dyn Resolve>) -> Subject {
    let panel = Panel::parse("n=https://panel.example/api/v2", false).expect("a panel");
    let change = |config: &mut Config| {
        config.panels.push(panel);
        config.resolver = resolver;
    };
    relay_with(change, "127.0.0.1:9".parse().expect("an address")).await
}

#[tokio::test]
async fn fault_67_a_panic_is_answered_and_the_relay_lives_on() {
    let subject = relay_to_name(Arc::new(Panics)).await;
    let read = post(subject.address, "/p/n", &form("balance")).await;
    read.expect(500, "in_doubt", "{\"relay_error\":\"relay-failure\"}");
    assert_eq!(read.header("access-control-allow-origin").as_deref(), Some(ORIGIN));
    let path = format!("/p/n/attempts/{}/{}", id(1), subject.mark().await);
    let write = post(subject.address, &path, &form("add")).await;
    write.expect(502, "pre-upstream", "{\"relay_error\":\"relay-failure\"}");
    assert_eq!(get(subject.address, "/healthz").await.text(), "ok");
    assert!(!subject.log().contains("CANARY"));
}

#[tokio::test]
async fn fault_67_names_that_do_not_resolve_are_said_so() {
    let subject = relay_to_name(Arc::new(NoNames)).await;
    let answer = post(subject.address, "/p/n", &form("balance")).await;
    answer.expect(502, "pre-upstream", "{\"relay_error\":\"upstream-dns\"}");
}

/// What a TLS panel presents.
struct Tls {
    certificate: CertificateDer<'static>,
    key: PrivateKeyDer<'static>,
    protocols: Vec<Vec<u8>>,
}

fn certificate(year: i32) -> Tls {
    let mut params = rcgen::CertificateParams::new(vec!["localhost".to_owned()]).expect("a name");
    params.not_after = rcgen::date_time_ymd(year, 1, 1);
    let key = rcgen::KeyPair::generate().expect("a key");
    let certificate = params.self_signed(&key).expect("a certificate").der().clone();
    let key = PrivateKeyDer::try_from(key.serialize_der()).expect("a key");
    Tls { certificate, key, protocols: vec![b"http/1.1".to_vec()] }
}

/// A TLS server that answers any request; its address as a panel with the alias `t`.
async fn tls_panel(tls: Tls) -> Panel {
    let mut config = ServerConfig::builder_with_provider(Arc::new(default_provider()))
        .with_safe_default_protocol_versions()
        .expect("versions")
        .with_no_client_auth()
        .with_single_cert(vec![tls.certificate], tls.key)
        .expect("a pair");
    config.alpn_protocols = tls.protocols;
    let acceptor = TlsAcceptor::from(Arc::new(config));
    let listener = TcpListener::bind("127.0.0.1:0").await.expect("a free port");
    let port = listener.local_addr().expect("bound").port();
    tokio::spawn(async move {
        while let Ok((stream, _)) = listener.accept().await {
            let acceptor = acceptor.clone();
            tokio::spawn(async move {
                use tokio::io::{AsyncReadExt, AsyncWriteExt};
                let Ok(mut stream) = acceptor.accept(stream).await else { return };
                let _ = stream.read(&mut [0; 4096]).await;
                let _ = stream.write_all(&placed()).await;
                let _ = stream.shutdown().await;
            });
        }
    });
    Panel::parse(&format!("t=https://localhost:{port}/api/v2"), true).expect("a panel")
}

async fn ask_tls(tls: Tls, trusted: bool) -> Answer {
    let root = tls.certificate.clone();
    let panel = tls_panel(tls).await;
    let change = |config: &mut Config| {
        config.panels.push(panel);
        config.extra_roots.extend(trusted.then_some(root));
    };
    let subject = relay_with(change, "127.0.0.1:9".parse().expect("an address")).await;
    let path = format!("/p/t/attempts/{}/{}", id(1), subject.mark().await);
    post(subject.address, &path, &form("add")).await
}

#[tokio::test]
async fn fault_67_a_panel_that_cannot_prove_its_name_gets_no_key() {
    let refused = "{\"relay_error\":\"upstream-tls\"}";
    ask_tls(certificate(2090), true).await.expect(200, "upstream", "{\"order\":23501}");
    ask_tls(certificate(2090), false).await.expect(502, "pre-upstream", refused);
    ask_tls(certificate(2020), true).await.expect(502, "pre-upstream", refused);
    let h2_only = Tls { protocols: vec![b"h2".to_vec()], ..certificate(2090) };
    ask_tls(h2_only, true).await.expect(502, "pre-upstream", refused);
}

#[tokio::test]
async fn fault_07_a_panel_that_never_answers_is_given_up_in_time() {
    let panel = FakePanel::start(Does::Hangs).await;
    let change = |config: &mut Config| {
        config.limits.read_time = Duration::from_millis(100);
        config.limits.late_time = Duration::from_millis(200);
    };
    let subject = relay_with(change, panel.address).await;
    let gone = "{\"relay_error\":\"upstream-timeout\"}";
    subject.read("balance").await.expect(504, "in_doubt", gone);
    subject.write(&id(1), "add").await.expect(502, "in_doubt", gone);
    assert!(subject.receipt(&id(1)).await.text().contains("\"state\":\"in_doubt\""));
}
