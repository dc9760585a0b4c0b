//! The service list in each of its looks, and one service in full.

use super::Specimen;
use super::histories::{catalog, failed, odd_service};
use super::samples::{account, service};
use crate::pages::services::{ListLook, ServiceFacts};
use crate::state::Load;
use leptos::prelude::*;
use panelboard_domain::account::{Dialect, Route};
use panelboard_domain::catalog::Catalog;
use panelboard_domain::money::Currency;
use panelboard_panel_api::error::Warning;
use std::sync::Arc;

/// Parts of "Services".
#[component]
pub fn ServiceParts() -> impl IntoView {
    let at = super::samples::at(0);
    let ready =
        |services, warnings| Load::Ready { value: catalog(Catalog::new(services), warnings), at };
    let all = || vec![service(), odd_service()];
    let last = Some((catalog(Catalog::new(all()), Vec::new()), at));
    let looks = [
        ("services-loading", Load::Loading { last: None }, ""),
        ("services-failed", Load::Failed { error: failed(), last: None }, ""),
        ("services-none", ready(Vec::new(), Vec::new()), ""),
        ("services-no-match", ready(all(), Vec::new()), "nothing like it"),
        ("services-rows", ready(all(), vec![Warning::RowsSkipped(vec![2, 6])]), ""),
        ("services-old", Load::Failed { error: failed(), last: last.clone() }, ""),
        ("services-again", Load::Loading { last }, ""),
    ];
    let looks = looks.map(|(id, load, query)| {
        let account = account("Northpanel", 1, Dialect::V2, Route::Direct);
        view! { <Specimen id wide=true><ListLook account load=Signal::stored(load) query/></Specimen> }
    });
    let usd = Signal::stored(Currency::new("USD"));
    let facts = [("service", service(), false), ("service-read-only", odd_service(), true)];
    let facts = facts.map(|(id, service, read_only)| {
        let service = Signal::stored(Arc::new(service));
        view! {
            <Specimen id>
                <div class="stack-l">
                    <ServiceFacts
                        service
                        currency=usd
                        quantity=Signal::stored(1000)
                        read_only=Signal::stored(read_only)
                    />
                </div>
            </Specimen>
        }
    });
    view! {
        {looks.collect_view()}
        {facts.collect_view()}
    }
}
