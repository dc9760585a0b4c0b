//! A choice that has consequences: radio buttons, each with a title and what follows from it.

use leptos::prelude::*;

/// The group.
#[component]
pub fn Choices(#[prop(into)] legend: Signal<String>, children: Children) -> impl IntoView {
    view! {
        <fieldset class="field">
            <legend class="label">{move || legend.get()}</legend>
            <div class="choices">{children()}</div>
        </fieldset>
    }
    .into_any()
}

/// One of them.
#[component]
pub fn Choice(
    /// Of the group.
    name: &'static str,
    #[prop(into)] title: Signal<String>,
    #[prop(into)] text: Signal<String>,
    #[prop(into)] checked: Signal<bool>,
    #[prop(into)] on_choose: Callback<()>,
) -> impl IntoView {
    view! {
        <label class="choice">
            <input
                type="radio"
                name=name
                prop:checked=move || checked.get()
                on:change=move |_| on_choose.run(())
            />
            <b>{move || title.get()}</b>
            <span>{move || text.get()}</span>
        </label>
    }
    .into_any()
}
