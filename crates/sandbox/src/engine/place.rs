//! From the fields of `add` to an order: what the panel demands, counts and charges. Pure.

use super::calendar::end_of_day;
use super::charge::charge;
use super::fields::Fields;
use super::money::Amount;
use super::order::{Shape, Subscription};
use super::profile::{
    CommentSplit, DripFeed, Extras, Measure, QuantityNeed, Rules, SubscriptionCharge,
};
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
    if link.chars().count() > rules.link_limit {
        return Err(Refusal::LinkLong { max: rules.link_limit });
    }
    demand_extras(rules.extras, service.kind, fields)?;
    let posted = posted_quantity(rules, service, fields, counted.is_some())?;
    let quantity = counted.unwrap_or(posted);
    let runs = if let Shape::DripFeed { runs, .. } = shape { runs } else { 1 };
    let total = quantity.checked_mul(runs).ok_or(Refusal::Quantity)?;
    check_limits(service, if rules.limits == Measure::Posted { posted } else { total })?;
    let by_post = rules.charges == Measure::Posted && counted.is_some();
    let charge = charge(rules, service, if by_post { posted } else { total });
    let charge = charge.ok_or(Refusal::Funds)?;
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
    if !rules.counted.contains(&kind) {
        return Ok(None);
    }
    let (name, missing) = match kind {
        ServiceKind::MentionsCustomList => ("usernames", Refusal::Field("usernames")),
        _ => ("comments", Refusal::Comments),
    };
    let text = fields.untrimmed(name).ok_or(missing)?;
    Ok(Some(count(rules.comments, text)))
}

/// How many comments (or usernames) the panel sees in a text.
pub(crate) fn count(split: CommentSplit, text: &str) -> u64 {
    let count = match split {
        CommentSplit::FilledLines => text.lines().filter(|line| !line.trim().is_empty()).count(),
        CommentSplit::TrimmedLines => text.trim().lines().count(),
        // Line breaks become " | " and that is what is split at: both separate comments.
        CommentSplit::EveryLine => {
            text.replace("\r\n", " | ").replace('\n', " | ").split(" | ").count()
        }
        CommentSplit::Commas => text.split(',').count(),
    };
    count as u64
}

/// The quantity that was sent, or the one that the panel puts in its place.
fn posted_quantity(
    rules: &Rules,
    service: &Service,
    fields: &Fields,
    is_counted: bool,
) -> Result<u64, Refusal> {
    let is_package = service.kind.is_package();
    let is_comment_package = service.kind == ServiceKind::CustomCommentsPackage;
    match rules.quantity {
        QuantityNeed::ByType if is_package && !is_counted => return Ok(service.min.max(1)),
        QuantityNeed::AlmostAlways if is_comment_package => return Ok(1),
        _ => {}
    }
    let optional = matches!(rules.quantity, QuantityNeed::ByType | QuantityNeed::PackagesToo);
    match number(fields, "quantity")? {
        Some(quantity) => Ok(quantity),
        None if is_counted && optional => Ok(0),
        None => Err(Refusal::Quantity),
    }
}

/// A field that must be a whole number if it is there at all.
fn number(fields: &Fields, name: &'static str) -> Result<Option<u64>, Refusal> {
    let read = |text: &str| text.parse().map_err(|_| Refusal::Quantity);
    fields.get(name).map(read).transpose()
}

fn demand_extras(extras: Extras, kind: ServiceKind, fields: &Fields) -> Result<(), Refusal> {
    let is_comment_package = kind == ServiceKind::CustomCommentsPackage;
    if is_comment_package && extras != Extras::None {
        return fields.get("comments").map(|_| ()).ok_or(Refusal::Comments);
    }
    if extras != Extras::All {
        return Ok(());
    }
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
    let is_asked = runs.is_some() || interval.is_some();
    if is_counted || !is_asked || rules.drip_feed == DripFeed::Ignored {
        return Ok(Shape::Single);
    }
    if !service.dripfeed && rules.drip_feed != DripFeed::Any {
        return Err(Refusal::DripFeedOff);
    }
    let interval = interval.ok_or(Refusal::IntervalMissing)?;
    let runs = runs.ok_or(Refusal::RunsMissing)?;
    let interval: u64 = interval.parse().map_err(|_| Refusal::Interval)?;
    let runs: u64 = runs.parse().map_err(|_| Refusal::RunsMissing)?;
    if matches!(rules.drip_feed, DripFeed::FlaggedAt(allowed) if !allowed.contains(&interval)) {
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
    let posts = number(fields, "posts")?;
    if posts.is_none() && rules.subscriptions == SubscriptionCharge::Free {
        return Err(Refusal::Field("posts"));
    }
    let delay = number(fields, "delay")?.unwrap_or(0);
    if !DELAYS.contains(&delay) {
        return Err(Refusal::Delay);
    }
    let subscription = Subscription {
        min,
        max,
        posts,
        old_posts: number(fields, "old_posts")?.unwrap_or(0),
        delay,
        expires_at: fields.get("expiry").and_then(end_of_day),
        old_seen: 0,
        new_seen: 0,
    };
    Ok(Plan {
        link: username.to_owned(),
        quantity: max,
        charge: Amount::ZERO,
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
        assert_eq!(count(CommentSplit::TrimmedLines, text), 3);
        assert_eq!(count(CommentSplit::EveryLine, text), 4);
        assert_eq!(count(CommentSplit::EveryLine, "a | b"), 2);
        assert_eq!(count(CommentSplit::Commas, text), 2);
    }
}
