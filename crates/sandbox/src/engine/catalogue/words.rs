//! The vocabulary of the generated list. Own words in the style of the trade; no row is copied.

use crate::engine::service::ServiceKind;

/// A thing that is sold on a network.
pub(super) struct Item {
    pub(super) name: &'static str,
    pub(super) kind: ServiceKind,
    /// Price per thousand (per order for packages) in thousandths of a dollar.
    pub(super) rate: u64,
    pub(super) min: u64,
    pub(super) max: u64,
    /// How many categories it fills; each gets the same number of services.
    pub(super) shelves: u64,
}

/// A network and what is sold on it.
pub(super) struct Network {
    pub(super) name: &'static str,
    pub(super) icon: &'static str,
    pub(super) items: &'static [Item],
}

const fn item(
    name: &'static str,
    kind: ServiceKind,
    rate: u64,
    [min, max]: [u64; 2],
    shelves: u64,
) -> Item {
    Item { name, kind, rate, min, max, shelves }
}

const fn plain(name: &'static str, rate: u64, limits: [u64; 2], shelves: u64) -> Item {
    item(name, ServiceKind::Default, rate, limits, shelves)
}

const fn comments(name: &'static str, rate: u64, limits: [u64; 2], shelves: u64) -> Item {
    item(name, ServiceKind::CustomComments, rate, limits, shelves)
}

const fn package(name: &'static str, rate: u64) -> Item {
    item(name, ServiceKind::Package, rate, [1, 1], 1)
}

pub(super) const NETWORKS: &[Network] = &[
    Network { name: "Instagram", icon: "📸", items: INSTAGRAM },
    Network { name: "TikTok", icon: "🎵", items: TIKTOK },
    Network { name: "YouTube", icon: "▶️", items: YOUTUBE },
    Network { name: "Telegram", icon: "✈️", items: TELEGRAM },
    Network { name: "Facebook", icon: "👍", items: FACEBOOK },
    Network { name: "X / Twitter", icon: "🐦", items: TWITTER },
    Network { name: "Spotify", icon: "🎧", items: SPOTIFY },
    Network { name: "Twitch", icon: "🟣", items: TWITCH },
    Network { name: "Discord", icon: "💬", items: DISCORD },
    Network { name: "LinkedIn", icon: "💼", items: LINKEDIN },
    Network { name: "Reddit", icon: "👽", items: REDDIT },
    Network { name: "Threads", icon: "🧵", items: THREADS },
    Network { name: "SoundCloud", icon: "☁️", items: SOUNDCLOUD },
    Network { name: "VK", icon: "🔵", items: VK },
    Network { name: "Pinterest", icon: "📌", items: PINTEREST },
    Network { name: "Website", icon: "🌐", items: WEBSITE },
    Network { name: "Google", icon: "⭐", items: GOOGLE },
];

const INSTAGRAM: &[Item] = &[
    plain("Followers", 900, [50, 500_000], 8),
    plain("Likes", 120, [10, 300_000], 6),
    plain("Reel Views", 15, [100, 50_000_000], 4),
    plain("Story Views", 60, [50, 100_000], 3),
    plain("Saves & Shares", 90, [20, 200_000], 2),
    plain("Reach + Impressions", 45, [100, 2_000_000], 1),
    plain("Emoji Comments", 2_100, [10, 20_000], 1),
    comments("Custom Comments", 6_500, [5, 5_000], 3),
    item("Comment Likes", ServiceKind::CommentLikes, 1_400, [20, 50_000], 1),
    item("Comment Replies", ServiceKind::CommentReplies, 9_000, [5, 500], 1),
    item("Auto Likes per New Post", ServiceKind::Subscriptions, 150, [20, 50_000], 2),
    item("Auto Views per New Reel", ServiceKind::Subscriptions, 25, [100, 1_000_000], 1),
    item("Mentions", ServiceKind::Mentions, 3_200, [100, 20_000], 1),
    item("Mentions + Hashtags", ServiceKind::MentionsWithHashtags, 3_900, [100, 50_000], 1),
    item("Mentions From Your List", ServiceKind::MentionsCustomList, 4_500, [10, 10_000], 1),
    item("Mentions By Hashtag", ServiceKind::MentionsHashtag, 2_800, [200, 100_000], 1),
    item("Mentions Of Followers", ServiceKind::MentionsUserFollowers, 2_600, [200, 100_000], 1),
    item("Mentions Of Media Likers", ServiceKind::MentionsMediaLikers, 2_700, [200, 100_000], 1),
    package("Growth Package", 24_000),
    item("Comments Package", ServiceKind::CustomCommentsPackage, 12_500, [1, 1], 1),
];

