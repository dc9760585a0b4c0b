//! Messages between the tabs of this origin that something stored has changed. Names only: never a key,
//! a link or an amount.

use super::Browser;
use panelboard_client::engine::message::Message;
use panelboard_client::ports::Broadcast;
use wasm_bindgen::JsCast;
use wasm_bindgen::prelude::Closure;
use web_sys::{BroadcastChannel, MessageEvent};

/// The channel; `None` in a browser that has none, then other tabs see changes after a reload.
#[derive(Debug)]
pub struct Tabs(Option<BroadcastChannel>);

impl Tabs {
    /// Opens the channel and calls back with each message of another tab.
    pub fn open(on_message: impl Fn(String) + 'static) -> Self {
        let channel = BroadcastChannel::new("panelboard").ok();
        if let Some(channel) = &channel {
            let callback = Closure::<dyn FnMut(MessageEvent)>::new(move |event: MessageEvent| {
                event.data().as_string().into_iter().for_each(&on_message);
            });
            channel.set_onmessage(Some(callback.into_js_value().unchecked_ref()));
        }
        Self(channel)
    }

    fn send(&self, text: &str) {
        if let Some(channel) = &self.0 {
            // A closed channel means that the page is going away.
            let _ = channel.post_message(&text.into());
        }
    }
}

impl Broadcast for Browser {
    fn broadcast(&self, message: &Message) {
        if let Some(tabs) = self.tabs.get() {
            tabs.send(&message.to_string());
        }
    }
}
