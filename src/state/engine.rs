//! The way from the state to the engine. What comes back comes as events ([`super::apply`]), so that the
//! state is tested without a browser and knows no port and no storage.

use crate::i18n::Locale;
use leptos::prelude::*;
use panelboard_client::batch::{BatchSheet, BatchStop};
use panelboard_client::engine::batch::ConfirmedBatch;
use panelboard_client::engine::writes::{ConfirmedWrite, Proposal};
use panelboard_client::engine::{Command, Event};
use panelboard_client::gesture::UserGesture;
use panelboard_client::ports::KeyValue;
use panelboard_client::stop::Stop;
use panelboard_domain::attempt::Request;
use panelboard_domain::attempt::guard::Finding;
use panelboard_domain::id::AttemptId;
use panelboard_domain::panel::PanelId;
use panelboard_domain::time::Timestamp;
use std::rc::Rc;

/// What the state asks of the middle of the app. The app's is `crate::engine`; tests have their own.
pub trait Engine {
    /// Now, by the wall clock.
    fn now(&self) -> Timestamp;
    /// The small values of this device, which are there at once: for drafts.
    fn storage(&self) -> &dyn KeyValue;
    /// Carries out a command; what can be done at once is done before this returns.
    fn run(&self, command: Command);
    /// Turns a click into the exact write that it confirms; `Err` says why nothing may be sent.
    fn confirm(
        &self,
        gesture: UserGesture<'_>,
        proposal: &Proposal,
    ) -> Result<ConfirmedWrite, Stop>;
    /// Turns a click on a batch's sheet into the exact writes of its rows; `Err` says why nothing may be
    /// sent.
    fn confirm_batch(
        &self,
        gesture: UserGesture<'_>,
        sheet: &BatchSheet,
    ) -> Result<ConfirmedBatch, BatchStop>;
    /// Until when an order may be asked for again safely; `None` when it may not.
    fn may_ask_again_until(&self, id: &AttemptId) -> Option<Timestamp>;
    /// What the duplicate guard says of an order at a panel, worst first.
    fn findings(&self, panel: &PanelId, request: &Request) -> Vec<Finding>;
    /// Settings changed: applies them to the page and stores them.
    fn keep_settings(&self);
    /// Loads a language and switches to it.
    fn load_locale(&self, locale: Locale);
}

/// Where the handles find the engine. Nothing is done before it is set.
#[derive(Clone, Copy)]
pub(super) struct EngineSlot(StoredValue<Option<Rc<dyn Engine>>, LocalStorage>);

impl EngineSlot {
    pub(super) fn new() -> Self {
        Self(StoredValue::new_local(None))
    }

    pub(super) fn set(self, engine: Rc<dyn Engine>) {
        self.0.set_value(Some(engine));
    }

    pub(super) fn get(self) -> Option<Rc<dyn Engine>> {
        self.0.get_value()
    }

    /// Whether anything can be carried out: samples in the gallery have no engine.
    pub(super) fn is_set(self) -> bool {
        self.0.with_value(Option::is_some)
    }

    pub(super) fn now(self) -> Timestamp {
        self.get().map(|engine| engine.now()).unwrap_or_default()
    }

    pub(super) fn run(self, command: Command) {
        if let Some(engine) = self.get() {
            engine.run(command);
        }
    }

    /// Confirms a click and sends what it confirmed; the event that says why nothing was sent.
    pub(super) fn send(self, gesture: UserGesture<'_>, proposal: &Proposal) -> Option<Event> {
        let engine = self.get()?;
        match engine.confirm(gesture, proposal) {
            Ok(write) => {
                engine.run(write.into());
                None
            }
            Err(stop) => Some(proposal.stopped(stop)),
        }
    }
}
