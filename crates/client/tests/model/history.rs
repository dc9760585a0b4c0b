//! One random history from first click to the last look, and the promise at its end.

mod accounts;
pub(crate) mod elsewhere;
mod repeat;
mod short;

use crate::dice::Dice;
use crate::network::{Accepted, LATEST_MILLIS, Network};
use crate::ports::Tab;
use crate::promise::{Tally, check};
use crate::user::{account, proposal, session};
use crate::world::{Shared, StorageFault, World};
use accounts::Held;
use panelboard_client::clock;
use panelboard_client::gesture::with_trusted_event;
use panelboard_client::journal;
use panelboard_client::place::{
    Credentials, Sheet, check_balance_after, confirm_order, findings, place_order,
};
use panelboard_client::ports::Clock;
use panelboard_client::reconcile::{Refunds, reconcile};
use panelboard_domain::account::Account;
use panelboard_domain::attempt::Attempt;
use panelboard_domain::id::AttemptId;
use panelboard_domain::panel::PanelId;
use panelboard_domain::secret::ApiKey;
pub(crate) use short::{double_one, lose_one, lose_one_and_its_key, repeat_one};
use std::cell::RefCell;
use std::future::Future;
use std::pin::Pin;
use std::rc::Rc;
use std::task::{Context, Waker};

/// How requests travel and what the browser does to them.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Scenario {
    /// Over the relay, with browsers that repeat requests by themselves.
    Relay,
    /// Directly.
    Direct,
    /// Directly, with browsers that repeat requests by themselves.
    DirectResent,
}

/// No panel cancels and refunds an order this soon.
const SOON: u64 = 90_000;

type Task = Pin<Box<dyn Future<Output = ()>>>;

struct History {
    shared: Shared,
    dice: Dice,
    scenario: Scenario,
    /// The accounts that are here.
    accounts: Vec<Held>,
    /// What a new account is made of.
    template: Account,
    /// Accounts that were made.
    made: u64,
    /// Accounts come and go in it.
    has_moves: bool,
    /// An open page notes the time all the while; else only what happens does.
    has_ticks: bool,
    /// Two tabs, each with its running tasks.
    tabs: [(Tab, Vec<Task>); 2],
    lives: u64,
    /// The user stops after so many clicks.
    clicks_left: u32,
}

/// Runs one history and checks the promise.
pub(crate) fn run(seed: u64, scenario: Scenario) -> Tally {
    let mut history = History::new(seed, scenario);
    history.may_move(50);
    for _ in 0..150 {
        history.happen();
    }
    history.calm_down();
    let (world, journal) = (history.shared.borrow(), history.journal());
    check(&world, &journal, scenario, seed)
}

impl History {
    fn new(seed: u64, scenario: Scenario) -> Self {
        let mut dice = Dice::new(seed);
        let network = Network::new(dice.next(), scenario);
        let key = ApiKey::parse(network.first_key()).expect("a key");
        let shared = Rc::new(RefCell::new(World::new(&mut dice, network)));
        let tab = |life| (Tab::new(&shared, life), Vec::new());
        let tabs = [tab(1), tab(2)];
        let more = u32::try_from(dice.below(7)).expect("small");
        let clicks_left = if dice.chance(50) { 1 } else { 2 + more };
        let has_ticks = dice.chance(50);
        let template = {
            let network = &shared.borrow().network;
            account(scenario, network.dialect(), network.keeps_request_ids())
        };
        let first = Held { account: Rc::new(template.clone()), key: Rc::new(key) };
        Self {
            shared,
            dice,
            scenario,
            accounts: vec![first],
            template,
            made: 0,
            has_moves: false,
            has_ticks,
            tabs,
            lives: 2,
            clicks_left,
        }
    }

    /// In so many of a hundred histories accounts come and go, and a second customer's key is at hand.
    fn may_move(&mut self, percent: u64) {
        self.has_moves = self.dice.chance(percent);
        if self.has_moves {
            let seed = self.dice.next();
            self.shared.borrow_mut().network.add_customer(seed);
        }
    }

