//! How far an order is: two figures and a bar. The figures come in formatted.

use super::state_chip::ChipState;
use leptos::prelude::*;

/// The meter. When nothing is left to watch, the state hides the bar.
#[component]
pub fn Meter(
    #[prop(into)] state: Signal<ChipState>,
    /// "640"
    #[prop(into)]
    done: Signal<String>,
    /// "of 1,000"
    #[prop(into)]
    of: Signal<String>,
    /// 0 to 100.
    #[prop(into)]
    percent: Signal<u8>,
    /// What is measured, for screen readers.
    #[prop(into)]
    label: Signal<String>,
) -> impl IntoView {
    view! {
        <div class="meter" data-state=move || state.get().name()>
            <span class="row">
                <span>{move || done.get()}</span>
                <span class="dim push">{move || of.get()}</span>
            </span>
            <progress
                max="100"
                prop:value=move || f64::from(percent.get())
                aria-label=move || label.get()
            ></progress>
        </div>
    }
    .into_any()
}
