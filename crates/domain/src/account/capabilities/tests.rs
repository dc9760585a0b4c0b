//! Sources, the user's word, and the stored form.

use super::*;
use crate::account::{PrivateHosts, parse_address};

fn panel(host: &str) -> Endpoint {
    let address = format!("https://{host}/api/v2");
    parse_address(&address, PrivateHosts::Refuse).expect("an address").remove(0)
}

#[test]
fn k06_the_users_word_wins_until_it_is_taken_back_and_facts_are_learned_beneath() {
    let mut can = Capabilities::assumed(Dialect::V2);
    for ability in Ability::ALL {
        can.observe(ability, false);
        can.set(ability, true);
        assert_eq!(can.get(ability), Capability { has: true, source: Source::SetByUser });
        can.observe(ability, true);
        can.set(ability, false);
        can.observe(ability, true);
        assert!(!can.has(ability), "{ability:?}: an observation does not win over the user");
        can.clear(ability);
        assert_eq!(can.get(ability), Capability { has: true, source: Source::Observed });
    }
}

#[test]
fn k01_an_ability_is_unlearned_by_a_later_success() {
    let mut can = Capabilities::assumed(Dialect::V2);
    assert!(can.learn(Fact::Can(Ability::Cancel, false)));
    assert!(!can.has(Ability::Cancel));
    assert!(can.learn(Fact::Can(Ability::Cancel, true)));
    assert_eq!(can.get(Ability::Cancel), Capability { has: true, source: Source::Observed });
    assert!(!can.learn(Fact::Can(Ability::Cancel, true)), "no news");
}

#[test]
fn k06_a_name_is_learned_unlearned_and_overridden() {
    let mut can = Capabilities::assumed(Dialect::V2);
    assert_eq!(can.id_name(IdSlot::Cancel), (IdName::Orders, Source::Assumed));
    assert!(can.learn(Fact::IdsIn(IdSlot::Cancel, IdName::Order)));
    assert_eq!(can.id_name(IdSlot::Cancel), (IdName::Order, Source::Observed));
    can.set_id_name(IdSlot::Cancel, Some(IdName::OrderId));
    can.learn(Fact::IdsIn(IdSlot::Cancel, IdName::Id));
    assert_eq!(can.id_name(IdSlot::Cancel), (IdName::OrderId, Source::SetByUser));
    can.set_id_name(IdSlot::Cancel, Some(IdName::Refill));
    assert_eq!(can.id_name(IdSlot::Cancel).0, IdName::OrderId, "a cancel names no refill");
    can.set_id_name(IdSlot::Cancel, None);
    assert_eq!(can.id_name(IdSlot::Cancel), (IdName::Id, Source::Observed));
    can.learn(Fact::IdsIn(IdSlot::Cancel, IdName::Orders));
    assert_eq!(can.id_name(IdSlot::Cancel), (IdName::Orders, Source::Assumed));
    for slot in IdSlot::ALL {
        assert!(slot.choices().contains(&slot.documented()), "{slot:?}");
    }
}

#[test]
fn k19_asking_again_is_safe_only_where_the_panel_itself_showed_it() {
    let mut can = Capabilities::assumed(Dialect::V2);
    can.set(Ability::RequestId, true);
    assert_eq!(can.safe_repeat_minutes(), None, "the user's word alone shows nothing");
    can.observe(Ability::RequestId, true);
    assert_eq!(can.safe_repeat_minutes(), Some(REQUEST_ID_MINUTES));
    can.set_request_id_minutes(Some(60));
    assert_eq!(can.safe_repeat_minutes(), Some(60));
    can.set(Ability::RequestId, false);
    assert_eq!(can.safe_repeat_minutes(), None);
}

#[test]
fn the_five_presets_carry_what_their_documents_say() {
    let source = |host, dialect, ability| Capabilities::of(&panel(host), dialect).get(ability);
    let documented = Capability { has: true, source: Source::Documented };
    assert_eq!(source("smm.plus", Dialect::V2, Ability::Cancel), documented);
    assert_eq!(source("smmpanel.ru", Dialect::V1, Ability::Subscriptions), documented);
    let assumed = Capability { has: false, source: Source::Assumed };
    assert_eq!(source("smmpanel.ru", Dialect::V1, Ability::Cancel), assumed);
    assert_eq!(source("other.example", Dialect::V1, Ability::Subscriptions), assumed);
}

#[test]
fn another_dialect_keeps_what_was_observed_and_what_the_user_said() {
    let mut can = Capabilities::assumed(Dialect::V2);
    can.observe(Ability::Cancel, true);
    can.set(Ability::Refill, true);
    can.learn(Fact::IdsIn(IdSlot::Status, IdName::OrderId));
    let moved = can.in_dialect(&panel("a.example"), Dialect::V1);
    assert!(moved.has(Ability::Cancel) && moved.has(Ability::Refill));
    assert!(!moved.has(Ability::RefillStatus), "a default of v1");
    assert_eq!(moved.id_name(IdSlot::Status).0, IdName::OrderId);
    assert!(moved.double_decodes && moved.max_batch == 50);
}

/// As version 0.1.0 stored it.
const RELEASED: &str = r#"{"multi_status":{"has":true,"source":"assumed"},
"refill":{"has":false,"source":"observed"},"multi_refill":{"has":true,"source":"assumed"},
"refill_status":{"has":true,"source":"documented"},"cancel":{"has":true,"source":"assumed"},
"subscriptions":{"has":true,"source":"assumed"},"idempotency":{"has":false,"source":"assumed"},
"comments_split":"newline","max_batch":100,"double_decodes":false}"#;

#[test]
fn capabilities_of_the_released_version_still_open() {
    let can: Capabilities = serde_json::from_str(RELEASED).expect("opens");
    let expected = Capability { has: false, source: Source::Observed };
    assert_eq!(can.get(Ability::Refill), expected);
    assert_eq!(can.get(Ability::RefillStatus).source, Source::Documented);
    assert!(can.has(Ability::DripFeed) && !can.has(Ability::RequestId));
    assert_eq!(can.id_name(IdSlot::Cancel).1, Source::Assumed);
}

/// The members that the released version reads; it passes over the others.
#[derive(Deserialize)]
#[expect(dead_code, reason = "reading them is the test")]
struct Released {
    multi_status: Capability,
    refill: Capability,
    multi_refill: Capability,
    refill_status: Capability,
    cancel: Capability,
    subscriptions: Capability,
    idempotency: Capability,
    comments_split: CommentsSplit,
    max_batch: u16,
    double_decodes: bool,
}

#[test]
fn what_is_stored_now_opens_again_and_in_a_tab_of_the_released_version() {
    let mut can = Capabilities::assumed(Dialect::V1);
    for ability in Ability::ALL {
        can.set(ability, true);
    }
    can.set_comments_split(Some(CommentsSplit::Comma));
    can.set_request_id_minutes(Some(5));
    for slot in IdSlot::ALL {
        can.set_id_name(slot, Some(IdName::OrderIds));
        can.learn(Fact::IdsIn(slot, IdName::Id));
    }
    let stored = serde_json::to_string(&can).expect("encodes");
    assert_eq!(serde_json::from_str::<Capabilities>(&stored).expect("opens"), can);
    assert!(serde_json::from_str::<Released>(&stored).is_ok(), "{stored}");
    assert!(!stored.contains("setbyuser"));
    let plain = serde_json::to_string(&Capabilities::assumed(Dialect::V2)).expect("encodes");
    assert!(!plain.contains("names") && !plain.contains("\"set\""), "{plain}");
}
