//! Content codings: what a panel compressed stays compressed, but its decoded size counts, so that
//! a small bomb cannot reach the browser (fault row 59, docs/reliability.md#load).

use flate2::write::MultiGzDecoder;
use hyper::header::{self, HeaderMap};
use std::io::{self, Write};

/// How a body is written.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Coding {
    /// As it is.
    Plain,
    /// RFC 1952.
    Gzip,
    /// RFC 7932.
    Brotli,
}

/// Which codings a client reads.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub(crate) struct Accepts {
    /// gzip.
    pub(crate) gzip: bool,
    /// br.
    pub(crate) brotli: bool,
}

/// The panel used a coding that nobody asked for.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) struct OtherCoding;

impl Coding {
    /// What a panel says about its body.
    pub(crate) fn of(headers: &HeaderMap) -> Result<Self, OtherCoding> {
        let Some(value) = headers.get(header::CONTENT_ENCODING) else { return Ok(Self::Plain) };
        match value.as_bytes().to_ascii_lowercase().trim_ascii() {
            b"" | b"identity" => Ok(Self::Plain),
            b"gzip" | b"x-gzip" => Ok(Self::Gzip),
            b"br" => Ok(Self::Brotli),
            _ => Err(OtherCoding),
        }
    }

    /// The header's value.
    pub(crate) const fn as_str(self) -> Option<&'static str> {
        match self {
            Self::Plain => None,
            Self::Gzip => Some("gzip"),
            Self::Brotli => Some("br"),
        }
    }
}

impl Accepts {
    /// Reads `Accept-Encoding`. A coding with weight 0 is not accepted.
    pub(crate) fn of(headers: &HeaderMap) -> Self {
        let value = headers.get(header::ACCEPT_ENCODING).and_then(|value| value.to_str().ok());
        let mut accepts = Self::default();
        for item in value.unwrap_or_default().split(',') {
            let (name, weight) = item.split_once(';').unwrap_or((item, ""));
            let refused = matches!(weight.trim(), "q=0" | "q=0.0" | "q=0.00" | "q=0.000");
            match name.trim() {
                "gzip" => accepts.gzip = !refused,
                "br" => accepts.brotli = !refused,
                _ => {}
            }
        }
        accepts
    }

    /// What to ask a panel for.
    pub(crate) const fn as_str(self) -> &'static str {
        match (self.gzip, self.brotli) {
            (true, true) => "gzip, br",
            (true, false) => "gzip",
            (false, true) => "br",
            (false, false) => "identity",
        }
    }

    /// Whether the client can read this coding.
    pub(crate) const fn reads(self, coding: Coding) -> bool {
        match coding {
            Coding::Plain => true,
            Coding::Gzip => self.gzip,
            Coding::Brotli => self.brotli,
        }
    }
}

/// Measures a body while it passes, raw and decoded, and keeps the decoded form if asked.
pub(crate) struct Gauge {
    raw: usize,
    cap: usize,
    decoder: Decoder,
}

enum Decoder {
    Plain(Sink),
    Gzip(Box<MultiGzDecoder<Sink>>),
    Brotli(Box<brotli_decompressor::DecompressorWriter<Sink>>),
}

struct Sink {
    length: usize,
    cap: usize,
    kept: Option<Vec<u8>>,
}

impl Gauge {
    /// For a body of at most `cap` bytes in either form.
    pub(crate) fn new(coding: Coding, cap: usize, keep: bool) -> Self {
        let sink = Sink { length: 0, cap, kept: keep.then(Vec::new) };
        let decoder = match coding {
            Coding::Plain => Decoder::Plain(sink),
            Coding::Gzip => Decoder::Gzip(Box::new(MultiGzDecoder::new(sink))),
            Coding::Brotli => {
                Decoder::Brotli(Box::new(brotli_decompressor::DecompressorWriter::new(sink, 8192)))
            }
        };
        Self { raw: 0, cap, decoder }
    }

    /// What a head says about the length is enough to refuse by.
    pub(crate) fn announce(&self, length: u64) -> io::Result<()> {
        if length > self.cap as u64 { Err(too_large()) } else { Ok(()) }
    }

    /// Takes the next piece. An error means too large or not decodable; the rest is not wanted.
    pub(crate) fn feed(&mut self, piece: &[u8]) -> io::Result<()> {
        self.raw += piece.len();
        if self.raw > self.cap {
            return Err(too_large());
        }
        match &mut self.decoder {
            Decoder::Plain(sink) => sink.write_all(piece),
            Decoder::Gzip(decoder) => decoder.write_all(piece),
            Decoder::Brotli(decoder) => decoder.write_all(piece),
        }
    }

    /// The decoded body, if it was kept.
    pub(crate) fn finish(self) -> io::Result<Vec<u8>> {
        let sink = match self.decoder {
            Decoder::Plain(sink) => sink,
            Decoder::Gzip(decoder) => decoder.finish()?,
            Decoder::Brotli(mut decoder) => {
                decoder.close()?;
                decoder.into_inner().unwrap_or_else(|sink| sink)
            }
        };
        Ok(sink.kept.unwrap_or_default())
    }
}

impl Write for Sink {
    fn write(&mut self, piece: &[u8]) -> io::Result<usize> {
        self.length += piece.len();
        if self.length > self.cap {
            return Err(too_large());
        }
        if let Some(kept) = &mut self.kept {
            kept.extend_from_slice(piece);
        }
        Ok(piece.len())
    }

    fn flush(&mut self) -> io::Result<()> {
        Ok(())
    }
}

fn too_large() -> io::Error {
    io::Error::new(io::ErrorKind::FileTooLarge, "the answer is larger than its cap")
}

#[cfg(test)]
mod tests {
    use super::*;
    use flate2::Compression;
    use flate2::write::GzEncoder;

    fn gzip(plain: &[u8]) -> Vec<u8> {
        let mut encoder = GzEncoder::new(Vec::new(), Compression::best());
        encoder.write_all(plain).expect("into memory");
        encoder.finish().expect("into memory")
    }

    #[test]
    fn the_decoded_size_counts() {
        let bomb = gzip(&vec![0; 1_000_000]);
        assert!(bomb.len() < 2_000);
        let mut gauge = Gauge::new(Coding::Gzip, 500_000, false);
        assert!(bomb.chunks(100).any(|piece| gauge.feed(piece).is_err()));
        let mut gauge = Gauge::new(Coding::Gzip, 1_000_000, false);
        assert!(bomb.chunks(100).all(|piece| gauge.feed(piece).is_ok()));
    }

    #[test]
    fn a_kept_body_is_decoded() {
        let mut gauge = Gauge::new(Coding::Gzip, 100, true);
        gauge.feed(&gzip(b"{\"order\":1}")).expect("small");
        assert_eq!(gauge.finish().expect("whole"), b"{\"order\":1}");
    }

    #[test]
    fn half_a_gzip_body_is_no_body() {
        let coded = gzip(b"{\"order\":1}");
        let mut gauge = Gauge::new(Coding::Gzip, 100, true);
        gauge.feed(&coded[..coded.len() - 4]).expect("small");
        assert!(gauge.finish().is_err());
    }

    #[test]
    fn accepted_codings_are_read() {
        let check = |value: &'static str| {
            let mut headers = HeaderMap::new();
            headers.insert(header::ACCEPT_ENCODING, hyper::header::HeaderValue::from_static(value));
            Accepts::of(&headers).as_str()
        };
        assert_eq!(check("gzip, deflate, br, zstd"), "gzip, br");
        assert_eq!(check("gzip;q=0, br;q=1.0"), "br");
        assert_eq!(check("identity"), "identity");
    }
}
