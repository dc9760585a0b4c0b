//! The parameters of each service type as data (docs/protocol.md#parameters): what the form asks for,
//! what is checked and what is sent, in this order.

use crate::service::ServiceKind;

/// One parameter of `add`.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Parameter {
    /// The protocol's name.
    pub name: &'static str,
    /// What may be typed.
    pub form: Form,
    /// The panel refuses the order without it.
    pub is_required: bool,
}

/// What may be typed into a parameter.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Form {
    /// One word: an address or a handle.
    Link,
    /// A count within the service's limits.
    Quantity,
    /// One entry a line.
    Lines,
    /// One line of text.
    Text,
    /// An http or https address.
    Url,
    /// A whole number from `min` to `max`.
    Whole {
        /// The smallest.
        min: u64,
        /// The largest.
        max: u64,
    },
    /// One of these numbers.
    OneOf(&'static [u64]),
    /// A day, sent as `d/m/Y`.
    Date,
}

/// Delays of a subscription in minutes: the first seven everywhere, the rest on newer v2 panels.
pub const DELAYS: [u64; 19] =
    [0, 5, 10, 15, 30, 60, 90, 120, 150, 180, 210, 240, 270, 300, 360, 420, 480, 540, 600];
/// Intervals and delays that v1 takes, in minutes.
pub const V1_MINUTES: [u64; 7] = [0, 5, 10, 15, 30, 60, 90];
/// Web Traffic devices: 1 desktop, 2 Android, 3 iOS, 4 mixed mobile, 5 mixed.
pub const DEVICES: [u64; 5] = [1, 2, 3, 4, 5];
/// Web Traffic sources: 1 Google keyword, 2 custom referrer, 3 blank referrer.
pub const TRAFFIC_TYPES: [u64; 3] = [1, 2, 3];

const fn required(name: &'static str, form: Form) -> Parameter {
    Parameter { name, form, is_required: true }
}

const fn optional(name: &'static str, form: Form) -> Parameter {
    Parameter { name, form, is_required: false }
}

const LINK: Parameter = required("link", Form::Link);
const QUANTITY: Parameter = required("quantity", Form::Quantity);
const COMMENTS: Parameter = required("comments", Form::Lines);
const USERNAMES: Parameter = required("usernames", Form::Lines);
const USERNAME: Parameter = required("username", Form::Text);
/// "URL to scrape followers from": the name says a name, the panels want an address
/// (docs/protocol.md#parameters).
const FOLLOWERS_OF: Parameter = required("username", Form::Url);
const RUNS: Parameter = optional("runs", Form::Whole { min: 2, max: 1000 });
const INTERVAL: Parameter = optional("interval", Form::Whole { min: 1, max: 525_600 });
const COUNT: Form = Form::Whole { min: 1, max: 1_000_000_000_000 };
const POST_COUNT: Form = Form::Whole { min: 0, max: 1_000_000 };

const KEYWORDS: Parameter = required("keywords", Form::Lines);
const HASHTAGS: Parameter = required("hashtags", Form::Lines);
const HASHTAG: Parameter = required("hashtag", Form::Text);
const MEDIA: Parameter = required("media", Form::Url);
const ANSWER_NUMBER: Parameter = required("answer_number", Form::Whole { min: 1, max: 1_000_000 });
const GROUPS: Parameter = required("groups", Form::Lines);
const MIN: Parameter = required("min", COUNT);
const MAX: Parameter = required("max", COUNT);
const DELAY: Parameter = required("delay", Form::OneOf(&DELAYS));
const POSTS: Parameter = optional("posts", POST_COUNT);
const OLD_POSTS: Parameter = optional("old_posts", POST_COUNT);
const EXPIRY: Parameter = optional("expiry", Form::Date);
const COUNTRY: Parameter = required("country", Form::Text);
const DEVICE: Parameter = required("device", Form::OneOf(&DEVICES));
const TRAFFIC_TYPE: Parameter = required("type_of_traffic", Form::OneOf(&TRAFFIC_TYPES));
const GOOGLE_KEYWORD: Parameter = optional("google_keyword", Form::Text);
const REFERRING_URL: Parameter = optional("referring_url", Form::Url);

/// The parameters of a type, required ones first.
pub const fn parameters(kind: ServiceKind) -> &'static [Parameter] {
    match kind {
        ServiceKind::Default | ServiceKind::Unknown => &[LINK, QUANTITY, RUNS, INTERVAL],
        ServiceKind::Package => &[LINK],
        ServiceKind::Seo => &[LINK, QUANTITY, KEYWORDS],
        ServiceKind::CustomComments | ServiceKind::CustomCommentsPackage => &[LINK, COMMENTS],
        ServiceKind::Mentions => &[LINK, QUANTITY, USERNAMES],
        ServiceKind::MentionsWithHashtags => &[LINK, QUANTITY, USERNAMES, HASHTAGS],
        ServiceKind::MentionsCustomList => &[LINK, USERNAMES],
        ServiceKind::MentionsHashtag => &[LINK, QUANTITY, HASHTAG],
        ServiceKind::MentionsUserFollowers => &[LINK, QUANTITY, FOLLOWERS_OF],
        ServiceKind::CommentLikes => &[LINK, QUANTITY, USERNAME],
        ServiceKind::MentionsMediaLikers => &[LINK, QUANTITY, MEDIA],
        ServiceKind::Poll => &[LINK, QUANTITY, ANSWER_NUMBER],
        ServiceKind::CommentReplies => &[LINK, USERNAME, COMMENTS],
        ServiceKind::InvitesFromGroups => &[LINK, QUANTITY, GROUPS],
        ServiceKind::Subscriptions => &[USERNAME, MIN, MAX, DELAY, POSTS, OLD_POSTS, EXPIRY],
        ServiceKind::WebTraffic => &[
            LINK,
            QUANTITY,
            COUNTRY,
            DEVICE,
            TRAFFIC_TYPE,
            GOOGLE_KEYWORD,
            REFERRING_URL,
            RUNS,
            INTERVAL,
        ],
    }
}