    fn happen(&mut self) {
        if self.has_ticks {
            clock::seen(&self.tabs[0].0);
        }
        match self.dice.below(100) {
            0..4 => self.move_accounts(),
            4..50 => self.poll_one(),
            50..68 => {
                let millis = *self.dice.pick(&[1, 50, 500, 5_000, 20_000]);
                self.shared.borrow_mut().pass(millis);
            }
            68..72 => self.click(1),
            72..74 => self.click(2),
            74..78 => self.crash(),
            78..80 => {
                let fault = *self.dice.pick(&[
                    StorageFault::Lost,
                    StorageFault::StoredAllTheSame,
                    StorageFault::Quota,
                ]);
                self.shared.borrow_mut().storage_faults.push(fault);
            }
            80..81 => {
                let mut world = self.shared.borrow_mut();
                world.locks.clear();
                world.locks_were_lost = true;
            }
            81..83 => {
                let hour = 3_600_000;
                let error = *self.dice.pick(&[-2 * hour, hour, 24 * hour, 10 * 365 * 24 * hour]);
                self.shared.borrow_mut().clock_error = error;
            }
            83..85 => {
                let network = &mut self.shared.borrow_mut().network;
                if self.dice.chance(70) { network.restart_relay() } else { network.relay_forgets() }
            }
            85..91 => self.reconcile_one(),
            91..93 => self.ask_again(),
            93..95 => self.check_after(),
            95..97 => self.user_looks(),
            97..98 => self.refund(),
            98..99 => self.recover_one(),
            _ => match self.dice.below(8) {
                0..2 => self.foreign(),
                2..6 => self.rail_reads(),
                6 => self.user_errs(),
                _ => self.user_withdraws(),
            },
        }
    }

    /// Polls one task of one tab.
    fn poll_one(&mut self) {
        let tab = usize::try_from(self.dice.below(2)).expect("small");
        let tasks = &mut self.tabs[tab].1;
        if tasks.is_empty() {
            return;
        }
        let index = usize::try_from(self.dice.below(tasks.len() as u64)).expect("small");
        // Several turns at once, so that histories get somewhere.
        for _ in 0..=self.dice.below(40) {
            let mut context = Context::from_waker(Waker::noop());
            if tasks[index].as_mut().poll(&mut context).is_ready() {
                drop(tasks.swap_remove(index));
                return;
            }
        }
    }

    fn spawn(&mut self, tab: usize, task: impl Future<Output = ()> + 'static) {
        self.tabs[tab].1.push(Box::pin(task));
    }

    fn any_tab(&mut self) -> (usize, Tab) {
        let index = usize::try_from(self.dice.below(2)).expect("small");
        (index, self.tabs[index].0.clone())
    }

    fn journal(&self) -> Vec<Attempt> {
        self.shared.borrow().journal()
    }

    /// The user confirms an order; a double click confirms it twice in a row.
    fn click(&mut self, clicks: u32) {
        if self.clicks_left == 0 {
            return;
        }
        let Some(Held { account, key }) = self.any_account() else { return };
        self.clicks_left -= 1;
        let (index, tab) = self.any_tab();
        let service = self.dice.below(3);
        let link = format!("https://t.me/post/{}", self.dice.below(3));
        let quantity = 1000 * (1 + self.dice.below(2));
        let mut proposal = proposal(service, &link, quantity);
        let session = session(&tab);
        if self.dice.chance(50) {
            // The user saw the earlier orders and wants another one all the same.
            let request = proposal.request();
            let attempts = self.journal();
            let now = Clock::now(&tab);
            let found = findings(
                &PanelId::of(&account.endpoint),
                &request,
                &attempts,
                now,
                &session,
                |_| false,
            );
            proposal.acknowledged = found.iter().map(|finding| finding.attempt().clone()).collect();
            proposal.typed_quantity = Some(proposal.order.quantity);
        }
        let priced_at = Clock::now(&tab);
        let sheet = Sheet { priced_at, ..Sheet::default() };
        for _ in 0..clicks {
            let credentials = Credentials { account: &account, key: &key };
            let confirmed = with_trusted_event(true, |gesture| {
                confirm_order(gesture, credentials, &proposal, &sheet, &session, &tab)
            })
            .expect("a trusted event")
            .expect("a fresh price");
            self.shared.borrow_mut().confirmed.push(confirmed.attempt_id().to_string());
            let (account, key, tab) = (account.clone(), key.clone(), tab.clone());
            self.spawn(index, async move {
                let credentials = Credentials { account: &account, key: &key };
                let _ = place_order(&tab, credentials, confirmed, |_| ()).await;
            });
        }
    }

