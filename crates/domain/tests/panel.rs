//! One panel has one id however its address is written, two panels never share one, and an endpoint is
//! exactly what a browser sends it as (the `url` crate stands for the browser).

use panelboard_domain::account::{PrivateHosts, parse_address};
use panelboard_domain::panel::PanelId;
use proptest::prelude::*;
use proptest::sample::select;

fn first(text: &str) -> String {
    let endpoints = parse_address(text, PrivateHosts::Allow);
    endpoints.unwrap_or_else(|error| panic!("{text}: {error}")).remove(0).as_str().to_owned()
}

fn id(text: &str) -> PanelId {
    let endpoints = parse_address(text, PrivateHosts::Allow);
    PanelId::of(&endpoints.unwrap_or_else(|error| panic!("{text}: {error}"))[0])
}

#[test]
fn s04_every_spelling_of_an_address_is_one_panel() {
    for (canonical, spellings) in [
        (
            "https://smm.plus/api/v2",
            &[
                "smm.plus",
                "SMM.Plus",
                "https://smm.plus.",
                "https://smm.plus:443",
                "https://smm.plus:0443/api",
                "smm.plus:/api/v2",
                "HTTPS://smm.plus/api/v2/",
                "https:\\\\smm.plus\\api\\v2",
                "https:/smm.plus/api/v2",
                "https:smm.plus/api/v2",
                "https:///smm.plus//api///v2//",
                "smm.plus/./api/v2",
                "smm.plus//api/v2",
                "smm.plus/x/../api/v2",
                "smm.plus/api/v1/../v2",
                "smm.plus/../../api/v2",
                "smm.plus/%2e/api/v2",
                "smm.plus/x/%2E%2e/api/v2",
                "smm.plus/.%2e/api/v2",
                "smm.plus/%61pi/%762",
                "smm.plus/api/v2?key=1",
                "smm.plus/api/v2#top",
                "ｓｍｍ．plus/api/v2",
                "smm。plus/api/v2",
                "  smm.plus/api/v2\n",
            ][..],
        ),
        (
            "http://localhost:8788/api/v2",
            &[
                "localhost:8788",
                "LOCALHOST.:8788",
                "127.0.0.1:8788",
                "127.1:8788",
                "127.0.1:8788",
                "127.8.8.8:8788",
                "0x7f.0.0.1:8788",
                "0177.0.0.1:8788",
                "0x7f000001:8788",
                "2130706433:8788",
                "http://[::1]:8788",
                "[0:0:0:0:0:0:0:1]:8788",
                "[::ffff:127.0.0.1]:8788",
                "[::FFFF:7f00:1]:8788",
                "http://127.1:08788/./api/v2/",
            ],
        ),
        (
            "https://xn--bcher-kva.example/api/v2",
            &[
                "bücher.example",
                "BÜCHER.example",
                "xn--bcher-kva.example",
                "XN--BCHER-KVA.Example.",
            ],
        ),
        ("https://93.184.216.34/api/v2", &["93.184.216.34", "93.12113954", "0x5d.0xb8.0xd8.0x22"]),
        (
            "https://[2606:2800::1]/api/v2",
            &["[2606:2800::1]", "[2606:2800:0:0::1]:443", "[2606:2800:0000::0001]"],
        ),
        ("https://a.example/caf%C3%A9/v2", &["a.example/café/v2", "a.example/caf%c3%a9/v2/"]),
        ("https://a.example/~me/api/v2", &["a.example/~me/api/v2", "a.example/%7eme/api/v2"]),
    ] {
        for spelling in spellings {
            assert_eq!(id(spelling).as_str(), canonical, "{spelling}");
            assert_eq!(PanelId::named_by(&first(spelling)).as_ref(), Some(&id(spelling)));
        }
    }
}

#[test]
fn what_differs_on_the_wire_is_two_panels() {
    let texts = [
        "smm.plus/api/v2",
        "smm.plus/api/v1",
        "smm.plus/API/v2",
        "smm.plus:8443/api/v2",
        "www.smm.plus/api/v2",
        "smm.plus.example/api/v2",
        "smmplus.example/api/v2",
        "smm.plus/x/api/v2",
        "smm.plus/a%2Fapi/v2",
        "smm.plus/%252e/api/v2",
        "localhost:8788/api/v2",
        "localhost:8789/api/v2",
        "https://localhost:8788/api/v2",
        "one.localhost:8788/api/v2",
        "two.localhost:8788/api/v2",
        "93.184.216.34",
        "93.184.216.35",
        "[2606:2800::1]",
        "bücher.example",
        "bucher.example",
    ];
    for (at, one) in texts.iter().enumerate() {
        for other in &texts[at + 1..] {
            assert_ne!(id(one), id(other), "{one} {other}");
        }
    }
}

