//! The fields of a service type, made from the domain's table of parameters.

use super::cautions::Cautions;
use super::drip::DripFeed;
use super::form::Form;
use super::free::FreeFields;
use super::link::LinkField;
use super::quantity::QuantityField;
use super::words::{label, value_name};
use crate::components::{Field, InputKind, Select, TextArea, TextInput};
use crate::i18n::{Msg, use_format, use_i18n};
use crate::platform::tomorrow_iso;
use leptos::prelude::*;
use panelboard_domain::account::Dialect;
use panelboard_domain::money::Currency;
use panelboard_domain::order::{Form as Shape, Parameter, V1_MINUTES, lines, parameters};
use panelboard_domain::quote::{Counted, counted};
use panelboard_domain::service::{Service, ServiceKind};
use std::sync::Arc;

/// All fields of the chosen service. Made anew when another type is chosen, not while one types.
#[component]
pub fn Fields(
    form: Form,
    dialect: Dialect,
    #[prop(into)] currency: Signal<Option<Currency>>,
) -> impl IntoView {
    let kind = Memo::new(move |_| form.service.with(|service| service.as_ref().map(|s| s.kind)));
    move || {
        kind.get().map(|kind| {
            let drips = parameters(kind).iter().any(|parameter| parameter.name == "runs");
            let free = kind == ServiceKind::Unknown;
            view! {
                {parameters(kind)
                    .iter()
                    .map(|parameter| {
                        view! {
                            {field(form, parameter, dialect)}
                            <Cautions form name=Some(parameter.name) currency/>
                        }
                    })
                    .collect_view()}
                {drips.then(|| view! { <DripFeed form dialect/> })}
                {free.then(|| view! { <FreeFields form/> })}
            }
        })
    }
}

fn field(form: Form, parameter: &'static Parameter, dialect: Dialect) -> AnyView {
    match (parameter.name, parameter.form) {
        ("runs" | "interval", _) => ().into_any(), // together, in the drip-feed part
        ("link", _) => view! { <LinkField form/> }.into_any(),
        ("quantity", _) => view! { <QuantityField form/> }.into_any(),
        (_, Shape::Lines) => view! { <LinesField form parameter/> }.into_any(),
        (_, Shape::OneOf(values)) => {
            view! { <ListedField form parameter values dialect/> }.into_any()
        }
        _ => view! { <LineField form parameter/> }.into_any(),
    }
}

/// One line: a text, an address, a number, a day.
#[component]
pub fn LineField(form: Form, parameter: &'static Parameter) -> impl IntoView {
    let i18n = use_i18n();
    let name = parameter.name;
    let kind = match parameter.form {
        Shape::Url | Shape::Link => InputKind::Url,
        Shape::Quantity | Shape::Whole { .. } => InputKind::Number,
        Shape::Date => InputKind::Date,
        _ => InputKind::Text,
    };
    let placeholder = match parameter.form {
        Shape::Url => "https://",
        _ => "",
    };
    let error = form.error(name);
    // A name in the protocol, an address in truth.
    let wants_profile = name == "username" && parameter.form == Shape::Url;
    let label = if wants_profile { Some(Msg::ORDER_FOLLOWERS_OF) } else { label(name) };
    view! {
        <div on:focusout=move |_| form.leave(name)>
            <Field
                id=name
                label=Signal::derive(move || label.map_or(name.to_owned(), |text| i18n.text(text)))
                optional=!parameter.is_required
                error
            >
                <TextInput
                    id=name
                    kind
                    min=(parameter.form == Shape::Date).then(tomorrow_iso).unwrap_or_default()
                    placeholder=placeholder.to_owned()
                    value=form.typed(name)
                    invalid=Signal::derive(move || error.with(Option::is_some))
                    on_input=move |value| form.set(name, value)
                />
            </Field>
        </div>
    }
}

/// One entry a line, with the count that the panel will charge.
#[component]
fn LinesField(form: Form, parameter: &'static Parameter) -> impl IntoView {
    let (i18n, format) = (use_i18n(), use_format());
    let name = parameter.name;
    let typed = form.typed(name);
    let count = move || typed.with(|text| lines(text).count() as u64);
    let is_charged = move |service: &Service| counted(service.kind) == Counted::Lines(name);
    let side = move || {
        let lines = format.count(Msg::ORDER_LINES, count());
        let charged = form.service.with(|s| s.as_ref().filter(|s| is_charged(s)).map(Arc::clone));
        match charged.and_then(|service| service.min.zip(service.max)) {
            Some((min, max)) => {
                let values = [("min", format.number(min)), ("max", format.number(max))];
                let values = values.each_ref().map(|(name, value)| (*name, value.as_str()));
                format!("{lines} · {}", i18n.fill(Msg::ORDER_LIMITS, &values))
            }
            None => lines,
        }
    };
    let error = form.error(name);
    view! {
        <div on:focusout=move |_| form.leave(name)>
            <Field
                id=name
                label=Signal::derive(move || label(name).map_or(name.to_owned(), |text| i18n.text(text)))
                side=Signal::derive(side)
                error
            >
                <TextArea
                    id=name
                    value=typed
                    invalid=Signal::derive(move || error.with(Option::is_some))
                    on_input=move |value| form.set(name, value)
                />
            </Field>
        </div>
    }
}

/// One of the numbers that panels take.
#[component]
pub fn ListedField(
    form: Form,
    parameter: &'static Parameter,
    values: &'static [u64],
    dialect: Dialect,
) -> impl IntoView {
    let (i18n, format) = (use_i18n(), use_format());
    let name = parameter.name;
    let values = if dialect == Dialect::V1 && matches!(name, "delay" | "interval") {
        &V1_MINUTES[..]
    } else {
        values
    };
    let options = move || {
        let choose = (String::new(), i18n.text(Msg::ORDER_CHOOSE));
        let named = |value: &u64| match value_name(name, *value) {
            Some(text) => i18n.text(text),
            None => format.number(*value),
        };
        let listed = values.iter().map(|value| (value.to_string(), named(value)));
        std::iter::once(choose).chain(listed).collect::<Vec<_>>()
    };
    view! {
        <Field
            id=name
            label=Signal::derive(move || label(name).map_or(name.to_owned(), |text| i18n.text(text)))
            optional=!parameter.is_required
            error=form.error(name)
        >
            <Select
                id=name
                value=form.typed(name)
                options=Signal::derive(options)
                on_change=move |value| form.set(name, value)
            />
        </Field>
    }
}
