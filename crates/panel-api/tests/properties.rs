//! Rules about requests and answers that hold for every input.

use panelboard_domain::account::{Capabilities, Dialect};
use panelboard_domain::id::{OrderId, ServiceId};
use panelboard_domain::order::OrderParams;
use panelboard_domain::secret::ApiKey;
use panelboard_panel_api::action::Action;
use panelboard_panel_api::batch::batches;
use panelboard_panel_api::decode::{self, AddOutcome};
use panelboard_panel_api::encode::encode;
use panelboard_panel_api::error::ApiError;
use panelboard_panel_api::http::HttpResponse;
use proptest::prelude::*;
use serde_json::{Map, Value, json};

fn key() -> ApiKey {
    ApiKey::parse("CANARY-0123456789").expect("a key")
}

fn answer(status: u16, body: impl Into<Vec<u8>>) -> HttpResponse {
    HttpResponse { status, retry_after: None, stage: None, body: body.into() }
}

/// A form as a server reads it, and once more where the server decodes twice.
fn form(body: &str, twice: bool) -> Vec<(String, String)> {
    let pairs = form_urlencoded::parse(body.as_bytes());
    pairs
        .map(|(name, value)| {
            let value = if twice { urldecode(&value) } else { value.into_owned() };
            (name.into_owned(), value)
        })
        .collect()
}

/// PHP's `urldecode`.
fn urldecode(text: &str) -> String {
    let escaped = text.replace('&', "%26").replace('=', "%3D");
    form_urlencoded::parse(escaped.as_bytes()).map(|(name, _)| name.into_owned()).collect()
}

fn id() -> impl Strategy<Value = String> {
    prop_oneof!["[1-9][0-9]{0,11}", "[a-f0-9]{24}", "ord_[a-z0-9]{1,8}"]
}

/// Anything that JSON can hold, not too large.
fn tree() -> impl Strategy<Value = Value> {
    let leaf = prop_oneof![
        Just(Value::Null),
        any::<bool>().prop_map(Value::from),
        any::<i64>().prop_map(Value::from),
        "\\PC{0,12}".prop_map(Value::from),
        Just(json!("success")),
        Just(json!("Completed")),
        Just(json!("Incorrect order ID")),
    ];
    let name = prop_oneof![
        proptest::sample::select(
            &[
                "order", "error", "status", "balance", "charge", "data", "orders", "refill",
                "cancel", "service", "message", "1", "2"
            ][..]
        )
        .prop_map(str::to_owned),
        "[a-z]{0,4}".prop_map(|name| name),
    ];
    leaf.prop_recursive(4, 40, 6, move |inner| {
        prop_oneof![
            proptest::collection::vec(inner.clone(), 0..6).prop_map(Value::from),
            proptest::collection::vec((name.clone(), inner), 0..6)
                .prop_map(|members| Value::from(members.into_iter().collect::<Map<_, _>>())),
        ]
    })
}

/// Sentences made of the readers' own words, in any order and language.
fn sentence() -> impl Strategy<Value = String> {
    let words: Vec<&str> = include_str!("../src/phrases/words.txt")
        .lines()
        .filter_map(|line| line.rsplit_once(" | "))
        .flat_map(|(_, words)| words.split(", "))
        .map(|word| word.trim_end_matches(['=', '*']))
        .collect();
    let word = prop_oneof![
        12 => proptest::sample::select(words).prop_map(str::to_owned),
        2 => Just("100".to_owned()),
        1 => "[a-z]{1,9}",
    ];
    let stop = proptest::sample::select(&[" ", " ", " ", ", ", ". ", "! "][..]);
    proptest::collection::vec((word, stop), 1..9)
        .prop_map(|words| words.into_iter().map(|(word, stop)| word + stop).collect())
}

/// Whether an answer in these words would be taken for a yes by anybody.
fn is_accepted(text: &str) -> bool {
    let asked: Vec<OrderId> = OrderId::new("1").into_iter().collect();
    let shapes = [
        json!({"message": text}),
        json!({"success": text}),
        json!({"status": text}),
        json!({"refill": text, "cancel": text}),
        json!(text),
    ];
    shapes.iter().map(|shape| answer(200, shape.to_string())).any(|body| {
        let refill = decode::refill(&body, &asked, &key());
        let cancel = decode::cancel(&body, &asked, &key());
        refill.is_ok_and(|read| read.value.iter().any(|(_, row)| row.is_ok()))
            || cancel.is_ok_and(|read| read.value.iter().any(|(_, row)| row.is_ok()))
    })
}

