//! Time, waiting and randomness.

use super::{Browser, js};
use panelboard_client::ports::{Clock, Pause, Random};
use panelboard_domain::time::Timestamp;

/// The wall clock.
#[expect(clippy::cast_possible_truncation, reason = "milliseconds of this era fit 53 bits")]
pub fn now() -> Timestamp {
    Timestamp::from_millis(js_sys::Date::now() as i64)
}

/// Returns after this time.
pub async fn pause(millis: u32) {
    let (done, fulfil) = js::deferred();
    js::set_timeout(&fulfil, millis);
    // A promise that only a timer fulfils does not fail.
    let _ = js::wait(done).await;
}

/// Cryptographic randomness; `None` where the browser has none, then nothing may be ordered.
pub fn random<const N: usize>() -> Option<[u8; N]> {
    let mut bytes = [0; N];
    let crypto = js::window().ok()?.crypto().ok()?;
    crypto.get_random_values_with_u8_array(&mut bytes).ok()?;
    Some(bytes)
}

impl Clock for Browser {
    fn now(&self) -> Timestamp {
        now()
    }
}

impl Pause for Browser {
    async fn pause(&self, millis: u32) {
        pause(millis).await;
    }
}

impl Random for Browser {
    fn ten_bytes(&self) -> [u8; 10] {
        random().expect("every browser that runs WebAssembly has crypto.getRandomValues")
    }
}
