//! The services of the current account: search, price for a quantity, details, the way to the order
//! form.

mod criteria;
mod detail;
mod list;
mod model;
mod price;
mod row;
mod states;
mod table;
mod toolbar;

use price::price;

#[cfg(any(debug_assertions, feature = "gallery"))]
pub(super) use detail::ServiceFacts;
pub use detail::ServiceName;
pub use model::Words;

use crate::components::{ButtonKind, ButtonLink, Detail, IconButton, IconName, Swatch};
use crate::i18n::{Msg, t, use_format, use_i18n};
use crate::layout::Page;
use crate::pages::for_account::{ForAccount, Subject};
use crate::platform::timer::{AtEnd, debounced};
use crate::platform::viewport::keep_place;
use crate::routes;
use crate::state::{
    CatalogView, Load, Place, use_accounts, use_catalogs, use_places, use_presence,
};
use criteria::Criteria;
use leptos::prelude::*;
use leptos_router::NavigateOptions;
use leptos_router::hooks::{use_navigate, use_params_map, use_query_map};
use leptos_router::params::ParamsMap;
use list::{Categories, arrange};
use model::Shown;
use panelboard_domain::account::Account;
use panelboard_domain::id::{AccountId, ServiceId};
use panelboard_domain::money::Currency;
use panelboard_domain::order::parse_quantity;
use panelboard_domain::service::Service;
use std::sync::Arc;
use std::time::Duration;

/// What is priced until the user says another quantity.
const USUAL_QUANTITY: u64 = 1000;

/// The page.
#[component]
pub fn Services() -> impl IntoView {
    let params = use_params_map();
    let named =
        Memo::new(move |_| params.with(|params| params.get("account")).filter(|id| !id.is_empty()));
    let view = |subject: Subject| view! { <ServicesOf account=subject.account/> }.into_any();
    view! { <ForAccount named title=Msg::SERVICES_TITLE icon=IconName::Services view/> }
}

#[component]
fn ServicesOf(account: Signal<Account>) -> impl IntoView {
    let id = account.with_untracked(|account| account.id.clone());
    let load = use_catalogs().catalog(&id);
    let list = format!("services:{id}");
    let criteria = criteria_of_address(list.clone());
    let currency = use_accounts().currency(&id);
    let shown = shown(load, criteria, currency);
    let open = open_service(id.clone());
    keep_place_of(list, shown);
    view! {
        <Page
            title=t(Msg::SERVICES_TITLE)
            count=count(shown)
            actions=move || view! { <Updated account load/> }
        >
            <states::Strips load account=id/>
            <toolbar::Toolbar criteria shown/>
            <List account load criteria shown open/>
        </Page>
        <OpenDetail account shown open criteria/>
    }
}

/// "96 of 5,586"; nothing while nothing is known.
fn count(shown: Memo<Shown>) -> Signal<String> {
    let (i18n, format) = (use_i18n(), use_format());
    Signal::derive(move || {
        let (rows, all) =
            shown.with(|shown| (shown.list.rows.len(), shown.view.catalog.services().len()));
        let number = |count: usize| format.number(count as u64);
        match (rows, all) {
            (_, 0) => String::new(),
            (rows, all) if rows == all => number(all),
            (rows, all) => {
                let values = [("shown", number(rows)), ("total", number(all))];
                let values = values.each_ref().map(|(name, value)| (*name, value.as_str()));
                i18n.fill(Msg::SERVICES_COUNT_OF, &values)
            }
        }
    })
}

/// When the list was read, and a button to read it again.
#[component]
fn Updated(account: Signal<Account>, load: Signal<Load<Arc<CatalogView>>>) -> impl IntoView {
    let (i18n, format, catalogs) = (use_i18n(), use_format(), use_catalogs());
    let now = use_presence().now();
    let age = move || {
        let at = load.with(Load::at)?;
        Some(i18n.fill(Msg::SERVICES_UPDATED, &[("age", &format.age(at, now.get()))]))
    };
    view! {
        <span class="dim small wide">{age}</span>
        <IconButton
            icon=IconName::Refill
            label=t(Msg::SERVICES_REFRESH)
            disabled=Signal::derive(move || load.with(Load::is_loading))
            on_press=move |_| account.with_untracked(|account| catalogs.refresh(&account.id))
        />
    }
}

