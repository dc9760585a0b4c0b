//! The stroke icons: one set, one path each, drawn on a grid of 20. Decoration only: the word beside
//! an icon, or the label of its button, carries the meaning.

use leptos::prelude::*;

/// An icon of the set.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
#[expect(missing_docs, reason = "the names are the pictures")]
pub enum IconName {
    Alert,
    Back,
    Ban,
    Bell,
    Check,
    Copy,
    Done,
    Down,
    Drip,
    End,
    Error,
    Eye,
    Globe,
    Home,
    Info,
    Key,
    Link,
    Mass,
    Offline,
    Orders,
    Out,
    Plus,
    Refill,
    Search,
    Services,
    Settings,
    Shield,
    Sort,
    UpDown,
    X,
}

impl IconName {
    /// All of them, for the gallery.
    pub const ALL: [Self; 30] = [
        Self::Alert,
        Self::Back,
        Self::Ban,
        Self::Bell,
        Self::Check,
        Self::Copy,
        Self::Done,
        Self::Down,
        Self::Drip,
        Self::End,
        Self::Error,
        Self::Eye,
        Self::Globe,
        Self::Home,
        Self::Info,
        Self::Key,
        Self::Link,
        Self::Mass,
        Self::Offline,
        Self::Orders,
        Self::Out,
        Self::Plus,
        Self::Refill,
        Self::Search,
        Self::Services,
        Self::Settings,
        Self::Shield,
        Self::Sort,
        Self::UpDown,
        Self::X,
    ];

