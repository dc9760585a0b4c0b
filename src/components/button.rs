//! Things to press: a button, a link that looks like one, an icon with a label, a text that acts.

use super::icon::{Icon, IconName};
use leptos::ev::MouseEvent;
use leptos::prelude::*;

/// How much a button asks for. One `Primary` a screen.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum ButtonKind {
    /// The usual one.
    #[default]
    Plain,
    /// The one main action.
    Primary,
    /// Beside others, without a border.
    Quiet,
    /// Destroys or spends again.
    Danger,
}

/// How tall it is.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum ButtonSize {
    /// 36 px, 44 px on phones.
    #[default]
    Normal,
    /// 32 px on the desktop.
    Dense,
    /// 48 px: entry pages.
    Large,
    /// As wide as its place.
    Wide,
}

fn class(kind: ButtonKind, size: ButtonSize) -> String {
    let kind = match kind {
        ButtonKind::Plain => "",
        ButtonKind::Primary => " btn--primary",
        ButtonKind::Quiet => " btn--quiet",
        ButtonKind::Danger => " btn--danger",
    };
    let size = match size {
        ButtonSize::Normal => "",
        ButtonSize::Dense => " btn--dense",
        ButtonSize::Large => " btn--l",
        ButtonSize::Wide => " btn--wide",
    };
    format!("btn{kind}{size}")
}

/// A button. `on_press` gets the event itself, because a call that spends needs the user's gesture.
/// A disabled button says why beside it: tie the reason with `described_by`.
#[component]
pub fn Button(
    #[prop(optional)] kind: ButtonKind,
    #[prop(optional)] size: ButtonSize,
    #[prop(optional)] icon: Option<IconName>,
    /// Submits the form that it stands in, or the form with this id.
    #[prop(optional)]
    submit: bool,
    #[prop(optional)] form: Option<&'static str>,
    #[prop(optional)] id: Option<&'static str>,
    #[prop(optional, into)] disabled: Signal<bool>,
    #[prop(optional, into)] busy: Signal<bool>,
    #[prop(optional)] described_by: Option<&'static str>,
    #[prop(optional, into)] on_press: Option<Callback<MouseEvent>>,
    children: Children,
) -> impl IntoView {
    let press = move |event| {
        if let Some(on_press) = on_press {
            on_press.run(event);
        }
    };
    view! {
        <button
            type=if submit { "submit" } else { "button" }
            class=class(kind, size)
            id=id
            form=form
            disabled=move || disabled.get() || busy.get()
            aria-busy=move || busy.get().then_some("true")
            aria-describedby=described_by
            on:click=press
        >
            {icon.map(|name| view! { <Icon name/> })}
            {children()}
        </button>
    }
    .into_any()
}

/// A link that looks like a button. `external` makes it a full page load.
#[component]
pub fn ButtonLink(
    #[prop(into)] href: Signal<String>,
    #[prop(optional)] kind: ButtonKind,
    #[prop(optional)] size: ButtonSize,
    #[prop(optional)] icon: Option<IconName>,
    #[prop(optional)] external: bool,
    children: Children,
) -> impl IntoView {
    view! {
        <a class=class(kind, size) href=move || href.get() rel=external.then_some("external")>
            {icon.map(|name| view! { <Icon name/> })}
            {children()}
        </a>
    }
    .into_any()
}

/// An icon that acts; its label is read, not seen.
#[component]
pub fn IconButton(
    icon: IconName,
    #[prop(into)] label: Signal<String>,
    /// For a toggle: whether it is on.
    #[prop(optional, into)]
    pressed: Option<Signal<bool>>,
    #[prop(optional, into)] disabled: Signal<bool>,
    #[prop(into)] on_press: Callback<MouseEvent>,
) -> impl IntoView {
    let state = move || pressed.map(|pressed| if pressed.get() { "true" } else { "false" });
    view! {
        <button
            type="button"
            class="icon-btn"
            aria-label=move || label.get()
            title=move || label.get()
            aria-pressed=state
            disabled=move || disabled.get()
            on:click=move |event| on_press.run(event)
        >
            <Icon name=icon/>
        </button>
    }
    .into_any()
}

/// A text that acts, in the colour of links.
#[component]
pub fn LinkButton(
    #[prop(into)] on_press: Callback<MouseEvent>,
    children: Children,
) -> impl IntoView {
    view! {
        <button type="button" class="link-btn" on:click=move |event| on_press.run(event)>
            {children()}
        </button>
    }
    .into_any()
}
