//! A state as word, shape and colour; never as colour alone.

use leptos::prelude::*;

/// The states a chip can show. Whoever knows orders maps a status to one.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
#[expect(missing_docs, reason = "the variants are the words of the interface")]
pub enum ChipState {
    Queued,
    Preparing,
    Running,
    Completed,
    Partial,
    Stuck,
    Canceled,
    Failed,
    Rejected,
    Unconfirmed,
    /// A small point: something noted, no state.
    Noted,
}

const RING: &str = "M12.25 7a5.25 5.25 0 1 1-10.5 0 5.25 5.25 0 0 1 10.5 0Z";
const CROSS: &str = "m3 3 8 8M11 3l-8 8";

impl ChipState {
    /// All of them, for the gallery.
    pub const ALL: [Self; 11] = [
        Self::Queued,
        Self::Preparing,
        Self::Running,
        Self::Completed,
        Self::Partial,
        Self::Stuck,
        Self::Canceled,
        Self::Failed,
        Self::Rejected,
        Self::Unconfirmed,
        Self::Noted,
    ];

    /// The `data-state` that carries the colours.
    pub const fn name(self) -> &'static str {
        match self {
            Self::Queued | Self::Preparing | Self::Noted => "queued",
            Self::Running => "running",
            Self::Completed => "completed",
            Self::Partial | Self::Stuck => "partial",
            Self::Canceled => "canceled",
            Self::Failed | Self::Rejected => "failed",
            Self::Unconfirmed => "unconfirmed",
        }
    }

    /// Whether it asks for a person: then the chip is tinted also in a list.
    pub const fn wants_person(self) -> bool {
        matches!(
            self,
            Self::Partial | Self::Stuck | Self::Failed | Self::Rejected | Self::Unconfirmed
        )
    }

    const fn line(self) -> &'static str {
        match self {
            Self::Completed | Self::Noted => "",
            Self::Failed | Self::Rejected => CROSS,
            Self::Canceled => {
                "M12.25 7a5.25 5.25 0 1 1-10.5 0 5.25 5.25 0 0 1 10.5 0ZM3.5 10.5l7-7"
            }
            Self::Stuck => "M12.25 7a5.25 5.25 0 1 1-10.5 0 5.25 5.25 0 0 1 10.5 0ZM7 4v3.2l2 1.3",
            _ => RING,
        }
    }

    const fn solid(self) -> &'static str {
        match self {
            Self::Preparing => "M7 7V3.5A3.5 3.5 0 0 1 10.5 7Z",
            Self::Running => "M7 3.5a3.5 3.5 0 0 1 0 7Z",
            Self::Completed => {
                "M7 1a6 6 0 1 0 0 12A6 6 0 0 0 7 1Zm3.2 4.5-3.7 4.2a.7.7 0 0 1-1 .03L3.8 8.1l1-1 1.15 1.15L9.1 4.6Z"
            }
            Self::Partial => "M3.5 7a3.5 3.5 0 0 0 7 0Z",
            Self::Noted => "M9.5 7a2.5 2.5 0 1 1-5 0 2.5 2.5 0 0 1 5 0Z",
            _ => "",
        }
    }
}

/// The shape alone, 14 px: in timelines and evidence, where the word stands beside it.
#[component]
pub fn StateShape(#[prop(into)] state: Signal<ChipState>) -> impl IntoView {
    let dash = move || (state.get() == ChipState::Unconfirmed).then_some("2.2 1.92");
    view! {
        <svg class="shape" viewBox="0 0 14 14" aria-hidden="true">
            <path d=move || state.get().line() stroke-dasharray=dash/>
            <path class="solid" fill-rule="evenodd" d=move || state.get().solid()/>
        </svg>
    }
    .into_any()
}

/// The chip. Quiet for the normal course, tinted when it wants a person or heads a detail.
#[component]
pub fn StateChip(
    #[prop(into)] state: Signal<ChipState>,
    #[prop(into)] label: Signal<String>,
    /// Tinted whatever the state: the head of a detail.
    #[prop(optional)]
    tinted: bool,
) -> impl IntoView {
    let class = move || match tinted || state.get().wants_person() {
        true => "chip",
        false => "chip chip--quiet",
    };
    view! {
        <span class=class data-state=move || state.get().name()>
            <StateShape state/>
            <span class="clip">{move || label.get()}</span>
        </span>
    }
    .into_any()
}
