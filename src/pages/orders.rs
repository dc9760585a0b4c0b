//! The order book: every order of every account, what the panels say of it, and what can be asked of
//! them. Unknown outcomes come first.

mod again;
mod chip;
mod cursor;
mod detail;
mod evidence;
mod found;
mod history;
mod list;
mod request;
mod returned;
mod row;
mod table;
mod unconfirmed;
mod writes;

#[cfg(any(debug_assertions, feature = "gallery"))]
pub(super) use {
    detail::Facts, table::OrderTable, unconfirmed::UnconfirmedCards, writes::WriteButtons,
};

use crate::components::{
    Button, ButtonKind, ButtonLink, EmptyState, IconButton, IconName, SearchInput, SkeletonRows,
    Strip, Tab as TabLink, Tabs, Tone,
};
use crate::i18n::{Msg, t, use_format, use_i18n};
use crate::layout::Page;
use crate::platform;
use crate::platform::timer::{AtEnd, debounced};
use crate::routes;
use crate::state::{Load, Tab, use_accounts, use_orders, use_places, use_presence};
use leptos::prelude::*;
use leptos::task::spawn_local;
use leptos_router::NavigateOptions;
use leptos_router::components::A;
use leptos_router::hooks::{use_navigate, use_params_map, use_query_map};
use panelboard_domain::id::{AccountId, AttemptId, OrderId};
use panelboard_domain::link::is_link_or_handle;
use panelboard_domain::order::Search;
use std::time::Duration;

/// The page.
#[component]
pub fn Orders() -> impl IntoView {
    let orders = use_orders();
    let asked = asked();
    let open = open_order();
    let tab = Memo::new(move |_| asked.with(|asked| asked.0));
    let typed = typed(tab, &asked.get_untracked().1);
    let search = Memo::new(move |_| Search::read(&typed.get()));
    Effect::new(move |_| {
        if orders.ready().get() {
            spawn_local(async move {
                while orders.index_some() {
                    platform::pause(0).await;
                }
            });
        }
    });
    let found = Memo::new(move |_| search.with(|search| found::found(tab.get(), search)));
    // The book comes back where it was left, each tab in its own place.
    let left = use_places().get(&list::place_name(tab.get_untracked()));
    let left = StoredValue::new(Some(left));
    // A table that stays keeps its rows and its focus.
    let look = Memo::new(move |_| (orders.ready().get(), found.with(Vec::is_empty)));
    view! {
        <Page title=t(Msg::ORDERS_TITLE) actions=move || view! { <Updated/> }>
            <OrderTabs tab/>
            <AccountStrips/>
            <div class="toolbar toolbar--tabs">
                <SearchInput
                    label=t(Msg::ORDERS_SEARCH)
                    value=typed
                    on_input=move |text| typed.set(text)
                />
            </div>
            <Show when=move || tab.get() == Tab::All><UnconfirmedStrip/></Show>
            <Show when=move || tab.get() == Tab::Attention><unconfirmed::UnconfirmedCards/></Show>
            {move || match look.get() {
                (false, true) => view! { <SkeletonRows count=8 label=t(Msg::ORDERS_LOADING)/> }.into_any(),
                (true, true) if !orders.is_whole() => ().into_any(), // the alarm says why
                (true, true) => view! { <Nothing tab typed/> }.into_any(),
                // The newest stand there before all are read.
                (_, false) => view! { <table::OrderTable found tab open left/> }.into_any(),
            }}
        </Page>
        <detail::OpenDetail open on_close=close(tab, typed)/>
    }
}

/// Which tab and search the address asks for.
fn asked() -> Memo<(Tab, String)> {
    let query = use_query_map();
    Memo::new(move |_| {
        query.with(|map| {
            let tab = map.get("tab").and_then(|word| Tab::of(&word)).unwrap_or_default();
            (tab, map.get("q").unwrap_or_default())
        })
    })
}

/// The order whose details the address asks for: by the panel's number, or by the attempt when it
/// has none.
fn open_order() -> Memo<Option<AttemptId>> {
    let (params, orders) = (use_params_map(), use_orders());
    Memo::new(move |_| {
        let (account, key) = params.with(|map| Some((map.get("account")?, map.get("order")?)))?;
        let (account, order) = (AccountId::new(&account)?, OrderId::new(&key)?);
        orders.find(&account, &order).or_else(|| {
            let attempt = AttemptId::new(&key)?;
            orders.ids().with(|ids| ids.contains(&attempt)).then_some(attempt)
        })
    })
}

fn close(tab: Memo<Tab>, typed: RwSignal<String>) -> Callback<()> {
    let navigate = StoredValue::new_local(use_navigate());
    Callback::new(move |()| {
        let address = address(tab.get_untracked(), &typed.get_untracked());
        navigate.with_value(|navigate| navigate(&address, quietly(false)));
    })
}

