//! Where a long list stands against the window, and moving the window to one of its rows. The only
//! place that listens to scrolling.

use super::js;
use leptos::prelude::*;
use wasm_bindgen::JsValue;
use web_sys::Element;

/// The window as a list sees it, in whole pixels.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Viewport {
    /// How far the list's top has gone above the window's.
    pub scrolled: u32,
    /// The window's height.
    pub height: u32,
    /// The window's width: rows are as tall as its layout says.
    pub width: u32,
}

/// Follows an element while the component lives. Read in the frame of the event, so that rows are
/// there before they are seen.
pub fn use_viewport(
    element: impl Fn() -> Option<Element> + Copy + Send + Sync + 'static,
) -> ReadSignal<Viewport> {
    let viewport = RwSignal::new(Viewport::default());
    let read = move || {
        let now = element().map(|element| measure(&element)).unwrap_or_default();
        if viewport.try_get_untracked().is_some_and(|known| known != now) {
            viewport.set(now);
        }
    };
    Effect::new(move |_| read());
    for event in ["scroll", "resize"] {
        let handle = leptos::prelude::window_event_listener_untyped(event, move |_| read());
        on_cleanup(move || handle.remove());
    }
    viewport.read_only()
}

/// The value of a registered length property, in whole pixels; `fallback` where it is not set.
pub fn length(element: &Element, property: &str, fallback: u32) -> u32 {
    web_sys::window()
        .and_then(|window| window.get_computed_style(element).ok().flatten())
        .and_then(|style| style.get_property_value(property).ok())
        .and_then(|text| text.trim().strip_suffix("px")?.parse::<f64>().ok())
        .map_or(fallback, js::whole)
}

/// Scrolls the window so that the stretch from `top` (`tall` pixels, below the element's top) is
/// clear of the bars. Does nothing when it is.
pub fn reveal(element: &Element, top: u32, tall: u32) {
    const BARS: f64 = 96.0;
    let Some(window) = web_sys::window() else { return };
    let height = f64::from(measure(element).height);
    let start = element.get_bounding_client_rect().top() + f64::from(top);
    let end = start + f64::from(tall);
    let by = if start < BARS {
        start - BARS
    } else if end > height - BARS {
        end - (height - BARS)
    } else {
        return;
    };
    window.scroll_by_with_x_and_y(0.0, by);
}

/// Scrolls the window by so many pixels, down when positive.
pub fn scroll_by(pixels: i64) {
    if let Some(window) = web_sys::window() {
        #[expect(clippy::cast_precision_loss, reason = "a page is far shorter than 2^52 pixels")]
        window.scroll_by_with_x_and_y(0.0, pixels as f64);
    }
}

/// How far the window is scrolled when the point `y` pixels below the element's top is at its top.
pub fn scroll_to_reach(element: &Element, y: u32) -> u32 {
    let top = element.get_bounding_client_rect().top() + f64::from(scrolled());
    js::whole(top + f64::from(y))
}

/// Keeps the window's place on a page while the component lives: `note` hears how far it is scrolled.
/// Once `ready` says that the content is there, the window goes to `from`, the place it had before
/// (`None`: it stays). In the frame after, so that it comes after the router's own scrolling to the top.
pub fn keep_place(
    ready: Signal<bool>,
    from: Option<impl Fn() -> u32 + Copy + 'static>,
    note: impl Fn(u32) + Copy + 'static,
) {
    let restored = StoredValue::new(from.is_none());
    let handle = leptos::prelude::window_event_listener_untyped("scroll", move |_| {
        if restored.try_get_value() == Some(true) {
            note(scrolled());
        }
    });
    on_cleanup(move || handle.remove());
    let Some(from) = from else { return };
    let go = move || {
        if let Some(window) = web_sys::window() {
            window.scroll_to_with_x_and_y(0.0, f64::from(from()));
        }
    };
    Effect::new(move |_| {
        if ready.get() && restored.try_get_value() == Some(false) {
            request_animation_frame(move || {
                go();
                request_animation_frame(move || {
                    go(); // where it stands already, this changes nothing
                    // The component may be gone by now.
                    let _ = restored.try_set_value(true);
                });
            });
        }
    });
}

/// How far the window is scrolled.
fn scrolled() -> u32 {
    web_sys::window().and_then(|window| window.scroll_y().ok()).map_or(0, js::whole)
}

fn measure(element: &Element) -> Viewport {
    let window = web_sys::window();
    let length = |read: fn(&web_sys::Window) -> Result<JsValue, JsValue>| {
        window.as_ref().and_then(|window| read(window).ok()?.as_f64()).unwrap_or_default()
    };
    let top = element.get_bounding_client_rect().top();
    Viewport {
        scrolled: js::whole(-top),
        height: js::whole(length(web_sys::Window::inner_height)),
        width: js::whole(length(web_sys::Window::inner_width)),
    }
}
