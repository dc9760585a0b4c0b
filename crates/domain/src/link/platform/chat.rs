//! Messengers: Telegram, Discord, Snapchat, `WhatsApp`. The codes of their invitations are
//! case-sensitive, the names of channels are not.

use super::{PLAIN, Platform};

pub(super) const TELEGRAM: Platform = Platform {
    name: "Telegram",
    hosts: &["t.me", "telegram.me", "telegram.dog", "telegram.org", "tg:resolve", "tg:join"],
    words: &["telegram"],
    home: "t.me",
    twins: &["telegram.me", "telegram.dog"],
    labels: &[],
    profile: "t.me/",
    routes: &[
        ("tg:resolve?domain=joinchat", ""),
        ("tg:resolve?domain={user}&post={n}", "t.me/{user}/{n}"),
        ("tg:resolve?domain={user}", "t.me/{user}"),
        ("tg:join?invite={id}", "t.me/+{id}"),
        ("web.telegram.org/**#@{user}", "t.me/{user}"),
        ("joinchat.t.me/**", ""),
        ("{user}.t.me/{n}", "t.me/{user}/{n}"),
        ("{user}.t.me", "t.me/{user}"),
        ("t.me/iv?url={url}", "{url}"),
        ("t.me/joinchat/{id}", "t.me/+{id}"),
        ("t.me/+{id}", "t.me/+{id}"),
        ("t.me/c/{n}/*/{n2}", "t.me/c/{n}/{n2}"),
        ("t.me/c/{n}/{n2}", "t.me/c/{n}/{n2}"),
        ("t.me/boost?c={n}", "t.me/boost?c={n}"),
        ("t.me/boost/{name}", "t.me/boost/{name}"),
        ("t.me/{name}?boost", "t.me/boost/{name}"),
        ("t.me/addlist|addstickers|addemoji|addtheme|giftcode|m|nft|invoice/**", ""),
        ("t.me/share|proxy|socks|login|confirmphone/**", ""),
        ("t.me/s/{name}/{n}", "t.me/{name}/{n}"),
        ("t.me/s/{name}", "t.me/{name}"),
        ("t.me/{name}/s/{n}", "t.me/{name}/s/{n}"),
        ("t.me/{name}/{n}/{n2}", "t.me/{name}/{n2}"),
        ("t.me/{name}/{name2}", "t.me/{name}/{name2}"),
        ("t.me/{name}", "t.me/{name}"),
    ],
    sticky: &[
        "attach",
        "comment",
        "direct",
        "game",
        "livestream",
        "start",
        "startapp",
        "startattach",
        "startchannel",
        "startgroup",
        "videochat",
        "voicechat",
    ],
    ..PLAIN
};

pub(super) const DISCORD: Platform = Platform {
    name: "Discord",
    hosts: &["discord.com", "discord.gg", "discordapp.com"],
    words: &["discord"],
    home: "discord.com",
    twins: &["discordapp.com"],
    labels: &["ptb", "canary"],
    routes: &[
        ("discord.gg/{id}", "discord.gg/{id}"),
        ("discord.com/invite/{id}", "discord.gg/{id}"),
    ],
    sticky: &["event"],
    ..PLAIN
};

pub(super) const SNAPCHAT: Platform = Platform {
    name: "Snapchat",
    hosts: &["snapchat.com"],
    words: &["snapchat"],
    home: "snapchat.com",
    profile: "snapchat.com/add/",
    routes: &[
        ("snapchat.com/add/{name}/**", "snapchat.com/add/{name}"),
        ("snapchat.com/@{name}", "snapchat.com/add/{name}"),
    ],
    tracking: &["share_id", "locale", "sc_*", "web_client_id", "invite_id", "sid"],
    ..PLAIN
};

pub(super) const WHATSAPP: Platform = Platform {
    name: "WhatsApp",
    hosts: &["whatsapp.com", "wa.me"],
    words: &["whatsapp"],
    home: "whatsapp.com",
    labels: &[],
    routes: &[
        ("wa.me/+{n}", "wa.me/{n}"),
        ("wa.me/{n}", "wa.me/{n}"),
        ("api.whatsapp.com/send?phone={n}", "wa.me/{n}"),
        ("chat.whatsapp.com/invite/{id}", "chat.whatsapp.com/{id}"),
        ("chat.whatsapp.com/{id}", "chat.whatsapp.com/{id}"),
        ("whatsapp.com/channel/{id}/**", "whatsapp.com/channel/{id}"),
    ],
    ..PLAIN
};