fn quietly(replace: bool) -> NavigateOptions {
    NavigateOptions { replace, scroll: false, resolve: false, ..NavigateOptions::default() }
}

/// What is searched: from the address, else what was searched when the book was left. It is kept in the
/// address, except a link or a handle: the browser's history is not the place for somebody's page.
fn typed(tab: Memo<Tab>, asked: &str) -> RwSignal<String> {
    let places = use_places();
    let remembered = || {
        let place = places.get(LIST);
        place.asked.into_iter().find(|(name, _)| name == "q").map(|(_, text)| text)
    };
    let first = if asked.is_empty() { remembered().unwrap_or_default() } else { asked.to_owned() };
    let typed = RwSignal::new(first);
    let navigate = StoredValue::new_local(use_navigate());
    let path = leptos_router::hooks::use_location().pathname;
    let write = move || {
        let pairs = pairs_of(tab.get_untracked(), &typed.get_untracked());
        let pairs = pairs.iter().map(|(name, value)| (*name, value.as_str()));
        let address = path.with_untracked(|path| routes::with_query(path, pairs));
        navigate.try_with_value(|navigate| navigate(&address, quietly(true)));
    };
    let pending = debounced(Duration::from_millis(350), AtEnd::Forget);
    Effect::new(move |before: Option<String>| {
        let text = typed.get();
        places.note(LIST, |place| place.asked = vec![("q".to_owned(), text.clone())]);
        if before.is_some_and(|before| before != text) {
            pending.put_off(write);
        }
        text
    });
    typed
}

/// The name of the book among the lists that keep their place.
const LIST: &str = "orders";

fn tab_address(tab: Tab) -> String {
    address(tab, "")
}

fn address(tab: Tab, text: &str) -> String {
    let pairs = pairs_of(tab, text);
    routes::with_query(routes::ORDERS, pairs.iter().map(|(name, value)| (*name, value.as_str())))
}

/// What of tab and search an address may say.
fn pairs_of(tab: Tab, text: &str) -> Vec<(&'static str, String)> {
    let text = text.trim();
    let mut pairs = Vec::new();
    if tab != Tab::All {
        pairs.push(("tab", tab.as_str().to_owned()));
    }
    if !text.is_empty() && !is_link_or_handle(text) {
        pairs.push(("q", text.to_owned()));
    }
    pairs
}

#[component]
fn OrderTabs(tab: Memo<Tab>) -> impl IntoView {
    let (counts, format) = (use_orders().counts(), use_format());
    let link = move |own: Tab| {
        let count = move || counts.with(|counts| format.number(counts.of_tab(own) as u64));
        view! {
            <TabLink
                href=tab_address(own)
                label=t(tab_word(own))
                current=Signal::derive(move || tab.get() == own)
                count=Signal::derive(move || Some(count()))
            />
        }
    };
    view! { <Tabs label=t(Msg::ORDERS_TABS)>{Tab::ALL.map(link).collect_view()}</Tabs> }
}

const fn tab_word(tab: Tab) -> Msg {
    match tab {
        Tab::All => Msg::ORDERS_TAB_ALL,
        Tab::Attention => Msg::ORDERS_TAB_ATTENTION,
        Tab::Active => Msg::ORDERS_TAB_ACTIVE,
        Tab::Completed => Msg::ORDERS_TAB_COMPLETED,
        Tab::Partial => Msg::ORDERS_TAB_PARTIAL,
        Tab::Canceled => Msg::ORDERS_TAB_CANCELED,
    }
}

/// When the panels were last asked, and a button to ask now.
#[component]
fn Updated() -> impl IntoView {
    let (i18n, format) = (use_i18n(), use_format());
    let (orders, accounts, now) = (use_orders(), use_accounts(), use_presence().now());
    let last = Memo::new(move |_| {
        let ids =
            accounts.list().with(|list| list.iter().map(|a| a.id.clone()).collect::<Vec<_>>());
        ids.iter().filter_map(|id| orders.following(id).with(|load| load.at())).min()
    });
    // While a panel does not answer, its own line says how old its orders are; "updated now" beside it
    // would be true of the others only.
    let fails = Memo::new(move |_| {
        accounts.list().with(|list| {
            list.iter().any(|held| orders.following(&held.id).with(|load| load.error().is_some()))
        })
    });
    let age = move || {
        let at = last.get().filter(|_| !fails.get())?;
        Some(i18n.fill(Msg::ORDERS_UPDATED, &[("age", &format.age(at, now.get()))]))
    };
    let asking = move || {
        accounts.list().with(|list| {
            list.iter().any(|account| orders.following(&account.id).with(|load| load.is_loading()))
        })
    };
    let refresh = move |_| {
        for account in accounts.list().get_untracked() {
            orders.refresh(&account.id);
        }
    };
    view! {
        <span class="dim small desk-only">{age}</span>
        <IconButton
            icon=IconName::Refill
            label=t(Msg::ORDERS_REFRESH)
            disabled=Signal::derive(asking)
            on_press=refresh
        />
    }
}

