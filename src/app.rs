//! Provides the state and draws the frame with the current page in it. No logic.

use crate::desk;
use crate::i18n::I18n;
use crate::layout::Shell;
use crate::pages;
use crate::routes;
use crate::state;
use leptos::prelude::*;
use leptos_router::components::{Route, Router, Routes};
use leptos_router::path;

/// The whole app.
#[component]
pub fn App() -> impl IntoView {
    I18n::provide();
    desk::open(state::provide());
    view! {
        <Router base=routes::BASE>
            <Shell>
                <Routes fallback=pages::NotFound>
                    <Route path=path!("/") view=pages::Home/>
                    <Route path=path!("/accounts") view=pages::AccountsPage/>
                    <Route path=path!("/accounts/add") view=pages::AddAccount/>
                    <Route path=path!("/settings") view=pages::Settings/>
                    <Route path=path!("/services/:account?/:service?") view=pages::Services/>
                    <Route path=path!("/dev/gallery") view=pages::Gallery/>
                    <Route path=path!("/new") view=pages::NewOrder/>
                    <Route path=path!("/orders/:account?/:order?") view=pages::Orders/>
                </Routes>
            </Shell>
        </Router>
    }
}
