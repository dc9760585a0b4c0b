//! Delivery in several runs, folded away until it is wanted.

use super::fields::{LineField, ListedField};
use super::form::Form;
use crate::components::{Icon, IconName};
use crate::i18n::{Msg, t, use_format};
use leptos::prelude::*;
use panelboard_domain::account::Dialect;
use panelboard_domain::order::{Parameter, V1_MINUTES, parameters};
use panelboard_domain::service::ServiceKind;

/// Runs and interval; nothing when the panel says that the service has none.
#[component]
pub fn DripFeed(form: Form, dialect: Dialect) -> impl IntoView {
    let says = Memo::new(move |_| {
        form.service.with(|service| service.as_ref().and_then(|service| service.dripfeed))
    });
    let format = use_format();
    let own = |name: &str| parameter(name);
    let total = move || {
        let runs = form.draft.with(|draft| !draft.typed("runs").is_empty());
        let (total, _) = form.estimate.get().filter(|_| runs)?;
        Some(view! { <p class="hint"><bdi dir="ltr">"= " {format.number(total)}</bdi></p> })
    };
    view! {
        <Show when=move || says.get() != Some(false)>
            <details
                class="more"
                open=form.draft.with_untracked(|draft| !draft.typed("runs").is_empty())
            >
                <summary>
                    <Icon name=IconName::End small=true/>
                    {t(Msg::ORDER_DRIP)}
                </summary>
                <div class="stack">
                    <div class="pair">
                        {own("runs").map(|parameter| view! { <LineField form parameter/> })}
                        {own("interval").map(|parameter| interval(form, parameter, dialect))}
                    </div>
                    {total}
                    <Show when=move || says.get().is_none()>
                        <p class="hint">{t(Msg::ORDER_DRIP_UNKNOWN)}</p>
                    </Show>
                </div>
            </details>
        </Show>
    }
}

/// v1 takes only the minutes of its own list; v2 any number.
fn interval(form: Form, parameter: &'static Parameter, dialect: Dialect) -> AnyView {
    match dialect {
        Dialect::V1 => {
            view! { <ListedField form parameter values=&V1_MINUTES dialect/> }.into_any()
        }
        Dialect::V2 => view! { <LineField form parameter/> }.into_any(),
    }
}

fn parameter(name: &str) -> Option<&'static Parameter> {
    parameters(ServiceKind::Default).iter().find(|parameter| parameter.name == name)
}
