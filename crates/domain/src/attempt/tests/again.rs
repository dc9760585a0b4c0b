//! K19: when an order may be asked for again, and what the repeat's answer means for the two.

use super::*;
use crate::account::{
    Ability, Account, Capabilities, Dialect, LocalRelays, PrivateHosts, RelayAddress, parse_address,
};
use crate::attempt::again::{
    MARGIN_MILLIS, NamedRequest, NoAgain, Settled, Told, closes_repeat, may_ask_again,
    may_have_reached, repeats, settled_by_repeat,
};
use crate::attempt::charge::{ChargeLook, look};
use crate::attempt::user::{Withdrawal, withdrawal};
use crate::secret::ApiKey;

pub(super) const SENT: i64 = 1_000_000;
pub(super) const MINUTE: i64 = 60_000;

fn at(millis: i64) -> Timestamp {
    Timestamp::from_millis(millis)
}

/// An account at `a.example` whose panel was seen to keep request ids.
fn keeper() -> Account {
    let endpoints = parse_address("https://a.example/api/v2", PrivateHosts::Refuse);
    let mut capabilities = Capabilities::assumed(Dialect::V2);
    capabilities.observe(Ability::RequestId, true);
    Account {
        id: account("a"),
        name: String::new(),
        endpoint: endpoints.expect("an address").remove(0),
        dialect: Dialect::V2,
        route: Route::Direct,
        relay_alias: None,
        relay: RelayId::Own,
        hue: 0,
        read_only: false,
        currency_override: None,
        capabilities,
        key_tail: String::new(),
    }
}

fn print(key: &str) -> KeyPrint {
    KeyPrint::of(&panel("a.example"), &ApiKey::parse(key).expect("a key"))
}

fn key() -> KeyPrint {
    print("key-0123456789")
}

pub(super) fn apply(
    attempt: &mut Attempt,
    millis: i64,
    facts: impl IntoIterator<Item = Happening>,
) {
    for fact in facts {
        attempt.apply(at(millis), fact).expect("allowed");
    }
}

pub(super) fn sent(turn: u64) -> Happening {
    let amount = Amount::parse("100.00").expect("an amount");
    let balance_before = Some(BalanceReading { amount, decimals: 2 });
    Happening::Sent { turn, balance_before, relay_clock: None, fence: None, is_alone: true }
}

/// An order with a request id whose answer was lost, looked for once.
pub(super) fn lost() -> Attempt {
    let mut confirmation = Confirmation::clone(&draft(1, request("7", "x")));
    confirmation.key = Some(key());
    let body_sha256 = "00".to_owned();
    confirmation.named =
        Some(NamedRequest { id: confirmation.id.clone(), key: key(), body_sha256 });
    let mut attempt = Attempt::confirmed(confirmation);
    let hint = UnknownHint::Timeout;
    apply(&mut attempt, SENT, [sent(1), Happening::Lost { hint }, Happening::Looked]);
    attempt
}

/// A repeat of it on its way.
pub(super) fn repeat_of(first: &Attempt) -> Attempt {
    let order = Box::new(first.request.clone());
    let mut confirmation =
        Confirmation::clone(&draft(2, Request::Again { first: first.id.clone(), order }));
    confirmation.named.clone_from(&first.named);
    confirmation.retry_of = Some(first.id.clone());
    let mut attempt = Attempt::confirmed(confirmation);
    apply(&mut attempt, SENT + MINUTE, [sent(2)]);
    attempt
}

pub(super) fn number(id: &str) -> Happening {
    Happening::Judged {
        verdict: Verdict::Placed { order_id: order_id(id), refill_id: None, charge: None },
    }
}

fn lost_too() -> Happening {
    Happening::Lost { hint: UnknownHint::Timeout }
}

pub(super) fn refused(kind: RefusalKind) -> Happening {
    Happening::Judged { verdict: Verdict::Rejected(RejectReason { kind, text: String::new() }) }
}

fn resolved(by: ResolvedBy, outcome: Outcome) -> Happening {
    Happening::Resolved { by, outcome, grounds: Vec::new() }
}

