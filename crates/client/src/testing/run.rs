//! Runs a future that never really waits, as all fakes' futures are.

use std::future::Future;
use std::pin::pin;
use std::task::{Context, Poll, Waker};

/// Polls to the end.
///
/// # Panics
/// When the future waits for something that nobody can bring.
pub fn block_on<T>(future: impl Future<Output = T>) -> T {
    let mut future = pin!(future);
    let mut context = Context::from_waker(Waker::noop());
    for _ in 0..1_000_000 {
        if let Poll::Ready(value) = future.as_mut().poll(&mut context) {
            return value;
        }
    }
    panic!("the future waits for ever");
}
