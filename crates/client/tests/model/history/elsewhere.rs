//! What happens beside the money path: refunds, money that moves elsewhere, a rail that reads balances,
//! and a user who looks at the panel, sometimes at the wrong line.

use super::accounts::Held;
use super::{History, SOON, order_of};
use crate::dice::Dice;
use crate::world::World;
use panelboard_client::evidence::{concerned, note_balance};
use panelboard_client::journal;
use panelboard_client::place::Credentials;
use panelboard_client::reads::{Paces, read_balance};
use panelboard_client::settle::{Asker, UserSettlement, settle, withdraw};
use panelboard_domain::attempt::{Attempt, BalanceReading, Point};
use panelboard_domain::id::OrderId;
use panelboard_domain::money::Amount;
use panelboard_sandbox::engine::{Amount as PanelAmount, Change, State};

/// Never the price of an order here, nor twice it, nor any sum of these: money that moves elsewhere by
/// exactly the price cannot be told from the order's own charge by anybody.
const FOREIGN: [&str; 5] = ["-0.37", "-3.11", "5.03", "-7.79", "0.53"];
const POINTS: [Point; 5] =
    [Point::Charge, Point::Quantity, Point::Service, Point::Start, Point::Number];

impl History {
    /// The user looks at the panel's own pages and says what is true.
    pub(super) fn user_looks(&mut self) {
        let Some(attempt) = self.pick_unknown() else { return };
        let word = true_word(&self.shared.borrow(), &attempt);
        if let Some(word) = word {
            self.say(&attempt, word);
        }
    }

    /// The user types a number that is not this order's, and may insist on it.
    pub(super) fn user_errs(&mut self) {
        let Some(attempt) = self.pick_unknown() else { return };
        let orders: Vec<String> = {
            let world = self.shared.borrow();
            let own = order_of(&world, &attempt.id).map(str::to_owned);
            let customers = world.network.customers.iter();
            let all = customers.flat_map(|customer| customer.orders()).map(|order| order.id);
            all.filter(|id| Some(id) != own.as_ref()).chain(["424242".to_owned()]).collect()
        };
        let order = self.dice.pick(&orders).clone();
        let accepted = if self.dice.chance(50) { POINTS.to_vec() } else { Vec::new() };
        self.shared.borrow_mut().mistaken.push(attempt.id.to_string());
        self.say(&attempt, number(&order, accepted));
    }

    /// The user takes back what they said of some order.
    pub(super) fn user_withdraws(&mut self) {
        let journal = self.journal();
        if journal.is_empty() {
            return;
        }
        let id = self.dice.pick(&journal).id.clone();
        let (index, tab) = self.any_tab();
        self.spawn(index, async move {
            let _ = withdraw(&tab, &id).await;
        });
    }

    /// The rail reads the balance and shows it to whatever is open.
    pub(super) fn rail_reads(&mut self) {
        let Some(Held { account, key }) = self.any_account() else { return };
        let (index, tab) = self.any_tab();
        self.spawn(index, async move {
            let (paces, credentials) =
                (Paces::default(), Credentials { account: &account, key: &key });
            let Ok(answer) = read_balance(&tab, &paces, credentials).await else { return };
            let Some(reading) = BalanceReading::of(&answer.value.0) else { return };
            let Ok(loaded) = journal::load(&tab).await else { return };
            let (ids, turn) = concerned(credentials, loaded.attempts.iter().map(AsRef::as_ref));
            note_balance(&tab, &ids, turn, reading).await;
        });
    }

    pub(super) fn foreign(&mut self) {
        foreign(&mut self.shared.borrow_mut(), &mut self.dice);
    }

    pub(super) fn refund(&mut self) {
        let journal = self.journal();
        refund(&mut self.shared.borrow_mut(), &mut self.dice, &journal);
    }