/// The list in one of its four looks.
#[component]
fn List(
    account: Signal<Account>,
    load: Signal<Load<Arc<CatalogView>>>,
    criteria: RwSignal<Criteria>,
    shown: Memo<Shown>,
    open: Memo<Option<String>>,
) -> impl IntoView {
    let (i18n, format, accounts) = (use_i18n(), use_format(), use_accounts());
    let look = Memo::new(move |_| states::look(load, shown));
    let href = Callback::new(move |service: String| {
        let path = account.with_untracked(|account| routes::service(&account.id, &service));
        criteria.with_untracked(|criteria| routes::with_query(&path, pairs(&criteria.write())))
    });
    let caption = move || {
        let quantity = format.number(shown.with(|shown| shown.quantity));
        account.with_untracked(|account| {
            let name = accounts.shown_name(&account.id);
            let values = [("account", name.as_str()), ("count", &quantity)];
            i18n.fill(Msg::SERVICES_CAPTION, &values)
        })
    };
    let caption = Signal::derive(caption);
    let account_id = account.with_untracked(|account| account.id.clone());
    move || match look.get() {
        states::Look::Rows => view! { <table::ServiceTable shown href open caption/> }.into_any(),
        look => view! { <states::Instead look load criteria shown account=account_id.clone()/> }
            .into_any(),
    }
}

#[cfg(any(debug_assertions, feature = "gallery"))]
/// The list in the look that `load` and the search give it, for the gallery.
#[component]
pub(super) fn ListLook(
    account: Account,
    load: Signal<Load<Arc<CatalogView>>>,
    #[prop(optional)] query: &'static str,
) -> impl IntoView {
    let asked = Criteria { query: query.to_owned(), ..Criteria::default() };
    let criteria = RwSignal::new(asked);
    let shown = shown(load, criteria, Signal::stored(Currency::new("USD")));
    let id = account.id.clone();
    let (account, open) = (Signal::stored(account), Memo::new(|_| None));
    view! {
        <states::Strips load account=id/>
        <List account load criteria shown open/>
    }
}

/// The details of the service that the address names.
#[component]
fn OpenDetail(
    account: Signal<Account>,
    shown: Memo<Shown>,
    open: Memo<Option<String>>,
    criteria: RwSignal<Criteria>,
) -> impl IntoView {
    let service = Memo::new(move |_| {
        let id = open.get().and_then(|id| ServiceId::new(&id))?;
        shown.with(|shown| shown.view.catalog.get(&id).cloned().map(Arc::new))
    });
    let navigate = StoredValue::new_local(use_navigate());
    let close = move || {
        let pairs_now = criteria.with_untracked(Criteria::write);
        let path = routes::with_query(routes::SERVICES, pairs(&pairs_now));
        navigate.with_value(|navigate| navigate(&path, quietly(false)));
    };
    view! {
        <Show when=move || service.with(Option::is_some)>
            <ServiceDetail
                account
                service=Signal::derive(move || service.get())
                quantity=Signal::derive(move || shown.with(|shown| shown.quantity))
                currency=Signal::derive(move || shown.with(|shown| shown.currency.clone()))
                on_close=close
            />
        </Show>
    }
}

#[component]
fn ServiceDetail(
    account: Signal<Account>,
    service: Signal<Option<Arc<Service>>>,
    quantity: Signal<u64>,
    currency: Signal<Option<Currency>>,
    #[prop(into)] on_close: Callback<()>,
) -> impl IntoView {
    // The drawer outlives the moment in which the address names no service any more.
    let last = Memo::new(move |last: Option<&Option<Arc<Service>>>| {
        service.get().or_else(|| last.cloned().flatten())
    });
    let id = move || last.with(|service| service.as_ref().map(|service| service.id.to_string()));
    let accounts = use_accounts();
    let hue = Signal::derive(move || account.with(|account| account.hue));
    let name = move || account.with(|account| accounts.shown_name(&account.id));
    let read_only = Signal::derive(move || account.with(|account| account.read_only));
    let order = move || {
        account.with_untracked(|account| routes::new_order(&account.id, &id().unwrap_or_default()))
    };
    let head = move || {
        view! {
            <span class="row small sub clip">
                <Swatch hue/>
                <bdi class="clip">{name}</bdi>
                <bdi class="mono dim">{id}</bdi>
            </span>
        }
    };
    let facts = move || {
        let service = last.get()?;
        Some(
            view! { <detail::ServiceFacts service=Signal::stored(service) currency quantity read_only/> },
        )
    };
    let footer = move || {
        let can = move || {
            last.with(|service| service.as_ref().is_some_and(|service| service.orderable().is_ok()))
        };
        view! {
            <Show when=move || can() && !read_only.get()>
                <ButtonLink href=Signal::derive(order) kind=ButtonKind::Primary>
                    {t(Msg::SERVICES_ORDER)}
                </ButtonLink>
            </Show>
        }
    };
    view! {
        <Detail label=t(Msg::SERVICES_DETAIL) on_close head footer>
            {facts}
        </Detail>
    }
}