/// Characters of one name that look alike or fall together are refused, not guessed at.
#[test]
fn a_name_that_browsers_would_compose_first_is_refused() {
    for text in
        ["bu\u{308}cher.example", "\u{1112}\u{1161}.example", "smm\u{200b}.plus", "smm\u{ad}.plus"]
    {
        assert!(parse_address(text, PrivateHosts::Allow).is_err(), "{text:?}");
    }
}

/// Pieces that addresses and their accidents are made of.
fn address() -> impl Strategy<Value = String> {
    let scheme = select(&["", "https://", "HTTPS://", "https:/", "https:\\\\", "http://"][..]);
    let host = select(
        &[
            "smm.plus",
            "SMM.plus.",
            "a-b.example",
            "bücher.example",
            "xn--e1afmkfd.example",
            "localhost",
            "127.1",
            "0x7f.1",
            "1.2.3.4",
            "16909060",
            "[::1]",
            "[2001:db8::a:1]",
            "[::ffff:1.2.3.4]",
            "Пример.example",
            "a.b.c.example",
            "017.1",
            "x.localhost",
        ][..],
    );
    let port = select(&["", ":", ":443", ":80", ":8443", ":00443"][..]);
    let piece = select(
        &[
            "/", "//", "/.", "/..", "/%2e", "/%2E%2e", "/api", "/v2", "/v1", "\\x", "/~a", "/%7ea",
            "/a%2fb", "/é", "/%C3%a9", "/a;b=c", "/a:b@c", "/a+b", "/%", "/{a}", "/a|b", "/a^b",
            "/[a]", "/a\"b", "/'a'", "/`a`", "/<a>", "/%00", "/%ff",
        ][..],
    );
    let path = proptest::collection::vec(piece, 0..6);
    let tail = select(&["", "/", "?a=b", "#x", "?x#y"][..]);
    (scheme, host, port, path, tail).prop_map(|(scheme, host, port, path, tail)| {
        format!("{scheme}{host}{port}{}{tail}", path.concat())
    })
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(4_000))]

    /// What is stored is what a browser sends, letter for letter.
    #[test]
    fn an_endpoint_is_a_fixed_point_of_the_browser(text in address()) {
        for endpoint in parse_address(&text, PrivateHosts::Allow).unwrap_or_default() {
            let sent = url::Url::parse(endpoint.as_str()).expect("a URL");
            prop_assert_eq!(sent.as_str(), endpoint.as_str(), "{}", text);
        }
    }

    /// Reading it again changes nothing, neither the address nor the panel.
    #[test]
    fn a_canonical_address_stays(text in address()) {
        for endpoint in parse_address(&text, PrivateHosts::Allow).unwrap_or_default() {
            prop_assert_eq!(first(endpoint.as_str()), endpoint.as_str(), "{}", text);
            let panel = PanelId::of(&endpoint);
            prop_assert_eq!(PanelId::named_by(panel.as_str()), Some(panel));
        }
    }

    /// What a browser sends to one address is one panel: the spelling it makes of the text, and ours.
    #[test]
    fn the_browsers_own_spelling_is_the_same_panel(text in address()) {
        if let Ok(endpoints) = parse_address(&text, PrivateHosts::Allow)
            && endpoints.len() == 1
            && let Ok(typed) = url::Url::parse(endpoints[0].as_str())
            && text.to_ascii_lowercase().starts_with("http")
            && let Ok(mut browser) = url::Url::parse(&text)
            && browser.scheme() == typed.scheme()
        {
            browser.set_query(None);
            browser.set_fragment(None);
            prop_assert_eq!(PanelId::named_by(browser.as_str()), Some(PanelId::of(&endpoints[0])));
        }
    }

    /// Two addresses of one panel reach the same server: same origin but for this machine's names, and
    /// the same path but for empty segments.
    #[test]
    fn one_panel_is_one_origin(one in address(), other in address()) {
        let (Ok(one), Ok(other)) =
            (parse_address(&one, PrivateHosts::Allow), parse_address(&other, PrivateHosts::Allow))
        else { return Ok(()) };
        if PanelId::of(&one[0]) == PanelId::of(&other[0]) {
            let [a, b] = [&one[0], &other[0]].map(|e| url::Url::parse(e.as_str()).expect("a URL"));
            prop_assert_eq!(a.port_or_known_default(), b.port_or_known_default());
            prop_assert_eq!(a.path(), b.path());
            let local = |url: &url::Url| matches!(url.host_str(), Some("localhost" | "127.0.0.1" | "[::1]"));
            prop_assert!(a.host_str() == b.host_str() || (local(&a) && local(&b)));
        }
    }
}
