//! The whole engine over fakes: what a command leaves in storage and in events.

mod accounts;
mod batch;
mod follow;
mod journal;
mod relays;
mod writes;

use super::writes::Proposal;
use super::*;
use crate::gesture::with_trusted_event;
use crate::place::OrderProposal;
use crate::stop::Stop;
use crate::testing::{Fakes, Sample, answer, give_list, proposal as sample_proposal};
use panelboard_domain::account::Route;
use panelboard_domain::attempt::Attempt;
use panelboard_domain::id::AttemptId;

/// A page with one account whose key is here.
struct Case {
    sample: Sample,
    engine: Rc<Engine<Fakes>>,
    events: Rc<RefCell<Vec<Event>>>,
}

impl Case {
    fn new() -> Self {
        Self::over(Fakes::default())
    }

    /// Over what an earlier page left.
    fn over(fakes: Fakes) -> Self {
        let sample = Sample::on(Route::Direct);
        fakes.clock.waits.set(true);
        let id = sample.account.id.clone();
        if fakes.page.accounts.borrow().accounts.is_empty() {
            let stored = StoredAccounts {
                current: Some(id.clone()),
                accounts: vec![sample.account.clone()],
            };
            fakes.page.accounts.replace(stored);
            fakes.page.keys.borrow_mut().insert(id, sample.key.clone());
        }
        let events = Rc::new(RefCell::new(Vec::new()));
        let told = Rc::clone(&events);
        let on = Box::new(move |event| told.borrow_mut().push(event));
        let engine = Engine::new(fakes, sample.session.clone(), Rc::default(), on);
        let case = Self { sample, engine, events };
        case.engine.set_visible(true);
        case.engine.spawn(Rc::clone(&case.engine).open());
        case.run();
        case
    }

    fn fakes(&self) -> &Fakes {
        self.engine.ports()
    }

    fn run(&self) {
        self.fakes().page.run_tasks();
    }

    fn command(&self, command: Command) {
        self.engine.run(command);
        self.run();
    }

    /// The list holds the sample's service, read just now.
    fn list(&self) -> OrderProposal {
        let order = sample_proposal("https://t.me/a/1");
        let catalog = panelboard_domain::catalog::Catalog::new(vec![order.service.clone()]);
        let view = Arc::new(CatalogView::new(catalog, Vec::new()));
        give_list(&self.engine, &self.sample.account.id, view);
        order
    }

    /// An order of the account.
    fn order(&self, proposal: OrderProposal) -> Proposal {
        Proposal::Order(self.sample.account.id.clone(), Box::new(proposal))
    }

    /// A click on a proposal: sent, or why not.
    fn click(&self, proposal: &Proposal) -> Result<(), Stop> {
        let confirmed = with_trusted_event(true, |gesture| self.engine.confirm(gesture, proposal));
        let write = confirmed.expect("trusted")?;
        self.command(write.into());
        Ok(())
    }

    /// An order that the panel took as this number.
    fn placed(&self, number: &str) -> AttemptId {
        let transport = &self.fakes().transport;
        transport.then(answer(r#"{"balance":"100.00"}"#));
        transport.then(answer(&format!(r#"{{"order":{number}}}"#)));
        let order = self.order(self.list());
        self.click(&order).expect("confirmed");
        self.last_attempt().id.clone()
    }

    fn last_attempt(&self) -> Arc<Attempt> {
        self.engine.book.attempts(|_| true).pop().expect("an attempt")
    }

    fn told<T>(&self, which: impl Fn(&Event) -> Option<T>) -> Vec<T> {
        self.events.borrow().iter().filter_map(which).collect()
    }
}
