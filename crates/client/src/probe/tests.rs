//! What the test of a new account asks, in which order, and when it stops.

use super::*;
use crate::testing::{ScriptedTransport, answer, block_on};
use panelboard_domain::account::{Ability, LocalRelays, PrivateHosts, RelayAddress, parse_address};
use panelboard_panel_api::action::ActionName;
use panelboard_panel_api::http::HttpResponse;

const BALANCE: &str = r#"{"balance":"100.84292","currency":"USD"}"#;
const SERVICES: &str = r#"[{"service":1,"name":"A","type":"Default","category":"C","rate":"0.90","min":"50","max":"10000"}]"#;
const BAD_KEY: &str = r#"{"error":"Invalid API key"}"#;

type Answer = Result<panelboard_panel_api::http::HttpResponse, TransportError>;

struct Case {
    address: &'static str,
    choice: RouteChoice,
    relay: Option<Vec<RelayPanel>>,
    answers: Vec<Answer>,
}

fn case(address: &'static str, answers: Vec<Answer>) -> Case {
    Case { address, choice: RouteChoice::Auto, relay: None, answers }
}

fn served(endpoint: &str) -> Vec<RelayPanel> {
    vec![RelayPanel { alias: "panel".to_owned(), endpoint: endpoint.to_owned() }]
}

fn offer(panels: Vec<RelayPanel>) -> RelayOffer {
    RelayOffer { relay: RelayId::Own, listing: Listing::Panels { version: None, panels } }
}

fn relay_at(text: &str) -> RelayId {
    RelayId::At(RelayAddress::parse(text, LocalRelays::Refuse).expect("an address"))
}

/// Runs the test; also says what was asked, as `direct v2` or `relay`.
fn run(case: Case) -> (Result<ProbeResult, ProbeFailure>, Vec<String>) {
    let key = ApiKey::parse("CANARY-key-0001").expect("a key");
    let candidates = parse_address(case.address, PrivateHosts::Refuse).expect("an address");
    let transport = ScriptedTransport::default();
    transport.script.borrow_mut().extend(case.answers);
    let request = ProbeRequest {
        candidates: &candidates,
        key: &key,
        choice: case.choice,
        relays: &case.relay.map(offer).into_iter().collect::<Vec<_>>(),
        existing: &[],
    };
    let mut steps = 0;
    let result = block_on(probe_account(&transport, &request, |_| steps += 1));
    let sent = transport.sent.borrow();
    assert_eq!(steps, sent.len(), "a step for each question");
    let asked = sent
        .iter()
        .map(|(to, request, _)| match (to, request.action) {
            (_, ActionName::Services) => "services".to_owned(),
            (Destination::Direct(endpoint), _) => {
                format!("direct {}", endpoint.as_str().rsplit('/').next().unwrap_or_default())
            }
            (Destination::Relay { alias, .. }, _) => format!("relay {alias}"),
        })
        .collect();
    (result, asked)
}

#[test]
fn a_readable_balance_on_the_first_address_settles_route_and_dialect() {
    let (result, asked) = run(case("panel.example", vec![answer(BALANCE), answer(SERVICES)]));
    let found = result.expect("works");
    assert_eq!(asked, ["direct v2", "services"]);
    assert_eq!((found.route, found.dialect), (Route::Direct, Dialect::V2));
    assert_eq!(found.services.map(|catalog| catalog.value.services().len()), Ok(1));
    assert!(found.capabilities.has(Ability::Cancel));
}

#[test]
fn the_answer_decides_the_dialect_and_the_path_is_a_hint() {
    let v1 = r#"{"status":"success","balance":"5.00","currency":"USD"}"#;
    let (result, _) = run(case("panel.example/api/v2", vec![answer(v1), answer("[]")]));
    let found = result.expect("works");
    assert_eq!(found.dialect, Dialect::V1);
    assert!(!found.capabilities.has(Ability::Cancel) && found.capabilities.max_batch == 50);

    let lower = r#"[{"service":1,"name":"Likes","type":"custom_comments","rate":"1"}]"#;
    let (result, _) = run(case("panel.example/api/v2", vec![answer(BALANCE), answer(lower)]));
    assert_eq!(result.expect("works").dialect, Dialect::V1, "the list shows it");

    let (result, asked) =
        run(case("panel.example", vec![answer("<html>"), answer(BALANCE), answer("[]")]));
    assert_eq!(asked, ["direct v2", "direct v1", "services"]);
    assert_eq!(result.expect("works").dialect, Dialect::V1);
}

