//! What a receipt lets an app hold on to.

use crate::MemoryId;
use serde::{Deserialize, Serialize};

/// A memory at one moment: which one, and how many attempts it had taken. Whatever it takes later has
/// a higher position.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
pub struct Mark {
    /// Which memory.
    pub memory: MemoryId,
    /// Attempts taken so far. Only grows as long as the memory has its id, across restarts too.
    pub position: u64,
}

impl Mark {
    /// Reads the two parts of a path, `{M}` and `{N}`; `None` if one of them is written in any other
    /// way than a relay writes it.
    pub fn parse(memory: &str, position: &str) -> Option<Self> {
        let plain = position.bytes().all(|byte| byte.is_ascii_digit())
            && (position == "0" || !position.starts_with('0'));
        if !plain {
            return None;
        }
        Some(Self { memory: MemoryId::parse(memory)?, position: position.parse().ok()? })
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    const MEMORY: &str = "00f00000000000000000000000000abc";

    #[test]
    fn a_mark_has_one_spelling() {
        for position in [0, 7, u64::MAX] {
            let mark = Mark::parse(MEMORY, &position.to_string()).expect("a mark");
            assert_eq!((mark.memory.to_string().as_str(), mark.position), (MEMORY, position));
        }
        for position in ["", "-1", "+1", "01", "00", " 1", "1.0", "0x1", "18446744073709551616"] {
            assert_eq!(Mark::parse(MEMORY, position), None, "{position}");
        }
        assert_eq!(Mark::parse("abc", "1"), None);
    }

    #[test]
    fn a_mark_is_stored_as_it_is_spelt() {
        let mark = Mark::parse(MEMORY, "12").expect("a mark");
        let text = serde_json::to_string(&mark).expect("JSON");
        assert_eq!(text, format!("{{\"memory\":\"{MEMORY}\",\"position\":12}}"));
        assert_eq!(serde_json::from_str::<Mark>(&text).ok(), Some(mark));
        assert!(serde_json::from_str::<Mark>(&text.replace("00f", "00F")).is_err());
    }
}
