//! What an account's panel can do, each entry with how we know (docs/protocol.md#capabilities).
//!
//! Facts (assumed from the dialect, documented, observed in an answer) and the user's word are kept
//! apart: the word wins until it is taken back, and the facts go on being learned beneath it. What is
//! stored keeps the form of the first release; everything newer has a default.

use super::documented;
use super::{Dialect, Endpoint, IdName, IdSlot};
use serde::{Deserialize, Serialize};

/// How a capability is known.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[serde(rename_all = "lowercase")]
pub enum Source {
    /// The dialect's default.
    Assumed,
    /// The panel's own documentation.
    Documented,
    /// An answer of this very panel.
    Observed,
    /// The user said so. Never stored with a fact.
    #[serde(skip)]
    SetByUser,
}

/// One thing a panel can or cannot do, and how we know.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Capability {
    /// Whether the panel can.
    pub has: bool,
    /// How we know.
    pub source: Source,
}

/// The yes-or-no capabilities of a panel.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Ability {
    /// `status` with a comma list of ids.
    MultiStatus,
    /// `refill`.
    Refill,
    /// `refill` with a comma list of ids.
    MultiRefill,
    /// `refill_status`, and that it says something of the refills this panel gave out.
    RefillStatus,
    /// `cancel`.
    Cancel,
    /// Orders of type Subscriptions; stock v1 refuses them all with "Bad Link".
    Subscriptions,
    /// `runs` and `interval` with `add`, where the service allows it too.
    DripFeed,
    /// `add` takes `request_id` and answers a repeat of it with the first answer. Observed when the
    /// panel demanded it.
    RequestId,
}

impl Ability {
    /// Every ability, in the order in which they are shown.
    pub const ALL: [Self; 8] = [
        Self::MultiStatus,
        Self::Refill,
        Self::MultiRefill,
        Self::RefillStatus,
        Self::Cancel,
        Self::Subscriptions,
        Self::DripFeed,
        Self::RequestId,
    ];
}

/// How a panel counts the entries of a comment list (docs/protocol.md#oddities-of-v1).
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[serde(rename_all = "lowercase")]
pub enum CommentsSplit {
    /// One a line.
    Newline,
    /// Commas part them too.
    Comma,
    /// Some releases of this dialect count commas, others do not.
    Unknown,
}

/// Something that an answer showed of a panel.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Fact {
    /// It can or cannot do this.
    Can(Ability, bool),
    /// It wants the ids there under this name.
    IdsIn(IdSlot, IdName),
}

/// Minutes for which a repeat of a `request_id` is taken to be recognised while the user has not set
/// the panel's own time. No panel is known to document one, so it is short.
pub const REQUEST_ID_MINUTES: u32 = 10;

/// What an account's panel can do (docs/protocol.md#capabilities).
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Capabilities {
    multi_status: Capability,
    refill: Capability,
    multi_refill: Capability,
    refill_status: Capability,
    cancel: Capability,
    subscriptions: Capability,
    #[serde(rename = "idempotency")]
    request_id: Capability,
    #[serde(default = "drip_feed_assumed")]
    drip_feed: Capability,
    comments_split: CommentsSplit,
    /// Ids in one batch: v2 100, v1 50.
    pub max_batch: u16,
    /// The server url-decodes values twice (v1).
    pub double_decodes: bool,
    /// Observed names that are not the documented ones.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    names: Vec<(IdSlot, IdName)>,
    /// `None` while the user has said nothing.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    set: Option<Box<UserWords>>,
}

/// What the user said, kept apart from what was learned.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(default)]
struct UserWords {
    abilities: Vec<(Ability, bool)>,
    names: Vec<(IdSlot, IdName)>,
    comments_split: Option<CommentsSplit>,
    request_id_minutes: Option<u32>,
}

const fn assumed(has: bool) -> Capability {
    Capability { has, source: Source::Assumed }
}

const fn drip_feed_assumed() -> Capability {
    assumed(true)
}

impl Capabilities {
    /// The defaults of a dialect (docs/protocol.md#capabilities).
    pub const fn assumed(dialect: Dialect) -> Self {
        let v2 = matches!(dialect, Dialect::V2);
        Self {
            multi_status: assumed(true),
            refill: assumed(v2),
            multi_refill: assumed(v2),
            refill_status: assumed(v2),
            cancel: assumed(v2),
            subscriptions: assumed(v2),
            request_id: assumed(false),
            drip_feed: drip_feed_assumed(),
            comments_split: if v2 { CommentsSplit::Newline } else { CommentsSplit::Unknown },
            max_batch: if v2 { 100 } else { 50 },
            double_decodes: !v2,
            names: Vec::new(),
            set: None,
        }
    }

    /// The defaults of a dialect with what the panel at this address documents.
    pub fn of(endpoint: &Endpoint, dialect: Dialect) -> Self {
        let mut capabilities = Self::assumed(dialect);
        for &(ability, has) in documented::abilities(endpoint) {
            *capabilities.slot(ability) = Capability { has, source: Source::Documented };
        }
        capabilities
    }

    /// The same account in another dialect: its defaults, and of what is known here all that does
    /// not come from a default.
    #[must_use]
    pub fn in_dialect(&self, endpoint: &Endpoint, dialect: Dialect) -> Self {
        let mut moved = Self::of(endpoint, dialect);
        for ability in Ability::ALL {
            let known = self.known(ability);
            if known.source == Source::Observed {
                *moved.slot(ability) = known;
            }
        }
        moved.names.clone_from(&self.names);
        moved.set.clone_from(&self.set);
        moved
    }