#[test]
fn d04_a_relay_that_knows_the_panel_is_taken_before_the_direct_route() {
    let mut known = case("panel.example", vec![answer(BALANCE), answer(SERVICES)]);
    known.relay = Some(served("https://panel.example/api/v2"));
    let (result, asked) = run(known);
    let found = result.expect("works");
    assert_eq!(asked, ["relay panel", "services"]);
    assert_eq!(found.route, Route::Relay);
    assert_eq!(found.relay_alias.as_deref(), Some("panel"));
}

#[test]
fn d04_a_relay_that_does_not_answer_leaves_the_direct_route() {
    let mut down = case(
        "panel.example",
        vec![Err(TransportError::RelayUnreachable), answer(BALANCE), answer(SERVICES)],
    );
    down.relay = Some(served("https://panel.example/api/v2"));
    let (result, asked) = run(down);
    assert_eq!(asked, ["relay panel", "direct v2", "services"]);
    assert_eq!(result.expect("works").route, Route::Direct);
}

#[test]
fn the_first_word_against_the_key_ends_the_test() {
    let mut bad_key = case("panel.example", vec![answer(BAD_KEY)]);
    bad_key.relay = Some(served("https://panel.example/api/v2"));
    let (result, asked) = run(bad_key);
    assert!(matches!(result, Err(ProbeFailure::BadKey(_))), "{result:?}");
    assert_eq!(asked, ["relay panel"]);
}

