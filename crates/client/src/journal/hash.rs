//! SHA-256 as lower-case hex.

use sha2::{Digest, Sha256};

/// A hash as text; its characters are bytes, so that ten thousand of them cost no allocation.
pub(super) type Hex = [u8; 64];

/// The hash of all parts in a row, as text.
pub(crate) fn sha256_hex(parts: &[&[u8]]) -> String {
    String::from_utf8_lossy(&hex_of(parts)).into_owned()
}

/// The hash of all parts in a row.
pub(super) fn hex_of(parts: &[&[u8]]) -> Hex {
    const DIGITS: &[u8; 16] = b"0123456789abcdef";
    let mut hasher = Sha256::new();
    for part in parts {
        hasher.update(part);
    }
    let mut hex = [0; 64];
    for (pair, byte) in hex.chunks_exact_mut(2).zip(hasher.finalize()) {
        pair[0] = DIGITS[usize::from(byte >> 4)];
        pair[1] = DIGITS[usize::from(byte & 15)];
    }
    hex
}