proptest! {
    #![proptest_config(ProptestConfig { cases: 300, failure_persistence: None, ..ProptestConfig::default() })]

    #[test]
    fn no_words_are_both_a_definite_no_and_an_accepted(text in sentence()) {
        for shape in [json!({"error": text}), json!({"status": "error", "message": text})] {
            let outcome = decode::add(&answer(200, shape.to_string()), &key());
            prop_assert!(!matches!(outcome, AddOutcome::Placed { .. }), "{outcome:?}");
            if matches!(outcome, AddOutcome::Rejected(_)) {
                prop_assert!(!is_accepted(&text), "{text}");
            }
        }
    }

    #[test]
    fn no_text_makes_an_order(text in "\\PC{0,200}", words in sentence()) {
        for text in [text, words] {
            for body in [json!({"error": text}), json!({"message": text}), json!({"order": {"id": text}}), json!(text)] {
                let outcome = decode::add(&answer(200, body.to_string()), &key());
                prop_assert!(!matches!(outcome, AddOutcome::Placed { .. }), "{body}: {outcome:?}");
            }
            let _ = is_accepted(&text);
        }
    }
}

proptest! {
    #![proptest_config(ProptestConfig { cases: 96, failure_persistence: None, ..ProptestConfig::default() })]

    #[test]
    fn a_value_arrives_as_it_was_typed(values in proptest::collection::vec(("[a-z_]{1,12}", "[\\PC\n]{0,40}"), 0..6), v1 in any::<bool>()) {
        let capabilities = Capabilities::assumed(if v1 { Dialect::V1 } else { Dialect::V2 });
        let service = ServiceId::new("7").expect("an id");
        let own = ["key", "action", "service"];
        let values: Vec<_> = values.into_iter().filter(|(name, _)| !own.contains(&name.as_str())).collect();
        let action = Action::Add { service, params: OrderParams(values.clone()) };
        let sent = form(&encode(&action, &capabilities, &key()).body, v1);
        prop_assert_eq!(&sent[..3], &[
            ("key".to_owned(), "CANARY-0123456789".to_owned()),
            ("action".to_owned(), "add".to_owned()),
            ("service".to_owned(), "7".to_owned()),
        ]);
        prop_assert_eq!(&sent[3..], &values[..]);
    }

    #[test]
    fn no_parameter_changes_the_call(name in " {0,2}([kK][eE][yY]|[aA][cC][tT][iI][oO][nN]|[sS][eE][rR][vV][iI][cC][eE]) {0,2}", value in "\\PC{0,10}") {
        let service = ServiceId::new("7").expect("an id");
        let action = Action::Add { service, params: OrderParams(vec![(name, value)]) };
        let sent = form(&encode(&action, &Capabilities::assumed(Dialect::V2), &key()).body, false);
        prop_assert_eq!(sent.len(), 3);
    }

    #[test]
    fn batches_hold_every_id_once_in_order(ids in proptest::collection::vec(id(), 0..300), max in 0_u16..120) {
        let ids: Vec<OrderId> = ids.iter().filter_map(|id| OrderId::new(id)).collect();
        let split = batches(&ids, max);
        prop_assert!(split.iter().all(|batch| (1..=usize::from(max.max(1))).contains(&batch.len())));
        let flat: Vec<&OrderId> = split.iter().flatten().collect();
        let unique: std::collections::BTreeSet<&OrderId> = ids.iter().collect();
        prop_assert_eq!(flat.len(), unique.len());
        prop_assert_eq!(flat.iter().copied().collect::<std::collections::BTreeSet<_>>(), unique);
        let numbers: Vec<u64> = flat.iter().filter_map(|id| id.as_str().parse().ok()).collect();
        prop_assert!(numbers.is_sorted());
    }

    #[test]
    fn any_bytes_are_an_error_or_a_reading(bytes in proptest::collection::vec(any::<u8>(), 0..200), status in 100_u16..600) {
        let body = answer(status, bytes);
        let outcome = decode::add(&body, &key());
        prop_assert!(!matches!(outcome, AddOutcome::Placed { .. }), "{outcome:?}");
        let _ = decode::services(&body, &key());
        let _ = decode::status(&body, &[], &key());
    }

    #[test]
    fn any_tree_is_an_error_or_a_reading(tree in tree(), status in proptest::sample::select(&[200_u16, 201, 400, 401, 429, 500][..]), pretty in any::<bool>()) {
        let text = if pretty { serde_json::to_string_pretty(&tree) } else { serde_json::to_string(&tree) };
        let body = answer(status, text.expect("JSON"));
        let asked: Vec<OrderId> = ["1", "2"].into_iter().filter_map(OrderId::new).collect();
        for rows in [
            decode::status(&body, &asked, &key()).map(|read| read.value.into_iter().map(|row| row.0).collect::<Vec<_>>()),
            decode::refill(&body, &asked, &key()).map(|read| read.value.into_iter().map(|row| row.0).collect()),
            decode::cancel(&body, &asked, &key()).map(|read| read.value.into_iter().map(|row| row.0).collect()),
        ].into_iter().flatten() {
            prop_assert!(rows.is_sorted() && rows.iter().all(|id| asked.contains(id)), "{rows:?}");
        }
        let _ = decode::balance(&body, &key());
        let _ = decode::services(&body, &key());
        if let AddOutcome::Placed { order, .. } = decode::add(&body, &key()) {
            prop_assert!((200..300).contains(&status));
            let named = &tree["order"];
            let id = named.as_str().map_or_else(|| named.to_string(), |id| id.trim().to_owned());
            prop_assert_eq!(id, order.as_str());
            prop_assert!(!tree["error"].as_str().is_some_and(|error| !error.trim().is_empty() && error.trim() != "0"));
        }
    }

    #[test]
    fn a_cut_answer_is_never_taken_for_a_whole_one(rows in 1_usize..5, cut in 1_usize..400) {
        let list: Vec<Value> = (0..rows).map(|row| json!({"service": row, "name": "N [x] {y}", "rate": "1"})).collect();
        let text = Value::from(list).to_string();
        let cut = text.len().saturating_sub(cut).max(1);
        prop_assert!(decode::services(&answer(200, &text.as_bytes()[..cut]), &key()).is_err());
        let noisy = format!("Notice: x\n{}", &text[..cut]);
        prop_assert!(decode::services(&answer(200, noisy), &key()).is_err());
    }

    #[test]
    fn a_catalogue_reads_back(names in proptest::collection::vec("[a-zA-Z0-9 é🔥𝗡\"\\\\/|]{0,30}", 0..40), pretty in any::<bool>()) {
        let list: Value = names.iter().enumerate().map(|(row, name)| json!({
            "service": row.to_string(), "name": name, "type": "Default", "category": "c",
            "rate": format!("{row}.{row:02}"), "min": row, "max": format!("{}", row + 10),
            "refill": row % 2 == 0, "dripfeed": if row % 3 == 0 { "1" } else { "0" },
        })).collect();
        let text = if pretty { serde_json::to_string_pretty(&list) } else { serde_json::to_string(&list) };
        let read = decode::services(&answer(200, text.expect("JSON")), &key()).expect("a list").value;
        prop_assert_eq!(read.services().len(), names.len());
        for (row, (service, name)) in read.services().iter().zip(&names).enumerate() {
            let tidy = name.split_whitespace().collect::<Vec<_>>().join(" ");
            prop_assert_eq!(&service.name, &tidy);
            prop_assert_eq!((service.min, service.max), (Some(row as u64), Some(row as u64 + 10)));
            prop_assert_eq!((service.refill, service.cancel), (Some(row % 2 == 0), None));
            prop_assert_eq!(service.dripfeed, Some(row % 3 == 0));
            prop_assert_eq!(read.get(&service.id), Some(service));
        }
    }

    #[test]
    fn what_is_kept_never_holds_the_key(before in "\\PC{0,400}", after in "\\PC{0,400}", status in proptest::sample::select(&[200_u16, 401, 500][..]), json in any::<bool>()) {
        let words = format!("{before}CANARY-0123456789{after}canary-0123456789");
        let body = if json { json!({"error": words}).to_string() } else { words };
        let texts = match decode::balance(&answer(status, body.clone()), &key()) {
            Err(ApiError::Refused(refusal)) => refusal.text,
            Err(ApiError::Unreadable { excerpt, .. }) => excerpt,
            Ok(read) => read.value.0.raw,
        };
        prop_assert!(!texts.to_ascii_lowercase().contains("canary"), "{texts}");
        let outcome = format!("{:?}", decode::add(&answer(status, body), &key()));
        prop_assert!(!outcome.to_ascii_lowercase().contains("canary"), "{outcome}");
    }
}