/// The list comes back where it was left.
fn keep_place_of(list: String, shown: Memo<Shown>) {
    let places = use_places();
    let from = places.get(&list).scrolled;
    let list = StoredValue::new(list);
    let ready = Signal::derive(move || shown.with(|shown| !shown.list.rows.is_empty()));
    keep_place(ready, (from > 0).then_some(move || from), move |scrolled| {
        list.with_value(|list| places.note(list, |place| place.scrolled = scrolled));
    });
}

/// Reads the address once and keeps it in step with what is asked, without a new entry in the
/// history and not faster than browsers allow. An address that asks for nothing brings back what was
/// asked when the list was left.
fn criteria_of_address(list: String) -> RwSignal<Criteria> {
    let (query, places) = (use_query_map(), use_places());
    let asked = query.with_untracked(|map| Criteria::read(|name| map.get(name)));
    let comes_back = asked == Criteria::default();
    let first = if comes_back { remembered(&places.get(&list)) } else { asked };
    let restored = comes_back && first != Criteria::default();
    let criteria = RwSignal::new(first);
    let navigate = StoredValue::new_local(use_navigate());
    let path = leptos_router::hooks::use_location().pathname;
    let write = move |asked: &Criteria| {
        let address = path.with_untracked(|path| routes::with_query(path, pairs(&asked.write())));
        navigate.try_with_value(|navigate| navigate(&address, quietly(true)));
    };
    let pending = debounced(Duration::from_millis(350), AtEnd::Forget);
    Effect::new(move |before: Option<Criteria>| {
        let asked = criteria.get();
        places.note(&list, |place| {
            place.asked =
                asked.write().into_iter().map(|(name, of)| (name.to_owned(), of)).collect();
        });
        if before.map_or(restored, |before| before != asked) {
            let later = asked.clone();
            pending.put_off(move || write(&later));
        }
        asked
    });
    criteria
}

fn remembered(place: &Place) -> Criteria {
    Criteria::read(|name| {
        place.asked.iter().find(|(asked, _)| asked == name).map(|(_, value)| value.clone())
    })
}

fn pairs<'a>(written: &'a [(&'static str, String)]) -> impl Iterator<Item = (&'a str, &'a str)> {
    written.iter().map(|(name, value)| (*name, value.as_str()))
}

fn quietly(replace: bool) -> NavigateOptions {
    NavigateOptions { replace, scroll: false, resolve: false, ..NavigateOptions::default() }
}

fn open_service(account: AccountId) -> Memo<Option<String>> {
    let params = use_params_map();
    Memo::new(move |_| {
        // Under another account's address the same number is another service.
        let service = |params: &ParamsMap| {
            let is_own = params.get("account").is_some_and(|named| named == account.as_str());
            params.get("service").filter(|id| is_own && !id.is_empty())
        };
        params.with(service)
    })
}

/// Everything that the rows need, each part remade only when its own reason changes.
fn shown(
    load: Signal<Load<Arc<CatalogView>>>,
    criteria: RwSignal<Criteria>,
    currency: Signal<Option<Currency>>,
) -> Memo<Shown> {
    let view = Memo::new(move |_| load.with(|load| load.value().cloned()).unwrap_or_default());
    let categories =
        Memo::new(move |_| view.with(|view| Arc::new(Categories::new(view.catalog.services()))));
    let quantity = Memo::new(move |_| {
        criteria.with(|criteria| parse_quantity(&criteria.quantity)).unwrap_or(USUAL_QUANTITY)
    });
    let asked = Memo::new(move |_| Criteria { quantity: String::new(), ..criteria.get() });
    let currency = Memo::new(move |_| currency.get());
    let list = Memo::new(move |_| {
        let by_quantity = asked.with(|asked| asked.sort == criteria::Sort::Price);
        let quantity = if by_quantity { quantity.get() } else { USUAL_QUANTITY };
        let list = view.with(|view| {
            categories.with(|categories| {
                asked.with(|asked| {
                    arrange(view, categories, asked, |service| price(service, quantity).ok())
                })
            })
        });
        Arc::new(list)
    });
    Memo::new(move |_| Shown {
        view: view.get(),
        categories: categories.get(),
        list: list.get(),
        quantity: quantity.get(),
        currency: currency.get(),
    })
}
