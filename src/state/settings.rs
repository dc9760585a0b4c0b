//! What the user chose for this device: language, theme, density. Kept across visits.

use super::engine::EngineSlot;
use crate::i18n::{I18n, Loaded, Locale, use_i18n};
use leptos::prelude::*;

/// Light or dark.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum Theme {
    /// As the system says.
    #[default]
    Auto,
    /// Always light.
    Light,
    /// Always dark.
    Dark,
}

impl Theme {
    /// All of them, in menu order.
    pub const ALL: [Self; 3] = [Self::Auto, Self::Light, Self::Dark];

    /// The word in storage and in `<html data-theme>`.
    pub const fn as_str(self) -> &'static str {
        match self {
            Self::Auto => "auto",
            Self::Light => "light",
            Self::Dark => "dark",
        }
    }

    /// The theme of a stored word.
    pub fn of(word: &str) -> Option<Self> {
        Self::ALL.into_iter().find(|theme| theme.as_str() == word)
    }
}

/// Row height of tables.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum Density {
    /// 44 px.
    #[default]
    Comfortable,
    /// 36 px.
    Compact,
}

impl Density {
    /// All of them, in menu order.
    pub const ALL: [Self; 2] = [Self::Comfortable, Self::Compact];

    /// The word in storage and in `<html data-density>`.
    pub const fn as_str(self) -> &'static str {
        match self {
            Self::Comfortable => "comfortable",
            Self::Compact => "compact",
        }
    }

    /// The density of a stored word.
    pub fn of(word: &str) -> Option<Self> {
        Self::ALL.into_iter().find(|density| density.as_str() == word)
    }
}

/// The handle.
#[derive(Clone, Copy)]
pub struct Settings {
    theme: RwSignal<Theme>,
    density: RwSignal<Density>,
    shortcuts: RwSignal<bool>,
    /// The chosen language; `None` follows the browser.
    chosen: RwSignal<Option<Locale>>,
    i18n: I18n,
    engine: EngineSlot,
}

impl Settings {
    pub(super) fn provide(engine: EngineSlot) -> Self {
        let settings = Self {
            theme: RwSignal::new(Theme::default()),
            density: RwSignal::new(Density::default()),
            shortcuts: RwSignal::new(true),
            chosen: RwSignal::new(None),
            i18n: use_i18n(),
            engine,
        };
        provide_context(settings);
        settings
    }

    /// Light or dark.
    pub fn theme(self) -> Signal<Theme> {
        self.theme.into()
    }

    /// Chooses light or dark.
    pub fn set_theme(self, theme: Theme) {
        self.theme.set(theme);
        self.keep();
    }

    /// Row height.
    pub fn density(self) -> Signal<Density> {
        self.density.into()
    }

    /// Chooses the row height.
    pub fn set_density(self, density: Density) {
        self.density.set(density);
        self.keep();
    }

    /// Whether single keys act outside of inputs.
    pub fn shortcuts(self) -> Signal<bool> {
        self.shortcuts.into()
    }

    /// Switches single keys on or off (WCAG 2.1.4).
    pub fn set_shortcuts(self, on: bool) {
        self.shortcuts.set(on);
        self.keep();
    }

    /// The language (reactive).
    pub fn locale(self) -> Locale {
        self.i18n.locale()
    }

    /// Loads a language's words and switches to it; `lang` and `dir` follow. Stays as it is, with a
    /// toast, when the words cannot be loaded.
    pub fn set_locale(self, locale: Locale) {
        self.chosen.set(Some(locale));
        if let Some(engine) = self.engine.get() {
            engine.load_locale(locale);
            engine.keep_settings();
        }
    }

    fn keep(self) {
        if let Some(engine) = self.engine.get() {
            engine.keep_settings();
        }
    }
}

/// What the shell needs and brings back.
impl Settings {
    pub(crate) fn loaded(
        self,
        chosen: Option<Locale>,
        theme: Theme,
        density: Density,
        shortcuts: bool,
    ) {
        self.chosen.set(chosen);
        self.theme.set(theme);
        self.density.set(density);
        self.shortcuts.set(shortcuts);
    }

    pub(crate) fn chosen(self) -> Option<Locale> {
        self.chosen.get_untracked()
    }

    /// The words of a language came. `false` when they are for another build.
    pub(crate) fn set_words(self, locale: Locale, words: Option<Vec<Loaded>>) -> bool {
        self.i18n.set(locale, words)
    }
}

/// The handle.
pub fn use_settings() -> Settings {
    use_context().expect("state::provide() runs in App")
}
