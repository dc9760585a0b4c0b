//! Language, theme, density: to the page and into storage.

use super::Office;
use crate::i18n::{Locale, Msg};
use crate::platform::page;
use crate::platform::vault::{self, StoredSettings};
use crate::state::{Density, Theme, ToastKind};
use leptos::prelude::*;
use std::rc::Rc;

/// What is stored, else what the browser says.
pub(super) fn load(office: &Rc<Office>) {
    let stored = vault::settings();
    let chosen = stored.locale.as_deref().and_then(Locale::of);
    let theme = Theme::of(&stored.theme).unwrap_or_default();
    let density = Density::of(&stored.density).unwrap_or_default();
    office.handles.settings.loaded(chosen, theme, density, !stored.no_shortcuts);
    page::set_theme(theme.as_str());
    page::set_density(density.as_str());
    let locale = chosen.or_else(page::preferred_locale).unwrap_or_default();
    leptos::task::spawn_local(load_locale(Rc::clone(office), locale));
}

pub(super) fn keep(office: &Office) {
    let settings = office.handles.settings;
    let (theme, density) = (settings.theme().get_untracked(), settings.density().get_untracked());
    page::set_theme(theme.as_str());
    page::set_density(density.as_str());
    let stored = StoredSettings {
        locale: settings.chosen().map(|locale| locale.tag().to_owned()),
        theme: theme.as_str().to_owned(),
        density: density.as_str().to_owned(),
        no_shortcuts: !settings.shortcuts().get_untracked(),
    };
    match vault::set_settings(&stored) {
        Ok(()) => office.say("settings"),
        Err(error) => office.storage_failed(&error),
    }
}

/// English is in the app; the others are fetched once. The page follows only when the words are there.
pub(super) async fn load_locale(office: Rc<Office>, locale: Locale) {
    let words = match locale {
        Locale::En => None,
        _ => {
            let path = format!("{}/locales/{}.json", crate::routes::BASE, locale.tag());
            let Some(words) = office.browser.own_file(&path).await else {
                return office.note(ToastKind::Problem, Msg::ERRORS_LOCALE_FAILED);
            };
            Some(words)
        }
    };
    if office.handles.settings.speak(locale, words.as_deref()) {
        page::set_locale(locale);
    } else {
        office.note(ToastKind::Problem, Msg::ERRORS_LOCALE_FAILED);
    }
}
