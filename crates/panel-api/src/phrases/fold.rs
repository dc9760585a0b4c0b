//! A text as words that can be compared: entities decoded, letters without case and marks, one form of
//! each Arabic letter, sentences apart. What the writer may leave out or add must not count.

use panelboard_domain::search;

/// One sentence: its words, in their order.
pub(super) type Sentence = Vec<String>;

/// The sentences of a text.
pub(super) fn sentences(text: &str) -> Vec<Sentence> {
    let decoded = crate::text::decode_entities(text);
    let folded = search::fold(&decoded);
    let mut sentences = Vec::new();
    let mut words = Sentence::new();
    let mut word = String::new();
    let mut rest = folded.chars().peekable();
    while let Some(c) = rest.next() {
        match c {
            // `don't` and `dont` are one word.
            '\'' | '’' | '‘' | '`' | 'ʼ' => {}
            _ if c.is_alphanumeric() => {
                // `9h` is a number and a unit.
                // Korean endings are written onto `API` and `URL`.
                let is_unit = !c.is_ascii_digit() && is_number(&word);
                let is_joint = word.ends_with(is_korean) != is_korean(c);
                if !word.is_empty() && (is_unit || is_joint) {
                    words.push(std::mem::take(&mut word));
                }
                word.push(one_form(c));
            }
            _ => {
                if !word.is_empty() {
                    words.push(std::mem::take(&mut word));
                }
                let ends = match c {
                    // A dot inside a word belongs to a code or a number.
                    '.' => rest.peek().is_none_or(|next| next.is_whitespace()),
                    _ => matches!(c, '!' | '?' | ';' | '|' | '\n' | '؟' | '؛' | '。'),
                };
                if ends && !words.is_empty() {
                    sentences.push(std::mem::take(&mut words));
                }
            }
        }
    }
    if !word.is_empty() {
        words.push(word);
    }
    if !words.is_empty() {
        sentences.push(words);
    }
    sentences
}

pub(super) const fn is_korean(c: char) -> bool {
    matches!(c, '가'..='힣')
}

/// Whether a word is a number.
pub(super) fn is_number(word: &str) -> bool {
    word.bytes().all(|byte| byte.is_ascii_digit())
}

/// Letters that are written in several ways.
fn one_form(c: char) -> char {
    match c {
        'أ' | 'إ' | 'آ' | 'ٱ' => 'ا',
        'ى' | 'ئ' | 'ی' => 'ي',
        'ة' => 'ه',
        'ؤ' => 'و',
        'ک' => 'ك',
        'ё' => 'е',
        'ґ' => 'г',
        _ => c,
    }
}

#[cfg(test)]
mod tests {
    use super::sentences;

    fn check(text: &str, expected: &[&str]) {
        let joined: Vec<String> = sentences(text).iter().map(|words| words.join(" ")).collect();
        assert_eq!(joined, expected, "{text}");
    }

    #[test]
    fn words_lose_their_dress_and_sentences_stand_apart() {
        check("  NOT   ENOUGH\tFUNDS !! ", &["not enough funds"]);
        check("neworder.error.not_enough_funds", &["neworder error not enough funds"]);
        check("You don&#039;t, can’t and won`t.", &["you dont cant and wont"]);
        check("Bad link. Try again", &["bad link", "try again"]);
        check("GEÇERSİZ ANAHTAR", &["gecersiz anahtar"]);
        check("Ещё 1.5", &["еще 1 5"]);
        check("إلغاء المحاولة أُخرى", &["الغاء المحاوله اخري"]);
        check("الرصيـــد ٩", &["الرصيد 9"]);
        check("wait 9h3m, A7K2M9", &["wait 9 h3m a7k2m9"]);
        check("API키가", &["api 키가"]);
        check("", &[]);
        check(" . ! ", &[]);
    }
}
