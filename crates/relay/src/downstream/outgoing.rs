//! The body of an answer on its way to the client: whole, or passed on piece by piece so that a
//! large service list never stands in memory (docs/reliability.md#load).

use crate::downstream::coding::Gauge;
use crate::downstream::stored::Stored;
use bytes::Bytes;
use flate2::Compression;
use flate2::write::GzEncoder;
use hyper::body::{Body, Frame, Incoming, SizeHint};
use std::future::Future;
use std::io::{self, Write};
use std::pin::Pin;
use std::task::{Context, Poll, ready};
use tokio::sync::OwnedSemaphorePermit;
use tokio::time::Sleep;

/// A body.
pub(crate) enum Outgoing {
    /// In memory.
    Whole(Option<Bytes>),
    /// Passing through.
    Passing(Box<Passing>),
    /// A large file of the app.
    Stored(Box<Stored>),
}

/// A panel's body, measured, perhaps compressed, cut at its cap and at its time limit.
pub(crate) struct Passing {
    /// From the panel.
    pub(crate) incoming: Incoming,
    /// Its size.
    pub(crate) gauge: Gauge,
    /// When the panel did not compress and the client can read gzip.
    pub(crate) encoder: Option<GzEncoder<Vec<u8>>>,
    /// The time limit of the whole exchange.
    pub(crate) deadline: Pin<Box<Sleep>>,
    /// What is to happen, once, when the body has ended well.
    pub(crate) on_end: Option<Box<dyn FnOnce() + Send>>,
    /// Counts as under way until dropped.
    pub(crate) _permit: OwnedSemaphorePermit,
}

/// An encoder that costs little and shortens a service list to about a tenth.
pub(crate) fn encoder() -> GzEncoder<Vec<u8>> {
    GzEncoder::new(Vec::new(), Compression::new(4))
}

impl From<Bytes> for Outgoing {
    fn from(bytes: Bytes) -> Self {
        Self::Whole((!bytes.is_empty()).then_some(bytes))
    }
}

impl From<String> for Outgoing {
    fn from(text: String) -> Self {
        Bytes::from(text).into()
    }
}

impl Body for Outgoing {
    type Data = Bytes;
    type Error = io::Error;

    fn poll_frame(
        self: Pin<&mut Self>,
        context: &mut Context<'_>,
    ) -> Poll<Option<io::Result<Frame<Bytes>>>> {
        match self.get_mut() {
            Self::Whole(bytes) => Poll::Ready(bytes.take().map(|bytes| Ok(Frame::data(bytes)))),
            Self::Passing(passing) => {
                passing.poll_piece(context).map(|piece| piece.map(|piece| piece.map(Frame::data)))
            }
            Self::Stored(stored) => {
                stored.poll_piece(context).map(|piece| piece.map(|piece| piece.map(Frame::data)))
            }
        }
    }

    fn is_end_stream(&self) -> bool {
        matches!(self, Self::Whole(None))
    }

    fn size_hint(&self) -> SizeHint {
        match self {
            Self::Whole(bytes) => SizeHint::with_exact(bytes.as_ref().map_or(0, Bytes::len) as u64),
            Self::Passing(passing) if passing.encoder.is_none() => passing.incoming.size_hint(),
            Self::Passing(_) => SizeHint::default(),
            Self::Stored(stored) => SizeHint::with_exact(stored.left()),
        }
    }
}

impl Passing {
    fn poll_piece(&mut self, context: &mut Context<'_>) -> Poll<Option<io::Result<Bytes>>> {
        if self.deadline.as_mut().poll(context).is_ready() {
            return Poll::Ready(Some(Err(io::ErrorKind::TimedOut.into())));
        }
        loop {
            let frame = ready!(Pin::new(&mut self.incoming).poll_frame(context));
            let piece = match frame {
                Some(Ok(frame)) => frame.into_data().unwrap_or_default(),
                Some(Err(error)) => return Poll::Ready(Some(Err(io::Error::other(error)))),
                None => return Poll::Ready(self.end().transpose()),
            };
            self.gauge.feed(&piece)?;
            if let Some(piece) = self.encode(piece)? {
                return Poll::Ready(Some(Ok(piece)));
            }
        }
    }

    /// Passes the piece on, or gathers encoded bytes until they are worth a frame.
    fn encode(&mut self, piece: Bytes) -> io::Result<Option<Bytes>> {
        let Some(encoder) = &mut self.encoder else {
            return Ok((!piece.is_empty()).then_some(piece));
        };
        encoder.write_all(&piece)?;
        let ready = encoder.get_ref().len() >= 8 * 1024;
        Ok(ready.then(|| std::mem::take(encoder.get_mut()).into()))
    }

    fn end(&mut self) -> io::Result<Option<Bytes>> {
        if let Some(on_end) = self.on_end.take() {
            on_end();
        }
        let Some(encoder) = self.encoder.take() else { return Ok(None) };
        let rest = encoder.finish()?;
        Ok((!rest.is_empty()).then(|| rest.into()))
    }
}
