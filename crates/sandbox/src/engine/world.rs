//! One panel with its books: services, one client's account, orders, refills and the clock.

use super::catalogue::Catalogue;
use super::fields::Fields;
use super::json::{Json, is_number};
use super::money::Amount;
use super::order::{Fate, Order, Refill};
use super::place::{Plan, plan};
use super::profile::{Action, ActiveLink, Answer, Asked, Batch, Ids, Profile, RequestIds};
use super::progress::{Draft, Queue};
use super::random::Dice;
use super::refusal::Refusal;
use super::request::Request;
use std::collections::{BTreeMap, BTreeSet};
use std::sync::OnceLock;

/// How many ids a batch may have.
const BATCH_LIMIT: usize = 100;

/// Characters that a request id may have.
const LONGEST_REQUEST_ID: usize = 128;

/// What the panel sends back.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Reply {
    /// The HTTP status; it says little in this protocol.
    pub status: u16,
    /// The content type that this panel claims.
    pub content_type: &'static str,
    /// The body.
    pub body: String,
}

/// One panel with one client account. See the module for what it never does.
#[derive(Clone, Debug)]
pub struct World {
    pub(crate) profile: &'static Profile,
    pub(crate) seed: u64,
    pub(crate) catalogue: Catalogue,
    pub(crate) key: String,
    pub(crate) suspended: bool,
    pub(crate) fate: Fate,
    pub(crate) now: u64,
    pub(crate) balance: Amount,
    pub(crate) orders: Vec<Order>,
    pub(crate) by_id: BTreeMap<String, usize>,
    pub(crate) live: BTreeSet<usize>,
    pub(crate) refills: Vec<Refill>,
    pub(crate) queue: Queue,
    last_add_at: Option<u64>,
    pub(crate) accepted: u64,
    pub(crate) written_services: Option<String>,
    /// The answers to orders by their request ids, with the time of each.
    pub(crate) requests: BTreeMap<String, (u64, Answer)>,
}

impl World {
    /// A panel with the standard list of 6,000 services. Its key is `sandbox-v1-key-0001` or
    /// `sandbox-v2-key-0001`, after the dialect.
    #[must_use]
    pub fn new(seed: u64, profile: &'static Profile) -> Self {
        static STANDARD: OnceLock<Catalogue> = OnceLock::new();
        let catalogue = STANDARD.get_or_init(|| Catalogue::generated(1, 6_000)).clone();
        Self::with_catalogue(seed, profile, catalogue)
    }

    /// A panel that sells the given list (the generated one is priced in the panel's currency).
    #[must_use]
    pub fn with_catalogue(seed: u64, profile: &'static Profile, catalogue: Catalogue) -> Self {
        Self {
            profile,
            seed: mix(seed, profile.name),
            catalogue: catalogue.priced(profile.price_factor),
            key: format!("sandbox-{}-key-0001", profile.dialect.name()),
            suspended: false,
            fate: Fate::Mixed,
            now: 0,
            balance: Amount::parse(profile.opening_balance).unwrap_or_default(),
            orders: Vec::new(),
            by_id: BTreeMap::new(),
            live: BTreeSet::new(),
            refills: Vec::new(),
            queue: Queue::default(),
            last_add_at: None,
            accepted: 0,
            written_services: None,
            requests: BTreeMap::new(),
        }
    }

    /// The same panel with another key.
    #[must_use]
    pub fn with_key(mut self, key: &str) -> Self {
        key.clone_into(&mut self.key);
        self
    }

    /// Answers a urlencoded POST at `now_ms` (Unix milliseconds, never running backwards).
    pub fn handle(&mut self, now_ms: u64, form_body: &str) -> Reply {
        self.step(now_ms, &Request::form(form_body))
    }

    /// Answers any request at `now_ms` (Unix milliseconds, never running backwards).
    pub fn step(&mut self, now_ms: u64, request: &Request) -> Reply {
        self.advance(now_ms);
        let fields = Fields::read(&self.profile.reading, request);
        let asked = asked(&fields);
        let answer = match self.allowed_action(&fields) {
            Ok(Action::Services) => return self.reply_services(),
            Ok(action) => self.act(action, fields, request),
            Err(refusal) => Err(refusal),
        };
        let refuse = self.profile.refuse;
        let Answer { status, body } = answer.unwrap_or_else(|refusal| refuse(&refusal, asked));
        self.reply(status, body.write(self.profile.wire.json))
    }

