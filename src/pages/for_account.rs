//! A page about one account: the one that its address names, else the current one. An address that
//! names an account that is not here is an error, never another account's page: a service's number
//! means another service there (S8).

use super::no_account::NoAccount;
use crate::components::{ButtonKind, ButtonLink, IconName};
use crate::i18n::{Msg, t};
use crate::layout::Page;
use crate::routes;
use crate::state::use_accounts;
use leptos::prelude::*;
use panelboard_domain::account::Account;
use panelboard_domain::id::AccountId;
use panelboard_domain::order::{Addressed, addressed};

/// The account of such a page.
#[derive(Clone, Copy)]
pub(super) struct Subject {
    /// Whose page it is, as it is now; as it was last when it is gone.
    pub(super) account: Signal<Account>,
    /// Set while the page must stay although its account is gone.
    pub(super) hold: RwSignal<bool>,
    /// What else the address says is about this account. Not after the user has switched to another.
    pub(super) is_addressed: bool,
}

/// The page, started anew for each other account, not for a change of one: what is open on it stays open.
/// The account of a new address becomes current.
#[component]
pub(super) fn ForAccount(
    /// What the address names.
    named: Memo<Option<String>>,
    title: Msg,
    icon: IconName,
    view: fn(Subject) -> AnyView,
) -> impl IntoView {
    let accounts = use_accounts();
    // The address whose account was made current: the user may switch afterwards.
    let followed = StoredValue::new(None::<Option<String>>);
    let first = StoredValue::new(None);
    let hold = RwSignal::new(false);
    let shown = Memo::new(move |last: Option<&Shown>| {
        if !accounts.ready().get() {
            return Shown::Nothing;
        }
        if let Some(held @ Shown::Page(id, _)) = last
            && hold.get()
            && accounts.get(id).is_none()
        {
            return held.clone();
        }
        let named = named.get();
        if followed.with_value(|followed| followed.as_ref() != Some(&named)) {
            match accounts.list().with(|list| addressed(named.as_deref(), list)) {
                Addressed::Unknown => return Shown::Unknown,
                Addressed::Account(id)
                    if accounts.current_id().get_untracked() != Some(id.clone()) =>
                {
                    accounts.select(&id);
                }
                Addressed::Account(_) | Addressed::Current => {}
            }
            followed.set_value(Some(named.clone()));
            first.set_value(None);
        }
        let Some(id) = accounts.current_id().get() else { return Shown::None };
        let opened = first.with_value(Clone::clone).unwrap_or_else(|| id.clone());
        first.set_value(Some(opened.clone()));
        let is_addressed = named.map_or(opened == id, |named| named == id.as_str());
        if accounts.get(&id).is_some() { Shown::Page(id, is_addressed) } else { Shown::None }
    });
    move || match shown.get() {
        Shown::Nothing => view! { <Page title=t(title)>""</Page> }.into_any(),
        Shown::Unknown => view! { <UnknownAccount title/> }.into_any(),
        Shown::None => view! { <NoAccount title icon/> }.into_any(),
        Shown::Page(id, is_addressed) => match latest(id) {
            Some(account) => view(Subject { account, hold, is_addressed }),
            None => view! { <NoAccount title icon/> }.into_any(),
        },
    }
}

/// An account as it is now, or as it was last.
fn latest(id: AccountId) -> Option<Signal<Account>> {
    let accounts = use_accounts();
    let first = accounts.get_untracked(&id)?;
    let latest = Memo::new(move |last: Option<&Account>| {
        accounts.get(&id).unwrap_or_else(|| last.unwrap_or(&first).clone())
    });
    Some(latest.into())
}

#[derive(Clone, PartialEq)]
enum Shown {
    Nothing,
    Unknown,
    None,
    Page(AccountId, bool),
}

/// The account of the address is not here.
#[component]
pub(super) fn UnknownAccount(title: Msg) -> impl IntoView {
    view! {
        <Page title=t(title) back=routes::HOME>
            <div class="stack-l narrow" id="unknown-account">
                <p class="sub">{t(Msg::ACCOUNTS_UNKNOWN)}</p>
                <p>
                    <ButtonLink href=routes::ACCOUNTS.to_owned() kind=ButtonKind::Primary>
                        {t(Msg::ACCOUNTS_TITLE)}
                    </ButtonLink>
                </p>
            </div>
        </Page>
    }
    .into_any()
}
