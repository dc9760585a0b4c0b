//! A text with some of its parts marked: what a search went by. It must never change the text.

use leptos::prelude::*;
use std::ops::Range;

/// A part of a text.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Piece {
    text: String,
    is_marked: bool,
}

/// The text between two byte positions, cut where `marks` begin and end. The marks are in order and apart.
pub fn pieces(text: &str, within: Range<usize>, marks: &[Range<usize>]) -> Vec<Piece> {
    let (mut pieces, mut at) = (Vec::with_capacity(1), within.start);
    let mut push = |part: Range<usize>, is_marked: bool| {
        if let Some(part) = text.get(part).filter(|part| !part.is_empty()) {
            pieces.push(Piece { text: part.to_owned(), is_marked });
        }
    };
    for mark in marks {
        let (start, end) = (mark.start.max(at), mark.end.min(within.end));
        if start < end {
            push(at..start, false);
            push(start..end, true);
            at = end;
        }
    }
    push(at..within.end, false);
    pieces
}

/// The parts, one after the other.
pub fn marked(pieces: Vec<Piece>) -> impl IntoView {
    let view = |piece: Piece| match piece.is_marked {
        true => view! { <mark>{piece.text}</mark> }.into_any(),
        false => piece.text.into_any(),
    };
    pieces.into_iter().map(view).collect_view()
}

#[cfg(test)]
mod tests {
    use super::*;

    fn check(within: Range<usize>, marks: &[Range<usize>], expected: &[(&str, bool)]) {
        let pieces = pieces("Likes [Max 10K]", within, marks);
        let found: Vec<(&str, bool)> =
            pieces.iter().map(|piece| (piece.text.as_str(), piece.is_marked)).collect();
        assert_eq!(found, expected);
    }

    #[test]
    fn a_text_without_marks_is_one_piece_and_nothing_is_none() {
        check(0..15, &[], &[("Likes [Max 10K]", false)]);
        check(3..3, &[], &[]);
    }

    #[test]
    fn marks_are_cut_out_and_to_what_is_shown() {
        check(
            0..15,
            &[0..4, 11..14],
            &[("Like", true), ("s [Max ", false), ("10K", true), ("]", false)],
        );
        let across = [Range { start: 4, end: 8 }];
        check(0..6, &across, &[("Like", false), ("s ", true)]);
        check(6..15, &across, &[("[M", true), ("ax 10K]", false)]);
    }

    #[test]
    fn a_mark_that_cuts_a_letter_marks_nothing() {
        assert_eq!(pieces("\u{e9}", 0..2, &[Range { start: 1, end: 2 }]).len(), 0);
    }
}
