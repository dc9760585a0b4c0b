//! JSON as the panels write it: keys in their order, numbers as their text, PHP's escapes.

use std::fmt::Write as _;

/// A JSON value whose keys keep their order and whose numbers keep their text.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Json {
    /// `null`.
    Null,
    /// `true` or `false`.
    Bool(bool),
    /// A number by its text, so that money stays exact.
    Number(String),
    /// Text.
    Text(String),
    /// An array.
    List(Vec<Json>),
    /// An object, in order.
    Object(Vec<(String, Json)>),
    /// JSON text that is passed through as it is (rows of a recorded catalogue).
    Raw(String),
}

impl Json {
    /// Text.
    pub(crate) fn text(text: impl Into<String>) -> Self {
        Self::Text(text.into())
    }

    /// A number from anything that prints as one.
    pub(crate) fn number(number: impl std::fmt::Display) -> Self {
        Self::Number(number.to_string())
    }

    /// An id: a number where it reads as one, else text.
    pub(crate) fn id(id: &str) -> Self {
        if is_number(id) { Self::number(id) } else { Self::text(id) }
    }

    /// An object from pairs.
    pub(crate) fn object<const N: usize>(pairs: [(&str, Self); N]) -> Self {
        Self::Object(pairs.into_iter().map(|(key, value)| (key.to_owned(), value)).collect())
    }

    /// Writes it in a panel's style.
    #[must_use]
    pub fn write(&self, style: JsonStyle) -> String {
        let mut out = String::new();
        self.write_into(&mut out, style, 0);
        out
    }

    fn write_into(&self, out: &mut String, style: JsonStyle, depth: usize) {
        match self {
            Self::Null => out.push_str("null"),
            Self::Bool(flag) => out.push_str(if *flag { "true" } else { "false" }),
            Self::Number(text) | Self::Raw(text) => out.push_str(text),
            Self::Text(text) => write_text(out, text, style),
            Self::List(items) => {
                write_many(out, style, depth, ['[', ']'], items, |item, out| {
                    item.write_into(out, style, depth + 1);
                });
            }
            Self::Object(pairs) => {
                write_many(out, style, depth, ['{', '}'], pairs, |(key, value), out| {
                    write_text(out, key, style);
                    out.push_str(if style.pretty { ": " } else { ":" });
                    value.write_into(out, style, depth + 1);
                });
            }
        }
    }
}

/// How a panel's JSON library writes.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct JsonStyle {
    /// Four spaces and new lines (PHP's `JSON_PRETTY_PRINT`).
    pub pretty: bool,
    /// `\/` and `\uXXXX` as PHP writes by default.
    pub escaped: bool,
}

impl JsonStyle {
    /// PHP's `json_encode` without options.
    pub const PHP: Self = Self { pretty: false, escaped: true };
    /// PHP's `json_encode` with `JSON_PRETTY_PRINT`.
    pub const PHP_PRETTY: Self = Self { pretty: true, escaped: true };
    /// What most other languages write.
    pub const PLAIN: Self = Self { pretty: false, escaped: false };
}

/// True for text that JSON could also hold as a whole number.
pub(crate) fn is_number(text: &str) -> bool {
    let digits = text.bytes().all(|byte| byte.is_ascii_digit());
    digits && (1..16).contains(&text.len()) && !text.starts_with('0')
}

fn write_many<T>(
    out: &mut String,
    style: JsonStyle,
    depth: usize,
    [open, close]: [char; 2],
    items: &[T],
    mut write_item: impl FnMut(&T, &mut String),
) {
    out.push(open);
    for (index, item) in items.iter().enumerate() {
        if index > 0 {
            out.push(',');
        }
        new_line(out, style, depth + 1);
        write_item(item, out);
    }
    if !items.is_empty() {
        new_line(out, style, depth);
    }
    out.push(close);
}

fn new_line(out: &mut String, style: JsonStyle, depth: usize) {
    if style.pretty {
        out.push('\n');
        out.extend(std::iter::repeat_n("    ", depth));
    }
}

fn write_text(out: &mut String, text: &str, style: JsonStyle) {
    out.push('"');
    for character in text.chars() {
        match character {
            '"' => out.push_str("\\\""),
            '\\' => out.push_str("\\\\"),
            '\n' => out.push_str("\\n"),
            '\r' => out.push_str("\\r"),
            '\t' => out.push_str("\\t"),
            '/' if style.escaped => out.push_str("\\/"),
            _ if character < ' ' || (style.escaped && !character.is_ascii()) => {
                for unit in character.encode_utf16(&mut [0; 2]) {
                    let _ = write!(out, "\\u{unit:04x}"); // writing to a String cannot fail
                }
            }
            _ => out.push(character),
        }
    }
    out.push('"');
}

#[cfg(test)]
mod tests {
    use super::{Json, JsonStyle};

    #[test]
    fn php_escapes_slashes_and_everything_beyond_ascii() {
        let json = Json::object([("a/b", Json::text("é🚀\n\u{1}"))]);
        assert_eq!(json.write(JsonStyle::PHP), r#"{"a\/b":"\u00e9\ud83d\ude80\n\u0001"}"#);
        assert_eq!(json.write(JsonStyle::PLAIN), "{\"a/b\":\"é🚀\\n\\u0001\"}");
    }

    #[test]
    fn pretty_printing_keeps_empty_lists_on_one_line() {
        let json = Json::object([("orders", Json::List(vec![])), ("n", Json::number(1))]);
        assert_eq!(json.write(JsonStyle::PHP_PRETTY), "{\n    \"orders\": [],\n    \"n\": 1\n}");
    }
}
