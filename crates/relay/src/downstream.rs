//! The way to the client: answers, their bodies and codings, the CORS headers, and the app's files.
//! Must never pass on a header of a panel's, and knows nothing of how panels are reached.

pub(crate) mod answer;
pub(crate) mod body;
pub(crate) mod coding;
pub(crate) mod cors;
pub(crate) mod files;
pub(crate) mod folder;
pub(crate) mod outgoing;
pub(crate) mod steady;
mod stored;
pub(crate) mod unbroken;
