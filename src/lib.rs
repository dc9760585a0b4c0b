//! Panelboard: one browser client for all panel accounts. This package is the app: views over
//! reactive state over the `client` crate's use cases.
//!
//! - [`app`] puts the parts together, [`routes`] names every address
//! - `pages` one folder a screen, `components` reusable views that know no state, `layout` the frame
//! - `state` reactive handles, one per aggregate; `engine` hands what they ask for to `panelboard_client::engine`
//! - `i18n` words, `locale` which languages there are
//! - `platform` the only modules that may name the browser's APIs
#![allow(missing_docs, reason = "component props are documented where they are not plain")]
#![allow(
    clippy::needless_pass_by_value,
    reason = "components own their props; the macro passes them by value"
)]
#![allow(unreachable_pub, reason = "the component macro makes public props of private components")]
#![allow(
    clippy::missing_panics_doc,
    reason = "handles are provided in App; a missing one is a programmer's mistake"
)]

pub mod app;
pub mod components;
mod engine;
pub mod i18n;
pub mod layout;
pub mod locale;
pub mod pages;
mod parts;
pub mod platform;
pub mod routes;
pub mod state;

/// Mounts the app into the page.
pub fn start() {
    platform::crash::watch();
    leptos::mount::mount_to_body(app::App);
}
