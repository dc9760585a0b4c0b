//! The language, for somebody who may not read the current one: each under its own name.

use crate::components::{Icon, IconName};
use crate::i18n::{Locale, Msg, t};
use crate::state::use_settings;
use leptos::prelude::*;

/// The menu.
#[component]
pub fn LanguageMenu() -> impl IntoView {
    let settings = use_settings();
    let choose = move |event| {
        if let Some(locale) = Locale::of(&event_target_value(&event)) {
            settings.set_locale(locale);
        }
    };
    let option = move |locale: Locale| {
        view! {
            <option value=locale.tag() lang=locale.tag() selected=move || settings.locale() == locale>
                {locale.own_name()}
            </option>
        }
    };
    view! {
        <span class="language push">
            <Icon name=IconName::Globe/>
            <select aria-label=t(Msg::FIRST_RUN_LANGUAGE) on:change=choose>
                {Locale::ALL.map(option).collect_view()}
            </select>
        </span>
    }
}
