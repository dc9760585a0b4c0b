//! Provides the state and draws the frame with the current page in it. No logic.

use crate::engine;
use crate::i18n::I18n;
use crate::layout::Shell;
use crate::pages::Home;
use crate::parts;
use crate::routes;
use crate::state;
use leptos::prelude::*;
use leptos_router::components::{Route, Router, Routes};
use leptos_router::path;

/// The whole app.
#[component]
pub fn App() -> impl IntoView {
    I18n::provide();
    engine::open(state::provide());
    view! {
        <Router base=routes::BASE>
            <Shell>
                <Routes fallback=parts::NotFound>
                    <Route path=path!("/") view=Home/>
                    <Route path=path!("/accounts") view=parts::AccountsPage/>
                    <Route path=path!("/accounts/add") view=parts::AddAccount/>
                    <Route path=path!("/accounts/:account") view=parts::EditAccount/>
                    <Route path=path!("/settings") view=parts::Settings/>
                    <Route path=path!("/settings/relays") view=parts::RelaysPage/>
                    <Route path=path!("/services/:account?/:service?") view=parts::Services/>
                    <Route path=path!("/dev/gallery") view=parts::Gallery/>
                    <Route path=path!("/new") view=parts::NewOrder/>
                    <Route path=path!("/mass") view=parts::MassOrder/>
                    <Route path=path!("/orders/:account?/:order?") view=parts::Orders/>
                </Routes>
            </Shell>
        </Router>
    }
}
