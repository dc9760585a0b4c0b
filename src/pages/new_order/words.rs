//! The labels of the protocol's parameters, and of the values that have names.

use crate::i18n::Msg;

/// The label of a parameter; `None` for one that is not in the table.
pub fn label(name: &str) -> Option<Msg> {
    Some(match name {
        "link" => Msg::ORDER_LINK,
        "quantity" => Msg::ORDER_QUANTITY,
        "comments" => Msg::ORDER_COMMENTS,
        "usernames" => Msg::ORDER_USERNAMES,
        "hashtags" => Msg::ORDER_HASHTAGS,
        "keywords" => Msg::ORDER_KEYWORDS,
        "groups" => Msg::ORDER_GROUPS,
        "username" => Msg::ORDER_USERNAME,
        "hashtag" => Msg::ORDER_HASHTAG,
        "media" => Msg::ORDER_MEDIA,
        "answer_number" => Msg::ORDER_ANSWER_NUMBER,
        "runs" => Msg::ORDER_RUNS,
        "interval" => Msg::ORDER_INTERVAL,
        "min" => Msg::ORDER_MIN_PER_POST,
        "max" => Msg::ORDER_MAX_PER_POST,
        "delay" => Msg::ORDER_DELAY,
        "posts" => Msg::ORDER_POSTS,
        "old_posts" => Msg::ORDER_OLD_POSTS,
        "expiry" => Msg::ORDER_EXPIRY,
        "country" => Msg::ORDER_COUNTRY,
        "device" => Msg::ORDER_DEVICE,
        "type_of_traffic" => Msg::ORDER_TYPE_OF_TRAFFIC,
        "google_keyword" => Msg::ORDER_GOOGLE_KEYWORD,
        "referring_url" => Msg::ORDER_REFERRING_URL,
        _ => return None,
    })
}

/// The name of a listed value (docs/protocol.md#parameters); `None` when the number speaks for itself.
pub fn value_name(parameter: &str, value: u64) -> Option<Msg> {
    Some(match (parameter, value) {
        ("device", 1) => Msg::ORDER_DEVICE_1,
        ("device", 2) => Msg::ORDER_DEVICE_2,
        ("device", 3) => Msg::ORDER_DEVICE_3,
        ("device", 4) => Msg::ORDER_DEVICE_4,
        ("device", 5) => Msg::ORDER_DEVICE_5,
        ("type_of_traffic", 1) => Msg::ORDER_TRAFFIC_1,
        ("type_of_traffic", 2) => Msg::ORDER_TRAFFIC_2,
        ("type_of_traffic", 3) => Msg::ORDER_TRAFFIC_3,
        _ => return None,
    })
}

#[cfg(test)]
mod tests {
    use super::*;
    use panelboard_domain::order::{Form, parameters};
    use panelboard_domain::service::ServiceKind;

    #[test]
    fn every_parameter_of_every_type_has_a_label() {
        use ServiceKind as K;
        for kind in [
            K::Default,
            K::Package,
            K::Seo,
            K::CustomComments,
            K::CustomCommentsPackage,
            K::Mentions,
            K::MentionsWithHashtags,
            K::MentionsCustomList,
            K::MentionsHashtag,
            K::MentionsUserFollowers,
            K::MentionsMediaLikers,
            K::CommentLikes,
            K::CommentReplies,
            K::Poll,
            K::InvitesFromGroups,
            K::Subscriptions,
            K::WebTraffic,
            K::Unknown,
        ] {
            for parameter in parameters(kind) {
                assert!(label(parameter.name).is_some(), "{kind:?} {}", parameter.name);
                if let Form::OneOf(values) = parameter.form
                    && parameter.name != "delay"
                {
                    assert!(
                        values.iter().all(|value| value_name(parameter.name, *value).is_some())
                    );
                }
            }
        }
    }
}
