//! A short choice, all of it in view.

use leptos::prelude::*;

/// The segmented control: pairs of value and text.
#[component]
pub fn Segmented<T: Copy + PartialEq + Send + Sync + 'static>(
    #[prop(into)] label: Signal<String>,
    options: Vec<(T, Signal<String>)>,
    #[prop(into)] value: Signal<T>,
    #[prop(into)] on_change: Callback<T>,
) -> impl IntoView {
    let segment = move |(option, text): (T, Signal<String>)| {
        let pressed = Signal::derive(move || value.get() == option);
        let on_press = Callback::new(move |()| on_change.run(option));
        view! { <Segment text pressed on_press/> }
    };
    let segments = options.into_iter().map(segment).collect_view();
    view! { <span class="seg" role="group" aria-label=move || label.get()>{segments}</span> }
        .into_any()
}

#[component]
fn Segment(text: Signal<String>, pressed: Signal<bool>, on_press: Callback<()>) -> impl IntoView {
    view! {
        <button
            type="button"
            aria-pressed=move || if pressed.get() { "true" } else { "false" }
            on:click=move |_| on_press.run(())
        >
            {move || text.get()}
        </button>
    }
    .into_any()
}