    const fn path(self) -> &'static str {
        match self {
            Self::Alert => "M10 3.8 17 16H3ZM10 8.5v3.5M10 14h.01",
            Self::Back => "M12 5.5 7.5 10l4.5 4.5",
            Self::Ban => "M16.5 10a6.5 6.5 0 1 1-13 0 6.5 6.5 0 0 1 13 0ZM5.5 5.5l9 9",
            Self::Bell => {
                "M5.5 8.5a4.5 4.5 0 0 1 9 0c0 4 1.5 5 1.5 5H4s1.5-1 1.5-5ZM8.5 16.2a1.7 1.7 0 0 0 3 0"
            }
            Self::Check => "m4.5 10.5 3.5 3.5 7.5-8",
            Self::Copy => {
                "M9 7.5h6A1.5 1.5 0 0 1 16.5 9v6a1.5 1.5 0 0 1-1.5 1.5H9A1.5 1.5 0 0 1 7.5 15V9A1.5 1.5 0 0 1 9 7.5ZM12.5 7.5V5A1.5 1.5 0 0 0 11 3.5H5A1.5 1.5 0 0 0 3.5 5v6A1.5 1.5 0 0 0 5 12.5h2.5"
            }
            Self::Done => "M16.5 10a6.5 6.5 0 1 1-13 0 6.5 6.5 0 0 1 13 0ZM7.2 10.2l2 2 3.7-4.2",
            Self::Down => "m5.5 8 4.5 4.5L14.5 8",
            Self::Drip => "M10 3.5s4.5 4.6 4.5 8a4.5 4.5 0 0 1-9 0c0-3.4 4.5-8 4.5-8Z",
            Self::End => "m8 5.5 4.5 4.5L8 14.5",
            Self::Error => {
                "M16.5 10a6.5 6.5 0 1 1-13 0 6.5 6.5 0 0 1 13 0ZM7.7 7.7l4.6 4.6M12.3 7.7l-4.6 4.6"
            }
            Self::Eye => {
                "M2.5 10S5.2 5 10 5s7.5 5 7.5 5-2.7 5-7.5 5-7.5-5-7.5-5ZM12.2 10a2.2 2.2 0 1 1-4.4 0 2.2 2.2 0 0 1 4.4 0Z"
            }
            Self::Globe => {
                "M16.5 10a6.5 6.5 0 1 1-13 0 6.5 6.5 0 0 1 13 0ZM3.5 10h13M10 3.5c2 2 2.8 4 2.8 6.5S12 14.5 10 16.5c-2-2-2.8-4-2.8-6.5S8 5.5 10 3.5Z"
            }
            Self::Home => {
                "M3.5 8.8 10 3.5l6.5 5.3v7.2a.5.5 0 0 1-.5.5h-3.8v-4.2H7.8v4.2H4a.5.5 0 0 1-.5-.5Z"
            }
            Self::Info => "M16.5 10a6.5 6.5 0 1 1-13 0 6.5 6.5 0 0 1 13 0ZM10 9.5v3.7M10 6.8h.01",
            Self::Key => {
                "M10.5 13a3.5 3.5 0 1 1-7 0 3.5 3.5 0 0 1 7 0ZM9.5 10.5l7-7M13.5 6.5l2.5 2.5M11.5 8.5l1.5 1.5"
            }
            Self::Link => {
                "M8.5 11.5a3 3 0 0 0 4.3.1l2.3-2.3a3 3 0 0 0-4.3-4.3l-1 1M11.5 8.5a3 3 0 0 0-4.3-.1l-2.3 2.3a3 3 0 0 0 4.3 4.3l1-1"
            }
            Self::Mass => {
                "M5 3.5h10A1.5 1.5 0 0 1 16.5 5v10a1.5 1.5 0 0 1-1.5 1.5H5A1.5 1.5 0 0 1 3.5 15V5A1.5 1.5 0 0 1 5 3.5ZM3.5 8h13M3.5 12.2h13M8 8v8.5"
            }
            Self::Offline => {
                "m3.5 3.5 13 13M3.5 8.2A10 10 0 0 1 7 6M10 5a10 10 0 0 1 6.5 3.2M6 11.2a6 6 0 0 1 3-1.6M12.5 10a6 6 0 0 1 1.5 1.2M10 14.8h.01"
            }
            Self::Orders => {
                "M5 3.5h10v13l-2.5-1.6-2.5 1.6-2.5-1.6L5 16.5ZM7.8 7.5h4.4M7.8 10.8h4.4"
            }
            Self::Out => {
                "M11.5 3.5h5v5M16.5 3.5l-7 7M14.5 11.5v4a1 1 0 0 1-1 1h-9a1 1 0 0 1-1-1v-9a1 1 0 0 1 1-1h4"
            }
            Self::Plus => "M10 4v12M4 10h12",
            Self::Refill => {
                "M16.2 8.2A6.5 6.5 0 0 0 4.6 6.4L3.5 7.5M3.5 3.8v3.7h3.7M3.8 11.8a6.5 6.5 0 0 0 11.6 1.8l1.1-1.1M16.5 16.2v-3.7h-3.7"
            }
            Self::Search => "M14.5 9a5.5 5.5 0 1 1-11 0 5.5 5.5 0 0 1 11 0ZM13.2 13.2l3.3 3.3",
            Self::Services => "M3.5 5.5h2M3.5 10h2M3.5 14.5h2M8.5 5.5h8M8.5 10h8M8.5 14.5h8",
            Self::Settings => {
                "M3.5 6h6M13.5 6h3M3.5 14h3M10.5 14h6M13.5 6a2 2 0 1 1-4 0 2 2 0 0 1 4 0ZM10.5 14a2 2 0 1 1-4 0 2 2 0 0 1 4 0Z"
            }
            Self::Shield => "M10 3.5 4.5 5.3v4.2c0 3.3 2.2 5.7 5.5 7 3.3-1.3 5.5-3.7 5.5-7V5.3Z",
            Self::Sort => "M10 4.5v11M5.5 11l4.5 4.5 4.5-4.5",
            Self::UpDown => "m6.5 8 3.5-3.5L13.5 8M6.5 12l3.5 3.5 3.5-3.5",
            Self::X => "m5 5 10 10M15 5 5 15",
        }
    }

    /// Back and forward point the other way in right-to-left text.
    const fn is_directional(self) -> bool {
        matches!(self, Self::Back | Self::End)
    }

    const fn class(self, small: bool) -> &'static str {
        match (small, self.is_directional()) {
            (false, false) => "icon",
            (true, false) => "icon icon--16",
            (false, true) => "icon icon--dir",
            (true, true) => "icon icon--16 icon--dir",
        }
    }
}

/// One icon, 20 px, or 16 px where it is dense.
#[component]
pub fn Icon(name: IconName, #[prop(optional)] small: bool) -> impl IntoView {
    view! {
        <svg class=name.class(small) viewBox="0 0 20 20" aria-hidden="true">
            <path d=name.path()/>
        </svg>
    }
}