    const fn reply(&self, status: u16, body: String) -> Reply {
        Reply { status, content_type: self.profile.wire.content_type, body }
    }

    /// The list is large and rarely changes, so its text is kept.
    fn reply_services(&mut self) -> Reply {
        let text = match self.written_services.take() {
            Some(text) => text,
            None => self.services().write(self.profile.wire.json),
        };
        self.written_services = Some(text.clone());
        self.reply(200, text)
    }

    fn allowed_action(&self, fields: &Fields) -> Result<Action, Refusal> {
        let action = fields.get("action");
        let known = self.profile.actions.iter().find(|known| Some(known.name()) == action);
        let is_public = self.profile.reading.public_services && known == Some(&Action::Services);
        let key = fields.get("key").or_else(|| fields.get("api_token"));
        if key.is_none() || action.is_none() {
            return Err(Refusal::NoData);
        }
        if key != Some(self.key.as_str()) && !is_public {
            return Err(Refusal::Key);
        }
        if self.suspended {
            return Err(Refusal::Suspended);
        }
        known.copied().ok_or_else(|| Refusal::Action(action.unwrap_or_default().to_owned()))
    }

    fn act(
        &mut self,
        action: Action,
        fields: Fields,
        request: &Request,
    ) -> Result<Answer, Refusal> {
        match action {
            Action::Services => Ok(Answer::ok(self.services())),
            Action::Balance => {
                let balance = self.profile.wire.balance;
                Ok(Answer::ok(balance(self.balance, self.profile.currency)))
            }
            Action::Add => self.add_once(fields, request),
            Action::Status => self.status(&fields),
            Action::Refill => self.refill(&fields),
            Action::RefillStatus => self.refill_status(&fields),
            Action::Cancel => self.cancel(&fields),
            Action::Orders => Ok(Answer::ok(self.history())),
            Action::Categories => Ok(Answer::ok(self.categories())),
        }
    }

    /// An order under a request id that the panel still knows is the one that it made.
    fn add_once(&mut self, fields: Fields, request: &Request) -> Result<Answer, Refusal> {
        let RequestIds::Demanded { millis } = self.profile.rules.request_ids else {
            return self.add(fields, request);
        };
        let id = fields.get("request_id").filter(|id| id.chars().count() <= LONGEST_REQUEST_ID);
        let id = id.ok_or(Refusal::Field("request_id"))?.to_owned();
        if let Some((at, answer)) = self.requests.get(&id)
            && self.now < at + millis
        {
            return Ok(answer.clone());
        }
        let answer = self.add(fields, request)?;
        self.requests.insert(id, (self.now, answer.clone()));
        Ok(answer)
    }

    fn add(&mut self, mut fields: Fields, request: &Request) -> Result<Answer, Refusal> {
        let rules = &self.profile.rules;
        let too_soon = |last: u64| self.now < last + rules.add_gap;
        if self.last_add_at.is_some_and(too_soon) {
            return Err(Refusal::RateLimit);
        }
        self.last_add_at = Some(self.now);
        if let Some(names) = self.profile.reading.only {
            fields.keep_only(names);
        }
        let id = fields.get("service").ok_or(Refusal::NoService)?;
        let service = self.catalogue.position(id).ok_or(Refusal::Service)?;
        let Plan { link, quantity, charge, shape } =
            plan(rules, &self.catalogue.services()[service], &fields)?;
        self.check_link(service, &link)?;
        if rules.schedules && fields.get("schedule") == Some("1") {
            return Ok(scheduled());
        }
        if charge > self.balance {
            return Err(Refusal::Funds);
        }
        self.balance = self.balance - charge;
        self.accepted += 1;
        let fields = request.fields_without_key();
        let draft = Draft { service, parent: None, shape, link, quantity, charge, fields };
        let index = self.insert(draft);
        let id = self.profile.ids.json(&self.orders[index].id);
        Ok((self.profile.wire.placed)(id, charge))
    }

