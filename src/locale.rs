//! The five languages, their tags, directions and own names.

/// A language of the interface.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Hash)]
pub enum Locale {
    /// English.
    #[default]
    En,
    /// Korean.
    Ko,
    /// Turkish.
    Tr,
    /// Russian.
    Ru,
    /// Arabic, right to left.
    Ar,
}

impl Locale {
    /// All of them, in the order of the language menu.
    pub const ALL: [Self; 5] = [Self::En, Self::Ko, Self::Tr, Self::Ru, Self::Ar];

    /// The `lang` attribute.
    pub const fn tag(self) -> &'static str {
        match self {
            Self::En => "en",
            Self::Ko => "ko",
            Self::Tr => "tr",
            Self::Ru => "ru",
            Self::Ar => "ar",
        }
    }

    /// The `dir` attribute.
    pub const fn dir(self) -> &'static str {
        match self {
            Self::Ar => "rtl",
            _ => "ltr",
        }
    }

    /// The language's own name, never translated.
    pub const fn own_name(self) -> &'static str {
        match self {
            Self::En => "English",
            Self::Ko => "한국어",
            Self::Tr => "Türkçe",
            Self::Ru => "Русский",
            Self::Ar => "العربية",
        }
    }

    /// The language of a tag such as `ru-RU`; `None` for one we do not speak.
    pub fn of(tag: &str) -> Option<Self> {
        let language = tag.split(['-', '_']).next()?;
        Self::ALL.into_iter().find(|locale| locale.tag().eq_ignore_ascii_case(language))
    }
}

#[cfg(test)]
mod tests {
    use super::Locale;

    #[test]
    fn a_regional_tag_finds_its_language() {
        assert_eq!(Locale::of("ar-EG"), Some(Locale::Ar));
        assert_eq!(Locale::of("KO"), Some(Locale::Ko));
        assert_eq!(Locale::of("de-DE"), None);
    }
}
