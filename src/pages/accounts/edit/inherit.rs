//! Orders of a removed account of the same panel: this one can take them over, so that they are followed
//! again. Asked once, because it holds for good.

use super::Part;
use crate::components::{Button, ButtonKind, ButtonSize, Question};
use crate::i18n::{Msg, t, use_format, use_i18n};
use crate::state::use_accounts;
use leptos::prelude::*;
use panelboard_client::accounts::belonging::Orphans;
use panelboard_domain::id::AccountId;

/// The part; nothing when there is nothing to take over.
#[component]
pub(super) fn Inherit(id: StoredValue<AccountId>) -> impl IntoView {
    let accounts = use_accounts();
    let asking = RwSignal::new(None::<Orphans>);
    let mine = Memo::new(move |_| {
        let held = id.with_value(|id| accounts.get(id));
        let fits = |orphans: &Orphans| {
            held.as_ref().is_some_and(|held| orphans.heirs(std::slice::from_ref(held)).count() > 0)
        };
        accounts.orphans().with(|all| all.iter().filter(|o| fits(o)).cloned().collect::<Vec<_>>())
    });
    let list = move || {
        mine.get().into_iter().map(|orphans| view! { <Line orphans asking/> }).collect_view()
    };
    view! {
        <Show when=move || !mine.with(Vec::is_empty)>
            <Part title=Msg::ACCOUNTS_ORPHANS>
                <p class="hint">{t(Msg::ACCOUNTS_ORPHANS_TEXT)}</p>
                <ul class="rows">{list}</ul>
            </Part>
        </Show>
        <TakeOver id asking/>
    }
    .into_any()
}

#[component]
fn Line(orphans: Orphans, asking: RwSignal<Option<Orphans>>) -> impl IntoView {
    let format = use_format();
    let name = orphans.name.clone().unwrap_or_else(|| orphans.account.to_string());
    let count = orphans.count as u64;
    view! {
        <li>
            <span class="grow">
                <span class="clip"><bdi>{name}</bdi></span>
                <small class="dim">{move || format.count(Msg::ACCOUNTS_ORPHANS_COUNT, count)}</small>
            </span>
            <Button size=ButtonSize::Dense on_press=move |_| asking.set(Some(orphans.clone()))>
                {t(Msg::ACCOUNTS_TAKE_OVER)}
            </Button>
        </li>
    }
    .into_any()
}

#[component]
fn TakeOver(id: StoredValue<AccountId>, asking: RwSignal<Option<Orphans>>) -> impl IntoView {
    let (i18n, accounts) = (use_i18n(), use_accounts());
    let take = Callback::new(move |_| {
        if let Some(orphans) = asking.get_untracked() {
            id.with_value(|id| accounts.take_over(orphans, id));
        }
        asking.set(None);
    });
    let title = move || {
        let name = id.with_value(|id| accounts.shown_name(id));
        i18n.fill(Msg::ACCOUNTS_TAKE_OVER_TITLE, &[("name", &name)])
    };
    let act = move || {
        view! {
            <Button kind=ButtonKind::Primary on_press=take>{t(Msg::ACCOUNTS_TAKE_OVER)}</Button>
        }
    };
    view! {
        <Question
            id="take-over"
            open=Signal::derive(move || asking.with(Option::is_some))
            on_close=move |()| asking.set(None)
            title=Signal::derive(title)
            act
        >
            <p class="sub">{t(Msg::ACCOUNTS_TAKE_OVER_TEXT)}</p>
        </Question>
    }
    .into_any()
}
