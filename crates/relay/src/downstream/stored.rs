//! A file on its way to the client, piece by piece: however large it is, little of it is in memory,
//! and reading it holds up nobody else.

use crate::downstream::folder::Identity;
use bytes::Bytes;
use std::io;
use std::path::Path;
use std::pin::Pin;
use std::task::{Context, Poll, ready};
use tokio::fs::File;
use tokio::io::{AsyncRead, ReadBuf};

const PIECE: usize = 64 * 1024;

/// An open file of the app.
pub(crate) struct Stored {
    file: File,
    piece: Box<[u8]>,
    left: u64,
}

impl Stored {
    /// Opens the file at `path`, of which `known` was noted at start. An error means that it is gone,
    /// or is another file now.
    pub(crate) async fn open(path: &Path, known: Identity) -> io::Result<Self> {
        let mut file = File::open(path).await?;
        let metadata = file.metadata().await?;
        if Identity::of(&metadata) != known {
            return Err(io::Error::other("not the file that was found at start"));
        }
        file.set_max_buf_size(PIECE);
        Ok(Self { file, piece: vec![0; PIECE].into(), left: metadata.len() })
    }

    /// Bytes still to come.
    pub(crate) const fn left(&self) -> u64 {
        self.left
    }

    /// The next piece, or nothing after the last.
    pub(crate) fn poll_piece(
        &mut self,
        context: &mut Context<'_>,
    ) -> Poll<Option<io::Result<Bytes>>> {
        if self.left == 0 {
            return Poll::Ready(None);
        }
        let most = usize::try_from(self.left).unwrap_or(PIECE).min(PIECE);
        let mut buffer = ReadBuf::new(&mut self.piece[..most]);
        let read = ready!(Pin::new(&mut self.file).poll_read(context, &mut buffer));
        let piece = Bytes::copy_from_slice(buffer.filled());
        Poll::Ready(Some(read.and_then(|()| {
            if piece.is_empty() {
                return Err(io::ErrorKind::UnexpectedEof.into());
            }
            self.left -= piece.len() as u64;
            Ok(piece)
        })))
    }
}
