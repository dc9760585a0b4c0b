//! The batch of the mass order: what the engine last said of it, and what the screen asks.

use super::engine::EngineSlot;
use crate::platform::gesture::UserGesture;
use leptos::prelude::*;
use panelboard_client::batch::{BatchSheet, BatchStop, BatchView};
use panelboard_client::engine::Command;
use panelboard_client::engine::batch::BatchCommand;

/// The handle.
#[derive(Clone, Copy)]
pub struct Batch {
    view: RwSignal<BatchView>,
    engine: EngineSlot,
}

impl Batch {
    pub(super) fn provide(engine: EngineSlot) -> Self {
        let batch = Self { view: RwSignal::new(BatchView::default()), engine };
        provide_context(batch);
        batch
    }

    /// As it is now.
    pub fn view(self) -> Signal<BatchView> {
        self.view.into()
    }

    /// Asks the engine for something; nothing here can send.
    pub fn request(self, command: BatchCommand) {
        self.engine.run(Command::Batch(command));
    }

    /// Confirms what the sheet names, all of it, with this click. Why nothing was sent, if so.
    pub fn send(self, gesture: UserGesture<'_>, sheet: &BatchSheet) -> Option<BatchStop> {
        let engine = self.engine.get()?;
        match engine.confirm_batch(gesture, sheet) {
            Ok(batch) => {
                engine.run(batch.into());
                None
            }
            Err(stop) => Some(stop),
        }
    }

    pub(super) fn set_view(self, view: BatchView) {
        self.view.set(view);
    }
}

/// The handle.
pub fn use_batch() -> Batch {
    use_context().expect("state::provide() runs in App")
}
