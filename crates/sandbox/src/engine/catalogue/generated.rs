//! Generates a list that reads like a real one: claims in brackets, emoji, odd rows and all.

use super::words::{GRADES, Item, NETWORKS, Network, SHELVES, SPEEDS, STARTS};
use crate::engine::money::Amount;
use crate::engine::random::Dice;
use crate::engine::service::{Service, ServiceKind};

/// `count` services over all shelves, in the order of the shelves.
pub(super) fn services(seed: u64, count: usize) -> Vec<Service> {
    let mut dice = Dice::new(seed, 0xCA7A_1060);
    let shelves = shelves();
    let odd = odd_services();
    let wanted = count.saturating_sub(odd.len());
    let mut services = Vec::with_capacity(count);
    for (index, shelf) in shelves.iter().enumerate() {
        // The n-th shelf ends at its even share, so that the sum is exactly what was asked for.
        let end = wanted * (index + 1) / shelves.len();
        while services.len() < end {
            services.push(shelf.service(&mut dice));
        }
    }
    services.extend(odd.into_iter().take(count - wanted));
    number(&mut services, &mut dice);
    services
}

/// Ids rise with gaps, as in panels where services were deleted.
fn number(services: &mut [Service], dice: &mut Dice) {
    let mut id = 0;
    for service in services {
        id += dice.between(1, 3);
        service.id = id.to_string();
    }
}

/// One category: an item of a network in one flavour.
struct Shelf {
    network: &'static Network,
    item: &'static Item,
    flavour: &'static str,
}

fn shelves() -> Vec<Shelf> {
    let mut shelves = Vec::new();
    for network in NETWORKS {
        for item in network.items {
            for (_, flavour) in (0..item.shelves).zip(SHELVES) {
                shelves.push(Shelf { network, item, flavour });
            }
        }
    }
    shelves
}

impl Shelf {
    fn service(&self, dice: &mut Dice) -> Service {
        let Self { network, item, flavour } = self;
        let is_package = item.kind.is_package();
        let may_drip = matches!(item.kind, ServiceKind::Default | ServiceKind::WebTraffic);
        let refill_days = if is_package { 0 } else { *dice.pick(&[0, 0, 15, 30, 30, 60, 90, 365]) };
        let max = limit(item.max, dice);
        Service {
            id: String::new(),
            name: self.name(dice, refill_days, max),
            category: format!("{} {} {} | {flavour}", network.icon, network.name, item.name),
            kind: item.kind,
            rate: rate(item.rate, refill_days > 0, dice),
            min: item.min.min(max),
            max,
            dripfeed: may_drip && dice.chance(60),
            // Names are claims: a few services promise a refill that the panel does not give.
            refill: refill_days > 0 && dice.chance(97),
            cancel: !is_package && dice.chance(55),
            description: description(item, refill_days, dice),
            recorded: None,
        }
    }

    fn name(&self, dice: &mut Dice, refill_days: u64, max: u64) -> String {
        let fire = if dice.chance(12) { "🔥 " } else { "" };
        let mut name = format!("{fire}{} {}", self.network.name, self.item.name);
        if self.item.kind.is_package() {
            return format!("{name} [{}] 🎁", dice.pick(&["S", "M", "L", "XL"]));
        }
        let refill = match refill_days {
            0 => "No Refill ⚠️".to_owned(),
            days => format!("Refill {days}D ♻️"),
        };
        let most = format!("Max {}", short(max));
        let (open, close) = *dice.pick(&[(" [", "]"), (" [", "]"), (" | ", ""), (" ( ", " )")]);
        let grade: &str = dice.pick::<&str>(&GRADES);
        let start: &str = dice.pick::<&str>(&STARTS);
        let speed: &str = dice.pick::<&str>(&SPEEDS);
        for claim in [grade, &most, &refill, start, speed] {
            name.extend([open, claim, close]);
        }
        name
    }
}

/// 100000 → `100K`.
fn short(number: u64) -> String {
    match number {
        1_000_000.. => format!("{}M", number / 1_000_000),
        1_000.. => format!("{}K", number / 1_000),
        _ => number.to_string(),
    }
}

fn limit(max: u64, dice: &mut Dice) -> u64 {
    (max / *dice.pick(&[1, 1, 2, 5, 10])).max(1)
}

/// The usual price, give or take, in two to four decimals; refill costs more.
fn rate(thousandths: u64, refill: bool, dice: &mut Dice) -> Amount {
    let percent = dice.between(70, 240) + if refill { 35 } else { 0 };
    let fine = (thousandths * 10 * percent / 100).max(1);
    let text = format!("{}.{:04}", fine / 10_000, fine % 10_000);
    let rate = Amount::parse(&text).unwrap_or_default();
    let places = *dice.pick(&[2, 2, 3, 4]);
    if rate.rounded(places) == Amount::ZERO { rate } else { rate.rounded(places) }
}

fn description(item: &Item, refill_days: u64, dice: &mut Dice) -> String {
    let refill = match refill_days {
        0 => "❌ No refill: drops are not covered".to_owned(),
        days => format!("♻️ Refill for {days} days if the count falls below the start"),
    };
    let (start, speed) = (dice.pick(&STARTS), dice.pick(&SPEEDS));
    format!(
        "⏱ {start}\r\n🚀 Speed {speed}\r\n{refill}\r\n\r\n\
         Link: the full address of the page, public.\r\n\
         Minimum {}, one order per link at a time.",
        item.min
    )
}

/// Rows that every big list has somewhere and that clients stumble over.
fn odd_services() -> Vec<Service> {
    let odd = |name: &str, category: &str, rate: &str, [min, max]: [u64; 2]| Service {
        id: String::new(),
        name: name.to_owned(),
        category: category.to_owned(),
        kind: ServiceKind::Default,
        rate: Amount::parse(rate).unwrap_or_default(),
        min,
        max,
        dripfeed: false,
        refill: false,
        cancel: false,
        description: String::new(),
        recorded: None,
    };
    let (notices, free) = ("📢 Notices", "🎁 Free");
    vec![
        odd("⛔ Read our news before you order", notices, "1000000000000", [10, 2_147_483_647]),
        odd("Paused until the supplier returns", notices, "0.50", [999_999, 150_000]),
        odd("Free test likes &amp; views &quot;one per day&quot;", free, "0.00", [10, 50]),
        odd("Telegram Views\t| tabs in a name\t", free, "0.0001", [10, 1_000_000]),
        odd("Owner&#039;s choice of services", free, "0.75", [100, 10_000]),
    ]
}