    /// Whether the panel can, by the user's word or else by what is known.
    pub fn has(&self, ability: Ability) -> bool {
        self.get(ability).has
    }

    /// What holds for an ability: the user's word, else what is known.
    pub fn get(&self, ability: Ability) -> Capability {
        match self.said(|said| found(&said.abilities, ability)) {
            Some(has) => Capability { has, source: Source::SetByUser },
            None => self.known(ability),
        }
    }

    /// What is known of an ability beneath the user's word.
    pub const fn known(&self, ability: Ability) -> Capability {
        match ability {
            Ability::MultiStatus => self.multi_status,
            Ability::Refill => self.refill,
            Ability::MultiRefill => self.multi_refill,
            Ability::RefillStatus => self.refill_status,
            Ability::Cancel => self.cancel,
            Ability::Subscriptions => self.subscriptions,
            Ability::DripFeed => self.drip_feed,
            Ability::RequestId => self.request_id,
        }
    }

    /// Notes what an answer of this panel showed. The latest answer counts: a success unlearns an
    /// earlier refusal. The user's word still wins.
    pub const fn observe(&mut self, ability: Ability, has: bool) {
        *self.slot(ability) = Capability { has, source: Source::Observed };
    }

    /// Notes a fact; whether that was news.
    pub fn learn(&mut self, fact: Fact) -> bool {
        let before = self.clone();
        match fact {
            Fact::Can(ability, has) => self.observe(ability, has),
            Fact::IdsIn(slot, name) => {
                put(&mut self.names, slot, (name != slot.documented()).then_some(name));
            }
        }
        *self != before
    }

    /// The user says whether the panel can. Wins over every observation until [`Self::clear`].
    pub fn set(&mut self, ability: Ability, has: bool) {
        self.say(|said| put(&mut said.abilities, ability, Some(has)));
    }

    /// The user takes the word back: what is known holds again.
    pub fn clear(&mut self, ability: Ability) {
        self.say(|said| put(&mut said.abilities, ability, None));
    }

    /// The name under which ids go there, and how we know.
    pub fn id_name(&self, slot: IdSlot) -> (IdName, Source) {
        match (self.said(|said| found(&said.names, slot)), found(&self.names, slot)) {
            (Some(name), _) => (name, Source::SetByUser),
            (None, Some(name)) => (name, Source::Observed),
            (None, None) => (slot.documented(), Source::Assumed),
        }
    }

    /// The user names the parameter; `None` takes the word back. A name that makes no sense there
    /// changes nothing.
    pub fn set_id_name(&mut self, slot: IdSlot, name: Option<IdName>) {
        if name.is_none_or(|name| slot.choices().contains(&name)) {
            self.say(|said| put(&mut said.names, slot, name));
        }
    }

    /// How comment lists are counted, and how we know.
    pub fn comments_split(&self) -> (CommentsSplit, Source) {
        match self.said(|said| said.comments_split) {
            Some(split) => (split, Source::SetByUser),
            None => (self.comments_split, Source::Assumed),
        }
    }

    /// The user says how comments are counted; `None` takes the word back.
    pub fn set_comments_split(&mut self, split: Option<CommentsSplit>) {
        self.say(|said| said.comments_split = split);
    }

    /// For how many minutes the panel recognises a repeated `request_id`, and how we know.
    pub fn request_id_minutes(&self) -> (u32, Source) {
        match self.said(|said| said.request_id_minutes) {
            Some(minutes) => (minutes, Source::SetByUser),
            None => (REQUEST_ID_MINUTES, Source::Assumed),
        }
    }

    /// The user gives the panel's own time; `None` takes the word back.
    pub fn set_request_id_minutes(&mut self, minutes: Option<u32>) {
        self.say(|said| said.request_id_minutes = minutes);
    }

    /// For how many minutes an order with a `request_id` may be asked again safely: only where an
    /// answer of this very panel showed the ability, and the user did not switch it off.
    pub fn safe_repeat_minutes(&self) -> Option<u32> {
        let seen = Capability { has: true, source: Source::Observed };
        let may = self.has(Ability::RequestId) && self.known(Ability::RequestId) == seen;
        may.then(|| self.request_id_minutes().0)
    }

    fn said<T>(&self, of: impl FnOnce(&UserWords) -> Option<T>) -> Option<T> {
        self.set.as_deref().and_then(of)
    }

    fn say(&mut self, change: impl FnOnce(&mut UserWords)) {
        let mut said = self.set.take().unwrap_or_default();
        change(&mut said);
        self.set = (*said != UserWords::default()).then_some(said);
    }

    const fn slot(&mut self, ability: Ability) -> &mut Capability {
        match ability {
            Ability::MultiStatus => &mut self.multi_status,
            Ability::Refill => &mut self.refill,
            Ability::MultiRefill => &mut self.multi_refill,
            Ability::RefillStatus => &mut self.refill_status,
            Ability::Cancel => &mut self.cancel,
            Ability::Subscriptions => &mut self.subscriptions,
            Ability::DripFeed => &mut self.drip_feed,
            Ability::RequestId => &mut self.request_id,
        }
    }
}

fn found<K: PartialEq + Copy, V: Copy>(list: &[(K, V)], key: K) -> Option<V> {
    list.iter().find(|(held, _)| *held == key).map(|(_, value)| *value)
}

/// Replaces, adds or drops the entry of a key.
fn put<K: PartialEq + Copy, V>(list: &mut Vec<(K, V)>, key: K, value: Option<V>) {
    list.retain(|(held, _)| *held != key);
    list.extend(value.map(|value| (key, value)));
}

#[cfg(test)]
mod tests;
