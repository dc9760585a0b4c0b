//! A panel (v2) that wants a `request_id` with every order and knows it for a day: the same one again is
//! answered with the order that it made, and nothing is charged. It speaks like the Next.js panel.

use super::nextjs::NEXTJS;
use super::{Ids, Profile, RequestIds, Rules};

/// A day of the panel's own time.
const REMEMBERS_MILLIS: u64 = 24 * 60 * 60 * 1000;

pub(super) const REQUEST_ID: Profile = Profile {
    name: "request-id",
    title: "Panel with request ids",
    rules: Rules { request_ids: RequestIds::Demanded { millis: REMEMBERS_MILLIS }, ..NEXTJS.rules },
    ids: Ids::Rising(77_001),
    ..NEXTJS
};
