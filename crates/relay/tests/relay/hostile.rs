//! Addresses that try to lead elsewhere (fault matrix 55, 56, 57).

use crate::support::*;
use panelboard_relay::address::Reach;
use panelboard_relay::panel::Panel;
use panelboard_relay::{Addresses, Resolve};
use std::collections::BTreeSet;
use std::net::IpAddr;
use std::sync::Arc;
use std::sync::atomic::{AtomicUsize, Ordering};

/// Hosts that are no plain public name, in every notation known to confuse parsers.
const HOSTS: &[&str] = &[
    "",
    ".",
    "..",
    "a",
    "panel",
    "localhost.",
    "LOCALHOST",
    "localhost.localdomain",
    "foo.localhost",
    "127.1",
    "127.0.1",
    "127.0.0.1.",
    "127.000.000.001",
    "0",
    "0.0.0.0",
    "0x7f.0.0.1",
    "0x7f000001",
    "0177.0.0.1",
    "017700000001",
    "2130706433",
    "127.0.0.1.nip.io.",
    "10.0.0.1",
    "172.16.0.1",
    "192.168.0.1",
    "169.254.169.254",
    "169.254.169.254.",
    "2852039166",
    "0xa9fea9fe",
    "0251.0376.0251.0376",
    "100.64.0.1",
    "198.18.0.1",
    "224.0.0.1",
    "255.255.255.255",
    "8.8.8.8",
    "1.1.1.1",
    "1.2.3.4.5",
    "[::]",
    "[::1",
    "::1]",
    "[0:0:0:0:0:0:0:1]",
    "[::ffff:127.0.0.1]",
    "[::ffff:7f00:1]",
    "[fe80::1]",
    "[fe80::1%25eth0]",
    "[fc00::1]",
    "[fd00::1]",
    "[64:ff9b::7f00:1]",
    "[2002:7f00:1::]",
    "[2606:4700::1111]",
    "user@panel.example",
    "user:pass@panel.example",
    "panel.example@127.0.0.1",
    "panel.example:80@127.0.0.1",
    "panel.example%40127.0.0.1",
    "127.0.0.1%2f.panel.example",
    "127.0.0.1%00.panel.example",
    "panel.example%00",
    "panel.example%0d%0aHost:x",
    "panel.example\\",
    "panel.example\\@127.0.0.1",
    "\\\\127.0.0.1",
    "panel.example#@127.0.0.1",
    "panel.example?@127.0.0.1",
    "panel example.com",
    "panel.example ",
    " panel.example",
    "panel.example\t",
    "panel.example\r\n",
    "panel.example\0",
    "pänel.example",
    "панель.рф",
    "パネル.example",
    "ⓛⓞⓒⓐⓛⓗⓞⓢⓣ",
    "①②⑦.⓪.⓪.①",
    "127。0。0。1",
    "panel．example",
    "panel.example\u{202e}",
    "panel\u{200b}.example",
    "-panel.example",
    "panel-.example",
    "panel..example",
    ".panel.example",
    "panel.example.",
    "PANEL.example",
    "panel_x.example",
    "panel.123",
    "panel.0x7f",
    "panel.example:80",
    "panel.example:8443",
    "panel.example:0",
    "panel.example:",
    "panel.example:65536",
    "panel.example:443x",
    "panel.example:+443",
    "panel.example::443",
    "printer.local",
    "metadata.internal",
    "metadata.google.internal",
    "router.lan",
    "nas.home",
    "dc.corp",
    "1.0.0.127.in-addr.arpa",
    "x.onion",
    "*.example",
    "*",
    "$(id).example",
    "`id`.example",
    "{panel}.example",
    "panel.example,127.0.0.1",
    "panel.example;127.0.0.1",
    "panel.example|127.0.0.1",
    "panel.example&x",
    "panel.example=x",
    "panel.example!",
    "'panel.example'",
    "\"panel.example\"",
    "<panel.example>",
    "panel.example^x",
    "panel.example~x",
];

