//! The relay: lets a browser reach panels that send no CORS headers, and makes sure that one
//! confirmed order goes to a panel at most once. It knows no panel's answers, keeps no request
//! bodies, logs no keys and reaches only the panels its operator lists.
//!
//! Four folders: `rules` are pure, `downstream` is the way to the client, `attempts` the memory of
//! writes, `upstream` the way to a panel; each may know those before it. All together: `forward`
//! takes one request to its panel, `relay` finds out what is asked for, `server` accepts connections.
#![forbid(unsafe_code)]

mod attempts;
mod clock;
mod config;
mod downstream;
mod forward;
mod log;
mod relay;
mod rules;
mod server;
mod tls;
mod upstream;

pub use attempts::journal::{AttemptsFile, AttemptsFileError, default_attempts_file};
pub use config::{Config, Limits, StartError};
pub use downstream::folder::FolderError;
pub use log::Log;
pub use rules::origin::{OriginError, check as check_origin};
pub use rules::{address, panel, rate};
pub use server::{Running, spawn};
pub use tls::certificates;
pub use upstream::dial::{Addresses, Resolve, SystemResolver};
