//! Fields with names of the user's own, for a type that nobody knows.

use super::form::Form;
use crate::components::{Button, ButtonSize, IconButton, IconName};
use crate::i18n::{Msg, t};
use leptos::prelude::*;

/// Names that the fields above already send.
const OWN: [&str; 2] = ["runs", "interval"];

/// The list of free fields, and a button for one more.
#[component]
pub fn FreeFields(form: Form) -> impl IntoView {
    let places = move || {
        form.draft.with(|draft| {
            let free = |(_, (name, _)): &(usize, &(String, String))| !OWN.contains(&name.as_str());
            let extras = draft.extras.iter().enumerate().filter(free);
            extras.map(|(place, _)| place).collect::<Vec<_>>()
        })
    };
    let add = move |_| form.draft.update(|draft| draft.extras.push((String::new(), String::new())));
    view! {
        <section class="field">
            <span class="label">{t(Msg::ORDER_EXTRA)}</span>
            <For each=places key=|place| *place let:place><FreeField form place/></For>
            <span>
                <Button size=ButtonSize::Dense icon=IconName::Plus on_press=add>
                    {t(Msg::ORDER_ADD_FIELD)}
                </Button>
            </span>
        </section>
    }
}

#[component]
fn FreeField(form: Form, place: usize) -> impl IntoView {
    let read = move |which: fn(&(String, String)) -> &String| {
        move || {
            form.draft.with(|draft| draft.extras.get(place).map(which).cloned().unwrap_or_default())
        }
    };
    let write = move |which: fn(&mut (String, String)) -> &mut String| {
        move |event| {
            let value = event_target_value(&event);
            form.draft.update(|draft| {
                if let Some(extra) = draft.extras.get_mut(place) {
                    *which(extra) = value;
                }
            });
        }
    };
    let remove = move |_| {
        form.draft.update(|draft| {
            if place < draft.extras.len() {
                draft.extras.remove(place);
            }
        });
    };
    view! {
        <span class="row free">
            <input
                class="input mono"
                dir="ltr"
                autocomplete="off"
                autocapitalize="off"
                spellcheck="false"
                aria-label=t(Msg::ORDER_FIELD_NAME)
                placeholder=t(Msg::ORDER_FIELD_NAME)
                prop:value=read(|extra| &extra.0)
                on:input=write(|extra| &mut extra.0)
            />
            <input
                class="input"
                dir="auto"
                autocomplete="off"
                aria-label=t(Msg::ORDER_FIELD_VALUE)
                placeholder=t(Msg::ORDER_FIELD_VALUE)
                prop:value=read(|extra| &extra.1)
                on:input=write(|extra| &mut extra.1)
            />
            <IconButton icon=IconName::X label=t(Msg::ORDER_REMOVE_FIELD) on_press=remove/>
        </span>
    }
}
