//! The sandbox from outside: what each panel answers, what it charges, what it remembers, and
//! what goes wrong on the wire.

mod charges;
mod conversation;
mod courses;
mod history;
mod profiles;
mod recorded;
#[cfg(feature = "server")]
mod server;