const TIKTOK: &[Item] = &[
    plain("Followers", 1_600, [20, 1_000_000], 6),
    plain("Likes", 210, [10, 500_000], 4),
    plain("Video Views", 8, [100, 100_000_000], 4),
    plain("Shares", 75, [50, 1_000_000], 2),
    plain("Live Stream Views", 5_400, [20, 10_000], 2),
    comments("Custom Comments", 7_800, [5, 2_000], 2),
    item("Auto Views per New Video", ServiceKind::Subscriptions, 12, [100, 5_000_000], 1),
];

const YOUTUBE: &[Item] = &[
    plain("Views", 1_350, [100, 5_000_000], 6),
    plain("Subscribers", 19_000, [20, 50_000], 4),
    plain("Watch Hours", 7_500, [100, 4_000], 2),
    plain("Likes", 900, [20, 200_000], 3),
    plain("Shorts Views", 800, [100, 10_000_000], 2),
    comments("Custom Comments", 11_000, [5, 3_000], 2),
    item("Comment Replies", ServiceKind::CommentReplies, 14_000, [5, 300], 1),
    item("Comment Upvotes", ServiceKind::CommentLikes, 1_900, [10, 20_000], 1),
    package("Premiere Package", 25_000),
    item("Ranking by Keyword", ServiceKind::Seo, 3_300, [500, 100_000], 1),
];

const TELEGRAM: &[Item] = &[
    plain("Channel Members", 650, [100, 300_000], 6),
    plain("Premium Members", 9_900, [10, 20_000], 2),
    plain("Post Views", 10, [50, 5_000_000], 3),
    plain("Reactions", 110, [10, 200_000], 3),
    item("Poll Votes", ServiceKind::Poll, 420, [20, 100_000], 1),
    item("Auto Views for Next Posts", ServiceKind::Subscriptions, 14, [100, 1_000_000], 1),
    package("Boost Package 7 Days", 6_200),
];

const FACEBOOK: &[Item] = &[
    plain("Page Followers", 780, [100, 500_000], 4),
    plain("Post Likes", 540, [50, 100_000], 3),
    plain("Video Views", 130, [500, 10_000_000], 2),
    plain("Live Stream Views", 2_900, [20, 5_000], 2),
    plain("Event Interested", 3_100, [50, 20_000], 1),
    item("Group Invites", ServiceKind::InvitesFromGroups, 1_700, [100, 20_000], 2),
    comments("Custom Comments", 9_200, [5, 1_000], 1),
];

const TWITTER: &[Item] = &[
    plain("Followers", 3_400, [20, 100_000], 4),
    plain("Post Likes", 1_500, [20, 50_000], 2),
    plain("Reposts", 1_800, [20, 50_000], 2),
    plain("Views & Impressions", 20, [100, 10_000_000], 2),
    item("Poll Votes", ServiceKind::Poll, 2_200, [50, 50_000], 1),
    comments("Custom Replies", 13_000, [5, 500], 1),
    item("Mentions With Hashtags", ServiceKind::MentionsWithHashtags, 5_100, [100, 20_000], 1),
];

