//! The quantity: typed as people type it, echoed as it was understood, with the usual amounts one tap
//! away.

use super::form::Form;
use crate::components::{Field, InputKind, Pill, Pills, TextInput};
use crate::i18n::{Msg, t, use_format, use_i18n};
use leptos::prelude::*;

/// Amounts that are often ordered.
const USUAL: [u64; 4] = [100, 500, 1_000, 5_000];

/// The field.
#[component]
pub fn QuantityField(form: Form) -> impl IntoView {
    let (i18n, format) = (use_i18n(), use_format());
    let typed = form.typed("quantity");
    let error = form.error("quantity");
    let limits = Memo::new(move |_| {
        form.service.with(|service| service.as_ref().map_or((None, None), |s| (s.min, s.max)))
    });
    let side = move || {
        let number = |limit: u64| format.number(limit);
        match limits.get() {
            (Some(min), Some(max)) => {
                i18n.fill(Msg::ORDER_LIMITS, &[("min", &number(min)), ("max", &number(max))])
            }
            (Some(min), None) => i18n.fill(Msg::SERVICES_MIN, &[("count", &number(min))]),
            (None, Some(max)) => i18n.fill(Msg::SERVICES_MAX, &[("count", &number(max))]),
            (None, None) => String::new(),
        }
    };
    let echo = move || {
        let value = form.quantity()?;
        let plain = typed.with(|text| text.trim() == value.to_string() && value < 1000);
        (!plain).then(|| i18n.fill(Msg::ORDER_ECHO, &[("count", &format.number(value))]))
    };
    view! {
        <div on:focusout=move |_| form.leave("quantity")>
            <Field id="quantity" label=t(Msg::ORDER_QUANTITY) side=Signal::derive(side) error>
                <TextInput
                    id="quantity"
                    kind=InputKind::Number
                    value=typed
                    invalid=Signal::derive(move || error.with(Option::is_some))
                    on_input=move |value| form.set("quantity", value)
                >
                    <span class="dim echo"><bdi>{echo}</bdi></span>
                </TextInput>
                <Amounts form limits/>
            </Field>
        </div>
    }
}

#[component]
fn Amounts(form: Form, limits: Memo<(Option<u64>, Option<u64>)>) -> impl IntoView {
    let format = use_format();
    let pill = move |value: u64, word: Option<Msg>| {
        let word = word.map(t);
        let label = move || word.map_or_else(|| format.number(value), |word| word());
        view! {
            <Pill
                pressed=Signal::derive(move || form.quantity() == Some(value))
                on_press=move |()| form.set("quantity", value.to_string())
            >
                {label}
            </Pill>
        }
    };
    let usual = move || {
        let (min, max) = limits.get();
        let within = move |value: &u64| {
            min.is_none_or(|min| *value > min) && max.is_none_or(|max| *value < max)
        };
        let usual = USUAL.into_iter().filter(within).map(|value| pill(value, None));
        view! {
            {min.map(|min| pill(min, Some(Msg::ORDER_MIN)))}
            {usual.collect_view()}
            {max.filter(|max| Some(*max) != min).map(|max| pill(max, Some(Msg::ORDER_MAX)))}
        }
    };
    view! { <Pills label=t(Msg::ORDER_QUANTITIES)>{usual}</Pills> }
}
