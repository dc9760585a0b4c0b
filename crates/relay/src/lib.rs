//! The relay: lets a browser reach panels that send no CORS headers, and makes sure that one
//! confirmed order goes to a panel at most once. It knows no panel's answers, keeps no request
//! bodies, logs no keys and reaches only the panels its operator lists.
//!
//! Pure rules: [`address`], [`panel`], `origin`, `hosts`, `form`, `route`, [`rate`]. Memory of writes:
//! `attempt`, `journal`. The way to a panel: `dial`, `pool`, `read`, `write`. The way to the
//! client: `answer`, `outgoing`, `cors`. The app: `folder`, `files`, `stored`. All together: `relay`, `ask`, `places`, `server`.
#![forbid(unsafe_code)]

pub mod address;
mod answer;
mod ask;
mod attempt;
mod body;
mod clock;
mod coding;
mod config;
mod cors;
mod dial;
mod files;
mod folder;
mod form;
mod gather;
mod hosts;
mod journal;
mod log;
mod origin;
mod outgoing;
pub mod panel;
mod places;
mod pool;
pub mod rate;
mod read;
mod receipt;
mod relay;
mod route;
mod server;
mod steady;
mod stored;
mod tls;
mod token;
mod unbroken;
mod upstream;
mod write;

pub use config::{Config, Limits, StartError};
pub use dial::{Addresses, Resolve, SystemResolver};
pub use folder::FolderError;
pub use journal::{AttemptsFile, AttemptsFileError, default_attempts_file};
pub use log::Log;
pub use origin::OriginError;
pub use server::{Running, spawn};
pub use tls::certificates;
