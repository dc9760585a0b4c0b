//! Draws a part when its file is there: what stands in its place meanwhile, and what to do when it
//! does not come.

use super::Missing;
use crate::components::{ErrorPanel, SkeletonRows};
use crate::i18n::{Msg, t};
use leptos::prelude::*;
use leptos::task::spawn_local;
use std::future::Future;
use std::pin::Pin;

/// The arrival of a part's file.
pub(super) type Loading = Pin<Box<dyn Future<Output = Result<(), Missing>>>>;

/// What stands in a part's place until it is there.
#[derive(Clone, Copy, PartialEq, Eq)]
pub(super) enum Waiting {
    /// A screen: grey rows; when it does not come, an error with a way to try again.
    Screen,
    /// The empty rail, so that nothing moves. The screen beside it says what is wrong.
    Rail,
    /// Nothing.
    Nothing,
}

#[derive(Clone, Copy, PartialEq, Eq)]
enum Look {
    Loading,
    There,
    Missing,
}

/// The part, once `load` has fetched it; `draw` gives its view from then on.
#[component]
pub(super) fn Later(
    load: fn() -> Loading,
    draw: fn() -> Option<AnyView>,
    waiting: Waiting,
) -> impl IntoView {
    let look = RwSignal::new(Look::Loading);
    let fetch = move || {
        look.set(Look::Loading);
        spawn_local(async move {
            let arrived = load().await;
            // The screen may have been left meanwhile.
            let _ = look.try_set(if arrived.is_ok() { Look::There } else { Look::Missing });
        });
    };
    fetch();
    move || match (look.get(), waiting) {
        (Look::There, _) => draw(),
        (Look::Loading, Waiting::Screen) => Some(view! { <LoadingScreen/> }.into_any()),
        (Look::Missing, Waiting::Screen) => {
            Some(view! { <MissingScreen on_retry=move |()| fetch()/> }.into_any())
        }
        (_, Waiting::Rail) => {
            Some(view! { <div class="rail" aria-hidden="true">" "</div> }.into_any())
        }
        (_, Waiting::Nothing) => None,
    }
}

/// A screen on its way.
#[component]
pub(crate) fn LoadingScreen() -> impl IntoView {
    view! {
        <main class="main main--bare" id="main">
            <h1 class="visually-hidden">{t(Msg::COMMON_APP_NAME)}</h1>
            <SkeletonRows count=6 label=t(Msg::COMMON_LOADING)/>
        </main>
    }
}

#[component]
fn MissingScreen(#[prop(into)] on_retry: Callback<()>) -> impl IntoView {
    view! {
        <main class="main main--bare" id="main">
            <header class="page-head">
                <h1>{t(Msg::COMMON_APP_NAME)}</h1>
            </header>
            <ErrorPanel
                title=t(Msg::COMMON_PART_MISSING)
                text=t(Msg::COMMON_PART_MISSING_TEXT)
                on_retry
            />
        </main>
    }
}
