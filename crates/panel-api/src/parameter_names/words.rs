//! A refusal as words with their roles, in the languages of the phrase table and a few more.

use panelboard_domain::account::IdName;

/// Roles with their words, `*` after the beginning of one.
const VOCABULARY: &str = include_str!("words.txt");

/// Words beyond this many say nothing new.
const MOST: usize = 60;

/// One word of a text.
#[derive(Clone, Debug)]
pub(super) struct Word {
    /// In lower case, without `_`.
    pub(super) plain: String,
    /// The id parameter of this name.
    pub(super) name: Option<IdName>,
    /// Written as only names are: `order_id`, `orderId`.
    pub(super) is_compound: bool,
    /// In quotes of any kind.
    pub(super) is_quoted: bool,
    pub(super) role: Role,
}

/// What a word does in such a sentence.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Role {
    /// It names a parameter.
    Name,
    /// Required, missing, empty.
    Wanting,
    /// Already there, used before.
    Known,
    /// Invalid, not found: then a value is wrong, not a name.
    Wrong,
    /// Parameter, field.
    Parameter,
    /// Articles, "is", "please" and the like.
    Filler,
    /// Anything else.
    Other,
}

/// The words of a text, in order.
pub(super) fn read(text: &str) -> Vec<Word> {
    let mut words = Vec::new();
    let (mut word, mut before) = (String::new(), ' ');
    let mut start = ' ';
    for c in text.chars().chain([' ']) {
        if is_part(c) && word.chars().next_back().is_none_or(|last| is_latin(last) == is_latin(c)) {
            if word.is_empty() {
                start = before;
            }
            word.push(c);
        } else {
            if !word.is_empty() {
                words.push(of(&word, is_quote(start) && is_quote(c)));
                word.clear();
            }
            if is_part(c) {
                (start, word) = (before, c.to_string());
            }
        }
        before = c;
        if words.len() >= MOST {
            break;
        }
    }
    words
}

fn is_part(c: char) -> bool {
    c.is_alphanumeric() || c == '_' || ('\u{300}'..='\u{36f}').contains(&c)
}

/// Latin letters are written without blanks beside letters of other scripts: `order는`.
fn is_latin(c: char) -> bool {
    c.is_ascii() || ('\u{c0}'..='\u{36f}').contains(&c) || ('\u{1e00}'..='\u{1eff}').contains(&c)
}

fn is_quote(c: char) -> bool {
    matches!(c, '"' | '\'' | '`' | '«' | '»' | '“' | '”' | '‘' | '’' | '「' | '」' | '[' | ']')
}

fn of(word: &str, is_quoted: bool) -> Word {
    let lower = word.to_lowercase();
    let plain: String = lower.chars().filter(|c| !matches!(c, '_' | '\u{307}')).collect();
    let name = name_of(&plain);
    let is_compound = matches!(
        name,
        Some(IdName::OrderId | IdName::OrderIds | IdName::RefillId | IdName::RefillIds)
    );
    let role = match name {
        Some(_) => Role::Name,
        None if plain == "requestid" => Role::Name,
        None => role(&plain),
    };
    Word { plain, name, is_compound, is_quoted, role }
}

fn name_of(plain: &str) -> Option<IdName> {
    IdName::ALL.into_iter().find(|name| {
        let letters = name.as_str().bytes().filter(|byte| *byte != b'_');
        letters.eq(plain.bytes())
    })
}

/// The first row that has the word decides: what is wrong outweighs what is wanted.
fn role(plain: &str) -> Role {
    if plain.bytes().all(|byte| byte.is_ascii_digit()) {
        return Role::Filler;
    }
    let found = VOCABULARY.lines().filter_map(|row| row.split_once(' ')).find(|(_, words)| {
        words.split(' ').any(|word| match word.strip_suffix('*') {
            Some(stem) => plain.starts_with(stem),
            None => plain == word,
        })
    });
    match found {
        Some(("wrong", _)) => Role::Wrong,
        Some(("wanting", _)) => Role::Wanting,
        Some(("known", _)) => Role::Known,
        Some(("parameter", _)) => Role::Parameter,
        Some(("filler", _)) => Role::Filler,
        _ => Role::Other,
    }
}
