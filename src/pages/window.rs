//! Which rows of a long list are alive. Pure: heights and the scroll position come in, positions go
//! out. It must never hand out more than [`MOST_ROWS`] rows.

/// Live rows at most, however tall the screen.
pub const MOST_ROWS: usize = 40;
/// The window moves in steps of this many rows, so that most scroll events change nothing.
const STEP: usize = 4;
/// Rows kept alive above and below what is visible.
const OVERSCAN: usize = 4;

/// What the style sheet says of heights, in pixels.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Heights {
    /// A row.
    pub row: u32,
    /// The header of a group.
    pub head: u32,
}

/// Where every row of a list stands.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Plan {
    /// Position of each group's first row, ascending. Empty: no headers.
    starts: Vec<usize>,
    rows: usize,
    row: u32,
    head: u32,
}

/// The rows that are alive: `len` of them from `first`, drawn `offset` pixels below the list's top.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Window {
    /// Position of the first live row.
    pub first: usize,
    /// Where the first live row (with its header, if it has one) begins.
    pub offset: u32,
}

impl Plan {
    /// A list of `rows` rows with a header before each of `starts`.
    pub fn new(starts: Vec<usize>, rows: usize, heights: Heights) -> Self {
        Self { starts, rows, row: heights.row.max(1), head: heights.head }
    }

    /// The height of the whole list.
    pub fn height(&self) -> u32 {
        self.top(self.rows)
    }

    /// Where a row's block begins: its header when it is the first of a group, else the row.
    pub fn top(&self, position: usize) -> u32 {
        let heads = self.starts.partition_point(|&start| start < position);
        let tall = position as u64 * u64::from(self.row) + heads as u64 * u64::from(self.head);
        u32::try_from(tall).unwrap_or(u32::MAX)
    }

    /// The row at a distance from the list's top.
    pub fn at(&self, y: u32) -> usize {
        let (mut low, mut high) = (0, self.rows);
        while low + 1 < high {
            let middle = usize::midpoint(low, high);
            if self.top(middle) <= y {
                low = middle;
            } else {
                high = middle;
            }
        }
        low
    }

    /// How many rows have to be alive for a screen of this height.
    pub fn live(&self, screen: u32) -> usize {
        let visible = screen.div_ceil(self.row.max(1)) as usize + 1;
        (visible + 2 * OVERSCAN + STEP).min(MOST_ROWS)
    }

    /// The live rows when the list's top is `scrolled` pixels above the screen's.
    pub fn window(&self, scrolled: u32) -> Window {
        let first = self.at(scrolled).saturating_sub(OVERSCAN) / STEP * STEP;
        Window { first, offset: self.top(first) }
    }

    /// The group a row belongs to.
    pub fn group(&self, position: usize) -> Option<usize> {
        self.starts.partition_point(|&start| start <= position).checked_sub(1)
    }

    /// The group whose header stands right above this row.
    pub fn group_starting(&self, position: usize) -> Option<usize> {
        self.starts.binary_search(&position).ok()
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    const HEIGHTS: Heights = Heights { row: 56, head: 32 };

    #[test]
    fn a_row_is_found_where_it_was_put() {
        let plan = Plan::new(vec![0, 3, 4, 900], 10_000, HEIGHTS);
        assert_eq!((plan.top(0), plan.top(1), plan.top(3)), (0, 88, 200));
        for position in [0, 1, 2, 3, 4, 5, 899, 900, 901, 9_999] {
            let top = plan.top(position);
            assert_eq!((plan.at(top), plan.at(top + 55)), (position, position), "{position}");
        }
        assert_eq!(plan.height(), 10_000 * 56 + 4 * 32);
    }

    #[test]
    fn the_window_covers_the_screen_and_is_never_larger_than_its_bound() {
        let plan = Plan::new(vec![0], 6_000, HEIGHTS);
        for screen in [568, 844, 1_440, 4_320] {
            let live = plan.live(screen);
            assert!(live <= MOST_ROWS, "{screen}: {live}");
            for scrolled in [0, 57, 10_000, 335_000] {
                let window = plan.window(scrolled);
                let last = window.first + live;
                let covered = plan.top(last) >= scrolled + screen || last >= plan.rows;
                assert!(covered || live == MOST_ROWS, "{screen} at {scrolled}");
            }
        }
    }

    #[test]
    fn fifty_thousand_of_the_tallest_rows_stay_below_what_browsers_draw() {
        // Firefox ends first: 17.8 million pixels.
        let plan = Plan::new(vec![], 50_000, Heights { row: 176, head: 0 });
        assert!(plan.height() < 17_800_000);
        let bottom = plan.height() - 844;
        let (window, live) = (plan.window(bottom), plan.live(844));
        assert!(window.first + live >= 50_000, "{window:?} and {live}");
        assert_eq!((plan.at(plan.top(49_999)), plan.top(49_999) + 176), (49_999, plan.height()));
    }

    #[test]
    fn small_scrolls_keep_the_window() {
        let plan = Plan::new(vec![], 6_000, HEIGHTS);
        assert_eq!(plan.window(56 * 20), plan.window(56 * 22));
    }

    #[test]
    fn an_empty_list_has_an_empty_window() {
        let plan = Plan::new(vec![], 0, HEIGHTS);
        assert_eq!((plan.height(), plan.window(500)), (0, Window::default()));
    }

    #[test]
    fn a_row_knows_its_group() {
        let plan = Plan::new(vec![0, 3], 9, HEIGHTS);
        assert_eq!((plan.group(2), plan.group(3), plan.group(8)), (Some(0), Some(1), Some(1)));
        assert_eq!((plan.group_starting(3), plan.group_starting(4)), (Some(1), None));
    }
}
