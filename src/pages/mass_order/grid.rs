//! The preview as a virtual table: at most forty rows are alive, whatever the batch holds.

use super::row::GridRow;
use super::words::is_wrong;
use crate::components::{Pill, Pills};
use crate::i18n::{Msg, t, use_format};
use crate::pages::window::{Heights, Plan};
use crate::platform::viewport::{length, use_viewport};
use crate::state::use_batch;
use leptos::html::Tbody;
use leptos::prelude::*;

/// The table with its filter.
#[component]
pub fn Grid() -> impl IntoView {
    let (format, batch) = (use_format(), use_batch());
    let shown = batch.view();
    let errors_only = RwSignal::new(false);
    let wrong =
        Memo::new(move |_| shown.with(|view| view.rows.iter().filter(|row| is_wrong(row)).count()));
    let all = Memo::new(move |_| shown.with(|view| view.rows.len()));
    // Positions in the batch of the rows that are listed.
    let listed = Memo::new(move |_| {
        let only = errors_only.get() && wrong.get() > 0;
        shown.with(|view| {
            let rows = view.rows.iter().enumerate();
            rows.filter(|(_, row)| !only || is_wrong(row)).map(|(at, _)| at).collect::<Vec<_>>()
        })
    });
    let body = NodeRef::<Tbody>::new();
    let viewport = use_viewport(move || body.get_untracked().map(Into::into));
    let screen = Memo::new(move |_| viewport.with(|seen| (seen.width, seen.height)));
    let plan = Memo::new(move |_| {
        screen.track(); // heights change with the layout
        let row = body.get().map_or(FALLBACK, |body| length(&body, "--mass-row", FALLBACK));
        Plan::new(Vec::new(), listed.with(Vec::len), Heights { row, head: 0 })
    });
    let window = Memo::new(move |_| plan.with(|plan| plan.window(viewport.get().scrolled)));
    let live = Memo::new(move |_| {
        let count = plan.with(|plan| plan.live(screen.get().1));
        let first = window.get().first;
        listed.with(|listed| listed.iter().skip(first).take(count).copied().collect::<Vec<_>>())
    });
    let number = move |count: usize| format.number(count as u64);
    view! {
        <section class="stack">
            <div class="row">
                <h2>{t(Msg::MASS_ROWS)}</h2>
                <Pills label=t(Msg::MASS_ROWS)>
                    <Pill
                        pressed=Signal::derive(move || !errors_only.get())
                        on_press=move |()| errors_only.set(false)
                    >
                        {t(Msg::MASS_ALL)} " " <b>{move || number(all.get())}</b>
                    </Pill>
                    <Pill
                        pressed=errors_only
                        disabled=Signal::derive(move || wrong.get() == 0)
                        on_press=move |()| errors_only.set(true)
                    >
                        {t(Msg::MASS_ERRORS)} " " <b>{move || number(wrong.get())}</b>
                    </Pill>
                </Pills>
            </div>
            <table
                role="table"
                class="table virtual mass bleed"
                aria-rowcount=move || (listed.with(Vec::len) + 1).to_string()
            >
                <caption class="visually-hidden">{t(Msg::MASS_ROWS)}</caption>
                <thead role="rowgroup">
                    <tr role="row" aria-rowindex="1">
                        <th role="columnheader" scope="col" class="num">{t(Msg::MASS_ROW)}</th>
                        <th role="columnheader" scope="col">{t(Msg::ORDER_SERVICE)}</th>
                        <th role="columnheader" scope="col">{t(Msg::ORDER_LINK)}</th>
                        <th role="columnheader" scope="col" class="num">{t(Msg::ORDER_QUANTITY)}</th>
                        <th role="columnheader" scope="col" class="num">{t(Msg::MASS_ESTIMATE)}</th>
                        <th role="columnheader" scope="col">{t(Msg::MASS_CHECK)}</th>
                    </tr>
                </thead>
                <tbody
                    role="rowgroup"
                    data-rows
                    node_ref=body
                    style:block-size=move || plan.with(|plan| format!("{}px", plan.height()))
                    style:padding-block-start=move || format!("{}px", window.get().offset)
                >
                    <For each=move || live.get() key=|at| *at let:at>
                        <GridRow at/>
                    </For>
                </tbody>
            </table>
        </section>
    }
}

const FALLBACK: u32 = 84;