pub(super) fn answered(first: &Attempt, millis: i64) -> Result<Timestamp, NoAgain> {
    may_ask_again(first, &keeper(), &key(), [first], at(millis))
}

#[test]
fn k19_it_may_be_asked_again_until_the_panels_time_is_nearly_over() {
    let first = lost();
    let until = SENT + 10 * MINUTE - MARGIN_MILLIS;
    assert_eq!(answered(&first, SENT), Ok(at(until)));
    assert_eq!(answered(&first, until - 1), Ok(at(until)));
    assert_eq!(answered(&first, until), Err(NoAgain::TimeOver));
    let mut longer = keeper();
    longer.capabilities.set_request_id_minutes(Some(60));
    let may = |account: &Account| may_ask_again(&first, account, &key(), [&first], at(until));
    assert_eq!(may(&longer), Ok(at(SENT + 59 * MINUTE)));
    longer.capabilities.set_request_id_minutes(Some(1));
    assert_eq!(may_ask_again(&first, &longer, &key(), [], at(SENT)), Err(NoAgain::TimeOver));
}

#[test]
fn k19_a_clock_that_went_back_allows_nothing() {
    let mut first = lost();
    assert_eq!(answered(&first, SENT - 1), Err(NoAgain::ClockWentBack));
    // After the send, but before something that has happened since.
    apply(&mut first, SENT + 5 * MINUTE, [Happening::Evidence(Evidence::RelayInFlight)]);
    assert_eq!(answered(&first, SENT + 4 * MINUTE), Err(NoAgain::ClockWentBack));
    assert!(answered(&first, SENT + 5 * MINUTE).is_ok());
}

#[test]
fn k19_only_what_an_answer_of_this_panel_showed_counts() {
    let first = lost();
    let check = |change: &dyn Fn(&mut Capabilities)| {
        let mut account = keeper();
        account.capabilities = Capabilities::assumed(Dialect::V2);
        change(&mut account.capabilities);
        may_ask_again(&first, &account, &key(), [&first], at(SENT)).err()
    };
    let no = Some(NoAgain::NotObserved);
    assert_eq!(check(&|_| ()), no);
    assert_eq!(check(&|can| can.set(Ability::RequestId, true)), no, "the user's word");
    assert_eq!(check(&|can| can.observe(Ability::RequestId, false)), no);
    let switched_off = |can: &mut Capabilities| {
        can.observe(Ability::RequestId, true);
        can.set(Ability::RequestId, false);
    };
    assert_eq!(check(&switched_off), no);
    assert_eq!(check(&|can| can.observe(Ability::RequestId, true)), None);
}

#[test]
fn k19_another_key_account_panel_or_route_is_another_order() {
    let first = lost();
    let check = |account: &Account, key: &KeyPrint, first: &Attempt| {
        may_ask_again(first, account, key, [first], at(SENT)).err()
    };
    let no = Some(NoAgain::OtherAccount);
    assert_eq!(check(&keeper(), &key(), &first), None);
    assert_eq!(check(&keeper(), &print("rotated-key-001"), &first), no);
    assert_eq!(check(&Account { id: account("b"), ..keeper() }, &key(), &first), no);
    assert_eq!(check(&Account { route: Route::Relay, ..keeper() }, &key(), &first), no);
    let relay = RelayAddress::parse("relay.example", LocalRelays::Refuse).expect("an address");
    assert_eq!(check(&Account { relay: RelayId::At(relay), ..keeper() }, &key(), &first), no);
    assert_eq!(check(&Account { read_only: true, ..keeper() }, &key(), &first), no);
    let other = parse_address("https://b.example/api/v2", PrivateHosts::Refuse);
    let elsewhere = Account { endpoint: other.expect("an address").remove(0), ..keeper() };
    assert_eq!(check(&elsewhere, &key(), &first), no);
    // Taken over by another customer's account of the same panel: its key was not the one sent.
    let mut taken = first;
    let rotated = print("rotated-key-001");
    let (from, by) = (account("a"), account("b"));
    let key = Some(rotated.clone());
    let over = Happening::TakenOver { from, by: by.clone(), panel: panel("a.example"), key };
    apply(&mut taken, SENT, [over]);
    assert_eq!(check(&Account { id: by, ..keeper() }, &rotated, &taken), no);
}

