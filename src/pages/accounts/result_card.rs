//! What the test found, before it is saved.

use super::abilities::Abilities;
use crate::components::{Icon, IconName, KeyValue, KeyValues, MoneySize, MoneyText, Swatch, Tag};
use crate::i18n::{Msg, t, use_format, use_i18n};
use crate::pages::relay_words;
use crate::state::ProbeReport;
use leptos::prelude::*;
use panelboard_domain::account::{Dialect, Route};

/// The card. `name` is what the user typed, or nothing.
#[component]
pub fn ResultCard(
    report: ProbeReport,
    #[prop(into)] name: Signal<String>,
    /// The panel could not be asked directly: this is why the relay is used.
    #[prop(optional)]
    blocked: bool,
) -> impl IntoView {
    let (format, i18n) = (use_format(), use_i18n());
    let ProbeReport {
        endpoint, route, relay, dialect, balance, services, capabilities, hue, ..
    } = report;
    let suggested = report.name;
    let shown = move || match name.with(|name| name.trim().to_owned()) {
        name if name.is_empty() => suggested.clone(),
        name => name,
    };
    let currency = balance.money.as_ref().and_then(|money| money.currency.clone());
    let reported = move || {
        let code = currency.as_ref()?.code().to_owned();
        Some(i18n.fill(Msg::ACCOUNTS_REPORTED, &[("currency", &code)]))
    };
    let unread = t(Msg::ACCOUNTS_SERVICES_UNREAD);
    let services = move || match services {
        Some(count) => format.number(count as u64),
        None => unread(),
    };
    view! {
        <div class="panel">
            <div class="panel-body stack">
                <span class="row">
                    <Swatch hue=hue/>
                    <b class="clip"><bdi>{shown}</bdi></b>
                    <span class="push"><Tag><bdi>{dialect_name(dialect)}</bdi></Tag></span>
                </span>
                <MoneyText text=move || format.balance(&balance) size=MoneySize::Huge/>
                <span class="tiny dim">{reported}</span>
            </div>
            <div class="panel-body">
                <KeyValues>
                    <KeyValue label=t(Msg::ACCOUNTS_ENDPOINT)>
                        <bdi class="mono">{endpoint.as_str().to_owned()}</bdi>
                    </KeyValue>
                    <KeyValue label=t(Msg::ACCOUNTS_ROUTE)>
                        {move || relay_words::route(i18n, route, &relay)}
                    </KeyValue>
                    <KeyValue label=t(Msg::ACCOUNTS_SERVICES)>{services}</KeyValue>
                </KeyValues>
                {(route == Route::Relay).then(|| view! { <RelayHint blocked/> })}
            </div>
            <div class="panel-body"><Abilities capabilities/></div>
        </div>
    }
    .into_any()
}

#[component]
fn RelayHint(blocked: bool) -> impl IntoView {
    let why = blocked.then(|| view! { {t(Msg::ACCOUNTS_RELAY_CHOSEN)} " " });
    view! {
        <p class="hint hint--after">
            <Icon name=IconName::Info small=true/>
            <span>{why} {t(Msg::ACCOUNTS_RELAY_SEES)}</span>
        </p>
    }
}

/// The word for a dialect, the same in every language.
pub const fn dialect_name(dialect: Dialect) -> &'static str {
    match dialect {
        Dialect::V1 => "v1",
        Dialect::V2 => "v2",
    }
}

pub(super) const fn route_name(route: Route) -> Msg {
    match route {
        Route::Direct => Msg::ACCOUNTS_ROUTE_DIRECT,
        Route::Relay => Msg::ACCOUNTS_RELAY_ROUTE,
    }
}
