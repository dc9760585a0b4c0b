//! A text cut into words: runs of letters and digits of one kind of script, and each emoji for itself.
//! It must never decide what a word means.

use super::fold::fold_char;
use std::ops::Range;

/// One word of a text.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) struct Word {
    /// Where it stands in [`Words::folded`].
    from: u32,
    to: u32,
    /// Where it stands in the text that was cut.
    start: u32,
    end: u32,
    /// What stands between the word before and this one.
    pub gap: Gap,
    /// Behind the first bracket or bar: a claim, not what is sold.
    pub is_aside: bool,
}

/// What stands between two words.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Gap {
    /// Nothing: the script changed, or the text began.
    None,
    /// Spaces only.
    Space,
    /// This one character, perhaps with spaces.
    Sign(u8),
    /// A bracket, a bar or several signs: the two do not belong together.
    Break,
}

impl Gap {
    /// The gap when one more character stands in it.
    fn and(self, byte: u8) -> Self {
        match (self, byte) {
            (gap, b' ') => {
                if gap == Self::None {
                    Self::Space
                } else {
                    gap
                }
            }
            (Self::None | Self::Space, sign) if !b"[](){}|".contains(&sign) => Self::Sign(sign),
            _ => Self::Break,
        }
    }

    /// Whether two words with this between them may be one expression.
    pub(super) fn joins(self) -> bool {
        matches!(
            self,
            Self::None | Self::Space | Self::Sign(b'-' | b'_' | b'/' | b'.' | b'%' | b'\'')
        )
    }
}

/// A text in words; kept between texts so that nothing is allocated anew.
#[derive(Clone, Debug, Default)]
pub(super) struct Words {
    folded: String,
    words: Vec<Word>,
}

/// Which characters may stand in one word.
#[derive(Clone, Copy, PartialEq, Eq)]
enum Kind {
    Latin,
    Letter,
    /// Scripts that put no space between words.
    Unbroken,
    Flag,
    Sign,
    Space,
}

fn kind(c: char) -> Kind {
    match c {
        '0'..='9' | 'a'..='z' => Kind::Latin,
        '\u{0}'..='\u{7f}' => Kind::Space,
        '\u{e00}'..='\u{eff}'
        | '\u{1000}'..='\u{109f}'
        | '\u{1780}'..='\u{17ff}'
        | '\u{3040}'..='\u{30ff}'
        | '\u{3400}'..='\u{9fff}'
        | '\u{f900}'..='\u{faff}'
        | '\u{20000}'..='\u{3ffff}' => Kind::Unbroken,
        '\u{1f1e6}'..='\u{1f1ff}' => Kind::Flag,
        '\u{2190}'..='\u{21ff}'
        | '\u{2300}'..='\u{27bf}'
        | '\u{2900}'..='\u{2bff}'
        | '\u{1f000}'..='\u{1faff}' => Kind::Sign,
        c if c.is_alphanumeric() => Kind::Letter,
        _ => Kind::Space,
    }
}

impl Words {
    /// The words of a text, in its order.
    pub(super) fn of(text: &str) -> Self {
        let mut words = Self::default();
        words.split(text);
        words
    }

    /// Takes another text.
    pub(super) fn split(&mut self, text: &str) {
        self.folded.clear();
        self.words.clear();
        let (mut gap, mut is_aside, mut open) = (Gap::None, false, None);
        let (bytes, mut at) = (text.as_bytes(), 0);
        while let Some(byte) = bytes.get(at) {
            let (start, from) = (at, self.folded.len());
            // Most of a name is ASCII: its words go in whole runs.
            if byte.is_ascii_alphanumeric() {
                let run =
                    bytes[at..].iter().take_while(|byte| byte.is_ascii_alphanumeric()).count();
                at += run;
                self.folded.push_str(&text[start..at]);
                self.folded[from..].make_ascii_lowercase();
                self.take(Kind::Latin, from, start..at, (&mut open, &mut gap), is_aside);
                continue;
            }
            if byte.is_ascii() {
                at += entity(&text[at..]).unwrap_or(1);
                gap = gap.and(if byte.is_ascii_whitespace() { b' ' } else { *byte });
                is_aside |= gap == Gap::Break && !self.words.is_empty();
                open = None;
                continue;
            }
            let Some(c) = text[at..].chars().next() else { return };
            at += c.len_utf8();
            fold_char(c, &mut self.folded);
            let Some(first) = self.folded[from..].chars().next() else { continue };
            match kind(first) {
                Kind::Space => {
                    self.folded.truncate(from);
                    gap = gap.and(if c.is_whitespace() { b' ' } else { b'?' });
                    is_aside |= gap == Gap::Break && !self.words.is_empty();
                    open = None;
                }
                kind => self.take(kind, from, start..at, (&mut open, &mut gap), is_aside),
            }
        }
    }

