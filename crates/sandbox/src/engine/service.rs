//! What a panel sells: one row of its list.

use super::money::Amount;

/// The order types of the protocol. Spellings differ by panel; this is the meaning.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub enum ServiceKind {
    /// Link and quantity, with runs and interval where the service allows drip-feed.
    Default,
    /// A fixed bundle at a flat price.
    Package,
    /// Search-engine work with keywords.
    Seo,
    /// One comment per line.
    CustomComments,
    /// A fixed bundle with own comments.
    CustomCommentsPackage,
    /// Mentions of given users.
    Mentions,
    /// Mentions of given users with hashtags.
    MentionsWithHashtags,
    /// Mentions of exactly the listed users.
    MentionsCustomList,
    /// Mentions of users found under a hashtag.
    MentionsHashtag,
    /// Mentions of a user's followers.
    MentionsUserFollowers,
    /// Mentions of users who liked a post.
    MentionsMediaLikers,
    /// Likes on one user's comment.
    CommentLikes,
    /// Replies to one user's comment.
    CommentReplies,
    /// Votes for one answer.
    Poll,
    /// Invitations taken from groups.
    InvitesFromGroups,
    /// New posts of a user, served as they appear.
    Subscriptions,
    /// Visits to a page.
    WebTraffic,
}

impl ServiceKind {
    /// All of them, in the order of docs/protocol.md#parameters.
    pub const ALL: [Self; 17] = [
        Self::Default,
        Self::Package,
        Self::Seo,
        Self::CustomComments,
        Self::CustomCommentsPackage,
        Self::Mentions,
        Self::MentionsWithHashtags,
        Self::MentionsCustomList,
        Self::MentionsHashtag,
        Self::MentionsUserFollowers,
        Self::MentionsMediaLikers,
        Self::CommentLikes,
        Self::CommentReplies,
        Self::Poll,
        Self::InvitesFromGroups,
        Self::Subscriptions,
        Self::WebTraffic,
    ];

    /// The spelling of the Perfect Panel family.
    #[must_use]
    pub const fn name(self) -> &'static str {
        match self {
            Self::Default => "Default",
            Self::Package => "Package",
            Self::Seo => "SEO",
            Self::CustomComments => "Custom Comments",
            Self::CustomCommentsPackage => "Custom Comments Package",
            Self::Mentions => "Mentions",
            Self::MentionsWithHashtags => "Mentions with Hashtags",
            Self::MentionsCustomList => "Mentions Custom List",
            Self::MentionsHashtag => "Mentions Hashtag",
            Self::MentionsUserFollowers => "Mentions User Followers",
            Self::MentionsMediaLikers => "Mentions Media Likers",
            Self::CommentLikes => "Comment Likes",
            Self::CommentReplies => "Comment Replies",
            Self::Poll => "Poll",
            Self::InvitesFromGroups => "Invites from Groups",
            Self::Subscriptions => "Subscriptions",
            Self::WebTraffic => "Web Traffic",
        }
    }

    /// The spelling of `SmartPanel`: lower case with underscores.
    #[must_use]
    pub fn snake_name(self) -> String {
        self.name().to_lowercase().replace(' ', "_")
    }

    /// Reads a recorded spelling; an unknown one is treated as link and quantity.
    pub(crate) fn from_recorded(text: &str) -> Self {
        let separators = |character: char| matches!(character, '_' | '-' | ' ' | '\t');
        let words: Vec<String> =
            text.split(separators).filter(|word| !word.is_empty()).map(str::to_lowercase).collect();
        let folded = words.join("_");
        Self::ALL.into_iter().find(|kind| kind.snake_name() == folded).unwrap_or(Self::Default)
    }

    /// True for the bundles that are sold at one flat price.
    pub(crate) const fn is_package(self) -> bool {
        matches!(self, Self::Package | Self::CustomCommentsPackage)
    }
}

/// One service of the catalogue.
#[derive(Clone, Debug)]
pub struct Service {
    /// The id as the panel prints it.
    pub id: String,
    /// The name, with all the claims that names make.
    pub name: String,
    /// The category's name.
    pub category: String,
    /// What an order needs.
    pub kind: ServiceKind,
    /// Price per thousand (flat for packages on most panels).
    pub rate: Amount,
    /// Least quantity.
    pub min: u64,
    /// Greatest quantity.
    pub max: u64,
    /// Orders may be spread over runs.
    pub dripfeed: bool,
    /// Completed orders may be refilled.
    pub refill: bool,
    /// Running orders may be canceled.
    pub cancel: bool,
    /// The description (only some panels send it).
    pub description: String,
    /// The row as it was recorded, and whether it is in the form of v1.
    pub(crate) recorded: Option<(String, bool)>,
}
