//! Language, theme, density: to the page and into storage. Part of the first screen.

use crate::i18n::{self, Loaded, Msg, error_text};
use crate::locale::Locale;
use crate::platform::vault::{self, StoredSettings};
use crate::platform::{Json, own_file, page};
use crate::routes;
use crate::state::{Density, Handles, Theme};
use leptos::prelude::*;
use leptos::task::spawn_local;

/// What is stored, else what the browser says.
#[expect(clippy::large_types_passed_by_value, reason = "a handful of handles")]
pub(super) fn load(handles: Handles) {
    let stored = vault::settings();
    let chosen = stored.locale.as_deref().and_then(Locale::of);
    let theme = Theme::of(&stored.theme).unwrap_or_default();
    let density = Density::of(&stored.density).unwrap_or_default();
    handles.settings.loaded(chosen, theme, density, !stored.no_shortcuts);
    page::set_theme(theme.as_str());
    page::set_density(density.as_str());
    let locale = chosen.or_else(page::preferred_locale).unwrap_or_default();
    spawn_local(load_locale(handles, locale));
}

/// Whether it could be stored; when not, the user is told.
#[expect(clippy::large_types_passed_by_value, reason = "a handful of handles")]
pub(super) fn keep(handles: Handles) -> bool {
    let settings = handles.settings;
    let (theme, density) = (settings.theme().get_untracked(), settings.density().get_untracked());
    page::set_theme(theme.as_str());
    page::set_density(density.as_str());
    let stored = StoredSettings {
        locale: settings.chosen().map(|locale| locale.tag().to_owned()),
        theme: theme.as_str().to_owned(),
        density: density.as_str().to_owned(),
        no_shortcuts: !settings.shortcuts().get_untracked(),
    };
    let kept = vault::set_settings(&stored);
    if let Err(error) = &kept {
        handles.problem(error_text::storage_error(error).what);
    }
    kept.is_ok()
}

/// English is in the app; the others are fetched once. The page follows only when the words are there.
#[expect(clippy::large_types_passed_by_value, reason = "a handful of handles")]
pub(super) async fn load_locale(handles: Handles, locale: Locale) {
    let words = match locale {
        Locale::En => None,
        _ => match words(locale).await {
            None => return failed(handles),
            words => words,
        },
    };
    if handles.settings.set_words(locale, words) {
        page::set_locale(locale);
    } else {
        failed(handles);
    }
}

async fn words(locale: Locale) -> Option<Vec<Loaded>> {
    let path = routes::words(locale.tag(), i18n::fingerprint());
    let file = Json::parse(&own_file(&path).await?)?;
    Some(file.items().iter().map(message).collect())
}

fn message(entry: &Json) -> Loaded {
    entry.text().map_or_else(|| Loaded::Plural(entry.texts().into_iter().collect()), Loaded::Text)
}

#[expect(clippy::large_types_passed_by_value, reason = "a handful of handles")]
fn failed(handles: Handles) {
    handles.problem(Msg::ERRORS_LOCALE_FAILED);
}