    fn check_link(&self, service: usize, link: &str) -> Result<(), Refusal> {
        let same_link = |order: &Order| normal(&order.link) == normal(link);
        let mut live = self.live.iter().map(|index| &self.orders[*index]);
        let taken = match self.profile.rules.active_link {
            ActiveLink::Allowed => false,
            ActiveLink::OncePerService => {
                live.any(|order| order.service == service && same_link(order))
            }
            ActiveLink::Once => live.any(same_link),
        };
        if taken { Err(Refusal::ActiveLink) } else { Ok(()) }
    }

    pub(crate) fn find(&self, id: &str) -> Result<usize, Refusal> {
        let id = id.trim();
        let unknown = || Refusal::NotANumber(id.to_owned());
        let missing = || if is_number(id) { Refusal::Order } else { unknown() };
        self.by_id.get(id).copied().ok_or_else(missing)
    }

    /// A batch that is not too long, or what the panel takes of it.
    pub(crate) fn checked_batch(&self, mut ids: Vec<String>) -> Result<Vec<String>, Refusal> {
        match self.profile.rules.batch {
            Batch::Refused if ids.len() > BATCH_LIMIT => return Err(Refusal::TooManyIds),
            Batch::Cut => ids.truncate(BATCH_LIMIT),
            Batch::Refused | Batch::Unlimited => {}
        }
        Ok(ids)
    }

    pub(crate) fn new_order_id(&self, index: usize, dice: &mut Dice) -> String {
        loop {
            let id = self.draw_id("ord", index, dice);
            if !self.by_id.contains_key(&id) {
                return id;
            }
        }
    }

    pub(crate) fn new_refill_id(&self, number: usize, dice: &mut Dice) -> String {
        match self.profile.ids {
            Ids::Rising(_) | Ids::RisingText(_) | Ids::Unrelated => (number + 1).to_string(),
            Ids::Letters | Ids::Prefixed => self.draw_id("ref", number, dice),
        }
    }

    fn draw_id(&self, prefix: &str, index: usize, dice: &mut Dice) -> String {
        const LETTERS: [char; 32] = [
            'A', 'B', 'C', 'D', 'E', 'F', 'G', 'H', 'J', 'K', 'L', 'M', 'N', 'P', 'Q', 'R', 'S',
            'T', 'U', 'V', 'W', 'X', 'Y', 'Z', '2', '3', '4', '5', '6', '7', '8', '9',
        ];
        let mut letters = |count| (0..count).map(|_| *dice.pick(&LETTERS)).collect::<String>();
        match self.profile.ids {
            Ids::Rising(first) | Ids::RisingText(first) => (first + index as u64).to_string(),
            Ids::Letters => letters(6),
            // Such a panel writes the time in milliseconds; here it must not depend on the clock.
            Ids::Prefixed => {
                let time = 1_763_682_000_000 + index as u64 * 61_003;
                format!("{prefix}_{time}_{}", letters(5).to_lowercase())
            }
            Ids::Unrelated => dice.between(10_000_000, 99_999_999).to_string(),
        }
    }
}

fn asked(fields: &Fields) -> Asked {
    let writes = [Action::Add, Action::Refill, Action::Cancel].map(Action::name);
    let is_write = fields.get("action").is_some_and(|action| writes.contains(&action));
    if is_write { Asked::Write } else { Asked::Read }
}

/// Success without an order: the order will be placed at the time that was asked for.
fn scheduled() -> Answer {
    let text = "Đơn hàng đã được lên lịch thành công";
    Answer::ok(Json::object([("status", Json::text("success")), ("msg", Json::text(text))]))
}

/// Seeds differ by panel, so that two panels do not mirror each other.
fn mix(seed: u64, name: &str) -> u64 {
    name.bytes().fold(seed ^ 0xCBF2_9CE4_8422_2325, |hash, byte| {
        (hash ^ u64::from(byte)).wrapping_mul(0x0100_0000_01B3)
    })
}

/// Links are compared without scheme, case and a slash at the end.
fn normal(link: &str) -> String {
    let lower = link.trim().to_lowercase();
    let bare = lower.trim_start_matches("https://").trim_start_matches("http://");
    bare.trim_start_matches("www.").trim_end_matches('/').to_owned()
}