#[test]
fn k01_a_key_is_never_shown_to_a_second_address_after_a_word_against_it() {
    let http = |status, body: &str| HttpResponse {
        status,
        retry_after: None,
        stage: None,
        body: body.as_bytes().to_vec(),
    };
    let json = |status, words: &str| Ok(http(status, &format!(r#"{{"error":"{words}"}}"#)));
    for refusal in [
        json(200, "Incorrect request or API key"),
        json(401, "Incorrect request"),
        json(403, "Nope"),
        json(200, "Account restricted"),
        json(200, "API anahtarı hatalı"),
        json(200, "Ваш API-ключ отключен"),
        json(200, "مفتاح API المدخل غير صحيح"),
        json(200, "등록되지 않았거나 잘못된 API 키입니다"),
        json(400, "Sua chave de API expirou"),
        Ok(http(200, "Invalid API key")),
        Ok(http(401, "")),
    ] {
        let mut case = case("panel.example", vec![refusal.clone()]);
        case.relay = Some(served("https://panel.example/api/v2"));
        let (result, asked) = run(case);
        assert!(matches!(result, Err(ProbeFailure::BadKey(_))), "{refusal:?}: {result:?}");
        assert_eq!(asked, ["relay panel"], "{refusal:?}");
    }
}

#[test]
fn k01_the_same_words_from_two_addresses_end_the_test() {
    let words = || answer(r#"{"error":"Clé refusée"}"#);
    let (result, asked) = run(case("panel.example", vec![words(), words(), words(), words()]));
    assert!(matches!(result, Err(ProbeFailure::Refused(_))), "{result:?}");
    assert_eq!(asked, ["direct v2", "direct v1"]);
}

#[test]
fn what_came_instead_is_named() {
    let blocked = || Err(TransportError::Blocked);
    let (result, _) = run(case("panel.example", vec![answer("<html>"), blocked()]));
    assert_eq!(result, Err(ProbeFailure::WebPage { bot_check: false }));
    let (result, _) = run(case("panel.example/v2", vec![answer("[1,2]")]));
    assert_eq!(result, Err(ProbeFailure::NotThisProtocol));
    let mut unreachable = case("panel.example", vec![blocked(), blocked()]);
    unreachable.relay = Some(served("https://other.example/api/v2"));
    let (result, _) = run(unreachable);
    let direct = Some(TransportError::Blocked);
    let expected = ProbeFailure::Unreachable { direct, relay: None, lacking: vec![RelayId::Own] };
    assert_eq!(result, Err(expected));
}

#[test]
fn s13_a_relay_that_wants_a_token_is_named_when_nothing_else_answers() {
    let key = ApiKey::parse("CANARY-key-0001").expect("a key");
    let candidates =
        parse_address("panel.example/api/v2", PrivateHosts::Refuse).expect("an address");
    let wanting = [RelayOffer { relay: RelayId::Own, listing: Listing::WantsToken }];
    let probe = |choice: RouteChoice, answers: Vec<Answer>| {
        let transport = ScriptedTransport::default();
        transport.script.borrow_mut().extend(answers);
        let request = ProbeRequest {
            candidates: &candidates,
            key: &key,
            choice: choice.clone(),
            // The direct choice asks no relay.
            relays: if choice == RouteChoice::Direct { &[] } else { &wanting },
            existing: &[],
        };
        let result = block_on(probe_account(&transport, &request, |_| ()));
        let asked = transport.sent.borrow().len();
        (result.map(|found| found.route), asked)
    };
    let blocked = || Err(TransportError::Blocked);
    let wants_token = Err(ProbeFailure::RelayWantsToken(RelayId::Own));
    assert_eq!(probe(RouteChoice::Relay(RelayId::Own), vec![]), (wants_token.clone(), 0));
    assert_eq!(probe(RouteChoice::Auto, vec![blocked()]), (wants_token.clone(), 1));
    let direct = probe(RouteChoice::Auto, vec![answer(BALANCE), answer("[]")]);
    assert_eq!(direct, (Ok(Route::Direct), 2));
    let (page, _) = probe(RouteChoice::Auto, vec![answer("<html>")]);
    assert_eq!(page, Err(ProbeFailure::WebPage { bot_check: false }));
    let (unreachable, _) = probe(RouteChoice::Direct, vec![blocked()]);
    assert!(matches!(unreachable, Err(ProbeFailure::Unreachable { .. })), "{unreachable:?}");

    // One that began to want it after it had listed its panels.
    let refused = TransportError::RelayRefused("token".to_owned());
    let mut late = case("panel.example/api/v2", vec![Err(refused), blocked()]);
    late.relay = Some(served("https://panel.example/api/v2"));
    assert_eq!(run(late).0.map(|found| found.route), wants_token);
}

#[test]
fn the_chosen_route_is_the_only_one_tried() {
    let mut direct = case("panel.example/api/v2", vec![Err(TransportError::Blocked)]);
    direct.choice = RouteChoice::Direct;
    assert_eq!(run(direct).1, ["direct v2"]);
    let mut relay = case("panel.example/api/v2", vec![answer(BALANCE), answer("[]")]);
    relay.choice = RouteChoice::Relay(RelayId::Own);
    relay.relay = Some(served("https://panel.example/api/v2/"));
    assert_eq!(run(relay).1, ["relay panel", "services"]);
}

#[test]
fn an_account_that_is_already_here_is_not_tested_again() {
    let key = ApiKey::parse("CANARY-key-0001").expect("a key");
    let candidates = parse_address("panel.example", PrivateHosts::Refuse).expect("an address");
    let id = AccountId::new("a").expect("an id");
    let existing = [(id.clone(), candidates[1].clone(), key.clone())];
    let request = ProbeRequest {
        candidates: &candidates,
        key: &key,
        choice: RouteChoice::Auto,
        relays: &[],
        existing: &existing,
    };
    let transport = ScriptedTransport::default();
    let result = block_on(probe_account(&transport, &request, |_| ()));
    assert_eq!(result, Err(ProbeFailure::AlreadyAdded(id)));
    assert!(transport.sent.borrow().is_empty());
}

/// The ten spellings of the attack: six of them could be added beside the account, and then knew
/// nothing of its orders.
#[test]
fn s04_no_other_spelling_of_an_added_address_is_another_account() {
    let key = ApiKey::parse("CANARY-key-0001").expect("a key");
    let id = AccountId::new("a").expect("an id");
    let there = parse_address("http://127.0.0.1:8788/api/v2", PrivateHosts::Allow);
    let existing = [(id.clone(), there.expect("an address").remove(0), key.clone())];
    for spelling in [
        "127.0.0.1:8788",
        "http://127.0.0.1:8788/api/v2/",
        "HTTP://127.0.0.1:08788/api",
        "localhost:8788/api/v2",
        "LOCALHOST.:8788/api/v2",
        "127.1:8788/api/v2",
        "[::1]:8788/api/v2",
        "127.0.0.1:8788/./api/v2",
        "127.0.0.1:8788//api/v2",
        "127.0.0.1:8788/x/../api/v2",
    ] {
        let candidates = parse_address(spelling, PrivateHosts::Allow).expect(spelling);
        let request = ProbeRequest {
            candidates: &candidates,
            key: &key,
            choice: RouteChoice::Auto,
            relays: &[],
            existing: &existing,
        };
        let transport = ScriptedTransport::default();
        let result = block_on(probe_account(&transport, &request, |_| ()));
        assert_eq!(result, Err(ProbeFailure::AlreadyAdded(id.clone())), "{spelling}");
    }
}

#[test]
fn an_unreadable_service_list_does_not_spoil_a_working_account() {
    let (result, _) = run(case("panel.example/api/v2", vec![answer(BALANCE), answer("<html>")]));
    assert!(result.expect("works").services.is_err());
}

#[test]
fn of_several_relays_the_first_that_knows_the_panel_is_taken_and_the_others_are_named() {
    let key = ApiKey::parse("CANARY-key-0001").expect("a key");
    let candidates =
        parse_address("panel.example/api/v2", PrivateHosts::Refuse).expect("an address");
    let probe = |choice: RouteChoice, relays: &[RelayOffer], answers: Vec<Answer>| {
        let transport = ScriptedTransport::default();
        transport.script.borrow_mut().extend(answers);
        let (candidates, key, existing) = (&candidates, &key, &[]);
        let request = ProbeRequest { candidates, key, choice, relays, existing };
        let result = block_on(probe_account(&transport, &request, |_| ()));
        let asked = transport.sent.borrow().first().map(|(to, ..)| to.clone());
        (result, asked)
    };
    let (first, second) = (relay_at("one.example"), relay_at("two.example"));
    let knows = |relay: &RelayId, endpoint: &str| RelayOffer {
        relay: relay.clone(),
        ..offer(served(endpoint))
    };
    let there = "https://panel.example/api/v2";
    let relays = [knows(&first, "https://other.example/api/v2"), knows(&second, there)];
    let (found, asked) = probe(RouteChoice::Auto, &relays, vec![answer(BALANCE), answer("[]")]);
    let to = Destination::Relay { relay: second.clone(), alias: "panel".to_owned() };
    assert_eq!(asked, Some(to));
    assert_eq!(found.map(|found| (found.route, found.relay)), Ok((Route::Relay, second.clone())));

    let unreachable = |relays: &[RelayOffer]| match probe(
        RouteChoice::Relay(first.clone()),
        relays,
        Vec::new(),
    )
    .0
    {
        Err(ProbeFailure::Unreachable { direct: None, relay, lacking }) => (relay, lacking),
        other => panic!("{other:?}"),
    };
    assert_eq!(unreachable(&relays[..1]), (None, vec![first.clone()]));
    let says = |listing| [RelayOffer { relay: first.clone(), listing }];
    let away = (Some(TransportError::RelayUnreachable), Vec::new());
    assert_eq!(unreachable(&says(Listing::Nothing)), away);
    let refused = TransportError::RelayRefused("origin".to_owned());
    assert_eq!(unreachable(&says(Listing::NotAllowed)), (Some(refused), Vec::new()));
}