#[test]
fn k19_only_an_open_looked_for_order_with_an_id_of_ours_and_no_open_repeat() {
    let unnamed = Attempt::confirmed(Confirmation { named: None, ..Confirmation::clone(&lost()) });
    let mut unnamed = unnamed;
    apply(&mut unnamed, SENT, [sent(1), lost_too(), Happening::Looked]);
    assert_eq!(answered(&unnamed, SENT), Err(NoAgain::NoRequestId));
    let mut early = Attempt::confirmed(Confirmation::clone(&lost()));
    apply(&mut early, SENT, [sent(1)]);
    assert_eq!(answered(&early, SENT), Err(NoAgain::Settled), "still on its way");
    apply(&mut early, SENT, [lost_too()]);
    assert_eq!(answered(&early, SENT), Err(NoAgain::TooEarly));
    let mut known = lost();
    apply(&mut known, SENT, [resolved(ResolvedBy::User, Outcome::NotPlaced)]);
    assert_eq!(answered(&known, SENT), Err(NoAgain::Settled));

    let first = lost();
    let with = |repeat: &Attempt| {
        may_ask_again(&first, &keeper(), &key(), [&first, repeat], at(SENT + MINUTE)).err()
    };
    let mut repeat = repeat_of(&first);
    assert_eq!(with(&repeat), Some(NoAgain::RepeatOpen), "on its way");
    apply(&mut repeat, SENT + MINUTE, [lost_too()]);
    assert_eq!(with(&repeat), Some(NoAgain::RepeatOpen), "lost too");
    apply(&mut repeat, SENT + MINUTE, [refused(RefusalKind::NotSent)]);
    assert_eq!(with(&repeat), None, "it never left");
    // A repeat asks for a lost answer; it is not asked for itself.
    let mut repeat = repeat_of(&first);
    apply(&mut repeat, SENT + MINUTE, [lost_too(), Happening::Looked]);
    assert_eq!(answered(&repeat, SENT + MINUTE), Err(NoAgain::Settled));
}

#[test]
fn k19_what_the_panel_refused_and_charged_all_the_same_is_not_asked_again() {
    let mut first = Attempt::confirmed(Confirmation::clone(&lost()));
    let charged = Happening::Alarm(Alarm::ChargedThoughRefused);
    apply(&mut first, SENT, [sent(1), refused(RefusalKind::Funds), charged, Happening::Looked]);
    assert!(first.is_unknown());
    assert_eq!(answered(&first, SENT), Err(NoAgain::Refused));
}

#[test]
fn k19_a_panel_that_made_two_orders_of_one_is_never_asked_again() {
    let first = lost();
    let mut other = Attempt::confirmed(Confirmation {
        id: AttemptId::from_parts(at(9), [9; 10]),
        ..Confirmation::clone(&lost())
    });
    apply(&mut other, SENT, [sent(3), number("5")]);
    let mut repeat = repeat_of(&other);
    apply(&mut repeat, SENT + MINUTE, [number("5")]);
    let with = |other: &Attempt, repeat: &Attempt| {
        let attempts = [&first, other, repeat];
        may_ask_again(&first, &keeper(), &key(), attempts, at(SENT + MINUTE)).err()
    };
    assert_eq!(with(&other, &repeat), None);
    let mut charged = other.clone();
    apply(&mut charged, SENT, [Happening::Alarm(Alarm::DoubleCharge)]);
    assert_eq!(with(&charged, &repeat), Some(NoAgain::Disproved));
    apply(&mut repeat, SENT + MINUTE, [Happening::Parted]);
    assert_eq!(with(&other, &repeat), Some(NoAgain::Disproved));
}

pub(super) fn settle(first: Option<&Attempt>, repeat: &Attempt, told: &Told) -> Settled {
    settled_by_repeat(first, repeat, told, first.into_iter().chain([repeat]))
}

