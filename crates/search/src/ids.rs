//! The panel's numbers for its services, found by their beginning. It must never find one in the middle of
//! another.

use super::fold::fold_char;
use super::words::position;
use std::ops::Range;

/// All ids of a list as they are compared, and their order.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub(super) struct Ids {
    text: String,
    ends: Vec<u32>,
    /// Rows by their id.
    order: Vec<u32>,
}

impl Ids {
    /// Takes the id of the next row.
    pub(super) fn add(&mut self, id: &str) {
        for c in id.chars() {
            fold_char(c, &mut self.text);
        }
        self.ends.push(position(self.text.len()));
    }

    /// They are in order.
    pub(super) fn is_sorted(&self) -> bool {
        self.order.len() == self.ends.len()
    }

    /// Brings them into order.
    pub(super) fn sort(&mut self) {
        let mut order: Vec<u32> = (0..position(self.ends.len())).collect();
        order.sort_unstable_by(|left, right| (self.id(*left), left).cmp(&(self.id(*right), right)));
        self.order = order;
    }

    /// How many rows there are.
    pub(super) fn len(&self) -> usize {
        self.ends.len()
    }

    fn id(&self, row: u32) -> &str {
        let row = row as usize;
        let start = row.checked_sub(1).map_or(0, |before| self.ends[before]);
        self.ends.get(row).map_or("", |end| &self.text[start as usize..*end as usize])
    }

    /// The ids that begin so, as places in the order.
    pub(super) fn starting_with(&self, start: &str) -> Range<usize> {
        let from = self.order.partition_point(|row| self.id(*row) < start);
        let count = self.order[from..].partition_point(|row| self.id(*row).starts_with(start));
        from..from + count
    }

    /// The ids that are this, as places in the order.
    pub(super) fn exactly(&self, id: &str) -> Range<usize> {
        let from = self.order.partition_point(|row| self.id(*row) < id);
        let count = self.order[from..].partition_point(|row| self.id(*row) == id);
        from..from + count
    }

    /// The rows at places in the order.
    pub(super) fn rows(&self, places: Range<usize>) -> &[u32] {
        self.order.get(places).unwrap_or_default()
    }
}
