//! Panel words made fit to keep and show: entities decoded once, white space collapsed, length
//! bounded, characters that nobody sees and marks that turn the direction of text dropped, the API key
//! masked.

use crate::unseen::seen;
use panelboard_domain::secret::ApiKey;
use std::borrow::Cow;

/// The most characters of a panel's message that are kept.
const MESSAGE: usize = 500;
/// The most characters of an unreadable body that are kept.
const EXCERPT: usize = 300;
/// The most bytes of a name that are kept; the longest name met has 219 characters.
const NAME: usize = 4_000;
/// The most characters of a description that are kept; panels send up to 65,522.
const DESCRIPTION: usize = 4_000;

/// A panel's message: bounded, key masked.
pub(crate) fn message(text: &str, key: &ApiKey) -> String {
    masked(text.trim(), MESSAGE, key)
}

/// The start of a body as text: bounded, key masked, control characters replaced.
pub(crate) fn excerpt(text: &str, key: &ApiKey) -> String {
    masked(text.trim(), EXCERPT, key)
}

/// A service or category name: entities decoded once, white space collapsed, bounded.
pub(crate) fn name(text: Cow<'_, str>) -> String {
    if text.len() <= NAME && is_tidy(&text) {
        return text.into_owned();
    }
    tidied(start(&text, NAME))
}

fn tidied(text: &str) -> String {
    let decoded = decode_entities(text);
    let decoded = seen(&decoded);
    let mut collapsed = String::with_capacity(decoded.len());
    for word in
        decoded.split(|c: char| c <= ' ' || c > '~' && (c.is_whitespace() || c.is_control()))
    {
        if word.is_empty() {
            continue;
        }
        if !collapsed.is_empty() {
            collapsed.push(' ');
        }
        collapsed.push_str(word);
    }
    collapsed
}

/// Nothing to decode and nothing to collapse, as far as bytes tell: no entity, no control character,
/// no blank at an end or beside another, none of the blanks outside ASCII, nothing that could be a
/// character that is not seen. Nearly every name is so,
/// and looking at eight bytes at a time is far cheaper than looking at characters.
fn is_tidy(text: &str) -> bool {
    let (words, rest) = text.as_bytes().as_chunks::<8>();
    let mut previous = b' ';
    for word in words {
        let is_tidy = match blanks_if_plain(*word) {
            // A character or an entity may have begun in the word before.
            Some(blanks) if previous.is_ascii() && previous != b'&' => {
                let before = if previous == b' ' { 0x80 } else { 0 };
                previous = word[7];
                blanks & (blanks << 8 | before) == 0
            }
            _ => are_tidy(word, &mut previous),
        };
        if !is_tidy {
            return false;
        }
    }
    are_tidy(rest, &mut previous) && (previous != b' ' || text.is_empty())
}

/// Where blanks stand among eight bytes, as set high bits; `None` when one of the bytes needs a closer
/// look: a control character, `&`, or the first byte of a character that may be a blank or unseen.
fn blanks_if_plain(bytes: [u8; 8]) -> Option<u64> {
    const fn all(byte: u8) -> u64 {
        u64::from_ne_bytes([byte; 8])
    }
    // The high bit of every byte that is zero, and no other.
    let zeros = |bytes: u64| !(((bytes & all(0x7f)) + all(0x7f)) | bytes) & all(0x80);
    let word = u64::from_le_bytes(bytes);
    let is = |byte| zeros(word ^ all(byte));
    let controls = zeros(word & all(0xe0)) | is(0x7f);
    let mut first_bytes = is(0xc2) | zeros(word & all(0xfc) ^ all(0xe0));
    if word & all(0x80) != 0 {
        first_bytes |= is(0xcd) | is(0xd8) | is(0xef) | is(0xf3);
    }
    (controls | is(b'&') | first_bytes == 0).then(|| is(b' '))
}

/// The same question byte by byte.
fn are_tidy(bytes: &[u8], previous: &mut u8) -> bool {
    for &byte in bytes {
        let is_odd = match byte {
            b' ' => *previous == b' ',
            0..=0x1f | 0x7f => true,
            // The first two bytes of U+0080–U+00AD, U+1680, U+2000–U+207F, U+3000–U+303F, and of the
            // rows that hold what is not seen.
            0x80..=0xbf => matches!(
                (*previous, byte),
                (0xc2, ..=0xad)
                    | (0xcd, 0x8f)
                    | (0xd8, 0x9c)
                    | (0xe1, 0x85 | 0x9a | 0x9e | 0xa0)
                    | (0xe2, 0x80 | 0x81)
                    | (0xe3, 0x80 | 0x85)
                    | (0xef, 0xb8 | 0xbb | 0xbe | 0xbf)
                    | (0xf3, 0xa0)
            ),
            // An `&` between blanks is one; before these it may be an entity.
            b'#' | b'a'..=b'z' | b'A'..=b'Z' => *previous == b'&',
            _ => false,
        };
        if is_odd {
            return false;
        }
        *previous = byte;
    }
    true
}