    /// Takes what was folded last into the word that is open, or begins one.
    fn take(
        &mut self,
        kind: Kind,
        from: usize,
        place: Range<usize>,
        (open, gap): (&mut Option<(Kind, usize)>, &mut Gap),
        is_aside: bool,
    ) {
        let continues = match open {
            Some((Kind::Flag, length)) => kind == Kind::Flag && *length < 2,
            Some((open, _)) => *open == kind && kind != Kind::Sign,
            None => false,
        };
        let (to, end) = (position(self.folded.len()), position(place.end));
        match self.words.last_mut().filter(|_| continues) {
            Some(word) => (word.to, word.end) = (to, end),
            None => {
                let (from, start) = (position(from), position(place.start));
                self.words.push(Word { from, to, start, end, gap: *gap, is_aside });
                *gap = Gap::None;
            }
        }
        let length = open.filter(|_| continues).map_or(1, |(_, length)| length + 1);
        *open = Some((kind, length));
    }

    /// All words.
    pub(super) fn all(&self) -> &[Word] {
        &self.words
    }

    /// The word at a place as it is compared; empty behind the last one.
    pub(super) fn text(&self, at: usize) -> &str {
        self.words.get(at).map_or("", |word| &self.folded[word.from as usize..word.to as usize])
    }

    /// Where these words stand in the text.
    pub(super) fn span(&self, words: Range<usize>) -> Range<usize> {
        let start = self.words.get(words.start).map_or(0, |word| word.start);
        let end = self.words.get(words.end.saturating_sub(1)).map_or(start, |word| word.end);
        start as usize..end.max(start) as usize
    }
}

/// The length of an HTML entity at the start; panels leave them in names.
fn entity(text: &str) -> Option<usize> {
    const ENTITIES: [&str; 7] = ["&amp;", "&lt;", "&gt;", "&quot;", "&#39;", "&#039;", "&nbsp;"];
    if !text.starts_with('&') {
        return None;
    }
    ENTITIES.iter().find(|entity| text.starts_with(**entity)).map(|entity| entity.len())
}

/// Whether every character is of a script that puts no space between words.
pub(super) fn is_unbroken(word: &str) -> bool {
    word.chars().next().is_some_and(|c| kind(c) == Kind::Unbroken)
}

/// A position in a text; no list has 4 GiB of names.
pub(super) fn position(at: usize) -> u32 {
    u32::try_from(at).unwrap_or(u32::MAX)
}

#[cfg(test)]
mod tests {
    use super::*;

    fn check(text: &str, expected: &[&str]) {
        let words = Words::of(text);
        let found: Vec<&str> = (0..words.all().len()).map(|at| words.text(at)).collect();
        assert_eq!(found, expected, "{text}");
        for at in 0..found.len() {
            assert!(!text[words.span(at..at + 1)].is_empty());
        }
    }

    #[test]
    fn words_end_where_the_script_changes() {
        check("IG팔로워 [R30] 30일", &["ig", "팔로워", "r30", "30", "일"]);
        check("10к/день", &["10", "к", "/день".trim_start_matches('/')]);
        check("Takipçi-Türk", &["takipci", "turk"]);
        check("日本粉丝 TikTok", &["日本粉丝", "tiktok"]);
    }

    #[test]
    fn a_flag_is_one_word_and_an_emoji_another() {
        check("🇺🇸🇹🇷USA❤️🔥", &["🇺🇸", "🇹🇷", "usa", "❤", "🔥"]);
    }

    #[test]
    fn entities_are_no_words() {
        check("Likes &amp; Views", &["likes", "views"]);
    }

    #[test]
    fn what_stands_in_brackets_is_an_aside() {
        let words = Words::of("[New] Likes [Max: 10K] | Fast");
        let asides: Vec<bool> = words.all().iter().map(|word| word.is_aside).collect();
        assert_eq!(asides, [false, true, true, true, true]);
        assert_eq!(words.all()[3].gap, Gap::Sign(b':'));
    }
}
