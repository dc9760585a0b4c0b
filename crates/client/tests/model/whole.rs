//! Histories of the whole engine: two pages over one storage, with their locks, messages and timers. What
//! a user does goes in as a click or a command, as in the app; a page is killed at any point where it
//! waits, and a new one opens on what it left.
//!
//! The same network, panel and promise as for the histories of the money path alone.

mod batches;
mod page;
mod user;

use crate::dice::Dice;
use crate::history::{Scenario, elsewhere};
use crate::network::{KEYS, LATEST_MILLIS, Network};
use crate::promise::{Tally, check};
use crate::user::account;
use crate::world::{Shared, StorageFault, World};
use page::Page;
use panelboard_client::accounts::key::with_key;
use panelboard_client::engine::Command;
use panelboard_client::ports::StoredAccounts;
use panelboard_domain::account::Account;
use panelboard_domain::attempt::{Attempt, Request};
use panelboard_domain::id::AccountId;
use panelboard_domain::panel::PanelId;
use panelboard_domain::secret::ApiKey;
use std::cell::RefCell;
use std::rc::Rc;

/// What happens in one history.
const STEPS: u32 = 160;

pub(crate) struct Whole {
    pub(crate) shared: Shared,
    dice: Dice,
    scenario: Scenario,
    pages: [Page; 2],
    lives: u64,
    /// The user stops ordering after so many clicks.
    clicks_left: u64,
    tally: Acts,
}

/// What one history made of the engine beside orders.
#[derive(Clone, Copy, Debug, Default)]
pub(crate) struct Acts {
    /// Refills and cancels that were confirmed.
    pub(crate) requests: u64,
    /// Pages that were killed.
    pub(crate) kills: u64,
    /// Rounds of questions about orders that brought news.
    pub(crate) news: u64,
    /// Confirmations that the engine refused.
    pub(crate) refused: u64,
    /// Batches that were confirmed.
    pub(crate) batches: u64,
    /// Their rows.
    pub(crate) rows: u64,
    /// Rows that were drafts at the end.
    pub(crate) drafts: u64,
}

impl Acts {
    /// Everything that the histories are for.
    pub(crate) fn happened(self) -> bool {
        let singles = self.requests > 0 && self.kills > 0 && self.news > 0 && self.refused > 0;
        singles && self.batches > 0 && self.rows > self.batches && self.drafts > 0
    }

    pub(crate) fn plus(self, other: Self) -> Self {
        Self {
            requests: self.requests + other.requests,
            kills: self.kills + other.kills,
            news: self.news + other.news,
            refused: self.refused + other.refused,
            batches: self.batches + other.batches,
            rows: self.rows + other.rows,
            drafts: self.drafts + other.drafts,
        }
    }
}

/// Runs one history and checks the promise of the scenario that is expected.
pub(crate) fn run_whole(seed: u64, scenario: Scenario, expected: Scenario) -> (Tally, Acts) {
    let mut whole = Whole::new(seed, scenario);
    for _ in 0..STEPS {
        whole.happen();
    }
    whole.calm_down();
    let journal = whole.journal();
    whole.check_guard(&journal, seed);
    whole.check_batch(&journal, seed);
    let tally = check(&whole.shared.borrow(), &journal, expected, seed);
    let news = whole.pages.iter().map(Page::news).sum::<u64>();
    let acts = Acts { news: whole.tally.news + news, ..whole.tally };
    whole.end();
    (tally, acts)
}

impl Whole {
    fn new(seed: u64, scenario: Scenario) -> Self {
        let mut dice = Dice::new(seed);
        let network = Network::new(dice.next(), scenario);
        let shared = Rc::new(RefCell::new(World::new(&mut dice, network)));
        let has_second = dice.chance(60);
        {
            let mut world = shared.borrow_mut();
            let template =
                account(scenario, world.network.dialect(), world.network.keeps_request_ids());
            let first = world.network.first_key().to_owned();
            let mut keys = vec![first.as_str()];
            if has_second {
                world.network.add_customer(dice.next());
                keys.push(KEYS[1]);
            }
            for (at, key) in keys.into_iter().enumerate() {
                let key = ApiKey::parse(key).expect("a key");
                let id = AccountId::new(&format!("a{at}")).expect("an id");
                let account = with_key(&Account { id: id.clone(), ..template.clone() }, &key);
                world.keys.insert(id, key);
                world.stored.accounts.push(account);
            }
            let current = world.stored.accounts.first().map(|first| first.id.clone());
            world.stored = StoredAccounts { current, ..world.stored.clone() };
        }
        let pages = [Page::open(&shared, 1), Page::open(&shared, 2)];
        let clicks_left = if dice.chance(40) { 1 } else { 2 + dice.below(6) };
        let mut whole =
            Self { shared, dice, scenario, pages, lives: 2, clicks_left, tally: Acts::default() };
        whole.run_for(8, 500);
        whole
    }

