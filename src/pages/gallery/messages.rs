//! Notes, strips, errors, empty and loading looks, toasts, a dialog.

use super::Specimen;
use super::samples::sample;
use crate::components::{
    Button, ButtonKind, ButtonSize, Dialog, EmptyState, ErrorPanel, IconName, Note, SkeletonRows,
    Strip, Toast, Tone,
};
use leptos::prelude::*;

/// What the app says.
#[component]
pub fn Messages() -> impl IntoView {
    let tones = [
        (Tone::Plain, "Everything is in this browser"),
        (Tone::Good, "Order 48213990 accepted"),
        (Tone::Warning, "The address answered with a web page"),
        (Tone::Bad, "The panel declined the order"),
        (Tone::Doubt, "Reply lost. The order is Unconfirmed."),
    ];
    let notes = tones.map(|(tone, title)| {
        view! { <Note tone title=sample(title)><p>{"What it means, in a sentence."}</p></Note> }
    });
    let toasts =
        tones.map(|(tone, text)| view! { <Toast tone text=sample(text) on_dismiss=|()| {}/> });
    view! {
        <Specimen id="strips">
            <Strip icon=IconName::Offline text=sample("Offline. Orders cannot be sent.")/>
            <Strip icon=IconName::Alert tone=Tone::Bad text=sample("Volga does not answer")>
                <Button size=ButtonSize::Dense>{"Try again"}</Button>
            </Strip>
            <Strip icon=IconName::Info demo=true text=sample("Demo. Nothing is sent.")/>
        </Specimen>
        <Specimen id="notes"><div class="stack">{notes.collect_view()}</div></Specimen>
        <Specimen id="error">
            <ErrorPanel
                title=sample("The services could not be read")
                text=sample("No money is at stake. Check the connection and try again.")
                panel_says=Some("Service temporarily unavailable".to_owned())
                on_retry=|()| {}
            />
        </Specimen>
        <Specimen id="loading"><SkeletonRows count=5 label=sample("Downloading services…")/></Specimen>
        <Specimen id="empty">
            <EmptyState
                icon=IconName::Orders
                title=sample("No orders here yet")
                text=sample("Place one, or import order IDs from your panel.")
            >
                <Button kind=ButtonKind::Primary>{"New order"}</Button>
                <Button>{"Import"}</Button>
            </EmptyState>
        </Specimen>
        <Specimen id="no-match">
            <EmptyState icon=IconName::Search title=sample("0 of 5,586 services")>
                <Button>{"Clear filters"}</Button>
            </EmptyState>
        </Specimen>
        <Specimen id="toasts"><div class="toasts">{toasts.collect_view()}</div></Specimen>
        <Specimen id="dialog"><ADialog/></Specimen>
    }
}

#[component]
fn ADialog() -> impl IntoView {
    let open = RwSignal::new(false);
    view! {
        <Button id="open-dialog" on_press=move |_| open.set(true)>{"Ask to cancel 3"}</Button>
        <Dialog
            id="g-dialog"
            open
            on_close=move |()| open.set(false)
            title=sample("Ask the panels to cancel 3 orders?")
            footer=move || {
                view! {
                    <Button on_press=move |_| open.set(false)>{"Keep them"}</Button>
                    <Button kind=ButtonKind::Primary>{"Ask to cancel 3"}</Button>
                }
            }
        >
            <p class="sub">{"Some panels decline. Money returns only after the state changes."}</p>
        </Dialog>
    }
}
