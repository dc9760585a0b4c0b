//! Time, waiting, tasks and randomness.

use super::{Browser, js};
use leptos::task::spawn_local;
use panelboard_client::ports::{Clock, Moment, Pause, Random, Spawn, Task};
use panelboard_domain::time::Timestamp;
use wasm_bindgen::JsValue;
use web_sys::MessageChannel;

/// The wall clock.
#[expect(clippy::cast_possible_truncation, reason = "milliseconds of this era fit 53 bits")]
pub fn now() -> Timestamp {
    Timestamp::from_millis(js_sys::Date::now() as i64)
}

/// Milliseconds since the page began, by a clock that nobody sets; it stands still while the machine
/// sleeps in some browsers.
#[expect(clippy::cast_possible_truncation, reason = "milliseconds of a page's life fit 53 bits")]
fn running_millis() -> i64 {
    let performance = js::window().ok().and_then(|window| window.performance());
    performance.map_or_else(|| now().millis(), |performance| performance.now() as i64)
}

/// Today as the user's calendar has it: day, month, year.
#[expect(clippy::cast_possible_truncation, reason = "parts of a date are small")]
pub fn today() -> (u8, u8, u16) {
    let now = js_sys::Date::new_0();
    (now.get_date() as u8, now.get_month() as u8 + 1, now.get_full_year() as u16)
}

/// Tomorrow as a date input wants it: `2026-12-31`.
pub fn tomorrow_iso() -> String {
    let now = js_sys::Date::new_0();
    now.set_date(now.get_date() + 1);
    format!("{:04}-{:02}-{:02}", now.get_full_year(), now.get_month() + 1, now.get_date())
}

/// Returns after this time.
pub async fn pause(millis: u32) {
    if millis == 0 {
        return turn().await;
    }
    let (done, fulfil) = js::deferred();
    js::set_timeout(&fulfil, millis);
    // A promise that only a timer fulfils does not fail.
    let _ = js::wait(done).await;
}

/// Returns when the page had its turn: what waits is heard and drawn. By a message, because browsers hold
/// timers that follow each other back for four milliseconds, which is longer than what is done between.
async fn turn() {
    let (done, fulfil) = js::deferred();
    let channel = MessageChannel::new().ok();
    let sent = channel.as_ref().is_some_and(|channel| {
        channel.port1().set_onmessage(Some(&fulfil));
        channel.port2().post_message(&JsValue::NULL).is_ok()
    });
    if !sent {
        js::set_timeout(&fulfil, 0);
    }
    // A promise that only a message or a timer fulfils does not fail.
    let _ = js::wait(done).await;
    if let Some(channel) = channel {
        channel.port1().close();
    }
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

    fn moment(&self) -> Moment {
        Moment::from_millis(running_millis())
    }
}

impl Pause for Browser {
    async fn pause(&self, millis: u32) {
        pause(millis).await;
    }
}

impl Spawn for Browser {
    fn spawn(&self, task: Task) {
        spawn_local(task);
    }
}

impl Random for Browser {
    fn ten_bytes(&self) -> [u8; 10] {
        random().expect("every browser that runs WebAssembly has crypto.getRandomValues")
    }
}
