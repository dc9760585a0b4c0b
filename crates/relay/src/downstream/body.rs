//! Takes in a request's body: of one type, within a size, within a time.

use crate::downstream::answer::Refusal;
use bytes::Bytes;
use http_body_util::{BodyExt, Limited};
use hyper::StatusCode;
use hyper::body::{Body, Incoming};
use hyper::header::{self, HeaderMap};
use std::time::Duration;
use tokio::time::timeout;

/// The whole body of `most` bytes within `patience`, or why not. Nothing has been sent to a panel by then.
pub(crate) async fn take_in(
    headers: &HeaderMap,
    body: Incoming,
    most: usize,
    patience: Duration,
) -> Result<Bytes, Refusal> {
    if !is_form(headers) {
        return Err(Refusal::early(StatusCode::UNSUPPORTED_MEDIA_TYPE, "content-type"));
    }
    let too_large = Refusal::early(StatusCode::PAYLOAD_TOO_LARGE, "request-too-large");
    if body.size_hint().lower() > most as u64 {
        return Err(too_large);
    }
    match timeout(patience, Limited::new(body, most).collect()).await {
        Ok(Ok(whole)) => Ok(whole.to_bytes()),
        Ok(Err(error)) if error.is::<http_body_util::LengthLimitError>() => Err(too_large),
        Ok(Err(_)) => Err(Refusal::early(StatusCode::BAD_REQUEST, "request-cut")),
        Err(_) => Err(Refusal::early(StatusCode::REQUEST_TIMEOUT, "request-slow")),
    }
}

fn is_form(headers: &HeaderMap) -> bool {
    let said = headers.get(header::CONTENT_TYPE).and_then(|value| value.to_str().ok());
    let name = said.and_then(|said| said.split(';').next()).unwrap_or_default().trim();
    name.eq_ignore_ascii_case("application/x-www-form-urlencoded")
        && !headers.contains_key(header::CONTENT_ENCODING)
}
