//! One form for each target of the platforms that services are sold for (K15): a table of pairs, and
//! what holds for every text.

use panelboard_domain::attempt::is_same_content;
use panelboard_domain::attempt::{Request, guard};
use panelboard_domain::link::{canonical_link, canonical_target, without_tracking};
use panelboard_domain::money::Amount;
use panelboard_domain::order::OrderParams;
use panelboard_domain::service::Service;
use panelboard_domain::testing;
use proptest::prelude::*;
use proptest::sample::select;

const PAIRS: &str = include_str!("links/pairs.txt");

fn service(category: &str) -> Service {
    let category = if category == "-" { "" } else { category };
    Service { category: category.into(), ..testing::service("7") }
}

/// Verdict, category and two links of each row.
fn rows() -> impl Iterator<Item = (&'static str, &'static str, &'static str, &'static str)> {
    PAIRS.lines().filter(|line| !line.is_empty() && !line.starts_with('#')).map(|line| {
        let mut words = line.split_ascii_whitespace();
        let row = (words.next(), words.next(), words.next(), words.next());
        assert_eq!(words.next(), None, "{line}");
        match row {
            (Some(verdict), Some(category), Some(one), Some(other)) => {
                (verdict, category, one, other)
            }
            _ => panic!("no row: {line}"),
        }
    })
}

#[test]
fn k15_one_target_has_one_form_and_two_targets_have_two() {
    let mut wrong = Vec::new();
    let mut count = 0;
    for (verdict, category, one, other) in rows() {
        count += 1;
        let service = service(category);
        let forms = (canonical_target(&service, one), canonical_target(&service, other));
        if (forms.0 == forms.1) != (verdict == "same") {
            wrong.push(format!("{verdict} {category}: {one} {other} -> {forms:?}"));
        }
    }
    assert!(wrong.is_empty(), "{} of {count}:\n{}", wrong.len(), wrong.join("\n"));
    assert!(count >= 120, "{count}");
}

#[test]
fn k15_a_form_is_its_own_form() {
    for (_, category, one, other) in rows() {
        let service = service(category);
        for link in [one, other] {
            let form = canonical_target(&service, link);
            assert_eq!(canonical_target(&service, &form), form, "{link}");
            assert_eq!(canonical_link(&canonical_link(link)), canonical_link(link), "{link}");
        }
    }
}

#[test]
fn k15_a_cleaned_link_has_the_same_target() {
    for (_, category, one, other) in rows() {
        let service = service(category);
        for link in [one, other] {
            let clean = without_tracking(link);
            assert_eq!(
                canonical_target(&service, &clean),
                canonical_target(&service, link),
                "{link} {clean}"
            );
        }
    }
}

fn add(link: &str, params: &[(&str, &str)]) -> Request {
    let mut sent = vec![("link".to_owned(), link.to_owned())];
    sent.extend(params.iter().map(|(name, value)| ((*name).to_owned(), (*value).to_owned())));
    Request::Add {
        service: Box::new(service("Instagram")),
        params: OrderParams(sent),
        quantity: 100,
        link: link.to_owned(),
        estimate: Amount::ZERO,
        currency: None,
    }
}

#[test]
fn k15_the_same_order_is_the_same_whatever_spelling_its_links_have() {
    let plain = add("https://www.instagram.com/p/AbC1/", &[]);
    let shared = add("https://instagram.com/reel/AbC1?igsh=x", &[]);
    assert!(is_same_content(&plain, &shared) && guard::is_same_target(&plain, &shared));
    let by = |user: &str| add("", &[("username", user), ("min", "10")]);
    let profile = by("https://www.instagram.com/some.one/?hl=en");
    assert!(is_same_content(&by("@Some.One"), &profile));
    // A subscription is for its user: another user is another target.
    assert!(guard::is_same_target(&by("some.one"), &profile));
    assert!(!guard::is_same_target(&by("some.two"), &profile));
    assert!(!is_same_content(&plain, &add("https://www.instagram.com/p/AbC1/", &[("runs", "2")])));
}

/// Texts near real links: heads, names and ends that the tables know, put together at will.
fn near_links() -> impl Strategy<Value = String> {
    let links: Vec<String> =
        rows().flat_map(|(_, _, one, other)| [one, other]).map(str::to_owned).collect();
    let piece = select(vec![
        "https://",
        "http:",
        "//",
        "tg://resolve?",
        "spotify:",
        "www.",
        "m.",
        "instagram.com",
        "x.com",
        "t.me",
        "youtu.be",
        "vk.com",
        "pinterest.co.uk",
        "some.one",
        "localhost",
        ":443",
        ":8080",
        "/",
        "//",
        "@",
        "+",
        "?",
        "&",
        "=",
        "#",
        "#!/",
        "%2F",
        "%",
        "%ff",
        "..",
        ".",
        "v=",
        "u=",
        "w=",
        "url=https://t.me/a",
        "igsh=1",
        "status",
        "p",
        "watch",
        "s",
        "c",
        "boost",
        "AbC",
        "é",
        "。",
        "１",
        " ",
        "\u{200b}",
        "\u{10fe41}",
        "\\",
        "[::1]",
        "xn--a",
        "ß",
        "İ",
    ]);
    prop_oneof![
        proptest::collection::vec(piece, 0..12).prop_map(|pieces| pieces.concat()),
        (select(links.clone()), any::<prop::sample::Index>(), ".{0,3}").prop_map(
            |(link, at, text)| {
                let ends: Vec<usize> =
                    link.char_indices().map(|(index, _)| index).chain([link.len()]).collect();
                let at = *at.get(&ends);
                format!("{}{text}{}", &link[..at], &link[at..])
            }
        ),
        ".{0,40}",
    ]
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(2_000))]

    #[test]
    fn k15_the_form_of_any_text_is_its_own_form(
        link in near_links(),
        category in select(vec!["", "Instagram", "Telegram", "YouTube", "Reddit", "VKontakte"]),
    ) {
        let service = service(category);
        let form = canonical_target(&service, &link);
        prop_assert_eq!(canonical_target(&service, &form), form.clone(), "{}", link);
        let form = canonical_link(&link);
        prop_assert_eq!(canonical_link(&form), form.clone(), "{}", link);
        if link.bytes().all(|byte| byte.is_ascii_graphic()) {
            prop_assert_eq!(canonical_link(&without_tracking(&link)), form, "{}", link);
        }
    }

    #[test]
    fn k15_ids_are_never_folded(one in "[A-Za-z0-9_-]{6,12}", other in "[A-Za-z0-9_-]{6,12}") {
        for head in [
            "https://www.instagram.com/p/", "https://youtu.be/", "https://t.me/+",
            "https://vt.tiktok.com/", "https://open.spotify.com/track/", "https://fb.watch/",
            "https://clips.twitch.tv/", "https://pin.it/", "https://discord.gg/",
            "https://www.threads.net/@a/post/", "https://on.soundcloud.com/", "https://k.kwai.com/p/",
            "https://shop.example/", "https://t.co/", "https://lnkd.in/", "https://redd.it/",
        ] {
            let (one_link, other_link) = (format!("{head}{one}"), format!("{head}{other}"));
            prop_assert_eq!(canonical_link(&one_link) == canonical_link(&other_link), one == other);
        }
    }
}