/// Whole addresses whose scheme or path is the trick.
const ADDRESSES: &[&str] = &[
    "panel.example",
    "//panel.example/api",
    "///panel.example",
    "/api/v2",
    "http://panel.example/api/v2",
    "HTTPS://panel.example/api",
    "Https://panel.example",
    "https:panel.example",
    "https:/panel.example",
    "https:\\\\panel.example",
    "https://",
    "https:///",
    "https:///panel.example",
    " https://panel.example",
    "https://panel.example/ ",
    "ftp://panel.example/",
    "file:///etc/passwd",
    "gopher://panel.example:70/",
    "data:text/plain,x",
    "javascript:alert(1)",
    "blob:https://panel.example/x",
    "ws://panel.example/",
    "wss://panel.example/",
    "unix:///var/run/docker.sock",
    "jar:https://panel.example!/",
    "view-source:https://panel.example/",
    "https+http://panel.example/",
    "http://https://panel.example",
    "https://https://panel.example",
    "https://panel.example/../x",
    "https://panel.example/a/../b",
    "https://panel.example/./x",
    "https://panel.example//x",
    "https://panel.example/a//b",
    "https://panel.example/%2e%2e/x",
    "https://panel.example/a%00b",
    "https://panel.example/a b",
    "https://panel.example/a\\b",
    "https://panel.example/a?key=x",
    "https://panel.example/a#x",
    "https://panel.example?x",
    "https://panel.example#x",
    "https://panel.example/a;b",
    "https://panel.example/a@b",
    "https://panel.example/a:b",
    "https://panel.example/\r\nx: y",
    "https://panel.example/a\tb",
    "https://panel.example/ü",
    "https://panel.example/{x}",
    "https://panel.example/a|b",
    "https://panel.example/a`b",
    "https://panel.example/a\"b",
    "https://panel.example/<x>",
    "https://panel.example/a&b=c",
    "https://panel.example/a=b",
    "https://panel.example/a,b",
    "https://panel.example/a*b",
    "https://panel.example/a!b",
    "https://panel.example/a'b",
    "https://panel.example/(a)",
    "https://panel.example/a+b",
    "https://panel.example/a$b",
    "https://panel.example/.",
    "https://panel.example/..",
    "https://panel.example/a/..",
    "https://panel.example/a/.",
    "http://127.0.0.1@panel.example/",
    "http://localhost@panel.example/",
    "http://[::1]@panel.example/",
    "http://[::1]x/",
    "http://[::1]:/",
    "http://127.0.0.1:x/",
    "http://127.0.0.1:-1/",
    "http://127.0.0.1:99999/",
    "http://127.0.0.1:0/",
    "http://localhost:80:80/",
    "http://localhost\\@panel.example/",
    "http://localhost%2f@panel.example/",
    "http://127.0.0.2:80/",
    "http://0.0.0.0:80/",
    "http://10.0.0.1/",
    "http://169.254.169.254/latest/meta-data/",
    "http://[::ffff:127.0.0.1]:80/",
];

fn hostile() -> BTreeSet<String> {
    let hosts = HOSTS.iter().map(|host| format!("https://{host}/api/v2"));
    hosts.chain(ADDRESSES.iter().map(|&address| address.to_owned())).collect()
}

#[tokio::test]
async fn fault_55_no_hostile_address_becomes_a_panel_or_a_connection() {
    let hostile = hostile();
    assert!(hostile.len() >= 200, "{}", hostile.len());
    let panel = FakePanel::start(Does::Says(placed())).await;
    let subject = relay(&panel).await;
    for text in &hostile {
        // As configuration, even in development …
        let parsed = Panel::parse(&format!("x={text}"), true);
        assert!(parsed.is_err(), "{text:?} became {parsed:?}");
        // … and in a request, raw and percent-encoded, where an alias belongs.
        for path in [format!("/p/{text}"), format!("/p/{}", encode(text)), text.clone()] {
            let body = form("balance");
            let request = format!(
                "POST {path} HTTP/1.1\r\nhost: x\r\norigin: {ORIGIN}\r\nconnection: close\r\n\
                 content-type: application/x-www-form-urlencoded\r\ncontent-length: {}\r\n\r\n{body}",
                body.len()
            );
            if let Some(answer) = raw(subject.address, request.as_bytes()).await {
                let refused = matches!(answer.status, 400 | 404 | 405);
                assert!(refused, "{path:?} was answered {}", answer.status);
            }
        }
    }
    assert_eq!(panel.seen.connections(), 0);
}

