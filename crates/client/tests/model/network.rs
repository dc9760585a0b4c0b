//! The wire between the tabs and the panel, with or without a relay: requests arrive late, twice or
//! not at all, whatever became of the tab that sent them. The panel is the sandbox's.

mod customers;

pub(crate) use customers::{Accepted, KEYS};

use crate::dice::Dice;
use crate::history::Scenario;
use panelboard_client::error::TransportError;
use panelboard_domain::account::Dialect;
use panelboard_fence::{AttemptId, Decision, Mark, Memory, MemoryId, Receipt, State};
use panelboard_panel_api::action::ActionName;
use panelboard_panel_api::http::{FromRelay, HttpResponse, RelayStage};
use panelboard_sandbox::engine::{Catalogue, Profile, World as Panel};
use std::collections::HashMap;

/// Requests reach the panel within this time, or never.
const LONGEST_WAY_MILLIS: u64 = 30_000;
/// So late a copy may reach a relay: from a laptop that slept, or a line that came back.
pub(crate) const LATEST_MILLIS: u64 = 600_000;

const SERVICES: &str = r#"[
{"service":"1","name":"One","category":"C","type":"Default","rate":"1.00","min":"10","max":"100000"},
{"service":"2","name":"Two","category":"C","type":"Default","rate":"1.00","min":"10","max":"100000"},
{"service":"3","name":"Three","category":"C","type":"Default","rate":"2.00","min":"10","max":"100000"}
]"#;

pub(crate) type Answer = Result<HttpResponse, TransportError>;

pub(crate) struct Network {
    pub(crate) scenario: Scenario,
    /// The panel, for each of its customers: they share nothing but the address. Their numbers may be the
    /// same, as no panel's are: that makes the app more careful, never less.
    pub(crate) customers: Vec<Panel>,
    relay: Relay,
    flights: Vec<Flight>,
    /// Every accepted `add`.
    pub(crate) accepted: Vec<Accepted>,
    /// How often the app sent each attempt.
    pub(crate) dispatched: HashMap<String, u32>,
    /// How many orders were open at the panel when each attempt was sent.
    pub(crate) open_before: HashMap<String, usize>,
}

struct Flight {
    body: String,
    attempt: Option<String>,
    /// What the write names.
    mark: Option<Mark>,
    arrivals: Vec<u64>,
    /// When the tab hears, and what if not the answer.
    heard_at: u64,
    failure: Option<TransportError>,
    answer: Option<HttpResponse>,
}

struct Relay {
    /// It keeps what it has taken, without the answers, in a file.
    has_file: bool,
    memory: Memory<End>,
    born: u128,
}

#[derive(Clone)]
enum End {
    /// It went upstream; the panel's answer is known from this time on.
    Sent {
        known_at: u64,
        answer: HttpResponse,
    },
    InDoubt,
    NotSent,
}

impl Network {
    pub(crate) fn new(seed: u64, scenario: Scenario) -> Self {
        let catalogue = Catalogue::recorded(SERVICES).expect("a list");
        let profile = match seed % 3 {
            0 => Profile::ALL[0],
            1 => Profile::ALL[1],
            _ => keeper(),
        };
        Self {
            scenario,
            customers: vec![Panel::with_catalogue(seed, profile, catalogue)],
            relay: Relay {
                has_file: seed % 4 < 2,
                memory: Memory::new(MemoryId::from_bits(0)),
                born: 0,
            },
            flights: Vec::new(),
            accepted: Vec::new(),
            dispatched: HashMap::new(),
            open_before: HashMap::new(),
        }
    }

    /// It knows an order by the request id that came with it, for a day.
    pub(crate) fn keeps_request_ids(&self) -> bool {
        self.customers[0].profile().name == keeper().name
    }

    /// What the panel speaks.
    pub(crate) fn dialect(&self) -> Dialect {
        match self.customers[0].profile().dialect {
            panelboard_sandbox::engine::Dialect::V1 => Dialect::V1,
            panelboard_sandbox::engine::Dialect::V2 => Dialect::V2,
        }
    }

