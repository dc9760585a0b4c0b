//! The browser side of the engine (`panelboard_client::engine`): what the first screen needs at once
//! (settings, language, the trial accounts), the fetching of the engine's own part, and what only a
//! browser can do with an event. It decides nothing.
//!
//! The engine's code is fetched when there is an account or something is asked of it
//! ([`crate::parts`]). What was asked meanwhile is done on arrival; spending is not: a click cannot wait.

mod part;
mod presence;
mod sandbox;
mod settings;

use crate::locale::Locale;
use crate::parts;
use crate::platform::local_storage::LocalStorage;
use crate::platform::{self, crash, page, vault};
use crate::state::{Engine, Handles, Stop};
use leptos::task::spawn_local;
use panelboard_client::batch::{BatchSheet, BatchStop};
use panelboard_client::engine::Command;
use panelboard_client::engine::batch::ConfirmedBatch;
use panelboard_client::engine::writes::{ConfirmedWrite, Proposal};
use panelboard_client::gesture::UserGesture;
use panelboard_client::ports::KeyValue;
use panelboard_domain::attempt::Request;
use panelboard_domain::attempt::guard::Finding;
use panelboard_domain::id::AttemptId;
use panelboard_domain::panel::PanelId;
use panelboard_domain::time::Timestamp;
pub use part::start;
use std::cell::{Cell, OnceCell, RefCell};
use std::rc::Rc;

/// Takes up the commands of the state, and loads what is stored.
#[expect(clippy::large_types_passed_by_value, reason = "moved once, at the start")]
pub fn open(handles: Handles) {
    let shell = Rc::new(Shell {
        handles,
        part: OnceCell::new(),
        waiting: RefCell::default(),
        is_fetching: Cell::new(false),
    });
    handles.set_engine(Rc::new(Front(Rc::clone(&shell))));
    settings::load(handles);
    if page::is_local() {
        handles.accounts.allow_private_hosts();
    }
    presence::watch(handles.presence, {
        let shell = Rc::clone(&shell);
        move || shell.part.get().into_iter().for_each(|part| part.note_time())
    });
    if page::offers_sandbox() {
        spawn_local(sandbox::find(handles.accounts));
    }
    if vault::has_accounts() {
        return shell.fetch();
    }
    spawn_local(async move {
        // Local storage may be gone and the orders still be there: then this is no first run.
        if platform::database_may_exist().await {
            return shell.fetch();
        }
        handles.accounts.set_none();
        // Another tab may add the first account; this one sees it when the user comes back.
        page::on_presence(move || {
            if vault::has_accounts() {
                shell.fetch();
            }
        });
    });
}

/// The engine, once its part is here.
pub trait Part {
    /// As [`Engine::run`].
    fn run(&self, command: Command);
    /// As [`Engine::confirm`].
    fn confirm(
        &self,
        gesture: UserGesture<'_>,
        proposal: &Proposal,
    ) -> Result<ConfirmedWrite, Stop>;
    /// As [`Engine::confirm_batch`].
    fn confirm_batch(
        &self,
        gesture: UserGesture<'_>,
        sheet: &BatchSheet,
    ) -> Result<ConfirmedBatch, BatchStop>;
    /// As [`Engine::may_ask_again_until`].
    fn may_ask_again_until(&self, id: &AttemptId) -> Option<Timestamp>;
    /// As [`Engine::findings`].
    fn findings(&self, panel: &PanelId, request: &Request) -> Vec<Finding>;
    /// Notes how late it is ([`panelboard_client::clock`]).
    fn note_time(&self);
    /// The settings were stored: the other tabs take them over.
    fn settings_changed(&self);
}

struct Shell {
    handles: Handles,
    part: OnceCell<Rc<dyn Part>>,
    waiting: RefCell<Vec<Command>>,
    is_fetching: Cell<bool>,
}

impl Shell {
    /// Fetches the engine's part once.
    fn fetch(self: &Rc<Self>) {
        if self.is_fetching.replace(true) {
            return;
        }
        let shell = Rc::clone(self);
        spawn_local(async move {
            let Ok(part) = parts::engine(shell.handles).await else {
                return crash::part_is_missing();
            };
            // It is set once.
            let _ = shell.part.set(Rc::clone(&part));
            for command in shell.waiting.take() {
                part.run(command);
            }
        });
    }
}

struct Front(Rc<Shell>);

impl Engine for Front {
    fn now(&self) -> Timestamp {
        platform::now()
    }

    fn storage(&self) -> &dyn KeyValue {
        &LocalStorage
    }

    fn run(&self, command: Command) {
        if let Some(part) = self.0.part.get() {
            return part.run(command);
        }
        self.0.waiting.borrow_mut().push(command);
        self.0.fetch();
    }

    fn confirm(
        &self,
        gesture: UserGesture<'_>,
        proposal: &Proposal,
    ) -> Result<ConfirmedWrite, Stop> {
        self.0.part.get().ok_or(Stop::NotReady)?.confirm(gesture, proposal)
    }

    fn confirm_batch(
        &self,
        gesture: UserGesture<'_>,
        sheet: &BatchSheet,
    ) -> Result<ConfirmedBatch, BatchStop> {
        let part = self.0.part.get();
        let part = part.ok_or(BatchStop::Stopped(None, Stop::NotReady))?;
        part.confirm_batch(gesture, sheet)
    }

    fn may_ask_again_until(&self, id: &AttemptId) -> Option<Timestamp> {
        self.0.part.get()?.may_ask_again_until(id)
    }

    fn findings(&self, panel: &PanelId, request: &Request) -> Vec<Finding> {
        self.0.part.get().map(|part| part.findings(panel, request)).unwrap_or_default()
    }

    fn keep_settings(&self) {
        if settings::keep(self.0.handles)
            && let Some(part) = self.0.part.get()
        {
            part.settings_changed();
        }
    }

    fn load_locale(&self, locale: Locale) {
        spawn_local(settings::load_locale(self.0.handles, locale));
    }
}
