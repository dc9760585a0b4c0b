//! From the fields of `add` to an order: what the panel demands, counts and charges. Pure.

use super::calendar::end_of_day;
use super::charge::{charge, subscription_charge};
use super::fields::Fields;
use super::money::Amount;
use super::order::{Shape, Subscription};
use super::profile::{CommentSplit, QuantityNeed, Rules, SubscriptionCharge};
use super::refusal::Refusal;
use super::service::{Service, ServiceKind};

/// An order that the panel would take, before it looks at its books.
#[derive(Debug)]
pub(crate) struct Plan {
    pub(crate) link: String,
    /// Of one run, for drip-feed.
    pub(crate) quantity: u64,
    /// All in all.
    pub(crate) charge: Amount,
    pub(crate) shape: Shape,
}

/// Checks the fields against the service by the panel's rules.
pub(crate) fn plan(rules: &Rules, service: &Service, fields: &Fields) -> Result<Plan, Refusal> {
    let knows_subscriptions = rules.subscriptions != SubscriptionCharge::NotKnown;
    if service.kind == ServiceKind::Subscriptions && knows_subscriptions {
        return plan_subscription(rules, service, fields);
    }
    let counted = counted_lines(rules, service.kind, fields)?;
    let shape = drip_feed(rules, service, fields, counted.is_some())?;
    let link = fields.get("link").ok_or(Refusal::Link)?;
    if rules.demands_extras {
        demand_extras(service.kind, fields)?;
    }
    let quantity = match counted {
        Some(lines) => lines,
        None => posted_quantity(rules, service, fields)?,
    };
    let runs = if let Shape::DripFeed { runs, .. } = shape { runs } else { 1 };
    let total = quantity.checked_mul(runs).ok_or(Refusal::Quantity)?;
    check_limits(service, total)?;
    let paid_for = if rules.comments_cost_posted_quantity && counted.is_some() {
        number(fields, "quantity")?.unwrap_or(total)
    } else {
        total
    };
    let charge = charge(rules, service, paid_for).ok_or(Refusal::Funds)?;
    Ok(Plan { link: link.to_owned(), quantity, charge, shape })
}

fn check_limits(service: &Service, quantity: u64) -> Result<(), Refusal> {
    let (min, max) = (service.min, service.max);
    if quantity == 0 || quantity < min {
        return Err(Refusal::Below { min, max });
    }
    if quantity > max { Err(Refusal::Above { min, max }) } else { Ok(()) }
}

/// The quantity of types that are counted by their lines; `None` for all others.
fn counted_lines(
    rules: &Rules,
    kind: ServiceKind,
    fields: &Fields,
) -> Result<Option<u64>, Refusal> {
    let (name, missing) = match kind {
        ServiceKind::CustomComments => ("comments", Refusal::Comments),
        ServiceKind::CommentReplies if rules.demands_extras => ("comments", Refusal::Comments),
        ServiceKind::MentionsCustomList if rules.demands_extras => {
            ("usernames", Refusal::Field("usernames"))
        }
        _ => return Ok(None),
    };
    if rules.quantity == QuantityNeed::Always {
        number(fields, "quantity")?.ok_or(Refusal::Quantity)?;
    }
    let text = fields.untrimmed(name).ok_or(missing)?;
    Ok(Some(count(rules.comments, text)))
}

/// How many comments (or usernames) the panel sees in a text.
pub(crate) fn count(split: CommentSplit, text: &str) -> u64 {
    let count = match split {
        CommentSplit::FilledLines => text.lines().filter(|line| !line.trim().is_empty()).count(),
        // Line breaks become " | " and that is what is split at: both separate comments.
        CommentSplit::EveryLine => {
            text.replace("\r\n", " | ").replace('\n', " | ").split(" | ").count()
        }
        CommentSplit::Commas => text.split(',').count(),
    };
    count as u64
}

fn posted_quantity(rules: &Rules, service: &Service, fields: &Fields) -> Result<u64, Refusal> {
    match number(fields, "quantity")? {
        Some(quantity) if service.kind.is_package() && rules.flat_packages => {
            Ok(quantity.clamp(service.min, service.max.max(service.min)))
        }
        Some(quantity) => Ok(quantity),
        None if service.kind.is_package() && rules.quantity == QuantityNeed::ByType => {
            Ok(service.min.max(1))
        }
        None => Err(Refusal::Quantity),
    }
}

/// A field that must be a whole number if it is there at all.
fn number(fields: &Fields, name: &'static str) -> Result<Option<u64>, Refusal> {
    let read = |text: &str| text.parse().map_err(|_| Refusal::Quantity);
    fields.get(name).map(read).transpose()
}

