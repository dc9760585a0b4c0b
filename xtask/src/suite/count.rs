//! Reads how many tests ran from the closing lines of cargo and Playwright.

use std::ops::Add;

/// Tests that passed and failed.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Count {
    /// Passed.
    pub passed: u32,
    /// Failed.
    pub failed: u32,
}

impl Count {
    /// No test.
    pub const NONE: Self = Self { passed: 0, failed: 0 };
}

impl Add for Count {
    type Output = Self;

    fn add(self, other: Self) -> Self {
        Self { passed: self.passed + other.passed, failed: self.failed + other.failed }
    }
}

/// `test result: ok. 3 passed; 0 failed; …`, as cargo and wasm-bindgen's runner print it.
pub fn of_cargo(line: &str) -> Count {
    let Some((_, counts)) = line.split_once("test result: ") else { return Count::NONE };
    Count { passed: before(counts, " passed"), failed: before(counts, " failed") }
}

/// `  12 passed (3.2s)` and `  1 failed`, as Playwright's list reporter prints them.
pub fn of_playwright(line: &str) -> Count {
    let line = line.trim();
    let number_first = line.split(' ').next().is_some_and(|word| word.parse::<u32>().is_ok());
    match line.split(' ').nth(1) {
        Some("passed") if number_first => Count { passed: before(line, " passed"), failed: 0 },
        Some("failed") if number_first => Count { passed: 0, failed: before(line, " failed") },
        _ => Count::NONE,
    }
}

fn before(text: &str, word: &str) -> u32 {
    let number = text.split_once(word).and_then(|(before, _)| before.rsplit(' ').next());
    number.and_then(|number| number.parse().ok()).unwrap_or(0)
}

#[cfg(test)]
mod tests {
    use super::{Count, of_cargo, of_playwright};

    #[test]
    fn closing_lines_are_counted_and_other_lines_are_not() {
        let both = Count { passed: 3, failed: 1 };
        assert_eq!(
            of_cargo("test result: FAILED. 3 passed; 1 failed; 0 ignored; 0 measured"),
            both
        );
        assert_eq!(of_cargo("test money ... ok"), Count::NONE);
        assert_eq!(of_playwright("  12 passed (3.2s)"), Count { passed: 12, failed: 0 });
        assert_eq!(of_playwright("  2 failed"), Count { passed: 0, failed: 2 });
        assert_eq!(of_playwright("the order passed the check"), Count::NONE);
    }
}
