//! States, money, meters, keys and values, timelines.

use super::Specimen;
use super::samples::sample;
use crate::components::{
    ChipState, KeyValue, KeyValues, Meter, MoneySize, MoneyText, StateChip, Swatch, Tag, Timeline,
    TimelineItem,
};
use leptos::prelude::*;

/// Figures and marks.
#[component]
pub fn Figures() -> impl IntoView {
    let chips = ChipState::ALL.map(|state| {
        let word = Signal::stored(format!("{state:?}"));
        view! {
            <tr>
                <td><StateChip state label=word/></td>
                <td><StateChip state label=word tinted=true/></td>
            </tr>
        }
    });
    let swatches = [1_u8, 2, 3, 4, 5, 6, 7, 8].map(|hue| view! { <Swatch hue/> });
    let meters = [
        (ChipState::Running, "640", "of 1,000", 64_u8),
        (ChipState::Queued, "0", "of 30,000", 0),
        (ChipState::Partial, "1,624", "of 2,000", 81),
        (ChipState::Completed, "2,500", "of 2,500", 100),
    ];
    let meters = meters.map(|(state, done, of, percent)| {
        view! { <Meter state done=sample(done) of=sample(of) percent label=sample("Delivered")/> }
    });
    view! {
        <Specimen id="states">
            <table class="legend"><tbody>{chips.collect_view()}</tbody></table>
        </Specimen>
        <Specimen id="money">
            <div class="stack">
                <MoneyText text=sample("$248.4073") size=MoneySize::Huge/>
                <MoneyText text=sample("₽18,420.55") size=MoneySize::Large/>
                <MoneyText text=sample("$28.8750")/>
                <MoneyText text=sample("₺38.8000")/>
                <span class="row">{swatches.collect_view()}</span>
                <span class="tags">
                    <Tag>{"v2"}</Tag>
                    <Tag>{"Refill"}</Tag>
                    <Tag claim=true>{"claimed 30 days"}</Tag>
                </span>
            </div>
        </Specimen>
        <Specimen id="meters"><div class="stack">{meters.collect_view()}</div></Specimen>
        <Specimen id="key-values">
            <KeyValues>
                <KeyValue label=sample("Start count")>{"12,406"}</KeyValue>
                <KeyValue label=sample("Charge")><MoneyText text=sample("$1.5625")/></KeyValue>
            </KeyValues>
            <KeyValues sum=true>
                <KeyValue label=sample("Balance")><MoneyText text=sample("$248.4073")/></KeyValue>
                <KeyValue label=sample("After") total=true>
                    <MoneyText text=sample("≈ $246.8448")/>
                </KeyValue>
            </KeyValues>
        </Specimen>
        <Specimen id="timeline">
            <Timeline>
                <TimelineItem
                    state=ChipState::Running
                    text=sample("In progress")
                    time=sample("12:36")
                    detail=Some("Status at the panel: “In progress”".to_owned())
                />
                <TimelineItem
                    state=ChipState::Completed
                    text=sample("Accepted, order ID 48213907")
                    time=sample("12:31:04")
                />
                <TimelineItem
                    state=ChipState::Noted
                    text=sample("Written down, then sent")
                    time=sample("12:31:03")
                />
            </Timeline>
        </Specimen>
    }
}
