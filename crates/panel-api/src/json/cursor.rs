//! The place in a text up to which JSON has been read. No call recurses deeper than
//! [`MAX_DEPTH`], and no byte is read twice.

use super::Scalar;
use std::borrow::Cow;

/// Real answers nest four levels; deeper than this is an attack.
pub(crate) const MAX_DEPTH: u8 = 64;

/// The most values that one answer is kept with as a tree.
pub(crate) const MAX_NODES: u32 = 100_000;

/// Why reading stopped.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Stop {
    /// Not JSON at this byte.
    Broken {
        /// Where.
        at: usize,
    },
    /// The text ended inside a value.
    Truncated,
    /// Deeper or with more values than any real answer.
    TooMuch,
}

/// Reads one text from front to back.
#[derive(Clone, Debug)]
pub(crate) struct Cursor<'a> {
    text: &'a str,
    at: usize,
    depth: u8,
    nodes: u32,
}

impl<'a> Cursor<'a> {
    pub(crate) fn new(text: &'a str, at: usize) -> Self {
        Self { text, at, depth: 0, nodes: 0 }
    }

    /// The next byte to read.
    pub(crate) fn at(&self) -> usize {
        self.at
    }

    /// What has not been read.
    pub(crate) fn rest(&self) -> &'a str {
        &self.text[self.at..]
    }

    /// Counts one more value that is kept.
    pub(crate) fn keep(&mut self) -> Result<(), Stop> {
        self.nodes += 1;
        if self.nodes > MAX_NODES { Err(Stop::TooMuch) } else { Ok(()) }
    }

    /// The next byte that is no white space, not consumed.
    pub(crate) fn peek(&mut self) -> Result<u8, Stop> {
        #[cfg(test)]
        super::work::count(1);
        let bytes = self.text.as_bytes();
        while let Some(&byte) = bytes.get(self.at) {
            if !matches!(byte, b' ' | b'\n' | b'\r' | b'\t') {
                return Ok(byte);
            }
            self.at += 1;
            #[cfg(test)]
            super::work::count(1);
        }
        Err(Stop::Truncated)
    }

    pub(crate) fn broken<T>(&self) -> Result<T, Stop> {
        Err(if self.at >= self.text.len() { Stop::Truncated } else { Stop::Broken { at: self.at } })
    }

    /// Calls `member` with each key; `member` must read the value.
    pub(crate) fn each_member(
        &mut self,
        mut member: impl FnMut(&mut Self, Cow<'a, str>) -> Result<(), Stop>,
    ) -> Result<(), Stop> {
        self.each_entry(|cursor| {
            let key = cursor.key()?;
            member(cursor, key)
        })
    }

    /// Calls `entry` at each member of a map; `entry` must read the key and the value.
    pub(crate) fn each_entry(
        &mut self,
        entry: impl FnMut(&mut Self) -> Result<(), Stop>,
    ) -> Result<(), Stop> {
        self.each([b'{', b'}'], entry)
    }

    /// Calls `item` for each item; `item` must read it.
    pub(crate) fn each_item(
        &mut self,
        item: impl FnMut(&mut Self) -> Result<(), Stop>,
    ) -> Result<(), Stop> {
        self.each([b'[', b']'], item)
    }

    fn each(
        &mut self,
        [opening, closing]: [u8; 2],
        mut read: impl FnMut(&mut Self) -> Result<(), Stop>,
    ) -> Result<(), Stop> {
        let mut more = self.enter([opening, closing])?;
        while more {
            read(self)?;
            more = self.goes_on(closing)?;
        }
        Ok(())
    }

    /// Steps into a list, to its first item; `false` when it is empty and has been left again.
    pub(crate) fn first_item(&mut self) -> Result<bool, Stop> {
        self.enter([b'[', b']'])
    }

    /// Steps from an item of a list to the next; `false` when it was the last and the list has been
    /// left.
    pub(crate) fn next_item(&mut self) -> Result<bool, Stop> {
        self.goes_on(b']')
    }

    fn enter(&mut self, [opening, closing]: [u8; 2]) -> Result<bool, Stop> {
        self.open(opening)?;
        let is_empty = self.peek()? == closing;
        if is_empty {
            self.close();
        }
        Ok(!is_empty)
    }

    fn goes_on(&mut self, closing: u8) -> Result<bool, Stop> {
        match self.peek()? {
            b',' => {
                self.at += 1;
                Ok(true)
            }
            byte if byte == closing => {
                self.close();
                Ok(false)
            }
            _ => self.broken(),
        }
    }

    /// Reads the name of a member and the colon behind it.
    pub(crate) fn key(&mut self) -> Result<Cow<'a, str>, Stop> {
        self.peek()?;
        let key = self.string()?;
        if self.peek()? != b':' {
            return self.broken();
        }
        self.at += 1;
        Ok(key)
    }

    /// What has been read since `start`, a place that [`Cursor::at`] gave.
    pub(crate) fn since(&self, start: usize) -> &'a str {
        &self.text[start..self.at]
    }

    /// Steps over `known` when the text goes on with it: what was read once need not be read again.
    /// `known` must come from [`Cursor::since`] and end where a value or name ends for sure: at a
    /// quote or colon, never at a digit.
    pub(crate) fn skip(&mut self, known: &str) -> bool {
        let goes_on = self
            .text
            .as_bytes()
            .get(self.at..self.at + known.len())
            .is_some_and(|next| is_same(next, known.as_bytes()));
        if goes_on {
            #[cfg(test)]
            super::work::count(known.len());
            self.at += known.len();
        }
        goes_on
    }

    /// Reads any value; the inside of lists and maps is checked and dropped.
    pub(crate) fn scalar(&mut self) -> Result<Scalar<'a>, Stop> {
        match self.peek()? {
            b'{' => self.each_member(|cursor, _| cursor.scalar().map(drop))?,
            b'[' => self.each_item(|cursor| cursor.scalar().map(drop))?,
            b'"' => return self.string().map(Scalar::Text),
            b't' => return self.word(b"true", Scalar::Bool(true)),
            b'f' => return self.word(b"false", Scalar::Bool(false)),
            b'n' => return self.word(b"null", Scalar::Null),
            b'-' | b'0'..=b'9' => return Ok(Scalar::Number(self.number())),
            _ => return self.broken(),
        }
        Ok(Scalar::Nested)
    }

    /// Reads a string, the cursor being at its first quote.
    pub(crate) fn string(&mut self) -> Result<Cow<'a, str>, Stop> {
        if self.text.as_bytes().get(self.at) != Some(&b'"') {
            return self.broken();
        }
        let start = self.at + 1;
        let end = self.plain_end(start)?;
        self.at = end + 1;
        let plain = &self.text[start..end];
        if self.text.as_bytes()[end] == b'"' {
            return Ok(Cow::Borrowed(plain));
        }
        self.escaped_string(plain).map(Cow::Owned)
    }

    /// Reads the rest of a string from its first escape, the backslash being consumed.
    #[inline(never)]
    fn escaped_string(&mut self, start: &str) -> Result<String, Stop> {
        let mut decoded = String::with_capacity(start.len() + 96);
        decoded.push_str(start);
        loop {
            decoded.push(self.escape()?);
            let from = self.at;
            let end = self.plain_end(from)?;
            decoded.push_str(&self.text[from..end]);
            self.at = end + 1;
            if self.text.as_bytes()[end] == b'"' {
                return Ok(decoded);
            }
        }
    }

    /// The position of the next quote or backslash.
    fn plain_end(&self, start: usize) -> Result<usize, Stop> {
        let bytes = self.text.as_bytes();
        let mut at = start;
        while let Some(word) = bytes.get(at..at + 8) {
            #[cfg(test)]
            super::work::count(8);
            match quote_or_backslash(word) {
                Some(offset) => return Ok(at + offset),
                None => at += 8,
            }
        }
        bytes[at..]
            .iter()
            .position(|byte| matches!(byte, b'"' | b'\\'))
            .map(|length| at + length)
            .ok_or(Stop::Truncated)
    }

    /// Reads what stands after a backslash.
    fn escape(&mut self) -> Result<char, Stop> {
        let Some(&byte) = self.text.as_bytes().get(self.at) else { return Err(Stop::Truncated) };
        let decoded = match byte {
            b'"' | b'\\' | b'/' => char::from(byte),
            b'b' => '\u{8}',
            b'f' => '\u{c}',
            b'n' => '\n',
            b'r' => '\r',
            b't' => '\t',
            b'u' => return self.unicode_escape(),
            _ => return self.broken(),
        };
        self.at += 1;
        Ok(decoded)
    }

    /// Reads `uXXXX` and its second half where there is one; half a pair becomes U+FFFD.
    fn unicode_escape(&mut self) -> Result<char, Stop> {
        let first = self.hex4(self.at + 1)?;
        self.at += 5;
        let bytes = self.text.as_bytes();
        let is_pair = (0xd800..0xdc00).contains(&first)
            && bytes.get(self.at) == Some(&b'\\')
            && bytes.get(self.at + 1) == Some(&b'u');
        if is_pair {
            let second = self.hex4(self.at + 2)?;
            if (0xdc00..0xe000).contains(&second) {
                self.at += 6;
                let code = 0x1_0000 + ((first - 0xd800) << 10) + (second - 0xdc00);
                return Ok(char::from_u32(code).unwrap_or(char::REPLACEMENT_CHARACTER));
            }
        }
        Ok(char::from_u32(first).unwrap_or(char::REPLACEMENT_CHARACTER))
    }

    fn hex4(&self, start: usize) -> Result<u32, Stop> {
        let Some(digits) = self.text.as_bytes().get(start..start + 4) else {
            return Err(Stop::Truncated);
        };
        let mut code = 0;
        for &digit in digits {
            let value = match digit {
                b'0'..=b'9' => digit - b'0',
                b'a'..=b'f' => digit - b'a' + 10,
                b'A'..=b'F' => digit - b'A' + 10,
                _ => return Err(Stop::Broken { at: start }),
            };
            code = code << 4 | u32::from(value);
        }
        Ok(code)
    }

    /// The run of characters that numbers are made of; whoever needs the number judges it.
    fn number(&mut self) -> &'a str {
        let rest = &self.text[self.at..];
        let end = rest
            .bytes()
            .position(|byte| !matches!(byte, b'0'..=b'9' | b'.' | b'-' | b'+' | b'e' | b'E'))
            .unwrap_or(rest.len());
        self.at += end;
        &rest[..end]
    }

    fn word<const N: usize>(
        &mut self,
        word: &[u8; N],
        value: Scalar<'a>,
    ) -> Result<Scalar<'a>, Stop> {
        let rest = &self.text.as_bytes()[self.at..];
        if rest.first_chunk() == Some(word) {
            self.at += N;
            return Ok(value);
        }
        if word.starts_with(rest) { Err(Stop::Truncated) } else { self.broken() }
    }

    fn open(&mut self, bracket: u8) -> Result<(), Stop> {
        if self.peek()? != bracket {
            return self.broken();
        }
        if self.depth == MAX_DEPTH {
            return Err(Stop::TooMuch);
        }
        self.depth += 1;
        self.at += 1;
        Ok(())
    }

    fn close(&mut self) {
        self.depth -= 1;
        self.at += 1;
    }
}

