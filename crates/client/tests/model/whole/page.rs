//! One life of a page: an engine over a tab's ports, and what its screen would know.

use crate::dice::Dice;
use crate::ports::Tab;
use crate::user::session;
use crate::world::Shared;
use panelboard_client::batch::BatchView;
use panelboard_client::engine::catalogs::CatalogView;
use panelboard_client::engine::{Command, Engine, Event};
use panelboard_domain::id::AccountId;
use std::cell::{Cell, RefCell};
use std::collections::HashMap;
use std::rc::Rc;
use std::sync::Arc;
use std::task::{Context, Waker};

pub(super) struct Page {
    pub(super) tab: Tab,
    pub(super) engine: Rc<Engine<Tab>>,
    /// The service lists as they were last shown.
    pub(super) lists: Rc<RefCell<HashMap<AccountId, Arc<CatalogView>>>>,
    /// The batch as it was last shown.
    pub(super) batch: Rc<RefCell<BatchView>>,
    news: Rc<Cell<u64>>,
}

impl Page {
    pub(super) fn open(shared: &Shared, life: u64) -> Self {
        let tab = Tab::new(shared, life);
        let lists: Rc<RefCell<HashMap<_, _>>> = Rc::default();
        let news = Rc::new(Cell::new(0));
        let batch: Rc<RefCell<BatchView>> = Rc::default();
        let (shown, count) = (Rc::clone(&lists), Rc::clone(&news));
        let shown_batch = Rc::clone(&batch);
        let on = Box::new(move |event| match event {
            Event::Catalog(id, load) => {
                if let Some(view) = load.value() {
                    shown.borrow_mut().insert(id, Arc::clone(view));
                }
            }
            Event::Batch(view) => *shown_batch.borrow_mut() = *view,
            Event::Followed(orders) => count.set(count.get() + orders.len() as u64),
            _ => {}
        });
        let engine = Engine::new(tab.clone(), session(&tab), Rc::clone(&tab.book), on);
        engine.set_visible(true);
        tab.tasks.borrow_mut().push(Box::pin(Rc::clone(&engine).open()));
        for account in &shared.borrow().stored.accounts.clone() {
            engine.run(Command::OpenCatalog(account.id.clone()));
        }
        Self { tab, engine, lists, batch, news }
    }

    /// What was told of followed orders.
    pub(super) fn news(&self) -> u64 {
        self.news.get()
    }

    /// Polls one task so often.
    pub(super) fn poll_one(&self, dice: &mut Dice, turns: u64) {
        let count = self.tab.tasks.borrow().len() as u64;
        if count == 0 {
            return;
        }
        let at = usize::try_from(dice.below(count)).expect("small");
        let mut task = self.tab.tasks.borrow_mut().swap_remove(at);
        let mut context = Context::from_waker(Waker::noop());
        for _ in 0..turns {
            if task.as_mut().poll(&mut context).is_ready() {
                return;
            }
        }
        self.tab.tasks.borrow_mut().push(task);
    }

    /// Polls every task, and those that begin meanwhile, a few times.
    pub(super) fn poll_all(&self) {
        let mut context = Context::from_waker(Waker::noop());
        for _ in 0..12 {
            let mut tasks = self.tab.tasks.take();
            tasks.retain_mut(|task| task.as_mut().poll(&mut context).is_pending());
            let begun = self.tab.tasks.replace(tasks);
            self.tab.tasks.borrow_mut().extend(begun);
        }
    }

    /// It dies at once, whatever it waits for; its locks go with it.
    pub(super) fn kill(&self) {
        drop(self.tab.tasks.take());
        self.tab.shared.borrow_mut().locks.retain(|_, life| *life != self.tab.life);
    }
}