    /// A tab dies in the middle of whatever it does; a new one starts in its place.
    fn crash(&mut self) {
        let (index, tab) = self.any_tab();
        self.tabs[index].1.clear();
        self.shared.borrow_mut().locks.retain(|_, life| *life != tab.life);
        self.lives += 1;
        self.tabs[index].0.life = self.lives;
        self.recover_in(index);
    }

    fn recover_one(&mut self) {
        let (index, _) = self.any_tab();
        self.recover_in(index);
    }

    fn recover_in(&mut self, index: usize) {
        let tab = self.tabs[index].0.clone();
        self.spawn(index, async move {
            if let Ok(loaded) = journal::load(&tab).await {
                let _ = journal::recover(&tab, &loaded.attempts).await;
            }
        });
    }

    fn reconcile_one(&mut self) {
        let unknown: Vec<Attempt> =
            self.journal().into_iter().filter(Attempt::is_unknown).collect();
        if unknown.is_empty() {
            return;
        }
        let attempt = self.dice.pick(&unknown).clone();
        self.look_into(attempt);
    }

    fn look_into(&mut self, attempt: Attempt) {
        let Some(Held { account, key }) = self.account_of(&attempt) else { return };
        let (index, tab) = self.any_tab();
        let refunds = {
            let world = self.shared.borrow();
            match world.network.open_before.get(attempt.id.as_str()) {
                Some(0) | None => Refunds::Impossible,
                Some(_) => Refunds::Possible,
            }
        };
        self.spawn(index, async move {
            let credentials = Credentials { account: &account, key: &key };
            let _ = reconcile(&tab, credentials, attempt, refunds).await;
        });
    }

    fn check_after(&mut self) {
        let Some(attempt) = self.journal().into_iter().max_by_key(Attempt::turn) else { return };
        let Some(Held { account, key }) = self.account_of(&attempt) else { return };
        let (index, tab) = self.any_tab();
        self.spawn(index, async move {
            let credentials = Credentials { account: &account, key: &key };
            let _ = check_balance_after(&tab, credentials, &attempt.id).await;
        });
    }

    /// No more faults: everything under way ends, and a last start of the app finds what is left.
    fn calm_down(&mut self) {
        self.shared.borrow_mut().storage_faults.clear();
        self.recover_one();
        self.run_all(400, 2_000);
        self.recover_in(0);
        self.run_all(200, 1_000);
        if self.has_moves {
            self.take_over();
            self.run_all(200, 1_000);
        }
        for attempt in self.journal().into_iter().filter(Attempt::is_unknown) {
            self.look_into(attempt);
            self.run_all(400, 1_000);
            // Now that it was looked for, the user may ask again where the panel keeps the request.
            if self.dice.chance(50) {
                self.ask_again();
                self.run_all(400, 1_000);
            }
        }
        for attempt in self.journal().into_iter().filter(Attempt::is_unknown) {
            self.look_into(attempt);
            self.run_all(400, 1_000);
        }
        self.run_for(LATEST_MILLIS);
    }

    fn run_for(&mut self, millis: u64) {
        self.shared.borrow_mut().pass(millis);
    }

    fn run_all(&mut self, rounds: u32, millis: u64) {
        self.run_some(rounds, millis);
        assert!(self.tabs.iter().all(|(_, tasks)| tasks.is_empty()), "a task never ends");
    }

    fn run_some(&mut self, rounds: u32, millis: u64) {
        for _ in 0..rounds {
            if self.tabs.iter().all(|(_, tasks)| tasks.is_empty()) {
                break;
            }
            self.shared.borrow_mut().pass(millis);
            for (_, tasks) in &mut self.tabs {
                for _ in 0..12 {
                    let mut context = Context::from_waker(Waker::noop());
                    tasks.retain_mut(|task| task.as_mut().poll(&mut context).is_pending());
                }
            }
        }
    }
}

/// The order that an attempt or a repeat of it became.
fn order_of<'w>(world: &'w World, attempt: &AttemptId) -> Option<&'w str> {
    let of =
        |accepted: &&Accepted| world.all_of(attempt.as_str()).any(|any| any == accepted.attempt);
    world.network.accepted.iter().find(of).map(|accepted| accepted.order.as_str())
}