fn demand_extras(kind: ServiceKind, fields: &Fields) -> Result<(), Refusal> {
    let needed: &[&'static str] = match kind {
        ServiceKind::Seo => &["keywords"],
        ServiceKind::Mentions => &["usernames"],
        ServiceKind::MentionsWithHashtags => &["usernames", "hashtags"],
        ServiceKind::MentionsHashtag => &["hashtag"],
        ServiceKind::MentionsUserFollowers
        | ServiceKind::CommentLikes
        | ServiceKind::CommentReplies => &["username"],
        ServiceKind::MentionsMediaLikers => &["media"],
        ServiceKind::Poll => &["answer_number"],
        ServiceKind::InvitesFromGroups => &["groups"],
        ServiceKind::WebTraffic => return demand_traffic(fields),
        ServiceKind::CustomCommentsPackage => {
            return fields.get("comments").map(|_| ()).ok_or(Refusal::Comments);
        }
        _ => &[],
    };
    needed.iter().try_for_each(|name| demand(fields, name))
}

fn demand(fields: &Fields, name: &'static str) -> Result<(), Refusal> {
    fields.get(name).map(|_| ()).ok_or(Refusal::Field(name))
}

fn demand_traffic(fields: &Fields) -> Result<(), Refusal> {
    for name in ["country", "device", "type_of_traffic"] {
        demand(fields, name)?;
    }
    match fields.get("type_of_traffic") {
        Some("1") => demand(fields, "google_keyword"),
        Some("2") => demand(fields, "referring_url"),
        _ => Ok(()),
    }
}

fn drip_feed(
    rules: &Rules,
    service: &Service,
    fields: &Fields,
    is_counted: bool,
) -> Result<Shape, Refusal> {
    let (runs, interval) = (fields.get("runs"), fields.get("interval"));
    if is_counted || (runs.is_none() && interval.is_none()) {
        return Ok(Shape::Single);
    }
    if !service.dripfeed {
        return Err(Refusal::DripFeedOff);
    }
    let interval = interval.ok_or(Refusal::IntervalMissing)?;
    let runs = runs.ok_or(Refusal::RunsMissing)?;
    let interval: u64 = interval.parse().map_err(|_| Refusal::Interval)?;
    let runs: u64 = runs.parse().map_err(|_| Refusal::RunsMissing)?;
    if rules.intervals.is_some_and(|allowed| !allowed.contains(&interval)) {
        return Err(Refusal::Interval);
    }
    Ok(if runs > 1 { Shape::DripFeed { runs, interval, started: 0 } } else { Shape::Single })
}

const DELAYS: [u64; 19] =
    [0, 5, 10, 15, 30, 60, 90, 120, 150, 180, 210, 240, 270, 300, 360, 420, 480, 540, 600];

fn plan_subscription(rules: &Rules, service: &Service, fields: &Fields) -> Result<Plan, Refusal> {
    let username = fields.get("username").or_else(|| fields.get("link"));
    let username = username.ok_or(Refusal::Field("username"))?;
    let min = number(fields, "min")?.ok_or(Refusal::Field("min"))?;
    let max = number(fields, "max")?.ok_or(Refusal::Field("max"))?;
    check_limits(service, min)?;
    check_limits(service, max)?;
    if min > max {
        return Err(Refusal::Below { min, max });
    }
    let delay = number(fields, "delay")?.unwrap_or(0);
    if !DELAYS.contains(&delay) {
        return Err(Refusal::Delay);
    }
    let subscription = Subscription {
        min,
        max,
        posts: number(fields, "posts")?,
        old_posts: number(fields, "old_posts")?.unwrap_or(0),
        delay,
        expires_at: fields.get("expiry").and_then(end_of_day),
        seen: 0,
    };
    Ok(Plan {
        link: username.to_owned(),
        quantity: max,
        charge: subscription_charge(rules, service),
        shape: Shape::Subscription(subscription),
    })
}

#[cfg(test)]
mod tests {
    use super::{CommentSplit, count};

    #[test]
    fn comments_are_counted_as_each_panel_counts_them() {
        let text = "nice, great\r\n\r\nwow\n";
        assert_eq!(count(CommentSplit::FilledLines, text), 2);
        assert_eq!(count(CommentSplit::EveryLine, text), 4);
        assert_eq!(count(CommentSplit::EveryLine, "a | b"), 2);
        assert_eq!(count(CommentSplit::Commas, text), 2);
    }
}
