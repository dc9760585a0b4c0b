//! How many mistakes lie between two words: a letter too many, one missing, another one, two that
//! changed places. Bit-parallel (Hyyrö 2003), because a key press asks for thousands of words; one pass
//! gives the distance to the whole word and to its nearest beginning, which no crate at hand does. It
//! must never be asked about words longer than [`LONGEST`].

/// Letters of the longest word that is compared.
pub(super) const LONGEST: usize = 64;

/// A word made ready for being compared with many.
pub(super) struct Pattern {
    ascii: [u64; 128],
    others: Vec<(char, u64)>,
    length: u32,
}

/// The mistakes to a word, and to the beginning of it that is nearest.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) struct Distance {
    /// To the whole word.
    pub whole: u32,
    /// To the nearest beginning.
    pub start: u32,
}

impl Pattern {
    /// `None` for nothing and for what is too long.
    pub(super) fn new(word: &str) -> Option<Self> {
        let mut pattern = Self { ascii: [0; 128], others: Vec::new(), length: 0 };
        for (at, c) in word.chars().enumerate() {
            if at >= LONGEST {
                return None;
            }
            let bit = 1_u64 << at;
            match pattern.ascii.get_mut(c as usize) {
                Some(bits) => *bits |= bit,
                None => match pattern.others.iter_mut().find(|(other, _)| *other == c) {
                    Some((_, bits)) => *bits |= bit,
                    None => pattern.others.push((c, bit)),
                },
            }
            pattern.length += 1;
        }
        (pattern.length > 0).then_some(pattern)
    }

    fn bits(&self, c: char) -> u64 {
        match self.ascii.get(c as usize) {
            Some(bits) => *bits,
            None => self.others.iter().find(|(other, _)| *other == c).map_or(0, |(_, bits)| *bits),
        }
    }

    /// The mistakes between the pattern and a word.
    pub(super) fn distance(&self, word: &str) -> Distance {
        let last = 1_u64 << (self.length - 1);
        let (mut plus, mut minus) = (u64::MAX, 0_u64);
        let (mut diagonal, mut before) = (0_u64, 0_u64);
        let (mut whole, mut start) = (self.length, self.length);
        for c in word.chars() {
            let bits = self.bits(c);
            let swapped = (((!diagonal) & bits) << 1) & before;
            diagonal = (((bits & plus).wrapping_add(plus)) ^ plus) | bits | minus | swapped;
            let up = minus | !(diagonal | plus);
            let down = plus & diagonal;
            whole += u32::from(up & last != 0);
            whole -= u32::from(down & last != 0);
            start = start.min(whole);
            let up = (up << 1) | 1;
            plus = (down << 1) | !(diagonal | up);
            minus = up & diagonal;
            before = bits;
        }
        Distance { whole, start }
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    fn check(pattern: &str, word: &str, whole: u32, start: u32) {
        let distance = Pattern::new(pattern).map(|pattern| pattern.distance(word));
        assert_eq!(distance, Some(Distance { whole, start }), "{pattern} {word}");
    }

    #[test]
    fn each_kind_of_mistake_counts_once() {
        check("instagram", "instagram", 0, 0);
        check("instgram", "instagram", 1, 1);
        check("isntagram", "instagram", 1, 1);
        check("onstagram", "instagram", 1, 1);
        check("folow", "followers", 4, 1);
        check("подпищики", "подписчики", 2, 2);
    }

    #[test]
    fn what_is_too_long_is_not_compared() {
        assert!(Pattern::new(&"a".repeat(65)).is_none() && Pattern::new("").is_none());
    }

    /// The table as books write it: optimal string alignment.
    fn slow(left: &[char], right: &[char]) -> usize {
        let mut table = vec![vec![0; right.len() + 1]; left.len() + 1];
        for i in 0..=left.len() {
            for j in 0..=right.len() {
                table[i][j] = if i == 0 || j == 0 {
                    i + j
                } else {
                    let other = usize::from(left[i - 1] != right[j - 1]);
                    let mut least = (table[i - 1][j - 1] + other)
                        .min(table[i - 1][j] + 1)
                        .min(table[i][j - 1] + 1);
                    if i > 1 && j > 1 && left[i - 1] == right[j - 2] && left[i - 2] == right[j - 1]
                    {
                        least = least.min(table[i - 2][j - 2] + 1);
                    }
                    least
                };
            }
        }
        table[left.len()][right.len()]
    }

    proptest! {
        #[test]
        fn the_bits_say_what_the_table_says(left in "[abcдж]{1,9}", right in "[abcдж]{0,9}") {
            let (l, r): (Vec<char>, Vec<char>) = (left.chars().collect(), right.chars().collect());
            let found = Pattern::new(&left).map(|pattern| pattern.distance(&right));
            let start = (0..=r.len()).map(|end| slow(&l, &r[..end])).min().unwrap_or(0);
            let found = found.map(|found| (found.whole as usize, found.start as usize));
            prop_assert_eq!(found, Some((slow(&l, &r), start)));
        }
    }
}
