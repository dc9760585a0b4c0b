//! Orders are found by a link in any of its forms (D11).

use panelboard_domain::link::{LinkSearch, canonical_link, is_link_or_handle};

/// Whether an order whose target has this form (as its link says when `None`) is found.
fn is_found(searched: &str, link: &str, target: Option<&str>) -> bool {
    let target = target.map_or_else(|| canonical_link(link), str::to_owned);
    LinkSearch::read(searched).is_some_and(|search| search.finds(link, &target))
}

#[test]
fn d11_an_order_is_found_by_any_form_of_its_link() {
    let profile = "instagram.com/client7.page";
    for (searched, link, target) in [
        // What a customer sends, against what was ordered with.
        ("https://www.instagram.com/client7.page/", "instagram.com/client7.page", None),
        (
            "https://www.instagram.com/client7.page?igsh=MWQ1&utm_source=qr",
            "http://instagram.com/client7.page/",
            None,
        ),
        ("https://www.instagram.com/Client7.Page/", "@client7.page", Some(profile)),
        ("https://www.instagram.com/client7.page/", "client7.page", Some("@client7.page")),
        ("@Client7.page", "https://www.instagram.com/client7.page/", None),
        ("instagram.com/cli", "https://www.instagram.com/client7.page/", None),
        ("https://www.inst", "https://www.instagram.com/client7.page/", None),
        ("youtu.be/aB3dE5gH7jK?t=4", "https://m.youtube.com/watch?v=aB3dE5gH7jK&list=x", None),
        ("https://www.youtube.com/shorts/aB3dE5gH7jK", "https://youtu.be/aB3dE5gH7jK", None),
        (
            "https://mobile.twitter.com/i/web/status/17",
            "https://x.com/somebody/status/17?s=20",
            None,
        ),
        ("https://x.com/somebody", "https://twitter.com/Somebody/status/17", None),
        ("https://www.tiktok.com/@somebody?_t=8", "https://www.tiktok.com/@somebody/video/7", None),
        ("https://telegram.me/s/SomeChannel/5", "t.me/somechannel/5", None),
        ("tg://resolve?domain=SomeChannel", "@somechannel", Some("t.me/somechannel")),
        ("spotify:track:4uLU6hMC", "https://open.spotify.com/intl-de/track/4uLU6hMC?si=1", None),
        ("https://shop.example/a?utm_source=x&id=7", "shop.example/a?id=7", None),
        ("instagram.com", "https://www.instagram.com/p/AbC/", None),
        (" https://www.instagram.com/p/AbC/\u{200b}", "instagram.com/reel/AbC", None),
    ] {
        assert!(is_found(searched, link, target), "{searched} in {link}");
    }
}

#[test]
fn d11_another_link_is_not_found() {
    for (searched, link, target) in [
        ("https://www.instagram.com/client7.page/", "instagram.com/client8.page", None),
        ("https://www.instagram.com/client7.page/", "https://www.tiktok.com/@client7.page", None),
        ("https://youtu.be/aB3dE5gH7jK", "https://youtu.be/aB3dE5gH7jL", None),
        ("https://x.com/somebody/status/17", "https://x.com/somebody/status/18", None),
        ("https://x.com/somebody", "https://x.com/i/status/18", None),
        ("@client7.page", "https://www.instagram.com/p/AbC/", None),
    ] {
        assert!(!is_found(searched, link, target), "{searched} in {link}");
    }
}

#[test]
fn d11_words_of_a_name_are_no_links_and_links_stay_out_of_the_address() {
    for (text, is_link, is_private) in [
        ("likes", false, false),
        ("Instagram Followers [R30]", false, false),
        ("48213", false, false),
        ("completed", false, false),
        ("1,000.5", false, false),
        ("client7.page", false, true),
        ("@client7", true, true),
        ("instagram.com/client7", true, true),
        ("https://shop.example", true, true),
        ("link https://shop.example", true, true),
        ("+AbC1", false, true),
    ] {
        let is_read = text.split(' ').any(|word| LinkSearch::read(word).is_some());
        assert_eq!((is_read, is_link_or_handle(text)), (is_link, is_private), "{text}");
    }
}
