//! A gzip body that is small on the wire and large in memory: white space, then an empty list.

use flate2::{Compress, Compression, Crc, FlushCompress};

const MEGABYTE: usize = 1 << 20;
const HEADER: [u8; 10] = [0x1f, 0x8b, 8, 0, 0, 0, 0, 0, 0, 0xff];

/// A complete gzip member of so many megabytes and two bytes. One megabyte is packed and then
/// repeated: after a full flush the packed bytes depend on nothing before them.
pub(crate) fn bomb(megabytes: u32) -> Vec<u8> {
    let megabyte = vec![b' '; MEGABYTE];
    let packed = pack(&megabyte, FlushCompress::Full);
    let (mut one, mut all) = (Crc::new(), Crc::new());
    one.update(&megabyte);
    let mut gzip = HEADER.to_vec();
    for _ in 0..megabytes {
        gzip.extend_from_slice(&packed);
        all.combine(&one);
    }
    gzip.extend(pack(b"[]", FlushCompress::Finish));
    let mut end = Crc::new();
    end.update(b"[]");
    all.combine(&end);
    gzip.extend(all.sum().to_le_bytes());
    gzip.extend(all.amount().to_le_bytes());
    gzip
}

fn pack(bytes: &[u8], flush: FlushCompress) -> Vec<u8> {
    let mut packed = Vec::with_capacity(bytes.len() / 100 + 64);
    let status = Compress::new(Compression::best(), false).compress_vec(bytes, &mut packed, flush);
    debug_assert!(status.is_ok(), "the room suffices for bytes that are all alike");
    packed
}

#[cfg(test)]
mod tests {
    use super::{MEGABYTE, bomb};
    use std::io::Read as _;

    #[test]
    fn it_unpacks_to_what_it_promises() {
        let packed = bomb(3);
        let mut text = String::new();
        flate2::read::GzDecoder::new(packed.as_slice()).read_to_string(&mut text).unwrap();
        assert_eq!((text.len(), text.trim()), (3 * MEGABYTE + 2, "[]"));
        assert!(packed.len() < text.len() / 500, "{} bytes on the wire", packed.len());
    }
}
