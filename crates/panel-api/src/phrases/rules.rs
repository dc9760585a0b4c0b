//! Which ideas together are which refusal (`rules.txt`). The first rule that holds decides, so what
//! is asked of the user first stands first: a key that is refused counts more than anything else.
//!
//! How `rules.txt` is written: `kind | ideas`. Each word is an idea that must stand near the others,
//! within one sentence; `a/b` is either; `-a` must not stand near them; `--a` must not stand in the
//! whole text.

use super::lexicon::{Ideas, Lexicon};
use panelboard_domain::attempt::RefusalKind;

const TABLE: &str = include_str!("rules.txt");

/// Words of a sentence that are near each other.
const NEAR: usize = 14;

/// A rule.
struct Rule {
    kind: RefusalKind,
    needs: Vec<Ideas>,
    without: Ideas,
    nowhere: Ideas,
}

/// All rules, in the order in which they are tried.
pub(super) struct Rules(Vec<Rule>);

/// What a text speaks of: the ideas of every stretch of near words, and of the whole.
pub(super) struct Said {
    near: Vec<Ideas>,
    /// The ideas of each sentence.
    pub(super) sentences: Vec<Ideas>,
    /// The ideas of the text.
    pub(super) all: Ideas,
}

impl Said {
    pub(super) fn new(sentences: &[Vec<Ideas>]) -> Self {
        let union = |words: &[Ideas]| words.iter().fold(0, |all, ideas| all | ideas);
        let near = sentences
            .iter()
            .flat_map(|words| words.windows(NEAR.min(words.len()).max(1)).map(union))
            .collect();
        let sentences: Vec<Ideas> = sentences.iter().map(|words| union(words)).collect();
        let all = union(&sentences);
        Self { near, sentences, all }
    }
}

impl Rules {
    pub(super) fn read(lexicon: &Lexicon) -> Self {
        let rule = |line: &str| {
            let (kind, terms) = line.split_once(" | ")?;
            let mut rule =
                Rule { kind: kind_named(kind)?, needs: Vec::new(), without: 0, nowhere: 0 };
            for term in terms.split_whitespace() {
                let names = term.trim_start_matches('-');
                let ideas = names.split('/').filter_map(|name| lexicon.idea(name));
                let ideas = ideas.fold(0, |all, idea| all | idea);
                match term.len() - names.len() {
                    0 => rule.needs.push(ideas),
                    1 => rule.without |= ideas,
                    _ => rule.nowhere |= ideas,
                }
            }
            Some(rule)
        };
        Self(TABLE.lines().filter_map(rule).collect())
    }

    /// The kind of refusal that a text is.
    pub(super) fn kind(&self, said: &Said) -> RefusalKind {
        let holds = |rule: &&Rule| {
            said.all & rule.nowhere == 0
                && said.near.iter().any(|near| {
                    near & rule.without == 0 && rule.needs.iter().all(|need| near & need != 0)
                })
        };
        self.0.iter().find(holds).map_or(RefusalKind::Other, |rule| rule.kind)
    }
}

/// A kind by its name in the table.
pub(super) fn kind_named(name: &str) -> Option<RefusalKind> {
    Some(match name {
        "auth" => RefusalKind::Auth,
        "account" => RefusalKind::Account,
        "request" => RefusalKind::Request,
        "action" => RefusalKind::Action,
        "funds" => RefusalKind::Funds,
        "service" => RefusalKind::Service,
        "link" => RefusalKind::Link,
        "quantity_high" => RefusalKind::QuantityHigh,
        "quantity_low" => RefusalKind::QuantityLow,
        "quantity" => RefusalKind::Quantity,
        "active_link" => RefusalKind::ActiveLink,
        "comments" => RefusalKind::Comments,
        "dripfeed" => RefusalKind::Dripfeed,
        "order" => RefusalKind::Order,
        "refill" => RefusalKind::Refill,
        "cooldown" => RefusalKind::Cooldown,
        "cancel" => RefusalKind::Cancel,
        "rate_limit" => RefusalKind::RateLimit,
        "maintenance" => RefusalKind::Maintenance,
        "empty_list" => RefusalKind::EmptyList,
        _ => return None,
    })
}
