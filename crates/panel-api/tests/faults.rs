//! Rows 24 and 25 of the fault matrix (docs/fault-matrix.md): prices that are none, names that want
//! to be more than text.

use panelboard_domain::secret::ApiKey;
use panelboard_domain::service::{NotOrderable, Rate, Service};
use panelboard_panel_api::decode;
use panelboard_panel_api::error::Warning;
use panelboard_panel_api::http::HttpResponse;
use serde_json::{Value, json};

/// The services of a list with these rows.
fn read(rows: &[Value]) -> Vec<Service> {
    let body = serde_json::to_vec(rows).expect("JSON");
    let answer = HttpResponse { status: 200, retry_after: None, stage: None, body };
    let key = ApiKey::parse("CANARY-0123456789").expect("a key");
    let read = decode::services(&answer, &key).expect("a list");
    assert_eq!(read.value.services().len(), rows.len(), "every row is shown");
    read.value.services().to_vec()
}

#[test]
fn fault_24_a_price_that_is_none_is_shown_and_cannot_be_ordered() {
    let rates = [
        json!("1e3"),
        json!("1E3"),
        json!("1,02"),
        json!("1.000.000"),
        json!("1,000"),
        json!("NaN"),
        json!("Infinity"),
        json!("-1"),
        json!(-1),
        json!(""),
        json!(" "),
        json!("free"),
        json!("$1.00"),
        json!("0x10"),
        json!("1.00 USD"),
        json!("٢"),
        json!(null),
        json!(true),
        json!([1]),
        json!({"USD": 1}),
    ];
    let rows: Vec<Value> =
        rates.iter().map(|rate| json!({"service": 1, "name": "Followers", "rate": rate})).collect();
    for (service, rate) in read(&rows).iter().zip(&rates) {
        assert_eq!(service.orderable().err(), Some(NotOrderable::UnknownRate), "{rate}");
        // What the panel wrote can be shown beside "price unknown".
        let shown = match &service.rate {
            Rate::Unreadable(text) => json!(text),
            Rate::Exact(amount) | Rate::Sentinel(amount) => json!(amount.to_string()),
            Rate::Missing => continue,
        };
        assert_eq!(shown, json!(rate.to_string().trim_matches('"').trim()), "{rate}");
    }
    for rate in
        [json!("0.90"), json!(0.9), json!(1e-7), json!("1,234.50"), json!(" 2 "), json!("0")]
    {
        let row = json!({"service": 1, "rate": rate});
        assert!(read(&[row])[0].orderable().is_ok(), "{rate}");
    }
}

#[test]
fn a_thousand_odd_fields_need_no_thousand_warnings() {
    let rows = vec![json!({"service": 1, "rate": "1,02"}); 1_000];
    let body = serde_json::to_vec(&rows).expect("JSON");
    let answer = HttpResponse { status: 200, retry_after: None, stage: None, body };
    let key = ApiKey::parse("CANARY-0123456789").expect("a key");
    let read = decode::services(&answer, &key).expect("a list");
    let unread =
        read.warnings.iter().filter(|warning| matches!(warning, Warning::FieldUnread { .. }));
    assert_eq!(unread.count(), 100);
    assert_eq!(read.value.services().len(), 1_000);
}

#[test]
fn fault_25_names_stay_text_and_are_bounded() {
    let names = [
        ("<img src=x onerror=alert(1)>", "<img src=x onerror=alert(1)>"),
        ("&lt;img src=x onerror=alert(1)&gt;", "<img src=x onerror=alert(1)>"),
        ("&amp;lt;b&amp;gt;", "&lt;b&gt;"),
        ("Likes \u{202e}tnatsnI\u{202c} [R30]", "Likes tnatsnI [R30]"),
        ("\u{2066}a\u{2069}\u{202d}b\u{202a}c\u{202b}", "abc"),
        ("&#8238;turned", "turned"),
        ("a\u{0}b\u{7f}c\u{1b}[31md", "a b c [31md"),
        ("\u{200f}\u{627}\u{200e} stays", "\u{627} stays"),
        ("\u{645}\u{6cc}\u{200c}\u{62e}", "\u{645}\u{6cc}\u{200c}\u{62e}"),
    ];
    let rows: Vec<Value> = names
        .iter()
        .map(|(sent, _)| json!({"service": 1, "name": sent, "category": sent, "type": sent}))
        .collect();
    for (service, (sent, kept)) in read(&rows).iter().zip(names) {
        assert_eq!(service.name, kept, "{sent:?}");
        assert_eq!(&*service.category, kept, "{sent:?}");
        assert_eq!(&*service.kind_raw, kept, "{sent:?}");
    }
    let long = "🚀".repeat(10_000);
    let row = json!({"service": 1, "name": long, "category": long, "desc": long, "type": long});
    let service = &read(&[row])[0];
    for kept in [service.name.as_str(), &service.category, &service.kind_raw] {
        assert!(kept.len() <= 4_000 && kept.starts_with('🚀'), "{} bytes", kept.len());
    }
    let description = service.description.as_deref().expect("a description");
    assert!(description.chars().count() <= 4_001, "{}", description.len());
}

#[test]
fn fault_25_descriptions_lose_their_tags_and_what_turns_them() {
    for (sent, kept) in [
        ("<script>alert(1)</script>Fast", "alert(1)Fast"),
        ("a<br>b<p>c</p>d", "a\nbc\nd"),
        ("I <3 it &lt;b&gt;", "I <3 it <b>"),
        ("x\u{202e}y\u{0}z\r\nw", "xyz\nw"),
        ("an <img src=x onerror=", "an"),
    ] {
        let service = &read(&[json!({"service": 1, "desc": sent})])[0];
        assert_eq!(service.description.as_deref(), Some(kept), "{sent:?}");
    }
}

#[test]
fn fault_25_a_refusals_words_stay_text() {
    let words = "<b onclick=x>Bad\u{202e} link</b>\u{0}";
    let body = serde_json::to_vec(&json!({ "error": words })).expect("JSON");
    let answer = HttpResponse { status: 200, retry_after: None, stage: None, body };
    let key = ApiKey::parse("CANARY-0123456789").expect("a key");
    let outcome = decode::add(&answer, &key);
    let decode::AddOutcome::Rejected(reason) = outcome else { panic!("{outcome:?}") };
    assert_eq!(reason.text, "<b onclick=x>Bad link</b> ");
}
