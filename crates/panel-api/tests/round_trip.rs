//! Whatever the sandbox writes, this crate reads back: random lists, orders and moments, on every
//! panel of both dialects. The sandbox's own books are the truth that readings are compared with.

use panelboard_domain::account::{Capabilities, Dialect};
use panelboard_domain::attempt::RefusalKind;
use panelboard_domain::id::{OrderId, ServiceId};
use panelboard_domain::money::Amount;
use panelboard_domain::order::{OrderParams, OrderStatus, StatusReading};
use panelboard_domain::secret::ApiKey;
use panelboard_domain::service::Rate;
use panelboard_panel_api::action::Action;
use panelboard_panel_api::batch::batches;
use panelboard_panel_api::decode::{self, AddOutcome, PerOrder};
use panelboard_panel_api::encode::encode;
use panelboard_panel_api::error::{ApiError, Decoded};
use panelboard_panel_api::http::HttpResponse;
use panelboard_panel_api::request_id;
use panelboard_sandbox::engine::{self, Catalogue, OrderView, Profile, State, World};
use proptest::prelude::*;
use serde_json::{Value, json};

const START: u64 = 1_795_132_800_000;

/// A panel and its client.
struct Panel {
    world: World,
    profile: &'static Profile,
    now: u64,
    key: ApiKey,
    capabilities: Capabilities,
}

impl Panel {
    fn new(profile: &'static Profile, seed: u64, rows: &[Value]) -> Self {
        let list = serde_json::to_string(rows).expect("JSON");
        let catalogue = Catalogue::recorded(&list).expect("a list");
        let key = "CANARY-round-trip-0001";
        let dialect = if profile.dialect.name() == "v1" { Dialect::V1 } else { Dialect::V2 };
        Self {
            world: World::with_catalogue(seed, profile, catalogue).with_key(key),
            profile,
            now: START,
            key: ApiKey::parse(key).expect("a key"),
            capabilities: Capabilities::assumed(dialect),
        }
    }

    /// Time stands still, so that the books and the answers speak of the same moment.
    fn request(&mut self, action: &Action) -> HttpResponse {
        let body = encode(action, &self.capabilities, &self.key).body;
        let reply = self.world.handle(self.now, &body);
        HttpResponse {
            status: reply.status,
            retry_after: None,
            stage: None,
            body: reply.body.into_bytes(),
        }
    }

    /// One order of the first service.
    fn add(&mut self, link: &str, quantity: u64) -> AddOutcome {
        self.now += 2_000; // one of them takes one order a second
        let params = [("link", link.to_owned()), ("quantity", quantity.to_string())];
        let params = params.map(|(name, value)| (name.to_owned(), value)).to_vec();
        let service = ServiceId::new("1").expect("an id");
        let order = Action::Add { service, params: OrderParams(params) };
        let named = (self.profile.name == "request-id")
            .then(|| request_id::named(&order, &self.now.to_string()).expect("an order"));
        let answer = self.request(named.as_ref().unwrap_or(&order));
        decode::add(&answer, &self.key)
    }

    /// `status` of these orders, split as this panel takes them.
    fn status(&mut self, orders: &[OrderId]) -> Result<PerOrder<StatusReading>, ApiError> {
        let most = if self.profile.name == "clients-orders" { 1 } else { 7 };
        let mut rows = Vec::new();
        for batch in batches(orders, most) {
            let answer = self.request(&Action::Status(batch.clone()));
            let Decoded { value, warnings } = decode::status(&answer, &batch, &self.key)?;
            assert_eq!(warnings, [], "{}", self.profile.name);
            rows.extend(value);
        }
        Ok(rows)
    }
}

/// The engine's decimal as this side's.
fn amount(amount: engine::Amount) -> Amount {
    Amount::parse(&amount.text(0)).expect("an amount")
}

/// What a panel may call a state; some of them hide failures.
fn may_mean(state: State, said: &OrderStatus) -> bool {
    match state {
        State::Pending => *said == OrderStatus::Queued,
        State::Processing => *said == OrderStatus::Preparing,
        State::InProgress => *said == OrderStatus::Running,
        State::Completed => *said == OrderStatus::Completed,
        State::Partial => *said == OrderStatus::Partial,
        State::Canceled => *said == OrderStatus::Canceled,
        State::Failed => {
            [OrderStatus::Failed, OrderStatus::Queued, OrderStatus::Canceled].contains(said)
        }
        _ => false,
    }
}

fn check_reading(panel: &Panel, reading: &StatusReading, truth: &OrderView) {
    let name = panel.profile.name;
    assert!(may_mean(truth.state, &reading.status), "{name}: {reading:?} for {truth:?}");
    let charge = reading.charge.as_ref().map(|charge| charge.amount);
    assert_eq!(charge, Some(amount(truth.charge)), "{name}: {truth:?}");
    let left = (truth.remains.max(0).unsigned_abs(), truth.remains.min(0).unsigned_abs());
    let over = (left.1 > 0).then_some(left.1);
    assert_eq!((reading.remains, reading.over_delivered), (Some(left.0), over), "{name}");
}

fn profile() -> impl Strategy<Value = &'static Profile> {
    proptest::sample::select(&Profile::ALL[..])
}