    /// Puts a request on the wire.
    pub(crate) fn send(
        &mut self,
        now: u64,
        action: ActionName,
        body: &str,
        attempt: Option<&str>,
        mark: Option<Mark>,
        dice: &mut Dice,
    ) -> usize {
        if let Some(attempt) = attempt {
            *self.dispatched.entry(attempt.to_owned()).or_default() += 1;
            let open = self.open_orders();
            self.open_before.insert(attempt.to_owned(), open);
        }
        let is_write = action.is_write();
        let is_relayed = self.scenario == Scenario::Relay;
        let way = match is_write {
            true if is_relayed && dice.chance(5) => LATEST_MILLIS,
            true if dice.chance(20) => LONGEST_WAY_MILLIS,
            _ => 300,
        };
        let times = match (self.scenario, is_write) {
            (_, false) => u64::from(dice.chance(92)),
            (Scenario::DirectResent, true) => {
                if dice.chance(40) {
                    2
                } else {
                    1
                }
            }
            // The browser's own repeat: the relay must make one of it.
            (Scenario::Relay, true) => {
                if dice.chance(15) {
                    2
                } else {
                    u64::from(dice.chance(85))
                }
            }
            (Scenario::Direct, true) => u64::from(dice.chance(85)),
        };
        let arrivals: Vec<u64> = (0..times).map(|_| now + 1 + dice.below(way)).collect();
        let last = arrivals.iter().max().copied().unwrap_or(now);
        let percent_heard = if is_write { 62 } else { 95 };
        let failure = match dice.below(100) {
            chance if times > 0 && chance < percent_heard => None,
            chance if chance % 2 == 0 => Some(TransportError::Blocked),
            _ => Some(TransportError::Timeout),
        };
        let failure = match failure {
            // The app does not wait longer.
            None if last > now + 60_000 => Some(TransportError::Timeout),
            failure => failure,
        };
        let heard_at = match &failure {
            None => {
                let slow = if dice.chance(90) { 500 } else { 40_000 };
                last + dice.below(slow)
            }
            Some(TransportError::Timeout) => now + 60_000,
            Some(_) => now + 1 + dice.below(20_000),
        };
        self.flights.push(Flight {
            body: body.to_owned(),
            attempt: attempt.map(str::to_owned),
            mark,
            arrivals,
            heard_at,
            failure,
            answer: None,
        });
        self.flights.len() - 1
    }

    /// What the tab hears by now.
    pub(crate) fn reply(&mut self, flight: usize, now: u64) -> Option<Answer> {
        let flight = &mut self.flights[flight];
        if now < flight.heard_at {
            return None;
        }
        Some(match (&flight.failure, &flight.answer) {
            (Some(failure), _) => Err(failure.clone()),
            (None, Some(answer)) => Ok(answer.clone()),
            (None, None) => Err(TransportError::Blocked),
        })
    }

    /// Nothing of this attempt is on its way any more.
    pub(crate) fn has_landed(&self, attempt: &str) -> bool {
        self.flights
            .iter()
            .filter(|flight| flight.attempt.as_deref() == Some(attempt))
            .all(|flight| flight.arrivals.is_empty())
    }

    /// Everything that arrives until `now` arrives, in order.
    pub(crate) fn run_until(&mut self, now: u64, dice: &mut Dice) {
        loop {
            let next = self
                .flights
                .iter()
                .enumerate()
                .flat_map(|(index, flight)| flight.arrivals.iter().map(move |at| (*at, index)))
                .min();
            let Some((at, index)) = next.filter(|(at, _)| *at <= now) else { break };
            let flight = &mut self.flights[index];
            flight.arrivals.retain(|arrival| *arrival != at);
            let (body, attempt, mark) = (flight.body.clone(), flight.attempt.clone(), flight.mark);
            let answer = match self.scenario {
                Scenario::Relay => self.through_relay(at, &body, attempt, mark, dice),
                Scenario::Direct | Scenario::DirectResent => {
                    let mut answer = self.at_panel(at, &body, attempt.as_deref());
                    if attempt.is_some() {
                        spoil(&mut answer, dice);
                    }
                    answer
                }
            };
            self.flights[index].answer = Some(answer);
        }
    }

    fn through_relay(
        &mut self,
        now: u64,
        body: &str,
        attempt: Option<String>,
        mark: Option<Mark>,
        dice: &mut Dice,
    ) -> HttpResponse {
        let Some(attempt) = attempt else {
            let mut answer = self.at_panel(now, body, None);
            answer.stage = Some(RelayStage::Upstream);
            return answer;
        };
        let Some(mark) = mark else { return refusal(RelayStage::PreUpstream, "mark-required") };
        match self.relay.memory.take(id(&attempt), [0; 16], mark) {
            Decision::First => {}
            Decision::Settled(end) => return end.response(RelayStage::Replayed),
            Decision::InDoubt(_) => return refusal(RelayStage::InDoubt, "other-memory"),
            Decision::Join | Decision::Conflict => {
                panic!("{attempt} has one body and ends at once")
            }
        }
        let end = match dice.below(100) {
            0..6 => End::NotSent,
            // It went out, the answer did not come back.
            6..10 => {
                self.at_panel(now, body, Some(&attempt));
                End::InDoubt
            }
            10..12 => End::InDoubt,
            _ => {
                let mut answer = self.at_panel(now, body, Some(&attempt));
                spoil(&mut answer, dice);
                End::Sent { known_at: now + dice.below(8_000), answer }
            }
        };
        let response = end.response(RelayStage::Upstream);
        self.relay.memory.settle(id(&attempt), end);
        response
    }

