//! One live row: its nodes stay, its texts change. A row reads one memo; a text node is written only
//! when its own text differs.

use super::criteria::Ability;
use super::model::{PriceText, Row};
use super::table::Cursor;
use crate::components::{Icon, IconName, marked};
use crate::i18n::{Msg, t};
use leptos::prelude::*;

/// The row, with its category header above it when it is the first of its category.
#[component]
pub fn ServiceRow(
    row: Memo<Row>,
    cursor: Cursor,
    /// The address of a service's details.
    href: Callback<String, String>,
    #[prop(into)] open: Signal<Option<String>>,
) -> impl IntoView {
    let text = move |read: fn(&Row) -> &String| move || row.with(|row| read(row).clone());
    let link = NodeRef::<leptos::html::A>::new();
    cursor.focus_when_wanted(row, link);
    view! {
        <tr role="row" class="group" hidden=move || row.with(|row| row.header.is_none())>
            <th role="columnheader" aria-colspan="4">
                <bdi>{move || row.with(|row| row.header.as_ref().map(|header| marked(header.name.clone())))}</bdi>
                " "
                <span class="count">
                    {text(|row| row.header.as_ref().map_or(&row.none, |header| &header.count))}
                </span>
            </th>
        </tr>
        <tr
            role="row"
            hidden=move || row.with(|row| row.id.is_empty())
            aria-rowindex=move || row.with(|row| row.position + 2).to_string()
            aria-current=move || {
                open.with(|open| row.with(|row| open.as_ref() == Some(&row.id))).then_some("true")
            }
        >
            <th role="rowheader" class="c-name">
                <a
                    node_ref=link
                    class="clamp"
                    dir="auto"
                    href=move || row.with(|row| href.run(row.id.clone()))
                    data-noscroll="true"
                    tabindex=move || if cursor.rests_on(row) { "0" } else { "-1" }
                    on:focus=move |_| cursor.set(row.with_untracked(|row| row.position))
                >
                    <span class="svc">
                        {move || marked(row.with(|row| row.name.clone()))}
                        <span>{move || marked(row.with(|row| row.claims.clone()))}</span>
                    </span>
                </a>
            </th>
            <td role="cell" class="c-meta">
                <bdi class="mono">{text(|row| &row.id)}</bdi>
                <bdi class="dim tiny">{text(|row| &row.limits)}</bdi>
            </td>
            <td role="cell" class="c-tags">
                {Ability::ALL.map(|ability| view! { <AbilityMark row ability/> })}
            </td>
            <td role="cell" class="c-price num">
                <span class="money" data-price=move || row.with(|row| row.price.kind())>
                    {move || row.with(|row| row.price.head().to_owned())}
                    <span class="dim">{move || row.with(|row| row.price.zeros().to_owned())}</span>
                    {move || row.with(|row| row.price.tail().to_owned())}
                </span>
                <span class="money dim tiny">{text(|row| &row.rate)}</span>
            </td>
        </tr>
    }
}

/// Whether the service may be refilled, cancelled, drip-fed: the sign steps back when it may not.
#[component]
fn AbilityMark(row: Memo<Row>, ability: Ability) -> impl IntoView {
    let (icon, yes, no) = match ability {
        Ability::Refill => (IconName::Refill, Msg::SERVICES_REFILL, Msg::SERVICES_NO_REFILL),
        Ability::Cancel => (IconName::Ban, Msg::SERVICES_CANCEL, Msg::SERVICES_NO_CANCEL),
        Ability::Dripfeed => (IconName::Drip, Msg::SERVICES_DRIPFEED, Msg::SERVICES_NO_DRIPFEED),
    };
    let has = move || row.with(|row| row.allows[ability as usize]);
    let (yes, no) = (t(yes), t(no));
    view! {
        <span class="ability" data-has=move || has().to_string()>
            <Icon name=icon small=true/>
            <span class="label">{move || if has() { yes() } else { no() }}</span>
        </span>
    }
}

impl PriceText {
    fn kind(&self) -> Option<&'static str> {
        matches!(self, Self::None(_)).then_some("none")
    }

    fn head(&self) -> &str {
        match self {
            Self::Amount(parts) => &parts.0,
            Self::None(text) => text,
        }
    }

    fn zeros(&self) -> &str {
        match self {
            Self::Amount(parts) => &parts.1,
            Self::None(_) => "",
        }
    }

    fn tail(&self) -> &str {
        match self {
            Self::Amount(parts) => &parts.2,
            Self::None(_) => "",
        }
    }
}
