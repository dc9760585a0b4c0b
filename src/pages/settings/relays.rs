//! The relays: a list with what each is and does, its token, its removal; and the page that adds one. A
//! token is hidden, never shown again, and leaves the form when it is kept.

mod add;
mod row;
mod steps;
mod token;
mod trouble;

pub use add::RelaysPage;

use crate::components::{ButtonKind, ButtonLink, EmptyState, IconName, SkeletonRows};
use crate::i18n::{Msg, t};
use crate::routes;
use crate::state::{KnownRelay, use_relays};
use leptos::prelude::*;
use panelboard_domain::account::RelayId;
use row::{RemoveRelay, Row};

/// The list. Each relay is asked once for what it is.
#[component]
pub(super) fn RelayList() -> impl IntoView {
    let relays = use_relays();
    relays.look();
    let known = relays.known();
    let is_empty = Memo::new(move |_| known.with(|known| known.as_ref().map(Vec::is_empty)));
    let list = move || known.get().unwrap_or_default();
    // One token is changed and one relay removed at a time.
    let (editing, removing) = (RwSignal::new(None), RwSignal::new(None));
    let look = move || match is_empty.get() {
        None => view! { <SkeletonRows count=1 label=t(Msg::COMMON_LOADING)/> }.into_any(),
        Some(true) => view! {
            <EmptyState icon=IconName::Shield title=t(Msg::RELAYS_NONE) text=t(Msg::RELAYS_TEXT)>
                <AddRelay kind=ButtonKind::Plain/>
            </EmptyState>
        }
        .into_any(),
        Some(false) => view! {
            <ul class="rows account-list">
                <For each=list key=|known| known.relay.clone() let:known>
                    <Row relay=known.relay editing removing/>
                </For>
            </ul>
            <p class="hint hint--after">{t(Msg::RELAYS_TEXT)}</p>
            <p class="row-action"><AddRelay kind=ButtonKind::Plain/></p>
        }
        .into_any(),
    };
    view! { {look} <RemoveRelay removing/> }.into_any()
}

#[component]
fn AddRelay(kind: ButtonKind) -> impl IntoView {
    view! {
        <ButtonLink href=routes::RELAYS external=true icon=IconName::Plus kind>
            {t(Msg::RELAYS_ADD)}
        </ButtonLink>
    }
}

/// One relay of the list as it is known now.
fn held(known: &[KnownRelay], relay: &RelayId) -> Option<KnownRelay> {
    known.iter().find(|known| known.relay == *relay).cloned()
}
