//! When two orders are the same order (docs/reliability.md#the-guard). The link that is sent is never
//! changed; here its canonical form stands for it.
//!
//! A stored fingerprint was made with the canonical form of its day. So the guard compares what the
//! records hold ([`is_same_content`], [`Target`]), and a repeat is found whatever version stored the
//! earlier order.

use super::{Attempt, Request};
use crate::id::ServiceId;
use crate::link::canonical_target;
use crate::panel::PanelId;
use crate::service::Service;
use std::fmt::Write as _;
use std::sync::OnceLock;

/// Parameters besides `link` that name a page or a profile.
const LINKS: [&str; 2] = ["username", "media"];

/// What an order is for: a service and the canonical form of its link. Equal for equal targets,
/// however they were written.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) struct Target<'a> {
    pub(super) service: &'a ServiceId,
    pub(super) link: String,
}

impl<'a> Target<'a> {
    /// `None` for a refill or cancel. A subscription has no link: it is for its user.
    pub(super) fn of(request: &'a Request) -> Option<Self> {
        let Request::Add { service, params, link, .. } = request else { return None };
        let named = || params.0.iter().find(|(name, _)| name == "username");
        let link = match link.trim() {
            "" => named().map_or("", |(_, user)| user.as_str()),
            link => link,
        };
        Some(Self { service: &service.id, link: canonical_target(service, link) })
    }
}

/// The canonical form of an attempt's link, once somebody has asked: what was confirmed never changes, and
/// making it again for ten thousand orders takes most of a second.
#[derive(Clone, Debug, Default)]
pub(super) struct KnownTarget(OnceLock<Box<str>>);

/// It follows from the rest of the attempt.
impl PartialEq for KnownTarget {
    fn eq(&self, _: &Self) -> bool {
        true
    }
}

impl Eq for KnownTarget {}

impl Attempt {
    /// What the order is for, in its canonical form; `None` for a refill or cancel. Made once.
    pub fn canonical_link(&self) -> Option<&str> {
        self.request.target()?;
        let make = || Target::of(&self.request).map(|target| target.link).unwrap_or_default();
        Some(self.target.0.get_or_init(|| make().into()))
    }
}

/// The service and the canonical link of an order, to find orders for the same target by; `None` for a
/// refill or cancel.
pub fn target_key(request: &Request) -> Option<(ServiceId, String)> {
    Target::of(request).map(|target| (target.service.clone(), target.link))
}

/// The text whose SHA-256 is the fingerprint: equal for equal orders, whatever the order of the
/// parameters or the spelling of the link. Each part carries its length, so none can pose as two.
pub fn canonical_content(panel: &PanelId, request: &Request) -> String {
    let mut text = String::new();
    part(&mut text, "panel", panel.as_str());
    match request {
        Request::Refill { order } => part(&mut text, "refill", order.as_str()),
        Request::Cancel { order } => part(&mut text, "cancel", order.as_str()),
        Request::Again { first, .. } => part(&mut text, "again", first.as_str()),
        Request::Add { service, params, quantity, link, .. } => {
            part(&mut text, "service", service.id.as_str());
            part(&mut text, "link", &canonical_target(service, link));
            part(&mut text, "quantity", &quantity.to_string());
            for (name, value) in extras(service, &params.0) {
                part(&mut text, name, &value);
            }
        }
    }
    text
}

/// Both ask one panel for the same, by today's canonical forms: what [`canonical_content`] says without
/// the panel, compared piece by piece.
pub fn is_same_content(request: &Request, earlier: &Request) -> bool {
    match (request, earlier) {
        (
            Request::Add { service, params, quantity, link, .. },
            Request::Add { service: other, params: given, quantity: count, link: to, .. },
        ) => {
            service.id == other.id
                && quantity == count
                && canonical_target(service, link) == canonical_target(other, to)
                && extras(service, &params.0) == extras(other, &given.0)
        }
        (Request::Refill { order }, Request::Refill { order: other })
        | (Request::Cancel { order }, Request::Cancel { order: other }) => order == other,
        (Request::Again { first, .. }, Request::Again { first: other, .. }) => first == other,
        _ => false,
    }
}

/// What is sent besides link and quantity, by name.
fn extras<'a>(service: &Service, params: &'a [(String, String)]) -> Vec<(&'a str, String)> {
    let canonical = |name: &str, value: &str| match LINKS.contains(&name) {
        true => canonical_target(service, value),
        false => value.to_owned(),
    };
    let others = params.iter().filter(|(name, _)| name != "link" && name != "quantity");
    let mut extras: Vec<_> =
        others.map(|(name, value)| (name.as_str(), canonical(name, value))).collect();
    extras.sort();
    extras
}

fn part(text: &mut String, name: &str, value: &str) {
    // Writing to a String cannot fail.
    let _ = write!(text, "{name}:{}:{value};", value.len());
}
