//! Buttons, pills, segments, switches, tabs, icons.

use super::Specimen;
use super::samples::sample;
use crate::components::{
    Button, ButtonKind, ButtonLink, ButtonSize, HoldButton, Icon, IconButton, IconName, LinkButton,
    Pill, Pills, Segmented, Switch, Tab, Tabs,
};
use leptos::prelude::*;

/// What can be pressed.
#[component]
pub fn Actions() -> impl IntoView {
    let chosen = RwSignal::new(1_u8);
    let on = RwSignal::new(true);
    let kinds = [
        (ButtonKind::Primary, "Place order"),
        (ButtonKind::Plain, "Refresh balance"),
        (ButtonKind::Quiet, "Copy"),
        (ButtonKind::Danger, "Remove"),
    ];
    let kinds = kinds.map(|(kind, text)| view! { <Button kind>{text}</Button> });
    let sizes = [
        (ButtonSize::Dense, "Dense"),
        (ButtonSize::Normal, "Normal"),
        (ButtonSize::Large, "Large"),
    ];
    let sizes =
        sizes.map(|(size, text)| view! { <Button size icon=IconName::Plus>{text}</Button> });
    let off = [(true, false, "Disabled"), (false, true, "Busy")];
    let off = off.map(|(disabled, busy, text)| view! { <Button disabled busy>{text}</Button> });
    let icons = IconName::ALL.map(|name| view! { <Icon name/> });
    let segments = [(0_u8, "Auto"), (1, "Direct"), (2, "Relay")];
    let segments = segments.map(|(value, text)| (value, sample(text))).to_vec();
    view! {
        <Specimen id="buttons">
            <div class="pills">{kinds.collect_view()} {sizes.collect_view()} {off.collect_view()}</div>
        </Specimen>
        <Specimen id="button-others">
            <div class="pills">
                <ButtonLink href="#buttons" icon=IconName::Out>{"A link"}</ButtonLink>
                <IconButton icon=IconName::Copy label=sample("Copy order id") on_press=|_| {}/>
                <IconButton
                    icon=IconName::Eye
                    label=sample("Favourite")
                    pressed=Signal::from(on)
                    on_press=move |_| on.update(|on| *on = !*on)
                />
                <LinkButton on_press=|_| {}>{"Show them"}</LinkButton>
                <HoldButton
                    label=sample("Send again")
                    ready=sample("Let go to send")
                    kind=ButtonKind::Danger
                    on_hold=|_| {}
                />
            </div>
        </Specimen>
        <Specimen id="icons"><div class="pills">{icons.collect_view()}</div></Specimen>
        <Specimen id="choosing">
            <div class="stack-l">
                <Pills label=sample("Quantities")>
                    <Pill pressed=false on_press=|()| {}>{"500"}</Pill>
                    <Pill pressed=true on_press=|()| {}>{"1,000"}</Pill>
                    <Pill pressed=true removable=true on_press=|()| {}>{"Refill"}</Pill>
                    <Pill pressed=false disabled=true on_press=|()| {}>{"5,000"}</Pill>
                </Pills>
                <div>
                    <Segmented
                        label=sample("Route")
                        options=segments
                        value=chosen
                        on_change=move |value| chosen.set(value)
                    />
                </div>
                <Switch label=sample("Read-only") checked=on on_change=move |value| on.set(value)/>
                <Switch label=sample("Lock when hidden") checked=false on_change=|_| {}/>
            </div>
        </Specimen>
        <Specimen id="tabs">
            <Tabs label=sample("Orders")>
                <Tab href="#tabs" label=sample("All") current=true count=Some("1,284".to_owned())/>
                <Tab href="#tabs" label=sample("Active") current=false count=Some("18".to_owned())/>
                <Tab href="#tabs" label=sample("Completed") current=false/>
            </Tabs>
        </Specimen>
    }
}
