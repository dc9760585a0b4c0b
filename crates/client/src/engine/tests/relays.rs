//! Relays: looked at, added, chosen, removed; and that what was sent is asked for where it went.

use super::*;
use crate::engine::relays::{KnownRelay, RelayPlan, RelayStop};
use crate::error::TransportError;
use crate::probe::{ProbeFailure, RouteChoice};
use crate::relay::RelayLook;
use crate::testing::receipt;
use panelboard_domain::account::{LocalRelays, PrivateHosts, RelayAddress, parse_address};
use panelboard_domain::attempt::AttemptState;
use panelboard_domain::secret::RelayToken;
use panelboard_panel_api::http::{HttpResponse, RelayStage};

const SERVICES: &str = r#"[{"service":7,"name":"A","category":"B","rate":"1.25","min":"10","max":"100","type":"Default"}]"#;
const TOKEN: &str = "CANARY-token-0123456789";

fn address(text: &str) -> RelayAddress {
    RelayAddress::parse(text, LocalRelays::Refuse).expect("an address")
}

fn relay(text: &str) -> RelayId {
    RelayId::At(address(text))
}

fn token(text: &str) -> Option<RelayToken> {
    RelayToken::parse(text).expect("fits")
}

/// The answer of a relay that serves the sample's panel, and perhaps another.
fn listing(more: &str) -> HttpResponse {
    let body = format!(
        r#"{{"version":"0.1.0","panels":[{{"alias":"panel","endpoint":"https://panel.example/api/v2"}}{more}]}}"#
    );
    let stage = Some(RelayStage::PreUpstream);
    HttpResponse { status: 200, retry_after: None, stage, body: body.into_bytes() }
}

impl Case {
    fn relay_is_there(&self, text: &str, token: Option<RelayToken>) {
        let there = &self.fakes().page.relays_there;
        there.borrow_mut().insert(relay(text), (token, listing("")));
    }

    fn test_relay(&self, run: u32, typed: &str, with: Option<RelayToken>) -> Vec<RelayLook> {
        let plan = RelayPlan { address: address(typed), token: with, run };
        assert!(!format!("{plan:?}").contains("CANARY"));
        self.command(Command::TestRelay(plan));
        self.looks(run)
    }

    fn looks(&self, run: u32) -> Vec<RelayLook> {
        self.told(|event| match event {
            Event::RelayTest(told, look) if *told == run => Some(look.clone()),
            _ => None,
        })
    }

    fn known(&self) -> Vec<KnownRelay> {
        self.command(Command::LookAtRelays);
        let lists = self.told(|event| match event {
            Event::Relays(known) => Some(known.clone()),
            _ => None,
        });
        lists.last().cloned().expect("told")
    }

    fn remove(&self, relay: &RelayId) -> Result<(), RelayStop> {
        self.command(Command::RemoveRelay(relay.clone()));
        let removed = self.told(|event| match event {
            Event::RelayRemoved(told, result) if told == relay => Some(result.clone()),
            _ => None,
        });
        removed.last().cloned().expect("told")
    }

    /// The account's requests go over this relay from now on.
    fn goes_over(&self, relay: &RelayId) {
        let mut stored = self.fakes().page.accounts.borrow().clone();
        stored.accounts[0] = Account {
            route: Route::Relay,
            relay: relay.clone(),
            relay_alias: Some("panel".to_owned()),
            ..stored.accounts[0].clone()
        };
        self.command(Command::KeepAccounts(stored));
    }

    fn goes_directly(&self) {
        let stored = StoredAccounts {
            current: Some(self.sample.account.id.clone()),
            accounts: vec![self.sample.account.clone()],
        };
        self.command(Command::KeepAccounts(stored));
    }
}