    pub(super) fn pick_unknown(&mut self) -> Option<Attempt> {
        let unknown: Vec<Attempt> =
            self.journal().into_iter().filter(Attempt::is_unknown).collect();
        (!unknown.is_empty()).then(|| self.dice.pick(&unknown).clone())
    }

    fn say(&mut self, attempt: &Attempt, settlement: UserSettlement) {
        let (id, held) = (attempt.id.clone(), self.account_of(attempt));
        let (index, tab) = self.any_tab();
        self.spawn(index, async move {
            let paces = Paces::default();
            let credentials =
                held.as_ref().map(|held| Credentials { account: &held.account, key: &held.key });
            let asker =
                credentials.map(|credentials| Asker { credentials, paces: &paces, followed: &[] });
            let _ = settle(&tab, asker, &id, settlement, &mut Vec::new()).await;
        });
    }
}

/// What a user who looks at the panel's own pages can say of an open order; `None` while a request of it
/// may still arrive.
pub(crate) fn true_word(world: &World, attempt: &Attempt) -> Option<UserSettlement> {
    let has_landed = |any: &str| world.network.has_landed(any);
    world.all_of(attempt.id.as_str()).all(has_landed).then(|| match order_of(world, &attempt.id) {
        Some(order) => number(order, POINTS.to_vec()),
        None => UserSettlement::NotPlaced,
    })
}

/// Somebody else spends from a balance, or adds to it.
pub(crate) fn foreign(world: &mut World, dice: &mut Dice) {
    let delta = amount(dice.pick::<&str>(&FOREIGN));
    let customer = any_customer(world, dice);
    let now = 1_800_000_000_000 + world.time;
    let panel = &mut world.network.customers[customer];
    let balance = amount(&panel.balance().to_string());
    let sum = balance.checked_add(delta).expect("small");
    if sum.is_negative() {
        return;
    }
    let balance = PanelAmount::parse(&sum.to_string()).expect("an amount");
    assert!(panel.change(now, Change::Balance(balance)), "always possible");
}

/// The panel gives the money of an open order back: a while after it was placed, or at once when the
/// fall of the balance was seen. A charge and its refund that nobody saw cannot be known.
pub(crate) fn refund(world: &mut World, dice: &mut Dice, journal: &[Attempt]) {
    let was_seen = |id: &str| {
        journal.iter().any(|attempt| attempt.id.as_str() == id && was_seen_to_fall(attempt))
    };
    let customer = any_customer(world, dice);
    let now = 1_800_000_000_000 + world.time;
    let accepted = &world.network.accepted;
    let is_seen = |order: &str| {
        accepted.iter().any(|accepted| {
            accepted.order == order && accepted.customer == customer && was_seen(&accepted.attempt)
        })
    };
    let open: Vec<String> = world.network.customers[customer]
        .orders()
        .into_iter()
        .filter(|order| !order.state.is_final())
        .filter(|order| order.created_at + SOON < now || is_seen(&order.id))
        .map(|order| order.id)
        .collect();
    if open.is_empty() {
        return;
    }
    let order = dice.pick(&open).clone();
    let change = Change::Order { order, state: State::Canceled, remains: None };
    assert!(world.network.customers[customer].change(now, change), "the order exists");
}

fn any_customer(world: &World, dice: &mut Dice) -> usize {
    usize::try_from(dice.below(world.network.customers.len() as u64)).expect("small")
}

fn amount(text: &str) -> Amount {
    Amount::parse(text).expect("an amount")
}

fn number(order: &str, accepted: Vec<Point>) -> UserSettlement {
    UserSettlement::Number { number: OrderId::new(order).expect("an id"), accepted }
}

/// A reading that is kept with it is lower than the balance before it.
fn was_seen_to_fall(attempt: &Attempt) -> bool {
    let Some(before) = attempt.balance_before() else { return false };
    let own = |turn| turn <= attempt.turn();
    attempt.readings().any(|(_, reading, turn)| own(turn) && reading.amount < before.amount)
}