#[test]
fn k19_the_number_a_repeat_brings_is_the_orders_and_one_is_counted() {
    let (mut first, told) = (lost(), Told::Number(order_id("5")));
    let mut repeat = repeat_of(&first);
    apply(&mut repeat, SENT + MINUTE, [number("5")]);
    let found = settle(Some(&first), &repeat, &told);
    assert_eq!(found.repeat, []);
    apply(&mut first, SENT + MINUTE, found.first);
    assert_eq!(first.order_id(), Some(&order_id("5")));
    assert_eq!(first.resolution().map(|found| found.by), Some(ResolvedBy::Repeat));
    assert_eq!(first.grounds(), [Ground::Repeat { attempt: repeat.id.clone() }]);
    assert_eq!(settle(Some(&first), &repeat, &told), Settled::default(), "once");
    // For everything that counts orders and money the repeat is no order.
    assert_eq!((repeat.request.target(), repeat.request.estimate()), (None, None));
    assert_eq!(number_holder(&first, &repeat), None);
    let reading = |text: &str| BalanceReading {
        amount: Amount::parse(text).expect("an amount"),
        decimals: 2,
    };
    assert_eq!(look(&first, reading("98.75")), ChargeLook::AsExpected);
    assert_eq!(look(&first, reading("97.50")), ChargeLook::Twice);
}

fn number_holder(first: &Attempt, repeat: &Attempt) -> Option<AttemptId> {
    super::number::holder(&order_id("5"), &first.id, [first, repeat], &[])
}

#[test]
fn k19_another_number_than_the_known_one_makes_two_orders_with_an_alarm() {
    let mut first = lost();
    apply(&mut first, SENT + MINUTE, [number("5")]);
    let mut repeat = repeat_of(&first);
    apply(&mut repeat, SENT + MINUTE, [number("6")]);
    let found = settle(Some(&first), &repeat, &Told::Number(order_id("6")));
    apply(&mut first, SENT + MINUTE, found.first);
    apply(&mut repeat, SENT + MINUTE, found.repeat);
    for (order, id) in [(&first, "5"), (&repeat, "6")] {
        assert_eq!(order.order_id(), Some(&order_id(id)));
        assert_eq!(order.alarm(), Some(Alarm::DoubleCharge));
        assert!(order.request.target().is_some() && order.request.estimate().is_some());
    }
    assert!(!repeats(&repeat, &first));
    let again = settle(Some(&first), &repeat, &Told::Number(order_id("6")));
    assert_eq!(again, Settled::default(), "once");
    // `0005` is the same number.
    let spelled = repeat_of(&first);
    let same = settle(Some(&first), &spelled, &Told::Number(order_id("0005")));
    assert_eq!(same, Settled::default());
}

#[test]
fn k19_a_known_request_is_placed_without_a_number_and_another_orders_number_settles_nothing() {
    let first = lost();
    let repeat = repeat_of(&first);
    let mut known = first.clone();
    apply(&mut known, SENT + MINUTE, settle(Some(&first), &repeat, &Told::Known).first);
    assert_eq!(*known.state(), AttemptState::Placed { order_id: None, refill_id: None });
    let mut other = draft(7, request("9", "y"));
    apply(&mut other, SENT, [sent(3), number("5")]);
    let told = Told::Number(order_id("5"));
    let mut doubted = first.clone();
    let found = settled_by_repeat(Some(&first), &repeat, &told, [&other]);
    assert_eq!(found.repeat, []);
    apply(&mut doubted, SENT + MINUTE, found.first);
    assert_eq!(*doubted.state(), AttemptState::Unknown { hint: UnknownHint::NumberTaken });
    let once = settled_by_repeat(Some(&doubted), &repeat, &Told::Another, [&other]);
    assert_eq!(once, Settled::default(), "once");
    // The user's word on another order does not hold a number against the panel.
    let mut by_user = draft(8, request("9", "y"));
    let found = Outcome::Placed { order_id: Some(order_id("5")), refill_id: None };
    apply(&mut by_user, SENT, [sent(4), lost_too(), resolved(ResolvedBy::User, found)]);
    assert_eq!(settled_by_repeat(Some(&first), &repeat, &told, [&by_user]).first.len(), 1);
}

