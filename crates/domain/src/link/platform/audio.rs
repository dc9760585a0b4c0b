//! Platforms of music: Spotify, `SoundCloud`. `spotify:track:…` is read as an address.

use super::{PLAIN, Platform};

pub(super) const SPOTIFY: Platform = Platform {
    name: "Spotify",
    hosts: &["spotify.com", "spotify.link"],
    words: &["spotify"],
    home: "open.spotify.com",
    twins: &["play.spotify.com"],
    skips: &["intl-*", "embed", "embed-podcast"],
    routes: &[
        ("spotify.link/{id}", "spotify.link/{id}"),
        ("open.spotify.com/user/*/playlist/{head}", "open.spotify.com/playlist/{head}"),
        ("open.spotify.com/{name}/{head}/**", "open.spotify.com/{name}/{head}"),
    ],
    sticky: &["highlight"],
    tracking: &[
        "si",
        "nd",
        "context",
        "dlsi",
        "pi",
        "go",
        "sp_cid",
        "_branch_match_id",
        "_branch_referrer",
        "_authfailed",
        "ref",
        "referral",
        "flow_ctx",
        "product",
        "locale",
    ],
    ..PLAIN
};

pub(super) const SOUNDCLOUD: Platform = Platform {
    name: "SoundCloud",
    hosts: &["soundcloud.com", "snd.sc"],
    words: &["soundcloud"],
    home: "soundcloud.com",
    profile: "soundcloud.com/",
    routes: &[
        ("w.soundcloud.com/player?url={url}", "{url}"),
        ("on.soundcloud.com/{id}", "on.soundcloud.com/{id}"),
        ("soundcloud.com/{name}/sets/{name2}/**", "soundcloud.com/{name}/sets/{name2}"),
        (
            "soundcloud.com/{name}/tracks|popular-tracks|toptracks|albums|sets|reposts|followers|following|likes|comments|spotlight",
            "soundcloud.com/{name}",
        ),
        ("soundcloud.com/discover|search|charts|you/**", ""),
        ("soundcloud.com/{name}/{name2}/s-{id}", "soundcloud.com/{name}/{name2}"),
        (
            "soundcloud.com/{name}/{name2}/recommended|likes|reposts|comments|sets|albums",
            "soundcloud.com/{name}/{name2}",
        ),
        ("soundcloud.com/{name}/{name2}", "soundcloud.com/{name}/{name2}"),
        ("soundcloud.com/{name}", "soundcloud.com/{name}"),
    ],
    tracking: &["si", "in", "ref", "p", "c", "in_system_playlist", "shared", "feature"],
    ..PLAIN
};
