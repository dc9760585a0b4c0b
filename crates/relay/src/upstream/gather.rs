//! Reads a body to its end, within a cap.

use crate::downstream::coding::Gauge;
use bytes::{Bytes, BytesMut};
use http_body_util::BodyExt;
use hyper::body::{Body, Incoming};
use std::io;

/// The body as it came, and the gauge that measured it. An error is a code for the client.
pub(crate) async fn gather(
    mut incoming: Incoming,
    mut gauge: Gauge,
) -> Result<(Bytes, Gauge), &'static str> {
    gauge.announce(incoming.size_hint().lower()).map_err(|error| code(&error))?;
    let mut first = Bytes::new();
    let mut rest = BytesMut::new();
    while let Some(frame) = incoming.frame().await {
        let Ok(piece) = frame.map_err(|_| "upstream-cut")?.into_data() else { continue };
        gauge.feed(&piece).map_err(|error| code(&error))?;
        if first.is_empty() {
            first = piece;
        } else {
            rest.extend_from_slice(&piece);
        }
    }
    if rest.is_empty() {
        return Ok((first, gauge));
    }
    Ok(([first, rest.freeze()].concat().into(), gauge))
}

fn code(error: &io::Error) -> &'static str {
    match error.kind() {
        io::ErrorKind::FileTooLarge => "upstream-too-large",
        _ => "upstream-coding",
    }
}
