//! Language, theme, density: at once, no saving.

use crate::components::{Segmented, Select, Switch};
use crate::i18n::{Locale, Msg, t};
use crate::state::{Density, Theme, use_settings};
use leptos::prelude::*;

/// The rows.
#[component]
pub fn Look() -> impl IntoView {
    let settings = use_settings();
    let languages = Signal::stored(
        Locale::ALL.map(|locale| (locale.tag().to_owned(), locale.own_name().to_owned())).to_vec(),
    );
    let themes = [
        (Theme::Auto, Msg::SETTINGS_THEME_AUTO),
        (Theme::Light, Msg::SETTINGS_THEME_LIGHT),
        (Theme::Dark, Msg::SETTINGS_THEME_DARK),
    ];
    let densities = [
        (Density::Comfortable, Msg::SETTINGS_DENSITY_COMFORTABLE),
        (Density::Compact, Msg::SETTINGS_DENSITY_COMPACT),
    ];
    view! {
        <ul class="rows">
            <Row title=Msg::SETTINGS_LANGUAGE>
                <Select
                    id="language"
                    label=t(Msg::SETTINGS_LANGUAGE)
                    options=languages
                    value=move || settings.locale().tag().to_owned()
                    on_change=move |tag: String| {
                        if let Some(locale) = Locale::of(&tag) {
                            settings.set_locale(locale);
                        }
                    }
                />
            </Row>
            <Row title=Msg::SETTINGS_THEME text=Msg::SETTINGS_THEME_TEXT>
                <Segmented
                    label=t(Msg::SETTINGS_THEME)
                    options=worded(&themes)
                    value=settings.theme()
                    on_change=move |theme| settings.set_theme(theme)
                />
            </Row>
            <Row title=Msg::SETTINGS_DENSITY>
                <Segmented
                    label=t(Msg::SETTINGS_DENSITY)
                    options=worded(&densities)
                    value=settings.density()
                    on_change=move |density| settings.set_density(density)
                />
            </Row>
            <Row title=Msg::SETTINGS_SHORTCUTS text=Msg::SETTINGS_SHORTCUTS_TEXT inline=true>
                <Switch
                    bare=true
                    label=t(Msg::SETTINGS_SHORTCUTS)
                    checked=settings.shortcuts()
                    on_change=move |on| settings.set_shortcuts(on)
                />
            </Row>
        </ul>
    }
}

fn worded<T: Copy>(options: &[(T, Msg)]) -> Vec<(T, Signal<String>)> {
    options.iter().map(|(value, text)| (*value, Signal::derive(t(*text)))).collect()
}

#[component]
fn Row(
    title: Msg,
    #[prop(optional)] text: Option<Msg>,
    /// Beside its words also on phones.
    #[prop(optional)]
    inline: bool,
    children: Children,
) -> impl IntoView {
    view! {
        <li class=(!inline).then_some("stackable")>
            <span class="grow">
                <span>{t(title)}</span>
                {text.map(|text| view! { <small class="dim">{t(text)}</small> })}
            </span>
            {children()}
        </li>
    }
    .into_any()
}