/// One line for each account whose panel does not answer; the others keep working.
#[component]
fn AccountStrips() -> impl IntoView {
    let (i18n, format) = (use_i18n(), use_format());
    let (orders, accounts, now) = (use_orders(), use_accounts(), use_presence().now());
    let strip = move |account: panelboard_domain::account::Account| {
        let id = account.id;
        let following = orders.following(&id);
        // It stays while the panel is asked again: a strip that comes and goes moves the list.
        let failed = Memo::new(move |before: Option<&bool>| {
            following.with(|load| match load.is_loading() {
                true => before.copied().unwrap_or(false),
                false => load.error().is_some(),
            })
        });
        let asking = Signal::derive(move || following.with(Load::is_loading));
        let retried = id.clone();
        let text = Signal::derive(move || {
            let age = match following.with(|load| load.at()) {
                Some(at) => {
                    let age = format.age(at, now.get());
                    i18n.fill(Msg::ORDERS_UPDATED, &[("age", &age)])
                }
                None => i18n.text(Msg::ORDERS_NOT_UPDATED),
            };
            let name = accounts.shown_name(&id);
            i18n.fill(Msg::ORDERS_DOWN, &[("account", &name), ("age", &age)])
        });
        let retry = Callback::new(move |_| orders.refresh(&retried));
        view! {
            <Show when=move || failed.get()>
                <Strip icon=IconName::Alert tone=Tone::Warning text>
                    <Button size=crate::components::ButtonSize::Dense busy=asking on_press=retry>
                        {t(Msg::SERVICES_TRY_AGAIN)}
                    </Button>
                </Strip>
            </Show>
        }
    };
    view! { <For each=move || accounts.list().get() key=|account| account.id.clone() children=strip/> }
}

/// Points from the whole book to the orders that nobody knows about.
#[component]
fn UnconfirmedStrip() -> impl IntoView {
    let (orders, format) = (use_orders(), use_format());
    let count = move || orders.unknown_count() as u64;
    let text = move || format.count(Msg::ORDERS_UNCONFIRMED_STRIP, count());
    view! {
        <Show when=move || { count() > 0 }>
            <Strip icon=IconName::Alert tone=Tone::Doubt text=Signal::derive(text)>
                <A href=tab_address(Tab::Attention) attr:class="btn btn--dense">
                    {t(Msg::ORDERS_LOOK)}
                </A>
            </Strip>
        </Show>
    }
}

/// The empty looks: no orders at all, none in this tab, none that fits.
#[component]
fn Nothing(tab: Memo<Tab>, typed: RwSignal<String>) -> impl IntoView {
    let orders = use_orders();
    move || match (tab.get(), typed.with(String::is_empty)) {
        (_, false) => view! {
            <EmptyState
                icon=IconName::Search
                title=t(Msg::ORDERS_NONE_TITLE)
                text=t(Msg::ORDERS_NONE_TEXT)
            >
                <Show when=move || tab.get() != Tab::All>
                    <SearchAll typed/>
                </Show>
                <Button on_press=move |_| typed.set(String::new())>
                    {t(Msg::ORDERS_CLEAR_SEARCH)}
                </Button>
            </EmptyState>
        }
        .into_any(),
        (Tab::All, true) => view! {
            <EmptyState
                icon=IconName::Orders
                title=t(Msg::ORDERS_EMPTY_TITLE)
                text=t(Msg::ORDERS_EMPTY_TEXT)
            >
                <ButtonLink href=routes::NEW_ORDER.to_owned() kind=ButtonKind::Primary>
                    {t(Msg::ORDERS_NEW_ORDER)}
                </ButtonLink>
            </EmptyState>
        }
        .into_any(),
        // What needs attention stands as cards above.
        (Tab::Attention, true) if !orders.in_tab(Tab::Attention).with(Vec::is_empty) => {
            ().into_any()
        }
        (tab, true) => {
            let text = match tab {
                Tab::Attention => Msg::ORDERS_ATTENTION_EMPTY_TEXT,
                _ => Msg::ORDERS_TAB_EMPTY_TEXT,
            };
            view! {
                <EmptyState icon=IconName::Orders title=t(Msg::ORDERS_TAB_EMPTY) text=t(text)/>
            }
            .into_any()
        }
    }
}

/// The same search over every tab; what is searched stays in memory where it does not belong into the
/// address.
#[component]
fn SearchAll(typed: RwSignal<String>) -> impl IntoView {
    let navigate = StoredValue::new_local(use_navigate());
    let go = move |_| {
        let address = address(Tab::All, &typed.get_untracked());
        navigate.with_value(|navigate| navigate(&address, quietly(false)));
    };
    view! { <Button kind=ButtonKind::Primary on_press=go>{t(Msg::ORDERS_SEARCH_ALL)}</Button> }
}
