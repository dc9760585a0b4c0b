//! What a panel's words mean, by the ideas that they carry: what is spoken of and what is said of it,
//! in nine languages (`phrases/words.txt`, `phrases/rules.txt`). Numeric codes are never looked at:
//! servers use one code for different errors.
//!
//! It must never be surer than the words: what no rule knows is [`RefusalKind::Other`], and
//! [`is_definite_no`] stays `false` for words that may come from a failure after the money moved.

mod fold;
mod lexicon;
mod rules;
#[cfg(test)]
mod tests;
mod waits;

pub use waits::minutes_in;

use lexicon::{Ideas, Lexicon};
use panelboard_domain::attempt::RefusalKind;
use rules::{Rules, Said};
use std::sync::LazyLock;

/// Words beyond these bytes of a message say nothing new; an answer may be a hundred times as long.
const LONGEST: usize = 1_000;

static TABLES: LazyLock<(Lexicon, Rules)> = LazyLock::new(|| {
    let lexicon = Lexicon::read();
    let rules = Rules::read(&lexicon);
    (lexicon, rules)
});

/// The kind that a text names; [`RefusalKind::Other`] when no rule knows it.
pub fn kind_of(text: &str) -> RefusalKind {
    TABLES.1.kind(&said(text))
}

/// Whether these words, of this kind, say for certain that no order was placed. A panel that speaks of
/// its provider, of its own failure or of an order that it took says nothing certain, whatever else it
/// says; "unavailable" may come from a handler that runs after the money moved.
pub fn is_definite_no(kind: RefusalKind, text: &str) -> bool {
    let is_kind = match kind {
        RefusalKind::Auth
        | RefusalKind::Account
        | RefusalKind::Request
        | RefusalKind::Action
        | RefusalKind::Funds
        | RefusalKind::Service
        | RefusalKind::Link
        | RefusalKind::QuantityHigh
        | RefusalKind::QuantityLow
        | RefusalKind::Quantity
        | RefusalKind::Comments
        | RefusalKind::Dripfeed
        | RefusalKind::RateLimit => true,
        RefusalKind::Maintenance
        | RefusalKind::ActiveLink
        | RefusalKind::Order
        | RefusalKind::Refill
        | RefusalKind::Cooldown
        | RefusalKind::Cancel
        | RefusalKind::EmptyList
        | RefusalKind::Other
        | RefusalKind::NotSent => false,
    };
    if !is_kind {
        return false;
    }
    let said = said(text);
    let was_taken =
        said.sentences.iter().any(|all| all & ideas("taken") != 0 && all & ideas(NEGATIONS) == 0);
    !was_taken && said.all & ideas("crash/upstream/vague") == 0
}

/// Whether the words speak of a failure of the panel itself, its server or its database.
pub(crate) fn is_crash(text: &str) -> bool {
    said(text).all & ideas("crash") != 0
}

/// Whether a refusal of a refill or cancel says that one is under way already: then it counts as asked.
pub fn is_under_way(kind: RefusalKind, text: &str) -> bool {
    let subject = match kind {
        RefusalKind::Refill => ideas("refill"),
        RefusalKind::Cancel => ideas("cancel"),
        _ => return false,
    };
    said(text).sentences.iter().any(|all| {
        let is_asked =
            all & ideas("active") != 0 || all & ideas("already") != 0 && all & ideas("asked") != 0;
        all & subject != 0 && is_asked && all & ideas(HINDRANCES) == 0
    })
}

/// Whether a refusal of a refill or cancel says that the panel's interface has none at all.
pub fn is_unsupported(text: &str) -> bool {
    said(text).sentences.iter().any(|all| {
        let speaks = all & ideas("refill/cancel") != 0 && all & ideas("api/system/support") != 0;
        speaks && all & ideas(HINDRANCES) != 0 && all & ideas("service/order") == 0
    })
}

/// Whether the words refuse the request as a whole, as panels do with actions that they do not know,
/// and name no part of it.
pub fn is_unknown_request(text: &str) -> bool {
    said(text).sentences.iter().any(|all| {
        all & ideas("request") != 0
            && all & ideas("wrong") != 0
            && all & ideas("missing/field/order/refill/cancel/link/ident") == 0
    })
}

/// A yes or a no in words: `success`, `failed`, `Refill request sent`. `None` when the words say
/// neither for certain; what holds both is a no.
pub(crate) fn yes_or_no(text: &str) -> Option<bool> {
    const YES: &str = " true yes y ok okay success on evet da да نعم 예 네 co có sim si sí ya ";
    const NO: &str = " false no n none null nil error err fail failed ko nok off hayır нет لا 아니요 아니오 khong không nao não tidak ";
    let word = text.trim().to_lowercase();
    let is_in =
        |list: &str| !word.contains(char::is_whitespace) && list.contains(&format!(" {word} "));
    if word.is_empty() || is_in(NO) {
        return Some(false);
    }
    if is_in(YES) {
        return Some(true);
    }
    let said = said(text);
    // A refusal of anything but a refill or cancel is one, whatever else it says.
    let is_refusal = !matches!(
        TABLES.1.kind(&said),
        RefusalKind::Other | RefusalKind::Refill | RefusalKind::Cancel
    );
    if is_refusal || said.all & ideas(DENIALS) != 0 {
        return Some(false);
    }
    (said.all & ideas("done/taken") != 0).then_some(true)
}

/// What a sentence must not hold to be a yes.
const DENIALS: &str = "wrong/missing/notfound/off/denied/unsupported/unavailable/unable/short/fail/not/\
                       none/private/uncompleted/unmet/crash/vague/many/maintenance/high/ended/already";

/// What turns "placed" into "not placed".
const NEGATIONS: &str = "not/unable/none/notfound";

/// What makes a refusal of "one is under way" of something else.
const HINDRANCES: &str = "wrong/notfound/off/denied/unsupported/unavailable/unable/short/fail/not/none/\
                          private/uncompleted/ended/missing";

/// The set of some ideas by their names.
fn ideas(names: &str) -> Ideas {
    names.split('/').filter_map(|name| TABLES.0.idea(name)).fold(0, |all, idea| all | idea)
}

fn said(text: &str) -> Said {
    let sentences = fold::sentences(start(text));
    let ideas: Vec<_> = sentences.iter().map(|words| TABLES.0.ideas(words)).collect();
    Said::new(&ideas)
}

/// The part of a text that is looked at.
fn start(text: &str) -> &str {
    crate::text::start(text, LONGEST)
}
