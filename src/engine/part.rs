//! The engine over the browser: opened once, its events shown, and the three that only a browser can
//! carry out.

use super::{Part, settings};
use crate::i18n::Msg;
use crate::platform::{self, Browser, download, keeping, page, vault, wake};
use crate::state::{Handles, Placing, Stop};
use leptos::task::spawn_local;
use panelboard_client::batch::{BatchSheet, BatchStop};
use panelboard_client::engine::batch::ConfirmedBatch;
use panelboard_client::engine::message::Message;
use panelboard_client::engine::writes::{ConfirmedWrite, Proposal};
use panelboard_client::engine::{Command, Engine, Event};
use panelboard_client::gesture::UserGesture;
use panelboard_client::journal::sentinel;
use panelboard_client::place::Session;
use panelboard_client::ports::{Broadcast, Destination};
use panelboard_domain::attempt::guard::Finding;
use panelboard_domain::attempt::{Attempt, AttemptState, Request};
use panelboard_domain::id::{AccountId, AttemptId};
use panelboard_domain::panel::PanelId;
use panelboard_domain::time::Timestamp;
use std::cell::RefCell;
use std::collections::HashMap;
use std::rc::Rc;
use std::sync::Arc;

/// Opens the engine: stored accounts are loaded, tabs hear each other, the journal is read, orders are
/// followed.
#[expect(clippy::large_types_passed_by_value, reason = "moved once, at the start")]
pub fn start(handles: Handles) -> Rc<dyn Part> {
    let digit = |nibble: u8| char::from_digit(u32::from(nibble), 16).unwrap_or('0');
    let random = platform::random::<8>().unwrap_or_default();
    let session = Session {
        id: random.iter().flat_map(|byte| [digit(byte >> 4), digit(byte & 15)]).collect(),
        app_version: env!("CARGO_PKG_VERSION").to_owned(),
    };
    let leaving = Leaving { session: session.id.clone(), ..Leaving::default() };
    let on = move |event| {
        if leaving.note(&event) {
            handles.presence.sending(leaving.is_asking());
        }
        show(handles, event);
    };
    let (browser, book) = (Browser::default(), handles.book());
    browser.remember(Rc::clone(&book));
    let engine = Engine::new(browser, session, book, Box::new(on));
    // With none there it may be that only local storage is gone: the first run is not shown yet.
    if vault::has_accounts() {
        engine.load_accounts();
    }
    listen(&engine);
    spawn_local({
        let engine = Rc::clone(&engine);
        async move {
            sentinel::second(engine.ports(), keeping::witnessed().await);
            engine.open().await;
        }
    });
    Rc::new(Started(engine))
}

/// What the browser tells the engine: bytes that arrive, messages of other tabs, a closed database,
/// whether somebody is looking.
fn listen(engine: &Rc<Engine<Browser>>) {
    let browser = engine.ports();
    let listener = Rc::downgrade(engine);
    browser.on_progress(Rc::new(move |to: &Destination, bytes| {
        if let Some(engine) = listener.upgrade() {
            engine.progress(to, bytes);
        }
    }));
    let listener = Rc::downgrade(engine);
    browser.open_tabs(move |text| {
        // A message of another version is none.
        if let (Some(engine), Some(message)) = (listener.upgrade(), Message::read(&text)) {
            engine.receive(message);
        }
    });
    let listener = Rc::downgrade(engine);
    browser.on_lost(Rc::new(move || {
        if let Some(engine) = listener.upgrade() {
            spawn_local(engine.check_journal());
        }
    }));
    engine.set_visible(page::is_visible());
    let listener = Rc::downgrade(engine);
    page::on_presence(move || {
        if let Some(engine) = listener.upgrade() {
            engine.set_visible(page::is_visible());
        }
    });
}