#[test]
fn where_no_relay_is_known_none_is_asked() {
    let case = Case::new();
    let candidates = parse_address("other.example/api/v2", PrivateHosts::Refuse).expect("fine");
    let key = ApiKey::parse("CANARY-other-key").expect("a key");
    case.fakes().transport.then(answer(r#"{"balance":"7.00"}"#)).then(answer(SERVICES));
    case.command(Command::Probe(ProbePlan { candidates, key, route: RouteChoice::Auto, run: 1 }));
    assert!(case.told(|event| matches!(event, Event::ProbeEnded(1, _)).then_some(())).len() == 1);
    assert_eq!(*case.fakes().page.relays_asked.borrow(), []);
    assert_eq!(case.known(), []);
}

#[test]
fn a_private_relay_is_added_with_its_token_and_asked_with_it_from_then_on() {
    let case = Case::new();
    case.relay_is_there("relay.example", token(TOKEN));
    assert_eq!(case.test_relay(1, "relay.example", None), [RelayLook::WantsToken]);
    let wrong = token("CANARY-another-token");
    assert_eq!(case.test_relay(2, "relay.example", wrong), [RelayLook::WrongToken]);
    let looks = case.test_relay(3, "relay.example", token(TOKEN));
    let [RelayLook::Works { version, panels }] = &looks[..] else { panic!("{looks:?}") };
    assert_eq!((version.as_deref(), panels.len()), (Some("0.1.0"), 1));
    assert!(case.fakes().page.relays.borrow().is_empty(), "a test keeps nothing");

    case.command(Command::KeepRelay(address("relay.example"), token(TOKEN)));
    let known = case.known();
    assert_eq!(known.len(), 1);
    assert_eq!((&known[0].relay, known[0].is_added), (&relay("relay.example"), true));
    assert_eq!(known[0].token_tail.as_deref(), Some("6789"));
    assert_eq!(known[0].look.as_ref(), Some(&looks[0]));
    assert_eq!(
        case.fakes().page.relays_asked.borrow().last().cloned(),
        Some((relay("relay.example"), true))
    );
    // Nothing that is told or broadcast holds it.
    assert!(!format!("{:?}", case.events.borrow()).contains("CANARY"));
    assert!(!format!("{:?}", case.fakes().page.broadcasts.borrow()).contains("CANARY"));

    case.command(Command::KeepToken(relay("relay.example"), None));
    assert_eq!(case.known()[0].look, Some(RelayLook::WantsToken));
    assert_eq!(case.fakes().page.relays.borrow().len(), 1, "it is here once");
}

#[test]
fn a_relay_that_cannot_be_stored_is_not_there() {
    let case = Case::new();
    case.fakes().page.vault_is_full.set(true);
    case.command(Command::KeepRelay(address("relay.example"), token(TOKEN)));
    assert_eq!(case.known(), []);
    let told = case.told(|event| matches!(event, Event::StorageFailed(_)).then_some(()));
    assert_eq!(told.len(), 1);
}

#[test]
fn a_test_looks_again_by_itself_until_the_operator_is_done() {
    let case = Case::new();
    assert_eq!(case.test_relay(1, "relay.example", None), [RelayLook::Unreachable]);
    case.fakes().page.unreadable.borrow_mut().push(relay("relay.example"));
    case.fakes().let_pass(4_000);
    case.relay_is_there("relay.example", None);
    case.fakes().let_pass(4_000);
    let looks = case.looks(1);
    assert_eq!(looks[..2], [RelayLook::Unreachable, RelayLook::NotAllowed]);
    assert!(matches!(looks[2..], [RelayLook::Works { .. }]), "{looks:?}");
    let asked = case.fakes().page.relays_asked.borrow().len();
    case.fakes().let_pass(20_000);
    assert_eq!(
        case.fakes().page.relays_asked.borrow().len(),
        asked,
        "it works: nothing more to ask"
    );

    case.test_relay(2, "nowhere.example", None);
    case.command(Command::CancelRelayTest);
    case.fakes().let_pass(20_000);
    assert_eq!(case.looks(2).len(), 1, "nobody waits for it any more");
}

#[test]
fn the_pages_own_origin_is_one_relay_however_it_was_typed() {
    let case = Case::new();
    case.command(Command::KeepRelay(address("https://PAGE.example:443/"), None));
    assert_eq!(*case.fakes().page.relays.borrow(), [RelayId::Own]);
    case.fakes().page.relay_panels.replace(Some(listing("")));
    let known = case.known();
    assert_eq!(known.iter().map(|known| &known.relay).collect::<Vec<_>>(), [&RelayId::Own]);
    assert!(matches!(known[0].look, Some(RelayLook::Works { .. })));
}

#[test]
fn an_account_keeps_its_relay_in_the_list_and_from_being_removed() {
    let case = Case::new();
    case.command(Command::KeepRelay(address("relay.example"), None));
    case.goes_over(&relay("relay.example"));
    let id = case.sample.account.id.clone();
    assert_eq!(case.remove(&relay("relay.example")), Err(RelayStop::Accounts(vec![id])));
    // Local storage has lost the list: the account still knows.
    case.fakes().page.relays.borrow_mut().clear();
    assert_eq!(case.known()[0].relay, relay("relay.example"));
    case.goes_directly();
    assert_eq!(case.known(), []);
    assert_eq!(case.remove(&relay("relay.example")), Ok(()));
}

/// An order over `relay.example` whose answer was lost, and an account that goes directly by now.
fn lost_over_a_relay() -> (Case, AttemptId) {
    let case = Case::new();
    case.command(Command::KeepRelay(address("relay.example"), token(TOKEN)));
    case.goes_over(&relay("relay.example"));
    let transport = &case.fakes().transport;
    transport.then(answer(r#"{"balance":"100.00"}"#)).then(Err(TransportError::Timeout));
    transport.relay_log.borrow_mut().push_back(receipt("not_seen", 3, 0));
    let order = case.order(case.list());
    case.click(&order).expect("confirmed");
    let attempt = case.last_attempt();
    assert!(attempt.is_unknown(), "{:?}", attempt.state());
    assert_eq!(attempt.relay, relay("relay.example"));
    let transport = &case.fakes().transport;
    assert!(transport.asked.borrow().iter().all(|asked| *asked == relay("relay.example")));
    case.goes_directly();
    // The first look, which the relay does not answer, comes to its end.
    case.fakes().let_pass(180_000);
    (case, attempt.id.clone())
}

/// What the relay says next: the panel took the order.
fn relay_says_placed(case: &Case) {
    let mut told = receipt("done", 4, 0).expect("a receipt");
    told.body.pop();
    let done = r#","result":{"status":200,"body":"{\"order\":23501}"}}"#;
    told.body.extend_from_slice(done.as_bytes());
    case.fakes().transport.relay_log.borrow_mut().push_back(Ok(told));
}

#[test]
fn an_unsettled_order_is_looked_up_at_its_own_relay_after_the_account_went_elsewhere() {
    let (case, id) = lost_over_a_relay();
    case.fakes().transport.asked.borrow_mut().clear();
    relay_says_placed(&case);
    case.command(Command::LookAgain(id.clone()));
    case.fakes().let_pass(1_000);
    let asked = case.fakes().transport.asked.borrow().clone();
    assert!(!asked.is_empty() && asked.iter().all(|asked| *asked == relay("relay.example")));
    let attempt = case.last_attempt();
    assert_eq!(attempt.order_id().map(|id| id.as_str().to_owned()).as_deref(), Some("23501"));
    assert!(matches!(attempt.state(), AttemptState::Placed { .. }));
}

#[test]
fn a_relay_is_not_removed_while_something_that_went_over_it_is_unsettled() {
    let (case, id) = lost_over_a_relay();
    assert_eq!(case.remove(&relay("relay.example")), Err(RelayStop::Unsettled(1)));
    assert!(case.fakes().page.tokens.borrow().contains_key(&relay("relay.example")));
    let other = relay("other.example");
    case.command(Command::KeepRelay(address("other.example"), None));
    assert_eq!(case.remove(&other), Ok(()), "another one is free to go");

    relay_says_placed(&case);
    case.command(Command::LookAgain(id));
    case.fakes().let_pass(1_000);
    assert_eq!(case.remove(&relay("relay.example")), Ok(()));
    assert!(case.fakes().page.tokens.borrow().is_empty(), "its token goes with it");
}

#[test]
fn a_test_of_an_account_goes_on_by_itself_when_its_relay_has_learned_the_panel() {
    let case = Case::new();
    case.command(Command::KeepRelay(address("relay.example"), None));
    case.relay_is_there("relay.example", None);
    let candidates = parse_address("other.example/api/v2", PrivateHosts::Refuse).expect("fine");
    let key = ApiKey::parse("CANARY-other-key").expect("a key");
    let route = RouteChoice::Relay(relay("relay.example"));
    case.command(Command::Probe(ProbePlan { candidates, key, route, run: 7 }));
    let ended = || {
        case.told(|event| match event {
            Event::ProbeEnded(7, result) => Some(result.as_ref().clone().map(|(found, _)| found)),
            _ => None,
        })
    };
    let lacking = vec![relay("relay.example")];
    let expected = ProbeFailure::Unreachable { direct: None, relay: None, lacking };
    assert_eq!(ended(), [Err(expected)]);
    case.fakes().let_pass(10_000);
    assert_eq!(ended().len(), 1, "it does not know it yet");

    let more = r#",{"alias":"other","endpoint":"https://other.example/api/v2/"}"#;
    let there = &case.fakes().page.relays_there;
    there.borrow_mut().insert(relay("relay.example"), (None, listing(more)));
    case.fakes().transport.then(answer(r#"{"balance":"7.00"}"#)).then(answer(SERVICES));
    case.fakes().let_pass(5_000);
    let found = ended().pop().expect("ended").expect("found");
    assert_eq!((found.route, found.relay), (Route::Relay, relay("relay.example")));
    assert_eq!(found.relay_alias.as_deref(), Some("other"));
    assert!(case.events.borrow().contains(&Event::ProbeContinues(7)));
}
