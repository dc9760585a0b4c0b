//! The reader against `serde_json`: whatever that accepts, this reads the same.

use super::{Cursor, Node, Scalar};
use proptest::prelude::*;
use serde_json::Value;

fn read(text: &str) -> Option<Node<'_>> {
    let mut cursor = Cursor::new(text, 0);
    let node = Node::read(&mut cursor).ok()?;
    cursor.rest().trim().is_empty().then_some(node)
}

fn is_same(node: &Node<'_>, value: &Value) -> bool {
    match (node, value) {
        (Node::Scalar(Scalar::Null), Value::Null) => true,
        (Node::Scalar(Scalar::Bool(a)), Value::Bool(b)) => a == b,
        (Node::Scalar(Scalar::Number(a)), Value::Number(b)) => {
            serde_json::from_str::<Value>(a).is_ok_and(|read| read == Value::Number(b.clone()))
        }
        (Node::Scalar(Scalar::Text(a)), Value::String(b)) => a == b,
        (Node::List(a), Value::Array(b)) => {
            a.len() == b.len() && a.iter().zip(b).all(|(a, b)| is_same(a, b))
        }
        // A name that stands twice is kept twice here; the last one wins there.
        (Node::Map(a), Value::Object(b)) => b.iter().all(|(name, value)| {
            a.iter().rev().find(|(own, _)| own == name).is_some_and(|(_, own)| is_same(own, value))
        }),
        _ => false,
    }
}

#[test]
fn every_escape_is_read() {
    let json = r#""\"\\\/\b\f\n\r\t\u00e9\u00E9\u00AF""#;
    let text = "\"\\/\u{8}\u{c}\n\r\t\u{e9}\u{e9}\u{af}";
    assert_eq!(read(json), Some(Node::Scalar(Scalar::Text(text.into()))));
    assert_eq!(read(r#""\x""#), None);
}

#[test]
fn a_tree_of_the_most_values_is_read_and_one_more_is_too_much() {
    let list = |items: usize| format!("[{}0]", "0,".repeat(items - 1));
    let most = super::cursor::MAX_NODES as usize - 1; // the list is a value too
    assert!(read(&list(most)).is_some());
    assert!(read(&list(most + 1)).is_none());
    assert!(read(&list(most + 2)).is_none());
}

/// Text that is JSON, nearly JSON, or made of its pieces.
fn nearly_json() -> impl Strategy<Value = String> {
    let pieces = [
        "{",
        "}",
        "[",
        "]",
        ":",
        ",",
        "\"",
        "\"a\"",
        "\"\\u00e9\"",
        "\"\\ud83d\\ude80\"",
        "\"\\n\"",
        "null",
        "true",
        "false",
        "0",
        "-1",
        "1.5",
        "1e5",
        " ",
        "\n",
        "{\"a\":1}",
        "[1,2]",
    ];
    proptest::collection::vec(proptest::sample::select(pieces.to_vec()), 0..14)
        .prop_map(|pieces| pieces.concat())
}

proptest! {
    #![proptest_config(ProptestConfig { cases: 1_000, failure_persistence: None, ..ProptestConfig::default() })]

    #[test]
    fn what_serde_json_accepts_reads_the_same(text in nearly_json()) {
        if let Ok(value) = serde_json::from_str::<Value>(&text) {
            let node = read(&text);
            prop_assert!(node.as_ref().is_some_and(|node| is_same(node, &value)), "{text}: {node:?}");
        }
    }

    #[test]
    fn strings_read_back(text in "(?s).{0,60}") {
        let json = serde_json::to_string(&text).expect("JSON");
        prop_assert_eq!(read(&json), Some(Node::Scalar(Scalar::Text(text.into()))));
    }

    #[test]
    fn escapes_read_back(units in proptest::collection::vec(any::<u16>(), 0..12)) {
        let escapes = units.iter().map(|unit| format!("\\u{unit:04x}")).collect::<Vec<_>>().concat();
        let expected = String::from_utf16_lossy(&units);
        let json = format!("\"{escapes}\"");
        prop_assert_eq!(read(&json), Some(Node::Scalar(Scalar::Text(expected.into()))));
    }
}
