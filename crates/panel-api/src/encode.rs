//! An action as the form body that a panel understands. The only caller of `ApiKey::expose` in the
//! libraries.
//!
//! # Parameters of `add`, by service type
//!
//! | Type | Required | Sent besides, or optional | What is charged |
//! |---|---|---|---|
//! | Default | `link`, `quantity` | `runs` and `interval`, both or neither | quantity × runs |
//! | Package | `link` | `quantity` = the service's `min` | the order |
//! | SEO | `link`, `quantity`, `keywords` | | quantity |
//! | Custom Comments | `link`, `comments` | `quantity` = lines | lines |
//! | Custom Comments Package | `link`, `comments` | `quantity` = `min` | the order |
//! | Mentions | `link`, `quantity`, `usernames` | | quantity |
//! | Mentions with Hashtags | `link`, `quantity`, `usernames`, `hashtags` | | quantity |
//! | Mentions Custom List | `link`, `usernames` | `quantity` = lines | lines |
//! | Mentions Hashtag | `link`, `quantity`, `hashtag` | | quantity |
//! | Mentions User Followers | `link`, `quantity`, `username` | | quantity |
//! | Mentions Media Likers | `link`, `quantity`, `media` | | quantity |
//! | Comment Likes | `link`, `quantity`, `username` | | quantity |
//! | Comment Replies | `link`, `username`, `comments` | `quantity` = lines | lines |
//! | Poll | `link`, `quantity`, `answer_number` | | quantity |
//! | Invites from Groups | `link`, `quantity`, `groups` | | quantity |
//! | Subscriptions | `username`, `min`, `max`, `delay` | `posts`, `old_posts`, `expiry` (`d/m/Y`), `quantity` = `min` | at most max × posts |
//! | Web Traffic | `link`, `quantity`, `country`, `device`, `type_of_traffic` | `google_keyword` (1), `referring_url` (2), `runs`, `interval` | quantity × runs |
//!
//! `quantity` always goes along, because four servers demand it even where their documents do not,
//! and none refuses it. Lists are joined with `\n`. The values come checked from
//! [`validate`](panelboard_domain::order::validate); extra parameters of an unknown type go as typed.

use crate::action::Action;
use crate::http::HttpRequest;
use crate::parameter_names::slot_of;
use panelboard_domain::account::Capabilities;
use panelboard_domain::secret::ApiKey;
use std::borrow::Cow;

/// Names that only this module writes: an extra parameter must never turn one order into another.
const OWN: [&str; 3] = ["key", "action", "service"];

/// Builds the body: `application/x-www-form-urlencoded`, the only form that every server reads
/// (docs/protocol.md#encoding). `capabilities` tells whether the server decodes twice, and under which
/// names it wants ids.
///
/// As documented, one id goes as `order` (or `refill`), several as `orders` (`refills`), joined with
/// commas; `cancel` always uses `orders`. Batches are the caller's ([`crate::batch::batches`]).
pub fn encode(action: &Action, capabilities: &Capabilities, key: &ApiKey) -> HttpRequest {
    let mut form = form_urlencoded::Serializer::new(String::new());
    let mut append = |name: &str, value: &str| {
        let value = if capabilities.double_decodes { escaped(value) } else { value.into() };
        form.append_pair(name, &value);
    };
    append("key", key.expose());
    append("action", action.name().as_str());
    match action {
        Action::Services | Action::Balance => {}
        Action::ServicesFrom { offset } => append("offset", &offset.to_string()),
        Action::Add { service, params } => {
            append("service", service.as_str());
            for (name, value) in &params.0 {
                if !OWN.contains(&name.trim().to_ascii_lowercase().as_str()) {
                    append(name, value);
                }
            }
        }
        Action::Status(orders) | Action::Refill(orders) | Action::Cancel(orders) => {
            append(ids_name(action, capabilities), &joined(orders.iter().map(AsRef::as_ref)));
        }
        Action::RefillStatus(refills) => {
            append(ids_name(action, capabilities), &joined(refills.iter().map(AsRef::as_ref)));
        }
    }
    HttpRequest { action: action.name(), body: form.finish() }
}

/// The parameter that holds this action's ids.
fn ids_name(action: &Action, capabilities: &Capabilities) -> &'static str {
    slot_of(action).map_or("order", |slot| capabilities.id_name(slot).0.as_str())
}

fn joined<'i>(ids: impl Iterator<Item = &'i str>) -> String {
    let mut joined = String::new();
    for id in ids {
        if !joined.is_empty() {
            joined.push(',');
        }
        joined.push_str(id);
    }
    joined
}

/// The value as it must stand before the form is encoded when the server runs `urldecode` on what
/// it decoded already: `+` and `%` would not survive the second time (docs/protocol.md#encoding).
fn escaped(value: &str) -> Cow<'_, str> {
    if value.contains(['+', '%']) {
        Cow::Owned(value.replace('%', "%25").replace('+', "%2B"))
    } else {
        Cow::Borrowed(value)
    }
}
