//! The sandbox from outside: what each panel answers, what it charges, what it remembers, and
//! what goes wrong on the wire.

mod charges;
mod conversation;
mod courses;
mod every_panel;
mod history;
mod profiles_v1;
mod profiles_v2;
mod recorded;
#[cfg(feature = "server")]
mod server;
