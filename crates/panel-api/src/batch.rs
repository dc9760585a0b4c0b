//! Splits ids into batches as servers answer them best: unique, ascending, at most as many as the
//! panel takes (docs/protocol.md#batches).

use std::cmp::Ordering;

/// Batches of at most `max` ids each: no id twice, ascending over all batches. Digits ascend as
/// numbers and stand before other ids, because a list without ids comes in the database's order.
/// `max` 0 counts as 1.
pub fn batches<I: Clone + AsRef<str>>(ids: &[I], max: u16) -> Vec<Vec<I>> {
    let mut sorted: Vec<I> = ids.to_vec();
    sorted.sort_by(|left, right| ascending(left.as_ref(), right.as_ref()));
    sorted.dedup_by(|left, right| left.as_ref() == right.as_ref());
    sorted.chunks(usize::from(max.max(1))).map(<[I]>::to_vec).collect()
}

fn ascending(left: &str, right: &str) -> Ordering {
    let is_number = |id: &str| id.bytes().all(|byte| byte.is_ascii_digit());
    match (is_number(left), is_number(right)) {
        (true, true) => {
            let (a, b) = (left.trim_start_matches('0'), right.trim_start_matches('0'));
            a.len().cmp(&b.len()).then(a.cmp(b)).then(left.cmp(right))
        }
        (true, false) => Ordering::Less,
        (false, true) => Ordering::Greater,
        (false, false) => left.cmp(right),
    }
}