#[expect(clippy::large_types_passed_by_value, reason = "a handful of handles")]
fn show(handles: Handles, event: Event) {
    match event {
        Event::KeyStored => spawn_local(async {
            keeping::ask_to_keep().await;
        }),
        Event::RawJournal(text) => {
            let is_saved =
                text.is_some_and(|text| download::save("panelboard-journal.json", &text));
            if is_saved {
                handles.run(Command::CopySaved);
            } else {
                handles.problem(Msg::ALARM_SAVE_FAILED);
            }
        }
        Event::Settings => settings::load(handles),
        event => handles.apply(event),
    }
}

/// While something is on its way to a panel, leaving the page asks first: its outcome would be unknown. No
/// newer version is offered then.
#[derive(Default)]
struct Leaving {
    /// This tab's session: what another tab sends does not hang on this page.
    session: String,
    orders: RefCell<HashMap<AccountId, page::LeavingAsks>>,
    repeats: RefCell<HashMap<AttemptId, page::LeavingAsks>>,
    /// Refills and cancels.
    requests: RefCell<HashMap<AttemptId, page::LeavingAsks>>,
    batch: RefCell<Option<(page::LeavingAsks, wake::Awake)>>,
}

impl Leaving {
    /// Whether the event was about something on its way.
    fn note(&self, event: &Event) -> bool {
        match event {
            Event::Placing(id, placing) => note(&self.orders, id, placing),
            Event::Repeating(id, placing) => note(&self.repeats, id, placing),
            Event::Attempts(attempts) => return self.note_requests(attempts),
            Event::Batch(view) => self.note_batch(view.phase.is_running()),
            _ => return false,
        }
        true
    }

    fn is_asking(&self) -> bool {
        let (orders, repeats) = (self.orders.borrow(), self.repeats.borrow());
        let is_request = !self.requests.borrow().is_empty();
        is_request || !orders.is_empty() || !repeats.is_empty() || self.batch.borrow().is_some()
    }

    /// Whether a refill or cancel of this tab began or ended.
    fn note_requests(&self, attempts: &[Arc<Attempt>]) -> bool {
        let mut requests = self.requests.borrow_mut();
        let before = requests.len();
        for attempt in attempts.iter().filter(|attempt| attempt.session == self.session) {
            let is_request = attempt.request.write_kind().is_some();
            if !is_request || *attempt.state() != AttemptState::Sending {
                requests.remove(&attempt.id);
            } else if !requests.contains_key(&attempt.id) {
                requests.insert(attempt.id.clone(), page::warn_before_leaving());
            }
        }
        requests.len() != before
    }

    /// While a batch runs the screen stays on as well.
    fn note_batch(&self, is_running: bool) {
        let batch = &mut *self.batch.borrow_mut();
        if !is_running {
            *batch = None;
        } else if batch.is_none() {
            *batch = Some((page::warn_before_leaving(), wake::Awake::begin()));
        }
    }
}

fn note<K: Clone + Eq + std::hash::Hash>(
    running: &RefCell<HashMap<K, page::LeavingAsks>>,
    key: &K,
    placing: &Placing,
) {
    let mut running = running.borrow_mut();
    if !placing.is_running() {
        running.remove(key);
    } else if !running.contains_key(key) {
        running.insert(key.clone(), page::warn_before_leaving());
    }
}

struct Started(Rc<Engine<Browser>>);

impl Part for Started {
    fn run(&self, command: Command) {
        self.0.run(command);
    }

    fn confirm(
        &self,
        gesture: UserGesture<'_>,
        proposal: &Proposal,
    ) -> Result<ConfirmedWrite, Stop> {
        self.0.confirm(gesture, proposal)
    }

    fn confirm_batch(
        &self,
        gesture: UserGesture<'_>,
        sheet: &BatchSheet,
    ) -> Result<ConfirmedBatch, BatchStop> {
        self.0.confirm_batch(gesture, sheet)
    }

    fn may_ask_again_until(&self, id: &AttemptId) -> Option<Timestamp> {
        self.0.may_ask_again_until(id)
    }

    fn findings(&self, panel: &PanelId, request: &Request) -> Vec<Finding> {
        self.0.findings(panel, request)
    }

    fn note_time(&self) {
        self.0.note_time();
    }

    fn settings_changed(&self) {
        self.0.ports().broadcast(&Message::Settings);
    }
}
