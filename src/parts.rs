//! The parts of the app that are loaded when they are first needed: in the built site each is a wasm
//! file of its own, so that the first screen comes fast (docs/adr/0010). Without the feature `split`
//! (tests, live reload) they are ordinary functions. A part is code only: nothing here holds state.
//!
//! | part | what |
//! |---|---|
//! | (first) | the first run, words, state: what `app` reaches without a part |
//! | `engine` | everything that asks a panel, stores or follows |
//! | `frame` | rail, bars, menus, Home, accounts, settings |
//! | `trade` | services, order form, mass order, order book |
#![allow(
    unsafe_code,
    reason = "the macro calls across the wasm files; it checks both sides' signatures"
)]
#![allow(clippy::unnecessary_wraps, reason = "whether a part is there is the macro's to say")]

mod later;
#[cfg(any(test, all(feature = "split", target_arch = "wasm32")))]
mod ready;

use crate::engine::Part;
use crate::state::Handles;
use crate::{layout, pages};
pub(crate) use later::LoadingScreen;
use later::{Later, Waiting};
use leptos::prelude::*;
use std::rc::Rc;

/// A part's file did not arrive. Trying again may help.
#[derive(Clone, Copy, Debug)]
pub struct Missing;

#[cfg(all(feature = "split", target_arch = "wasm32"))]
impl From<leptos::wasm_split::SplitLoaderError> for Missing {
    fn from(_: leptos::wasm_split::SplitLoaderError) -> Self {
        Self
    }
}

/// A component whose view stands in a part. `$draw` and `$load` are names for the two functions that
/// the macro makes: the view, and the arrival of the file.
#[rustfmt::skip] // it would move the attribute further in each time
macro_rules! part {
    ($part:ident: $home:ident::$component:ident, $draw:ident, $load:ident, $waiting:expr) => {
        #[cfg_attr(
            all(feature = "split", target_arch = "wasm32"),
            leptos::wasm_split::wasm_split(
                $part,
                wasm_split_path = leptos::wasm_split,
                preload($load),
                fallible
            )
        )]
        fn $draw() -> Result<AnyView, Missing> {
            Ok(view! { <$home::$component/> }.into_any())
        }

        #[component]
        pub fn $component() -> impl IntoView {
            #[cfg(all(feature = "split", target_arch = "wasm32"))]
            let (load, draw) = (
                || Box::pin(async { $load().await.map_err(Missing::from) }) as later::Loading,
                || ready::now($draw()).and_then(Result::ok),
            );
            #[cfg(not(all(feature = "split", target_arch = "wasm32")))]
            let (load, draw) =
                (|| Box::pin(std::future::ready(Ok(()))) as later::Loading, || $draw().ok());
            view! { <Later load draw waiting=$waiting/> }
        }
    };
}

part!(frame: layout::Rail, draw_rail, load_rail, Waiting::Rail);
part!(frame: layout::TabBar, draw_tab_bar, load_tab_bar, Waiting::Nothing);
part!(frame: layout::Sheets, draw_sheets, load_sheets, Waiting::Nothing);
part!(frame: pages::Overview, draw_overview, load_overview, Waiting::Screen);
part!(frame: pages::AccountsPage, draw_accounts, load_accounts, Waiting::Screen);
part!(frame: pages::AddAccount, draw_add_account, load_add_account, Waiting::Screen);
part!(frame: pages::EditAccount, draw_edit_account, load_edit_account, Waiting::Screen);
part!(frame: pages::Settings, draw_settings, load_settings, Waiting::Screen);
part!(frame: pages::RelaysPage, draw_relays, load_relays, Waiting::Screen);
part!(frame: pages::NotFound, draw_not_found, load_not_found, Waiting::Screen);
part!(frame: pages::Gallery, draw_gallery, load_gallery, Waiting::Screen);
part!(trade: pages::Services, draw_services, load_services, Waiting::Screen);
part!(trade: pages::NewOrder, draw_new_order, load_new_order, Waiting::Screen);
part!(trade: pages::MassOrder, draw_mass_order, load_mass_order, Waiting::Screen);
part!(trade: pages::Orders, draw_orders, load_orders, Waiting::Screen);

/// The engine, opened.
#[expect(clippy::large_types_passed_by_value, reason = "moved once, at the start")]
pub async fn engine(handles: Handles) -> Result<Rc<dyn Part>, Missing> {
    #[cfg(all(feature = "split", target_arch = "wasm32"))]
    return start_engine(handles).await;
    #[cfg(not(all(feature = "split", target_arch = "wasm32")))]
    std::future::ready(start_engine(handles)).await
}

#[cfg_attr(
    all(feature = "split", target_arch = "wasm32"),
    leptos::wasm_split::wasm_split(engine, wasm_split_path = leptos::wasm_split, fallible)
)]
#[expect(clippy::large_types_passed_by_value, reason = "moved once, at the start")]
fn start_engine(handles: Handles) -> Result<Rc<dyn Part>, Missing> {
    Ok(crate::engine::start(handles))
}
