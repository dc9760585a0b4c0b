//! Takes out of a panel's words what nobody sees: with such characters one name passes for another, a
//! key slips past its mask, and whole messages can be hidden. What a script or an emoji needs to be
//! drawn rightly stays; it must never change what is seen.

use panelboard_domain::unseen::is_unseen;
use std::borrow::Cow;

/// `text` without the characters that are not seen and not needed.
pub(crate) fn seen(text: &str) -> Cow<'_, str> {
    if !text.chars().any(is_unseen) {
        return Cow::Borrowed(text);
    }
    let mut kept = String::with_capacity(text.len());
    let mut before = Before::default();
    let mut rest = text.chars();
    while let Some(c) = rest.next() {
        if !is_unseen(c) || before.needs(c, rest.clone().next()) {
            kept.push(c);
            before.is_now(c);
        }
    }
    Cow::Owned(kept)
}

/// What was kept last.
#[derive(Default)]
struct Before {
    last: Option<char>,
    /// How many tags have followed a black flag.
    tags: Option<u8>,
}

impl Before {
    fn is_now(&mut self, c: char) {
        self.tags = match (c, self.tags) {
            ('\u{1f3f4}', _) => Some(0),
            ('\u{e0020}'..='\u{e007f}', Some(count)) => Some(count + 1),
            _ => None,
        };
        self.last = Some(c);
    }

    /// Whether `c`, which is not seen itself, changes how its neighbours are drawn.
    fn needs(&self, c: char, next: Option<char>) -> bool {
        let Some(last) = self.last else { return false };
        match c {
            // Ligatures and word parts of scripts whose letters join.
            '\u{200c}' => joins(last) && next.is_some_and(joins),
            '\u{200d}' => joins(last) || ends_emoji(last) && next.is_some_and(is_pictograph),
            // One selector picks the shape of the character before it; more would hide something.
            '\u{fe00}'..='\u{fe0f}' => {
                !last.is_whitespace()
                    && !is_unseen(last)
                    && (takes_selector(last) || !last.is_ascii())
            }
            '\u{180b}'..='\u{180d}' | '\u{180f}' => matches!(last, '\u{1820}'..='\u{18aa}'),
            // Flags of regions: at most six letters and the end.
            '\u{e0020}'..='\u{e007f}' => self.tags.is_some_and(|count| count < 7),
            _ => false,
        }
    }
}

/// Digits, `#` and `*` become keycaps.
fn takes_selector(c: char) -> bool {
    c.is_ascii_digit() || matches!(c, '#' | '*')
}

fn ends_emoji(c: char) -> bool {
    is_pictograph(c) || matches!(c, '\u{fe0f}' | '\u{1f3fb}'..='\u{1f3ff}' | '\u{e007f}')
}

fn is_pictograph(c: char) -> bool {
    matches!(c, '©' | '®' | '\u{2190}'..='\u{21ff}' | '\u{2300}'..='\u{23ff}'
        | '\u{2600}'..='\u{27bf}' | '\u{2b00}'..='\u{2bff}' | '\u{1f000}'..='\u{1faff}')
}

/// Letters of Arabic, Syriac, Indic, Tibetan, Burmese, Khmer, Mongolian and their like.
fn joins(c: char) -> bool {
    matches!(c, '\u{600}'..='\u{8ff}' | '\u{900}'..='\u{dff}' | '\u{f00}'..='\u{109f}'
        | '\u{1780}'..='\u{18af}' | '\u{1a20}'..='\u{1aaf}' | '\u{1b00}'..='\u{1b7f}'
        | '\u{a840}'..='\u{a87f}' | '\u{a980}'..='\u{a9df}' | '\u{aa60}'..='\u{aa7f}'
        | '\u{fb50}'..='\u{fdff}' | '\u{fe70}'..='\u{fefc}')
        && !is_unseen(c)
}

#[cfg(test)]
mod tests {
    use super::seen;

    #[track_caller]
    fn check(text: &str, expected: &str) {
        assert_eq!(seen(text), expected, "{text:?}");
    }

    #[test]
    fn s14_marks_of_direction_and_zero_width_characters_leave_a_name() {
        for mark in [
            '\u{ad}',
            '\u{34f}',
            '\u{61c}',
            '\u{115f}',
            '\u{1160}',
            '\u{17b4}',
            '\u{180e}',
            '\u{200b}',
            '\u{200c}',
            '\u{200d}',
            '\u{200e}',
            '\u{200f}',
            '\u{202a}',
            '\u{202e}',
            '\u{2060}',
            '\u{2062}',
            '\u{2066}',
            '\u{2069}',
            '\u{206a}',
            '\u{3164}',
            '\u{feff}',
            '\u{ffa0}',
            '\u{fff9}',
            '\u{e0001}',
            '\u{e0041}',
            '\u{fe0f}',
            '\u{e0100}',
        ] {
            check(&format!("Foll{mark}owers"), "Followers");
            check(&format!("{mark}Followers{mark}"), "Followers");
            check(&format!("a {mark} b"), "a  b");
        }
        check("Подпис\u{200b}чики", "Подписчики");
        check("팔로\u{3164}워", "팔로워");
        check("\u{200f}متابعون\u{200e} Instagram\u{61c}", "متابعون Instagram");
        check("ผู้\u{200b}ติดตาม", "ผู้ติดตาม");
    }

    #[test]
    fn s14_what_scripts_and_emoji_need_stays() {
        for text in [
            "می\u{200c}خواهم",        // Persian: a word of two parts
            "क्\u{200d}ष",             // Devanagari: a half letter
            "ශ්\u{200d}රී",             // Sinhala
            "ه\u{200d}",              // an Arabic letter in its first shape
            "👨\u{200d}👩\u{200d}👧", // a family
            "👩🏽\u{200d}💻",           // with a skin tone
            "🏳\u{fe0f}\u{200d}🌈",    // a flag
            "❤\u{fe0f}\u{200d}🔥",
            "🏴\u{e0067}\u{e0062}\u{e0073}\u{e0063}\u{e0074}\u{e007f}", // Scotland
            "⚠\u{fe0f} New",
            "1\u{fe0f}\u{20e3} First",
            "ᠠ\u{180b}",
        ] {
            check(text, text);
        }
    }

    #[test]
    fn s14_nothing_is_hidden_behind_what_may_stay() {
        check("❤\u{fe0f}\u{fe0f}\u{fe01}\u{fe0e}", "❤\u{fe0f}");
        check("👩\u{200d}\u{200d}💻", "👩\u{200d}💻");
        check("👩\u{200d}a", "👩a");
        check("a\u{200d}💻", "a💻");
        check("می\u{200c}\u{200c}خواهم", "می\u{200c}خواهم");
        check("می\u{200c} x", "می x");
        check("ه\u{200d}\u{200d}\u{200d}", "ه\u{200d}");
        let hidden: String =
            "BUY".chars().filter_map(|c| char::from_u32(0xe0000 + c as u32)).collect();
        check(&format!("Likes{hidden}"), "Likes");
        check(&format!("👍{hidden}"), "👍");
        let long = format!("🏴{}", hidden.repeat(4));
        assert_eq!(seen(&long).chars().count(), 8, "no longer than any flag's");
    }
}
