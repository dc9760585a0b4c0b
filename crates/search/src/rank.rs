//! Which rows meet all terms, and in which order: the nearest first, then as the panel lists them. Each row
//! has one number that holds how many terms it met so far and how far it is. It must never sort what it
//! can count.

use super::Index;
use super::lists::Posting;
use super::terms::{Term, far};

/// Said beside what is sold: in brackets, or only in the category.
const BESIDE: u32 = 2;
/// Said only to deny it.
const DENIED: u32 = 25;
/// An optional word that is there counts this much.
const OPTIONAL: u32 = 2;
/// The farthest that is told apart.
const FARTHEST: u32 = 127;

/// How many terms a row met stands above the lowest 16 bits, how far it is in them.
const MET: u32 = 1 << 16;

/// The rows that meet all terms.
pub(super) fn rows(index: &Index, terms: &[Term]) -> Vec<u32> {
    let count = index.ids.len();
    let mut state = vec![0_u32; count];
    let mut met = 0;
    for term in terms.iter().filter(|term| !term.is_optional) {
        met += MET;
        meet(index, term, |row, far| {
            // Whoever met all before and not this one yet: the nearest key comes first.
            let state = &mut state[row];
            if *state >> 16 == (met >> 16) - 1 {
                *state = (met | (*state & (MET - 1))) + far;
            }
        });
    }
    let needed = met;
    for term in terms.iter().filter(|term| term.is_optional) {
        met += MET;
        meet(index, term, |row, _| {
            let state = &mut state[row];
            if *state >= needed && *state < met {
                *state = met | (*state & (MET - 1)).saturating_sub(OPTIONAL);
            }
        });
    }
    sorted(&state, needed)
}

fn meet(index: &Index, term: &Term, mut found: impl FnMut(usize, u32)) {
    let exact = index.ids.exactly(&term.text);
    for row in index.ids.rows(exact.start.max(term.ids.start)..exact.end.min(term.ids.end)) {
        found(*row as usize, u32::from(far::EXACT));
    }
    // What is denied comes last, whatever it is near to.
    let mut denied = false;
    for hit in &term.hits {
        for posting in index.lists.of(hit.key) {
            if posting.is_denied() {
                denied = true;
            } else {
                found(posting.row(), u32::from(hit.far) + beside(*posting));
            }
        }
    }
    for row in index.ids.rows(term.ids.clone()) {
        found(*row as usize, u32::from(far::START));
    }
    if denied {
        for hit in &term.hits {
            for posting in index.lists.of(hit.key).iter().filter(|posting| posting.is_denied()) {
                found(posting.row(), DENIED + beside(*posting));
            }
        }
    }
}

fn beside(posting: Posting) -> u32 {
    if posting.is_beside() { BESIDE } else { 0 }
}

/// The rows that met what is needed, counted into their places.
fn sorted(state: &[u32], needed: u32) -> Vec<u32> {
    let mut starts = [0_u32; FARTHEST as usize + 2];
    let place = |state: u32| (state & (MET - 1)).min(FARTHEST) as usize;
    for state in state.iter().filter(|state| **state >= needed) {
        starts[place(*state) + 1] += 1;
    }
    for at in 1..starts.len() {
        starts[at] += starts[at - 1];
    }
    let mut rows = vec![0; starts[starts.len() - 1] as usize];
    for (row, state) in (0_u32..).zip(state) {
        if *state >= needed {
            let at = &mut starts[place(*state)];
            rows[*at as usize] = row;
            *at += 1;
        }
    }
    rows
}