/// A description as plain text: tags dropped, entities decoded once, lines kept, bounded.
pub(crate) fn description(text: &str) -> Option<String> {
    let start = start(text, DESCRIPTION * 4);
    let plain = if start.contains('<') { without_tags(start) } else { Cow::Borrowed(start) };
    let decoded = decode_entities(&plain);
    let decoded = seen(&decoded);
    let mut kept = String::with_capacity(decoded.len().min(DESCRIPTION));
    let is_kept = |c: &char| *c == '\n' || !c.is_control();
    for (count, c) in decoded.trim().chars().filter(is_kept).enumerate() {
        if count == DESCRIPTION {
            kept.push('…');
            break;
        }
        kept.push(c);
    }
    (!kept.is_empty()).then_some(kept)
}

/// Drops `<…>` that look like tags; `<br>` and `</p>` become line ends.
fn without_tags(text: &str) -> Cow<'_, str> {
    let mut plain = String::with_capacity(text.len());
    let mut rest = text;
    while let Some(at) = rest.find('<') {
        plain.push_str(&rest[..at]);
        rest = &rest[at..];
        // `<3` and the like stay.
        if !rest[1..].starts_with(|c: char| c.is_ascii_alphabetic() || "/!".contains(c)) {
            plain.push('<');
            rest = &rest[1..];
            continue;
        }
        // An unclosed tag ends the text that is worth keeping.
        let Some(end) = rest.find('>') else { return plain.into() };
        let tag = rest[1..end].to_ascii_lowercase();
        if tag.starts_with("br") || tag.starts_with("/p") || tag.starts_with("/li") {
            plain.push('\n');
        }
        rest = &rest[end + 1..];
    }
    plain.push_str(rest);
    plain.into()
}

/// Decodes HTML entities once: `&amp;lt;` becomes `&lt;`.
pub(crate) fn decode_entities(text: &str) -> Cow<'_, str> {
    if !text.contains('&') {
        return Cow::Borrowed(text);
    }
    let mut decoded = String::with_capacity(text.len());
    let mut rest = text;
    while let Some(at) = rest.find('&') {
        decoded.push_str(&rest[..at]);
        rest = &rest[at + 1..];
        let length = rest.bytes().take(10).position(|byte| byte == b';');
        match length.and_then(|length| entity(&rest[..length]).map(|c| (length, c))) {
            Some((length, c)) => {
                decoded.push(c);
                rest = &rest[length + 1..];
            }
            None => decoded.push('&'),
        }
    }
    decoded.push_str(rest);
    Cow::Owned(decoded)
}

fn entity(name: &str) -> Option<char> {
    if let Some(digits) = name.strip_prefix('#') {
        let code = match digits.strip_prefix(['x', 'X']) {
            Some(hex) => u32::from_str_radix(hex, 16),
            None => digits.parse(),
        };
        return char::from_u32(code.ok()?).filter(|c| *c != '\0');
    }
    Some(match name {
        "amp" => '&',
        "lt" => '<',
        "gt" => '>',
        "quot" => '"',
        "apos" => '\'',
        "nbsp" => ' ',
        "hellip" => '…',
        "ndash" => '–',
        "mdash" => '—',
        "lsquo" => '‘',
        "rsquo" => '’',
        "ldquo" => '“',
        "rdquo" => '”',
        "bull" => '•',
        "copy" => '©',
        "reg" => '®',
        "trade" => '™',
        "euro" => '€',
        _ => return None,
    })
}

/// The first `limit` characters with the key masked in every form that a server may echo. The mask
/// comes before the cut, so that a cut never leaves half a key.
fn masked(text: &str, limit: usize, key: &ApiKey) -> String {
    let window = start(text, limit * 4 + 2048);
    // First, or a character that nobody sees would keep the mask from seeing the key.
    let mut hidden = key.mask(&seen(window));
    if window.len() < text.len() {
        // The window's own end may have cut a key that the mask then missed.
        hidden.truncate(floor(&hidden, hidden.len().saturating_sub(1024)));
    }
    let mut kept = String::new();
    for (count, c) in hidden.chars().enumerate() {
        if count == limit {
            kept.push('…');
            break;
        }
        kept.push(if c.is_control() && c != '\n' { ' ' } else { c });
    }
    kept
}

/// At most the first `limit` bytes, whole characters only.
pub(crate) fn start(text: &str, limit: usize) -> &str {
    &text[..floor(text, limit)]
}

