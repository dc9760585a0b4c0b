//! A panic while answering becomes an answer that admits it; the connection and all others live on.

use crate::downstream::answer::Refusal;
use hyper::StatusCode;
use std::future::{Future, poll_fn};
use std::panic::{AssertUnwindSafe, catch_unwind};
use std::pin::pin;
use std::task::Poll;

/// Runs `answer`. Nobody can say how far a broken one got.
pub(crate) async fn unbroken<T>(
    answer: impl Future<Output = Result<T, Refusal>>,
) -> Result<T, Refusal> {
    let mut answer = pin!(answer);
    let failed = || {
        let status = StatusCode::INTERNAL_SERVER_ERROR;
        Poll::Ready(Err(Refusal::in_doubt(status, "relay-failure")))
    };
    poll_fn(|context| {
        catch_unwind(AssertUnwindSafe(|| answer.as_mut().poll(context)))
            .unwrap_or_else(|_| failed())
    })
    .await
}