/// Rows that the first of can be ordered; at most two decimals, as every panel can print.
fn rows() -> impl Strategy<Value = Vec<Value>> {
    let row = (
        "[a-zA-Z0-9 é🔥𝗡\"\\\\/|<>&;]{1,40}",
        0_u32..100_000,
        1_u64..100,
        0_u64..1_000_000,
        any::<[bool; 3]>(),
    );
    proptest::collection::vec(row, 1..30).prop_map(|rows| {
        rows.into_iter()
            .enumerate()
            .map(|(index, (name, cents, min, more, [dripfeed, refill, cancel]))| {
                json!({
                    "service": (index + 1).to_string(), "name": name, "type": "Default",
                    "category": "c", "rate": format!("{}.{:02}", cents / 100, cents % 100),
                    "min": min.to_string(), "max": (min + 1_000 + more).to_string(),
                    "dripfeed": dripfeed, "refill": refill, "cancel": cancel,
                })
            })
            .collect()
    })
}

proptest! {
    #![proptest_config(ProptestConfig { cases: 128, failure_persistence: None, ..ProptestConfig::default() })]

    #[test]
    fn lists_read_back(profile in profile(), rows in rows(), seed in any::<u64>()) {
        let mut panel = Panel::new(profile, seed, &rows);
        let answer = panel.request(&Action::Services);
        let read = decode::services(&answer, &panel.key).expect("a list");
        let services = read.value.services();
        prop_assert_eq!(&read.warnings, &[]);
        prop_assert_eq!(services.len(), rows.len());
        for (service, truth) in services.iter().zip(panel.world.catalogue().services()) {
            prop_assert_eq!(service.id.as_str(), &truth.id);
            prop_assert_eq!(&service.rate, &Rate::of(amount(truth.rate)), "{}", profile.name);
            prop_assert_eq!((service.min, service.max), (Some(truth.min), Some(truth.max)));
            for (said, meant) in [
                (service.refill, truth.refill),
                (service.cancel, truth.cancel),
                (service.dripfeed, truth.dripfeed),
            ] {
                // A panel may leave a flag out; none says the opposite, except that the one in BRL
                // has no drip-feed at all.
                let is_true = said.is_none_or(|said| said == meant);
                prop_assert!(is_true || profile.name == "laravel-brl", "{}", profile.name);
            }
        }
    }

    #[test]
    fn orders_read_back_at_any_moment(
        profile in profile(),
        rows in rows(),
        seed in any::<u64>(),
        quantities in proptest::collection::vec(0_u64..900, 1..12),
        wait in 0_u64..2_000_000,
    ) {
        let mut panel = Panel::new(profile, seed, &rows);
        let least: u64 = rows[0]["min"].as_str().and_then(|min| min.parse().ok()).expect("a number");
        let mut placed = Vec::new();
        for (index, more) in quantities.iter().enumerate() {
            let link = format!("https://t.me/+Ab%20C{index}");
            match panel.add(&link, least + more) {
                AddOutcome::Placed { order, charge } => {
                    let orders = panel.world.orders();
                    let truth = orders.last().expect("an order");
                    prop_assert_eq!(order.as_str(), &truth.id);
                    prop_assert_eq!(&truth.link, &link, "{}", profile.name);
                    prop_assert_eq!(truth.quantity, least + more);
                    if let Some(charge) = charge {
                        prop_assert_eq!(charge.amount, amount(truth.charge));
                    }
                    placed.push(order);
                }
                AddOutcome::Rejected(reason) => {
                    prop_assert_eq!(reason.kind, RefusalKind::Funds, "{}: {}", profile.name, reason.text);
                    prop_assert_eq!(panel.world.orders().len(), placed.len());
                }
                outcome @ AddOutcome::Unknown { .. } => prop_assert!(false, "{outcome:?}"),
            }
        }
        panel.now += wait;
        let answer = panel.request(&Action::Balance);
        let (balance, _) = decode::balance(&answer, &panel.key).expect("a balance").value;
        let off = balance.money.expect("money").amount.checked_sub(amount(panel.world.balance()));
        let cent = 10_i128.pow(8);
        prop_assert!(off.is_some_and(|off| off.units().abs() < cent), "{}: {off:?}", profile.name);
        if placed.is_empty() {
            return Ok(());
        }
        match panel.status(&placed) {
            Ok(rows) => {
                prop_assert_eq!(rows.len(), placed.len(), "{}", profile.name);
                let orders = panel.world.orders();
                for (id, row) in rows {
                    let truth = orders.iter().find(|order| order.id == id.as_str()).expect("an order");
                    check_reading(&panel, &row.expect("a state"), truth);
                }
            }
            // The panel in UZS reads ids from the query only.
            Err(ApiError::Refused(refusal)) => {
                prop_assert_eq!((profile.name, refusal.kind), ("uzs", RefusalKind::Order));
            }
            Err(error) => prop_assert!(false, "{}: {error:?}", profile.name),
        }
    }

    #[test]
    fn orders_out_of_bounds_are_refused_in_known_words(profile in profile(), rows in rows(), high in any::<bool>()) {
        let mut panel = Panel::new(profile, 1, &rows);
        let limit = |name: &str| rows[0][name].as_str().and_then(|text| text.parse::<u64>().ok()).expect("a number");
        let quantity = if high { limit("max") + 1 } else { limit("min") - 1 };
        match panel.add("https://a.example/b", quantity) {
            AddOutcome::Rejected(reason) => {
                let expected = if high { RefusalKind::QuantityHigh } else { RefusalKind::QuantityLow };
                // Zero is no quantity at all to some of them.
                let is_known = [expected, RefusalKind::Quantity].contains(&reason.kind)
                    || quantity == 0 && reason.kind == RefusalKind::Request;
                prop_assert!(is_known, "{}: {quantity}: {reason:?}", profile.name);
                prop_assert!(panel.world.orders().is_empty());
            }
            outcome => prop_assert!(false, "{}: {quantity}: {outcome:?}", profile.name),
        }
    }
}