    fn happen(&mut self) {
        match self.dice.below(100) {
            0..28 => self.poll_one(),
            28..44 => {
                let steps = 1 + u32::try_from(self.dice.below(4)).expect("small");
                let millis = *self.dice.pick(&[200, 2_000, 10_000]);
                self.run_for(steps, millis);
            }
            44..46 => self.type_batch(),
            46..49 => self.confirm_batch(),
            49..51 => self.steer_batch(),
            51..55 => {
                let millis = *self.dice.pick(&[1, 50, 500, 5_000, 20_000, 120_000]);
                self.shared.borrow_mut().pass(millis);
            }
            55..59 => self.deliver(),
            59..63 => self.click(),
            63..68 => self.request(),
            68..71 => self.ask_again(),
            71..73 => self.kill_one(),
            73..74 => {
                let fault = *self.dice.pick(&[
                    StorageFault::Lost,
                    StorageFault::StoredAllTheSame,
                    StorageFault::Quota,
                ]);
                self.shared.borrow_mut().storage_faults.push(fault);
            }
            74..75 => {
                let mut world = self.shared.borrow_mut();
                world.locks.clear();
                world.locks_were_lost = true;
            }
            75..76 => {
                let hour = 3_600_000;
                let error = *self.dice.pick(&[-2 * hour, hour, 24 * hour, 0]);
                self.shared.borrow_mut().clock_error = error;
            }
            76..78 => {
                let network = &mut self.shared.borrow_mut().network;
                if self.dice.chance(70) { network.restart_relay() } else { network.relay_forgets() }
            }
            78..80 => {
                let (page, is_visible) = (self.any_page(), self.dice.chance(60));
                self.pages[page].engine.set_visible(is_visible);
            }
            80..89 => self.read_something(),
            89..92 => self.user_says(),
            92..94 => self.change_key(),
            94..96 => {
                let journal = self.journal();
                elsewhere::refund(&mut self.shared.borrow_mut(), &mut self.dice, &journal);
            }
            _ => elsewhere::foreign(&mut self.shared.borrow_mut(), &mut self.dice),
        }
    }

    fn any_page(&mut self) -> usize {
        usize::try_from(self.dice.below(2)).expect("small")
    }

    fn poll_one(&mut self) {
        let page = self.any_page();
        let turns = 1 + self.dice.below(40);
        self.pages[page].poll_one(&mut self.dice, turns);
    }

    /// A message arrives at the other page, in any order, or is lost.
    fn deliver(&mut self) {
        let (from, message) = {
            let mut world = self.shared.borrow_mut();
            if world.mail.is_empty() {
                return;
            }
            let at = usize::try_from(self.dice.below(world.mail.len() as u64)).expect("small");
            world.mail.swap_remove(at)
        };
        if self.dice.chance(10) {
            return;
        }
        for page in self.pages.iter().filter(|page| page.tab.life != from) {
            page.engine.receive(message.clone());
        }
    }

    /// A page dies in the middle of whatever it does; a new one opens in its place.
    fn kill_one(&mut self) {
        let page = self.any_page();
        self.kill(page);
    }

    fn kill(&mut self, page: usize) {
        self.tally.kills += 1;
        self.lives += 1;
        self.tally.news += self.pages[page].news();
        self.pages[page].kill();
        self.pages[page] = Page::open(&self.shared, self.lives);
    }

    /// The panel's customer has made a new key; the old one goes on working.
    fn change_key(&mut self) {
        let page = self.any_page();
        let id = AccountId::new("a0").expect("an id");
        let first = self.shared.borrow().network.first_key().to_owned();
        let key = if self.dice.chance(50) { KEYS[0] } else { &first };
        let key = ApiKey::parse(key).expect("a key");
        self.pages[page].engine.run(Command::ChangeKey(id, key));
    }

    fn journal(&self) -> Vec<Attempt> {
        self.shared.borrow().journal()
    }

    /// No more faults: what is under way ends, new pages open on it, and what is open is looked for.
    fn calm_down(&mut self) {
        self.shared.borrow_mut().storage_faults.clear();
        self.shared.borrow_mut().clock_error = 0;
        self.run_for(60, 2_000);
        self.kill(0);
        self.run_for(60, 2_000);
        for round in 0..2 {
            for attempt in self.journal().into_iter().filter(Attempt::is_unknown) {
                self.pages[0].engine.run(Command::LookAgain(attempt.id.clone()));
                self.run_for(60, 2_000);
                // Now that it was looked for, the user may ask again where the panel keeps the request.
                if round == 0 && self.dice.chance(50) {
                    self.ask_again();
                    self.run_for(40, 2_000);
                }
            }
        }
        self.shared.borrow_mut().pass(LATEST_MILLIS);
        self.kill(0);
        self.kill(1);
        self.run_for(60, 2_000);
    }

    /// Lets time pass in steps, and both pages do what it brings; every message arrives.
    fn run_for(&mut self, steps: u32, millis: u64) {
        for _ in 0..steps {
            self.shared.borrow_mut().pass(millis);
            for page in &self.pages {
                page.poll_all();
            }
            while !self.shared.borrow().mail.is_empty() {
                self.deliver();
            }
        }
    }

    /// Whoever orders the same once more is asked first, as long as an order is open.
    fn check_guard(&self, journal: &[Attempt], seed: u64) {
        let page = &self.pages[0];
        for open in journal.iter().filter(|attempt| attempt.is_unknown()) {
            if let (Request::Add { .. }, Some(panel)) = (&open.request, &open.panel) {
                let found = page.engine.findings(panel, &open.request);
                let is_found = found.iter().any(|finding| *finding.attempt() == open.id);
                assert!(is_found, "seed {seed}, {:?}: not guarded: {open:#?}", self.scenario);
            }
        }
    }

    /// The pages hold their own tasks, which hold them.
    fn end(&mut self) {
        for page in &self.pages {
            page.kill();
        }
    }

    fn panel(&self) -> PanelId {
        PanelId::of(&self.shared.borrow().stored.accounts[0].endpoint)
    }
}
