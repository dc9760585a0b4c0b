//! Response bodies: whole ones, and ones that break off.

use hyper::body::{Body, Bytes, Frame, SizeHint};
use std::io;
use std::pin::Pin;
use std::task::{Context, Poll};
use std::time::Duration;
use tokio::time::Sleep;

/// Bytes that are sent, after which the body ends or breaks.
#[derive(Debug)]
pub(crate) struct Payload {
    bytes: Option<Bytes>,
    /// The length that is promised; more than is sent when the body breaks off.
    promised: u64,
    breaks: Option<Pin<Box<Sleep>>>,
}

impl Payload {
    pub(crate) fn whole(bytes: impl Into<Bytes>) -> Self {
        let bytes = bytes.into();
        Self { promised: bytes.len() as u64, bytes: Some(bytes), breaks: None }
    }

    /// Promises everything, sends the first half, then breaks the connection. The pause lets the
    /// half leave the socket first.
    pub(crate) fn truncated(bytes: impl Into<Bytes>) -> Self {
        let mut bytes = bytes.into();
        let promised = bytes.len() as u64;
        bytes.truncate(bytes.len() / 2);
        let pause = tokio::time::sleep(Duration::from_millis(50));
        Self { bytes: Some(bytes), promised, breaks: Some(Box::pin(pause)) }
    }
}

impl Body for Payload {
    type Data = Bytes;
    type Error = io::Error;

    fn poll_frame(
        mut self: Pin<&mut Self>,
        context: &mut Context<'_>,
    ) -> Poll<Option<Result<Frame<Bytes>, io::Error>>> {
        if let Some(bytes) = self.bytes.take().filter(|bytes| !bytes.is_empty()) {
            return Poll::Ready(Some(Ok(Frame::data(bytes))));
        }
        match &mut self.breaks {
            None => Poll::Ready(None),
            Some(pause) => pause.as_mut().poll(context).map(|()| {
                Some(Err(io::Error::new(io::ErrorKind::ConnectionAborted, "truncated on purpose")))
            }),
        }
    }

    fn is_end_stream(&self) -> bool {
        self.breaks.is_none() && self.bytes.as_ref().is_none_or(Bytes::is_empty)
    }

    fn size_hint(&self) -> SizeHint {
        SizeHint::with_exact(self.promised)
    }
}
