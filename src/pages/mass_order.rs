//! The mass order: paste or drop a list, put its rows right in place, confirm all of them with one click,
//! and see them go out one by one. The rules are the engine's (`panelboard_client::batch`).

mod confirm;
mod grid;
mod input;
mod queue;
mod row;
mod totals;
mod words;

use super::for_account::{ForAccount, Subject};
use crate::components::IconName;
use crate::i18n::{Msg, t};
use crate::layout::Page;
use crate::platform::today;
use crate::routes;
use crate::state::{use_batch, use_orders};
use confirm::Confirm;
use grid::Grid;
use input::Input;
use leptos::prelude::*;
use panelboard_client::batch::Phase;
use panelboard_client::engine::batch::BatchCommand;
use queue::Queue;
use totals::Totals;

/// The page.
#[component]
pub fn MassOrder() -> impl IntoView {
    let named = Memo::new(|_| None);
    let view = |subject| view! { <Batch subject/> }.into_any();
    view! { <ForAccount named title=Msg::MASS_TITLE icon=IconName::Mass view/> }
}

#[component]
fn Batch(subject: Subject) -> impl IntoView {
    let (batch, ready) = (use_batch(), use_orders().ready());
    let id = subject.account.with_untracked(|account| account.id.clone());
    // Not before the journal was read: it says what of an earlier batch was sent.
    Effect::new(move |was_ready: Option<bool>| {
        let is_ready = ready.get();
        if is_ready && was_ready != Some(true) {
            batch.request(BatchCommand::Open(id.clone(), today()));
        }
        is_ready
    });
    let shown = batch.view();
    let phase = Memo::new(move |_| shown.with(|view| view.phase));
    let has_rows = Memo::new(move |_| shown.with(|view| !view.rows.is_empty()));
    let confirming = RwSignal::new(None);
    view! {
        <Page title=t(Msg::MASS_TITLE) back=routes::NEW_ORDER>
            <div class="stack-l">
                <Show when=move || phase.get() == Phase::Elsewhere>
                    <p class="hint" role="status">{t(Msg::MASS_ELSEWHERE)}</p>
                </Show>
                <Queue/>
                <Show when=move || matches!(phase.get(), Phase::Editing | Phase::Checking)>
                    <Input/>
                </Show>
                <Show when=move || has_rows.get()>
                    <Grid/>
                    <Totals confirming/>
                </Show>
            </div>
        </Page>
        <Confirm confirming/>
    }
}
