//! A button for what must not happen by a slip: it acts when it is let go after it was held long
//! enough, with pointer or keyboard. It has no timer, so that the act happens inside the user's own
//! event and nowhere else.

use super::button::ButtonKind;
use leptos::ev::Event;
use leptos::prelude::*;

/// How long, in milliseconds of the events' own clock.
const HOLD_MS: f64 = 1500.0;

/// A press-and-hold button. `label` tells what to do, `ready` that letting go acts now.
#[component]
pub fn HoldButton(
    #[prop(into)] label: Signal<String>,
    #[prop(into)] ready: Signal<String>,
    #[prop(optional)] kind: ButtonKind,
    #[prop(optional, into)] disabled: Signal<bool>,
    #[prop(into)] on_hold: Callback<Event>,
) -> impl IntoView {
    let since = RwSignal::new(None::<f64>);
    let full = RwSignal::new(false);
    let start = move |at: f64| {
        if since.get_untracked().is_none() {
            full.set(false);
            since.set(Some(at));
        }
    };
    let stop = move || {
        full.set(false);
        since.set(None);
    };
    let release = move |event: Event| {
        let held = since.get_untracked().is_some_and(|at| event.time_stamp() - at >= HOLD_MS);
        stop();
        if held {
            on_hold.run(event);
        }
    };
    let class = match kind {
        ButtonKind::Danger => "btn btn--hold btn--danger",
        _ => "btn btn--hold",
    };
    let presses = |key: &str| matches!(key, " " | "Enter");
    view! {
        <button
            type="button"
            class=class
            disabled=move || disabled.get()
            data-held=move || match (since.get(), full.get()) {
                (None, _) => None,
                (Some(_), false) => Some("filling"),
                (Some(_), true) => Some("full"),
            }
            on:pointerdown=move |event| start(event.time_stamp())
            on:pointerup=move |event| release(event.into())
            on:pointerleave=move |_| stop()
            on:pointercancel=move |_| stop()
            on:blur=move |_| stop()
            on:keydown=move |event| {
                if presses(&event.key()) && !event.repeat() {
                    start(event.time_stamp());
                }
            }
            on:keyup=move |event| {
                if presses(&event.key()) {
                    release(event.into());
                }
            }
            on:animationend=move |_| full.set(true)
            on:contextmenu=move |event| event.prevent_default()
        >
            {move || if full.get() { ready.get() } else { label.get() }}
        </button>
    }
    .into_any()
}
