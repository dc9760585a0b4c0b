//! Characters that nobody sees. Two texts that differ only in them look the same, and some of them
//! turn the direction of what stands beside them; a text from outside may hide them on purpose.

/// Whether this character has no shape of its own: zero-width blanks and joiners, marks that turn or
/// mark a direction, fillers, variation selectors, tags.
///
/// Some scripts and emoji need a few of them; who shows such a text keeps those (`panel-api`).
pub const fn is_unseen(c: char) -> bool {
    matches!(c,
        '\u{ad}' | '\u{34f}' | '\u{61c}' | '\u{115f}' | '\u{1160}' | '\u{17b4}' | '\u{17b5}'
        | '\u{180b}'..='\u{180f}' | '\u{200b}'..='\u{200f}' | '\u{202a}'..='\u{202e}'
        | '\u{2060}'..='\u{206f}' | '\u{3164}' | '\u{fe00}'..='\u{fe0f}' | '\u{feff}'
        | '\u{ffa0}' | '\u{fff0}'..='\u{fffb}' | '\u{e0000}'..='\u{e0fff}')
}