const SPOTIFY: &[Item] = &[
    plain("Plays", 310, [1_000, 10_000_000], 4),
    plain("Monthly Listeners", 900, [500, 1_000_000], 2),
    plain("Followers", 700, [20, 100_000], 2),
    plain("Saves", 520, [20, 100_000], 1),
    package("Playlist Pitch Package", 18_500),
];

const TWITCH: &[Item] = &[
    plain("Followers", 1_250, [20, 50_000], 2),
    plain("Live Viewers", 6_800, [20, 3_000], 2),
    plain("Clip Views", 90, [100, 1_000_000], 1),
];

const DISCORD: &[Item] = &[
    plain("Server Members", 4_300, [50, 30_000], 2),
    item("Reaction Votes", ServiceKind::Poll, 2_600, [10, 10_000], 1),
    package("Server Boosts Package", 15_000),
];

const LINKEDIN: &[Item] = &[
    plain("Company Followers", 14_500, [50, 20_000], 2),
    plain("Post Likes", 9_900, [20, 5_000], 1),
    comments("Custom Comments", 38_000, [5, 200], 1),
];

const REDDIT: &[Item] = &[
    plain("Upvotes", 21_000, [5, 1_000], 2),
    plain("Subreddit Members", 5_200, [100, 20_000], 1),
    comments("Custom Comments", 95_000, [1, 100], 1),
];

const THREADS: &[Item] =
    &[plain("Followers", 4_100, [20, 50_000], 2), plain("Likes", 2_300, [20, 20_000], 1)];

const SOUNDCLOUD: &[Item] =
    &[plain("Plays", 28, [100, 10_000_000], 2), comments("Custom Comments", 8_000, [5, 1_000], 1)];

const VK: &[Item] = &[
    plain("Group Members", 1_150, [50, 100_000], 2),
    item("Invites from Groups", ServiceKind::InvitesFromGroups, 2_050, [100, 10_000], 1),
    item("Poll Votes", ServiceKind::Poll, 1_400, [20, 20_000], 1),
];

const PINTEREST: &[Item] =
    &[plain("Followers", 2_900, [20, 50_000], 1), plain("Repins", 1_300, [20, 50_000], 1)];

const WEBSITE: &[Item] = &[
    item("Traffic Worldwide", ServiceKind::WebTraffic, 240, [500, 10_000_000], 2),
    item("Traffic From Search", ServiceKind::WebTraffic, 330, [500, 5_000_000], 2),
    item("Backlinks by Keyword", ServiceKind::Seo, 4_800, [100, 50_000], 2),
    item("Brand Mentions", ServiceKind::Mentions, 7_700, [10, 5_000], 1),
];

const GOOGLE: &[Item] = &[
    comments("Map Reviews With Your Text", 720_000, [1, 50], 1),
    item("Search Clicks", ServiceKind::Seo, 2_750, [100, 100_000], 1),
    item("Local Starter Package", ServiceKind::CustomCommentsPackage, 36_000, [1, 1], 1),
];

pub(super) const SHELVES: [&str; 8] = [
    "Best Choice 🔥",
    "Lifetime Care ♻️",
    "Budget 💸",
    "Türkiye 🇹🇷",
    "Arab World 🇸🇦",
    "Brasil 🇧🇷",
    "Эконом 🇷🇺",
    "한국 Premium 🇰🇷",
];

pub(super) const GRADES: [&str; 10] = [
    "HQ",
    "Real Looking Profiles",
    "Mixed Quality",
    "Old Accounts",
    "Active People",
    "With Stories",
    "Organic Ads",
    "Female Names",
    "𝗣𝗿𝗲𝗺𝗶𝘂𝗺",
    "ᴺᴱᵂ",
];

pub(super) const STARTS: [&str; 6] = [
    "Instant ⚡",
    "Start 0-15 Min",
    "Start 0-1H",
    "Start 1-6H",
    "Start 0-24H",
    "Slow & Natural 🐢",
];

pub(super) const SPEEDS: [&str; 6] = ["500/D", "2K/D", "5K/D", "10-20K/D", "50K/D", "Up to 500K/D"];
