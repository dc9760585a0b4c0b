//! The link, with what the checker noticed about it. Hints, never blocks; nothing is changed silently.

use super::form::Form;
use crate::components::{Field, Icon, IconName, InputKind, LinkButton, TextInput};
use crate::i18n::{Msg, t, use_i18n};
use leptos::prelude::*;
use panelboard_domain::link::{LinkCheck, check_link, without_tracking};

/// The field.
#[component]
pub fn LinkField(form: Form) -> impl IntoView {
    let typed = form.typed("link");
    let error = form.error("link");
    let check = Memo::new(move |_| {
        let service = form.service.get()?;
        Some(typed.with(|link| check_link(link, &service)))
    });
    view! {
        <div on:focusout=move |_| form.leave("link")>
            <Field
                id="link"
                label=t(Msg::ORDER_LINK)
                error
                hint=move || view! { <Hints check form/> }
            >
                <TextInput
                    id="link"
                    kind=InputKind::Url
                    icon=IconName::Link
                    placeholder="https://".to_owned()
                    value=typed
                    invalid=Signal::derive(move || error.with(Option::is_some))
                    on_input=move |value| form.set("link", value)
                />
            </Field>
        </div>
    }
}

#[component]
fn Hints(check: Memo<Option<LinkCheck>>, form: Form) -> impl IntoView {
    let i18n = use_i18n();
    let with = move |read: fn(&LinkCheck) -> bool| {
        move || check.with(|check| check.as_ref().is_some_and(read))
    };
    let fits = move || {
        let check = check.get()?;
        let platform = check.platform.filter(|_| check.differs().is_none())?;
        let message =
            if check.expected.is_some() { Msg::ORDER_LINK_FITS } else { Msg::ORDER_LINK_IS };
        let text = i18n.fill(message, &[("platform", platform.name)]);
        let (class, icon) = match check.expected {
            Some(_) => ("hint hint--ok", IconName::Check),
            None => ("hint", IconName::Info),
        };
        Some(view! { <span class=class><Icon name=icon small=true/><span>{text}</span></span> })
    };
    let differs = move || {
        let (link, service) = check.get()?.differs()?;
        let text =
            i18n.fill(Msg::ORDER_LINK_DIFFERS, &[("platform", link.name), ("other", service.name)]);
        Some(view! { <Warning>{text}</Warning> })
    };
    let tracking = move || {
        let parts = check.get()?.tracking;
        (!parts.is_empty()).then(|| {
            let text = i18n.fill(Msg::ORDER_LINK_TRACKING, &[("part", &parts.join(", "))]);
            let clean = move |_| {
                form.set("link", form.draft.with_untracked(|draft| without_tracking(&draft.link)));
            };
            view! {
                <Warning>
                    {text} " "
                    <LinkButton on_press=clean>{t(Msg::ORDER_LINK_CLEAN)}</LinkButton>
                </Warning>
            }
        })
    };
    view! {
        {fits}
        {differs}
        {tracking}
        <Show when=with(|check| check.has_several)>
            <Warning>{t(Msg::ORDER_SEVERAL_LINKS)}</Warning>
        </Show>
        <Show when=with(|check| check.is_http)>
            <Warning>{t(Msg::ORDER_LINK_HTTP)}</Warning>
        </Show>
        <Show when=with(|check| check.is_handle && check.expected.is_some() && !check.has_several)>
            <span class="hint">
                <Icon name=IconName::Info small=true/>
                <span>{t(Msg::ORDER_LINK_HANDLE)}</span>
            </span>
        </Show>
    }
}

#[component]
fn Warning(children: Children) -> impl IntoView {
    view! {
        <span class="hint hint--warn">
            <Icon name=IconName::Alert small=true/>
            <span>{children()}</span>
        </span>
    }
}
