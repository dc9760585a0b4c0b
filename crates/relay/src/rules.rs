//! What may pass, decided without any I/O: which panels and addresses, which pages and hosts, which
//! forms and routes, how often, and who may hold a connection. Must never wait for anything.

pub mod address;
pub(crate) mod form;
pub(crate) mod hosts;
pub(crate) mod origin;
pub mod panel;
pub(crate) mod places;
pub mod rate;
pub(crate) mod route;
pub(crate) mod token;
