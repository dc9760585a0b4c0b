//! Takes the value of a future that needs no waiting.

use std::future::Future;
use std::pin::pin;
use std::task::{Context, Poll, Waker};

/// What the future gives at once; `None` when it would have to wait.
pub(super) fn now<T>(future: impl Future<Output = T>) -> Option<T> {
    match pin!(future).poll(&mut Context::from_waker(Waker::noop())) {
        Poll::Ready(value) => Some(value),
        Poll::Pending => None,
    }
}

#[cfg(test)]
mod tests {
    use super::now;

    #[test]
    fn only_what_needs_no_waiting_is_there() {
        assert_eq!(now(std::future::ready(1)), Some(1));
        assert_eq!(now(std::future::pending::<u8>()), None);
    }
}