/// The largest character boundary that is not beyond `at`.
fn floor(text: &str, at: usize) -> usize {
    if at >= text.len() {
        return text.len();
    }
    (0..=at).rev().find(|&at| text.is_char_boundary(at)).unwrap_or(0)
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    /// Names made of what a look at bytes could take for something else.
    fn name() -> impl Strategy<Value = String> {
        let pieces = [
            "a",
            "Likes",
            " ",
            "  ",
            "&",
            "& ",
            "&amp;",
            "&#38;",
            "#",
            ";",
            "1",
            "\t",
            "\u{0}",
            "\u{7f}",
            "\u{80}",
            "\u{85}",
            "\u{a0}",
            "\u{a1}",
            "é",
            "\u{1680}",
            "\u{2003}",
            "–",
            "\u{2028}",
            "\u{202e}",
            "\u{2069}",
            "\u{205f}",
            "⚠\u{fe0f}",
            "\u{3000}",
            "、",
            "ᴺᴱᵂ",
            "🔥",
            "Ж",
            "あ",
            "\u{ad}",
            "\u{34f}",
            "\u{61c}",
            "م",
            "\u{1160}",
            "\u{17b4}",
            "\u{180b}",
            "\u{180e}",
            "\u{200b}",
            "\u{200c}",
            "\u{200d}",
            "\u{200f}",
            "\u{3164}",
            "\u{fe0f}",
            "\u{feff}",
            "\u{ffa0}",
            "ｗ",
            "\u{fffd}",
            "\u{fff9}",
            "\u{e0041}",
            "🏴",
        ];
        prop::collection::vec(prop::sample::select(pieces.to_vec()), 0..12)
            .prop_map(|pieces| pieces.concat())
    }

    proptest! {
        #![proptest_config(ProptestConfig { cases: 20_000, failure_persistence: None, ..ProptestConfig::default() })]

        #[test]
        fn a_name_that_looks_tidy_is_tidy(name in name()) {
            if is_tidy(&name) {
                prop_assert_eq!(tidied(&name), name);
            }
        }
    }

    #[test]
    fn common_names_are_not_walked_twice() {
        for name in ["", "Likes", "Followers 🔥 [Max 500K]", "Slow & Natural", "ᴺᴱᵂ Views", "A&1"]
        {
            assert!(is_tidy(name), "{name}");
        }
        for name in [
            " a",
            "a ",
            "a  b",
            "a &amp; b",
            "a\u{7f}bcdefgh",
            "1234567\u{a0}",
            "12345678\u{2003}",
            "1234567&amp; bcd",
        ] {
            assert!(!is_tidy(name), "{name}");
        }
    }

    #[test]
    fn entities_are_decoded_once() {
        let names = "&amp; &lt; &gt; &quot; &apos; &nbsp;. &hellip; &ndash; &mdash; &lsquo; &rsquo; \
                     &ldquo; &rdquo; &bull; &copy; &reg; &trade; &euro; &#9731; &#x2603; &#0; &no; &";
        let plain = "& < > \" '  . … – — ‘ ’ “ ” • © ® ™ € ☃ ☃ &#0; &no; &";
        assert_eq!(decode_entities(names).replace('\u{a0}', " "), plain);
        assert_eq!(decode_entities("&amp;lt;"), "&lt;");
    }

    #[test]
    fn s14_names_and_messages_hold_nothing_unseen() {
        let plain = "Followers [Max 5K]";
        let hidden = "\u{200e}Fol\u{200b}lowers\u{61c} \u{feff} [Max\u{ad} 5K]\u{e0041}";
        assert_eq!(super::name(Cow::Borrowed(hidden)), plain);
        assert_eq!(super::name(Cow::Borrowed("Fol&#8203;lowers &#x200F;[Max 5K]")), plain);
        assert_eq!(description(hidden).as_deref(), Some("Followers  [Max 5K]"));
        let key = ApiKey::parse("CANARY-0123456789").expect("a key");
        let kept = message("Bad key CANARY\u{200b}-0123\u{2060}456789", &key);
        assert_eq!(kept, "Bad key ***", "what nobody sees does not hide the key from its mask");
    }

    #[test]
    fn a_message_of_wide_characters_is_kept_to_its_limit() {
        let key = ApiKey::parse("CANARY-0123456789").expect("a key");
        let kept = message(&"😀".repeat(2_000), &key);
        assert_eq!(kept, format!("{}…", "😀".repeat(MESSAGE)));
    }

    #[test]
    fn a_key_cut_by_the_window_does_not_show() {
        let text = "CANARY-0123456789".repeat(7);
        let key = ApiKey::parse(&text).expect("a key");
        // So many that masking them brings the window's end, and the half key there, into view.
        let kept = message(&format!("{}{}", "x".repeat(50), text.repeat(200)), &key);
        assert!(!kept.contains("CANARY"), "{kept}");
    }
}
