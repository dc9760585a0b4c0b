//! The relays that the app knows, the test of one that may be added, and why one was not removed.

use super::engine::EngineSlot;
use leptos::prelude::*;
use panelboard_client::engine::Command;
use panelboard_client::engine::relays::{KnownRelay, RelayPlan, RelayStop};
use panelboard_client::relay::RelayLook;
use panelboard_domain::account::{RelayAddress, RelayId};
use panelboard_domain::secret::RelayToken;

/// Where the test of a relay that may be added stands.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub enum RelayTest {
    /// Not begun, or cancelled.
    #[default]
    Idle,
    /// The first look is under way.
    Looking,
    /// What the last look found. While only the relay's operator can help, it is looked at again.
    Found(RelayLook),
}

/// The handle.
#[derive(Clone, Copy)]
pub struct Relays {
    /// `None` until it is known.
    known: RwSignal<Option<Vec<KnownRelay>>>,
    test: RwSignal<RelayTest>,
    /// Tells the running test from cancelled ones.
    run: StoredValue<u32>,
    /// The relay that was not removed, and why.
    stopped: RwSignal<Option<(RelayId, RelayStop)>>,
    engine: EngineSlot,
}

impl Relays {
    pub(super) fn provide(engine: EngineSlot) -> Self {
        let relays = Self {
            known: RwSignal::new(None),
            test: RwSignal::new(RelayTest::Idle),
            run: StoredValue::new(0),
            stopped: RwSignal::new(None),
            engine,
        };
        provide_context(relays);
        relays
    }

    /// Asks for the list, and each relay for its panels.
    pub fn look(self) {
        self.engine.run(Command::LookAtRelays);
    }

    /// Asks for the list alone: no relay is asked.
    pub fn list(self) {
        self.engine.run(Command::ListRelays);
    }

    /// The relays that are known; `None` until they were read.
    pub fn known(self) -> Signal<Option<Vec<KnownRelay>>> {
        self.known.into()
    }

    /// Where the test stands.
    pub fn test(self) -> Signal<RelayTest> {
        self.test.into()
    }

    /// Looks at the relay at an address, with a token or none. Nothing is kept by that.
    pub fn start_test(self, address: RelayAddress, token: Option<RelayToken>) {
        self.run.update_value(|run| *run = run.wrapping_add(1));
        self.test.set(RelayTest::Looking);
        let run = self.run.get_value();
        self.engine.run(Command::TestRelay(RelayPlan { address, token, run }));
    }

    /// Gives up the test; a late answer changes nothing.
    pub fn cancel_test(self) {
        self.run.update_value(|run| *run = run.wrapping_add(1));
        self.test.set(RelayTest::Idle);
        self.engine.run(Command::CancelRelayTest);
    }

    /// Adds the relay at an address.
    pub fn add(self, address: RelayAddress, token: Option<RelayToken>) {
        self.engine.run(Command::KeepRelay(address, token));
    }

    /// Gives a relay another token, or none.
    pub fn set_token(self, relay: &RelayId, token: Option<RelayToken>) {
        self.engine.run(Command::KeepToken(relay.clone(), token));
    }

    /// Removes a relay with its token, unless something needs it.
    pub fn remove(self, relay: &RelayId) {
        self.stopped.set(None);
        self.engine.run(Command::RemoveRelay(relay.clone()));
    }

    /// The relay that was not removed, and why.
    pub fn stopped(self) -> Signal<Option<(RelayId, RelayStop)>> {
        self.stopped.into()
    }

    pub(super) fn set_known(self, known: Vec<KnownRelay>) {
        self.known.set(Some(known));
    }

    pub(super) fn set_test(self, run: u32, look: RelayLook) {
        if self.run.get_value() == run {
            self.test.set(RelayTest::Found(look));
        }
    }

    pub(super) fn set_removed(self, relay: RelayId, result: Result<(), RelayStop>) {
        self.stopped.set(result.err().map(|stop| (relay, stop)));
    }
}

/// The handle.
pub fn use_relays() -> Relays {
    use_context().expect("state::provide() runs in App")
}
