//! What a panel can do, and how that is known.

use crate::components::{Icon, IconName};
use crate::i18n::{Msg, status_text, t};
use leptos::prelude::*;
use panelboard_domain::account::{Ability, Capabilities, Capability};

/// The table.
#[component]
pub(super) fn Abilities(capabilities: Capabilities) -> impl IntoView {
    let rows = Ability::ALL.map(|ability| {
        let capability = capabilities.get(ability);
        view! { <Row label=ability_name(ability) capability/> }
    });
    view! {
        <table class="caps">
            <caption class="visually-hidden">{t(Msg::ACCOUNTS_ABILITIES)}</caption>
            <tbody>{rows.collect_view()}</tbody>
        </table>
    }
    .into_any()
}

#[component]
fn Row(label: Msg, capability: Capability) -> impl IntoView {
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

/// What an ability is called.
pub(super) const fn ability_name(ability: Ability) -> Msg {
    match ability {
        Ability::MultiStatus => Msg::ACCOUNTS_CAN_MULTI,
        Ability::Refill => Msg::ACCOUNTS_CAN_REFILL,
        Ability::MultiRefill => Msg::ACCOUNTS_CAN_MULTI_REFILL,
        Ability::RefillStatus => Msg::ACCOUNTS_CAN_REFILL_STATUS,
        Ability::Cancel => Msg::ACCOUNTS_CAN_CANCEL,
        Ability::Subscriptions => Msg::ACCOUNTS_CAN_SUBSCRIPTIONS,
        Ability::DripFeed => Msg::ACCOUNTS_CAN_DRIP_FEED,
        Ability::RequestId => Msg::ACCOUNTS_CAN_REQUEST_ID,
    }
}