fn encode(text: &str) -> String {
    text.bytes().flat_map(|byte| format!("%{byte:02X}").into_bytes()).map(char::from).collect()
}

#[test]
fn fault_55_plain_public_names_still_pass() {
    for (url, host) in [
        ("https://smm.plus/api/v2", "smm.plus"),
        ("https://panel.example:443/api", "panel.example"),
        ("https://a.b-c.xn--p1ai/adminapi/v1/x_y~z.php", "a.b-c.xn--p1ai"),
    ] {
        let panel = Panel::parse(&format!("x={url}"), false).expect(url);
        assert_eq!((panel.endpoint.host.as_str(), panel.endpoint.port), (host, 443));
        assert_eq!(panel.endpoint.reach, Reach::Public);
    }
}

/// A resolver that answers with a script, one list for each question.
struct Script(Vec<Vec<IpAddr>>, AtomicUsize);

impl Resolve for Script {
    fn resolve<'a>(&'a self, _: &'a str) -> Addresses<'a> {
        let question = self.1.fetch_add(1, Ordering::SeqCst);
        let answer = self.0[question % self.0.len()].clone();
        Box::pin(async move { Ok(answer) })
    }
}

#[tokio::test]
async fn fault_56_a_name_that_resolves_to_private_addresses_is_not_connected() {
    let panel = FakePanel::start(Does::Says(placed())).await;
    let private = [
        "127.0.0.1",
        "10.0.0.1",
        "169.254.169.254",
        "192.168.1.1",
        "100.64.0.1",
        "0.0.0.0",
        "::1",
        "::ffff:127.0.0.1",
        "fd00::1",
        "fe80::1",
        "64:ff9b::7f00:1",
    ];
    let lists: Vec<Vec<IpAddr>> = private
        .iter()
        .map(|text| vec![text.parse().expect("an address")])
        .chain([private.iter().map(|text| text.parse().expect("an address")).collect(), vec![]])
        .collect();
    let count = lists.len();
    let script = Arc::new(Script(lists, AtomicUsize::new(0)));
    let resolver = script.clone();
    let public = Panel::parse("n=https://panel.example/api/v2", false).expect("a panel");
    let change = |config: &mut panelboard_relay::Config| {
        config.panels.push(public);
        config.resolver = resolver;
    };
    let subject = relay_with(change, panel.address).await;
    for _ in 0..count {
        let answer = post(subject.address, "/p/n", &form("balance")).await;
        answer.expect(502, "pre-upstream", "{\"relay_error\":\"upstream-address\"}");
    }
    // Resolved once for each request: there is no second answer that could differ from the judged.
    assert_eq!(script.1.load(Ordering::SeqCst), count);
    assert_eq!(panel.seen.connections(), 0);
}

#[tokio::test]
async fn fault_57_a_redirect_is_reported_and_not_followed() {
    let target = FakePanel::start(Does::Says(placed())).await;
    for status in ["301 Moved", "302 Found", "303 See Other", "307 Temporary", "308 Permanent"] {
        let redirect = format!(
            "HTTP/1.1 {status}\r\nlocation: http://{}/latest/meta-data\r\ncontent-length: 0\r\n\r\n",
            target.address
        );
        let panel = FakePanel::start(Does::Says(redirect.into_bytes())).await;
        let subject = relay(&panel).await;
        let code: u16 = status[..3].parse().expect("a number");
        for answer in [subject.read("balance").await, subject.write(&id(1), "add").await] {
            answer.expect(code, "upstream", "");
            assert_eq!(answer.header("location"), None);
            let origin = format!("http://{}", target.address);
            assert_eq!(answer.header("x-relay-redirect"), Some(origin));
        }
    }
    assert_eq!(target.seen.connections(), 0);
}