#[test]
fn k19_no_order_that_a_repeat_brought_is_lost_with_the_first() {
    let first = lost();
    let mut repeat = repeat_of(&first);
    apply(&mut repeat, SENT + MINUTE, [number("5")]);
    let told = Told::Number(order_id("5"));
    let parted = vec![Happening::Parted];
    assert_eq!(settle(None, &repeat, &told).repeat, parted, "the first's record is gone");
    let mut refused_first = first.clone();
    apply(&mut refused_first, SENT + MINUTE, [refused(RefusalKind::Funds)]);
    assert_eq!(settle(Some(&refused_first), &repeat, &told).repeat, parted);
    let mut given_up = first;
    apply(&mut given_up, SENT + MINUTE, [resolved(ResolvedBy::User, Outcome::NotPlaced)]);
    let found = settle(Some(&given_up), &repeat, &told).first;
    apply(&mut given_up, SENT + MINUTE, found);
    assert_eq!(given_up.order_id(), Some(&order_id("5")), "the panel knows better");
}

#[test]
fn k19_nothing_about_the_first_alone_shows_that_there_is_no_order() {
    let first = lost();
    let mut repeat = repeat_of(&first);
    assert!(may_have_reached(&first, [&first, &repeat]));
    apply(&mut repeat, SENT + MINUTE, [lost_too()]);
    assert!(may_have_reached(&first, [&repeat]));
    for (fact, reached) in [
        (refused(RefusalKind::NotSent), false),
        (resolved(ResolvedBy::Relay, Outcome::NotPlaced), false),
        (resolved(ResolvedBy::User, Outcome::NotPlaced), true),
    ] {
        let mut settled = repeat.clone();
        apply(&mut settled, SENT + MINUTE, [fact.clone()]);
        assert_eq!(may_have_reached(&first, [&settled]), reached, "{fact:?}");
    }
    assert!(!may_have_reached(&first, [&first]));
}

#[test]
fn k19_a_settled_order_settles_its_lost_repeat_and_its_word_can_still_be_taken_back() {
    let mut first = lost();
    let mut repeat = repeat_of(&first);
    apply(&mut repeat, SENT + MINUTE, [lost_too()]);
    assert_eq!(closes_repeat(&first, &repeat), None, "both are open");
    apply(&mut first, SENT + MINUTE, [resolved(ResolvedBy::User, Outcome::NotPlaced)]);
    assert_eq!(withdrawal(&first, [&first, &repeat]), Withdrawal::Yes);
    let close = closes_repeat(&first, &repeat).expect("closes");
    apply(&mut repeat, SENT + MINUTE, [close]);
    assert!(!repeat.is_open());
    assert_eq!(closes_repeat(&first, &repeat), None, "once");
    // An order that was refused has a repeat that nobody knows of: it is seen.
    let mut refused_first = lost();
    apply(&mut refused_first, SENT + MINUTE, [refused(RefusalKind::Funds)]);
    let mut open = repeat_of(&refused_first);
    apply(&mut open, SENT + MINUTE, [lost_too()]);
    let close = closes_repeat(&refused_first, &open).expect("closes");
    apply(&mut open, SENT + MINUTE, [close]);
    assert!(open.is_unknown() && open.request.target().is_some());
}

#[test]
fn k19_the_guard_speaks_of_the_order_and_not_of_its_repeat() {
    let first = lost();
    let mut repeat = repeat_of(&first);
    apply(&mut repeat, SENT + MINUTE, [lost_too()]);
    let (at_panel, again) = (panel("a.example"), request("7", "x"));
    let candidate = Candidate { panel: &at_panel, request: &again, now: at(SENT), session: "s" };
    let found = findings(&candidate, &[first.clone(), repeat.clone()], |_| false);
    assert_eq!(found, [Finding::OpenUnknown { attempt: first.id.clone() }]);
    // Two repeats of one order stop each other.
    let candidate = Candidate { request: &repeat.request, ..candidate };
    let found = findings(&candidate, &[first, repeat.clone()], |_| false);
    assert_eq!(found, [Finding::OpenUnknown { attempt: repeat.id.clone() }]);
}
