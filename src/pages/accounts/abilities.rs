//! What a panel can do, and how that is known.

use crate::components::{Icon, IconName};
use crate::i18n::{Msg, status_text, t};
use leptos::prelude::*;
use panelboard_domain::account::{Capabilities, Capability};

/// The table.
#[component]
pub(super) fn Abilities(capabilities: Capabilities) -> impl IntoView {
    let rows = [
        (Msg::ACCOUNTS_CAN_MULTI, capabilities.multi_status),
        (Msg::ACCOUNTS_CAN_REFILL, capabilities.refill),
        (Msg::ACCOUNTS_CAN_REFILL_STATUS, capabilities.refill_status),
        (Msg::ACCOUNTS_CAN_CANCEL, capabilities.cancel),
    ];
    let rows = rows.map(|(label, capability)| view! { <Ability label capability/> });
    view! {
        <table class="caps">
            <caption class="visually-hidden">{t(Msg::ACCOUNTS_ABILITIES)}</caption>
            <tbody>{rows.collect_view()}</tbody>
        </table>
    }
    .into_any()
}

#[component]
fn Ability(label: Msg, capability: Capability) -> impl IntoView {
    let answer = if capability.has {
        view! {
            <td data-state="completed">
                <Icon name=IconName::Check small=true/>
                {t(Msg::ACCOUNTS_YES)}
            </td>
        }
        .into_any()
    } else {
        view! { <td class="dim">{t(Msg::ACCOUNTS_NO)}</td> }.into_any()
    };
    view! {
        <tr>
            <th scope="row">{t(label)}</th>
            {answer}
            <td>{t(status_text::source(capability.source))}</td>
        </tr>
    }
    .into_any()
}