/// Where the first quote or backslash stands among eight bytes. All are looked at together: a byte
/// that equals the wanted one becomes zero, and the lowest zero byte shows in its highest bit.
fn quote_or_backslash(bytes: &[u8]) -> Option<usize> {
    const ONES: u64 = 0x0101_0101_0101_0101;
    const TOPS: u64 = 0x8080_8080_8080_8080;
    let word = u64::from_le_bytes(bytes.try_into().ok()?);
    let has = |wanted: u8| {
        let zeroed = word ^ (ONES * u64::from(wanted));
        zeroed.wrapping_sub(ONES) & !zeroed & TOPS
    };
    let found = has(b'"') | has(b'\\');
    (found != 0).then(|| found.trailing_zeros() as usize / 8)
}

/// Equality of two runs of one length, eight bytes at a time: the module's own comparison of memory
/// takes them one by one.
fn is_same(left: &[u8], right: &[u8]) -> bool {
    let (words, rest) = left.as_chunks::<8>();
    let (other_words, other_rest) = right.as_chunks::<8>();
    let mut pairs = words.iter().zip(other_words);
    pairs.all(|(word, other)| u64::from_le_bytes(*word) == u64::from_le_bytes(*other))
        && rest.iter().zip(other_rest).all(|(byte, other)| byte == other)
}