    /// `GET /attempts/{id}`.
    pub(crate) fn relay_receipt(&self, now: u64, attempt: &str) -> FromRelay {
        let Receipt { state, mark, forgotten } = self.relay.memory.receipt(id(attempt));
        let escape =
            |body: &[u8]| String::from_utf8_lossy(body).replace('\\', "\\\\").replace('"', "\\\"");
        let (state, result) = match state {
            State::NotSeen => ("not_seen", String::new()),
            State::InFlight => ("in_flight", String::new()),
            State::Settled(End::NotSent) => ("not_sent", String::new()),
            State::Settled(End::InDoubt) => ("in_doubt", String::new()),
            State::Settled(End::Sent { known_at, .. }) if known_at > now => {
                ("in_flight", String::new())
            }
            State::Settled(End::Sent { answer, .. }) => {
                let body = escape(&answer.body);
                ("done", format!(r#","result":{{"status":{},"body":"{body}"}}"#, answer.status))
            }
        };
        let Mark { memory, position } = mark;
        let body = format!(
            r#"{{"state":"{state}","memory":"{memory}","position":{position},"forgotten":{forgotten}{result}}}"#
        );
        let stage = Some(RelayStage::PreUpstream);
        FromRelay { status: 200, retry_after: None, stage, body: body.into_bytes() }
    }

    /// `POST /attempts/{id}/{M}/{N}/close`.
    pub(crate) fn relay_close(&mut self, now: u64, attempt: &str, mark: Mark) -> FromRelay {
        self.relay.memory.close(id(attempt), mark, End::NotSent);
        self.relay_receipt(now, attempt)
    }

    /// Makes room: the oldest attempt goes.
    pub(crate) fn relay_forgets(&mut self) {
        self.relay.memory.forget_oldest();
    }

    /// The relay forgets everything, or with its file, everything but what it has taken. Requests under
    /// way are not lost with it: who listens for it has kept them, and the browser repeats them.
    pub(crate) fn restart_relay(&mut self) {
        let Relay { has_file, memory, born } = &mut self.relay;
        if !*has_file {
            *born += 1;
            *memory = Memory::new(MemoryId::from_bits(*born));
            return;
        }
        let before = memory.clone();
        *memory = Memory::resumed(before.mark(), before.forgotten());
        for (id, taken) in before.oldest_first() {
            let end = match taken.end {
                Some(End::NotSent) => End::NotSent,
                _ => End::InDoubt,
            };
            memory.restore(id, taken.fingerprint, taken.position, end);
        }
    }
}

/// The panel that keeps request ids.
fn keeper() -> &'static Profile {
    let named = Profile::ALL.iter().find(|profile| profile.name == "request-id");
    named.expect("there is one")
}

fn id(attempt: &str) -> AttemptId {
    AttemptId::parse(attempt).expect("the app makes UUIDs")
}

fn refusal(stage: RelayStage, code: &str) -> HttpResponse {
    let body = format!(r#"{{"relay_error":"{code}"}}"#).into_bytes();
    HttpResponse { status: 502, retry_after: None, stage: Some(stage), body }
}

impl End {
    fn response(&self, stage: RelayStage) -> HttpResponse {
        match self {
            Self::Sent { answer, .. } => {
                let mut answer = answer.clone();
                answer.stage = Some(stage);
                answer
            }
            Self::InDoubt => refusal(RelayStage::InDoubt, "upstream_timeout"),
            Self::NotSent => refusal(RelayStage::PreUpstream, "connect"),
        }
    }
}

/// Now and then an answer comes as something that nobody can read.
fn spoil(answer: &mut HttpResponse, dice: &mut Dice) {
    match dice.below(100) {
        0..4 => answer.body = b"<html><title>Login</title></html>".to_vec(),
        4..7 => answer.body.truncate(answer.body.len() / 2),
        7..9 => answer.body.clear(),
        9..12 => {
            answer.status = 502;
            answer.body = b"<html>Bad gateway</html>".to_vec();
        }
        _ => {}
    }
}
