//! What the panel can do, how each is known, and the user's own word on it. The word holds until it is
//! taken back; what the panel shows meanwhile is learned beneath it.

use super::Part;
use crate::components::Select;
use crate::i18n::{I18n, Msg, status_text, t, use_i18n};
use crate::pages::accounts::abilities::ability_name;
use crate::state::use_accounts;
use leptos::prelude::*;
use panelboard_domain::account::{Ability, AccountEdit, Capabilities, Source};
use panelboard_domain::id::AccountId;

/// The choice that takes the user's word back.
pub(super) const KNOWN: &str = "known";
const YES: &str = "yes";
const NO: &str = "no";

/// The part.
#[component]
pub(super) fn Abilities(id: StoredValue<AccountId>) -> impl IntoView {
    let rows = Ability::ALL.map(|ability| view! { <Row id ability/> }.into_any());
    view! {
        <Part title=Msg::ACCOUNTS_ABILITIES>
            <p class="hint">{t(Msg::ACCOUNTS_ABILITIES_HINT)}</p>
            <table class="caps caps--edit">
                <caption class="visually-hidden">{t(Msg::ACCOUNTS_ABILITIES)}</caption>
                <tbody>{rows.into_iter().collect_view()}</tbody>
            </table>
            <super::requests::Requests id/>
        </Part>
    }
    .into_any()
}

#[component]
fn Row(id: StoredValue<AccountId>, ability: Ability) -> impl IntoView {
    let (i18n, accounts) = (use_i18n(), use_accounts());
    let known = Memo::new(move |_| {
        let held = id.with_value(|id| accounts.get(id))?;
        Some((held.capabilities.get(ability), held.capabilities.known(ability)))
    });
    let value = Signal::derive(move || {
        let word = known.get().map(|(now, _)| (now.source, now.has));
        let word = match word {
            Some((Source::SetByUser, true)) => YES,
            Some((Source::SetByUser, false)) => NO,
            _ => KNOWN,
        };
        word.to_owned()
    });
    let options = Signal::derive(move || {
        let learned = known.get().map(|(_, learned)| learned);
        let as_known = learned.map(|learned| {
            let has = yes_no(i18n, learned.has);
            format!("{has} ({})", i18n.text(status_text::source(learned.source)))
        });
        let word = |has: bool| {
            format!("{} ({})", yes_no(i18n, has), i18n.text(status_text::source(Source::SetByUser)))
        };
        vec![
            (KNOWN.to_owned(), as_known.unwrap_or_default()),
            (YES.to_owned(), word(true)),
            (NO.to_owned(), word(false)),
        ]
    });
    let set = move |word: String| {
        let Some(held) = id.with_value(|id| accounts.get_untracked(id)) else { return };
        let edit = AccountEdit {
            capabilities: Some(with_word(held.capabilities, ability, &word)),
            ..AccountEdit::default()
        };
        id.with_value(|id| accounts.edit(id, &edit));
    };
    let label = t(ability_name(ability));
    view! {
        <tr>
            <th scope="row">{label}</th>
            <td>
                <Select
                    id=field_id(ability)
                    label=Signal::derive(label)
                    value
                    options
                    on_change=set
                />
            </td>
        </tr>
    }
    .into_any()
}

fn with_word(mut capabilities: Capabilities, ability: Ability, word: &str) -> Capabilities {
    match word {
        YES => capabilities.set(ability, true),
        NO => capabilities.set(ability, false),
        _ => capabilities.clear(ability),
    }
    capabilities
}

fn yes_no(i18n: I18n, has: bool) -> String {
    i18n.text(if has { Msg::ACCOUNTS_YES } else { Msg::ACCOUNTS_NO })
}

const fn field_id(ability: Ability) -> &'static str {
    match ability {
        Ability::MultiStatus => "can-multi-status",
        Ability::Refill => "can-refill",
        Ability::MultiRefill => "can-multi-refill",
        Ability::RefillStatus => "can-refill-status",
        Ability::Cancel => "can-cancel",
        Ability::Subscriptions => "can-subscriptions",
        Ability::DripFeed => "can-drip-feed",
        Ability::RequestId => "can-request-id",
    }
}
