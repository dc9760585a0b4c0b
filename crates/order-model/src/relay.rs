//! Relays: what reaches them, what they send on, and what becomes of their memory.

use crate::action::{Action, Taken};
use crate::bounds::{Bounds, Fault, Relays};
use crate::rules::{Arrival, Ending, Rules, Start};
use crate::state::{Connection, No, Relay, State};

impl<R: Rules> State<R> {
    pub(crate) fn relay_actions(&self, bounds: &Bounds, out: &mut Vec<Action>) {
        for &(no, from) in &self.upstream {
            out.extend(Self::takings(bounds).map(|taken| Action::Reach { no, from, taken }));
            if bounds.may(Fault::RelayFails) && from.is_some() {
                out.push(Action::LoseUpstream { no, from, is_known: false });
                out.push(Action::LoseUpstream { no, from, is_known: true });
                out.push(Action::Reach { no, from, taken: Taken::Silently });
            }
        }
        for slot in 0..self.relays.len() {
            if self.left.starts > 0 {
                out.push(Action::Start { slot, is_behind: false });
                if bounds.may(Fault::ClockBehind) {
                    out.push(Action::Start { slot, is_behind: true });
                }
            }
            if self.left.evictions > 0 && self.relays[slot].is_some() {
                out.push(Action::Forget(slot));
            }
        }
    }

    /// A process starts. What the one before it was sending is on its way; who waited for it waits for
    /// nothing.
    pub(crate) fn start_relay(&mut self, bounds: &Bounds, slot: usize, offset: i8) {
        let orphans: Vec<_> =
            self.upstream.iter().filter(|(_, from)| *from == Some(slot)).copied().collect();
        for (no, from) in orphans {
            self.upstream.remove(&(no, from));
            self.upstream.insert((no, None));
        }
        for facts in &mut self.facts {
            if facts.connection == Connection::At(slot) {
                facts.connection = Connection::Gone;
            }
        }
        self.tick += i8::from(R::COMPARES_CLOCKS);
        let start = Start {
            slot,
            clock: self.tick + offset,
            has_file: matches!(bounds.relays, Relays::OneWithFile | Relays::TwoWithOneFile),
        };
        self.relays[slot] = Some(Relay { memory: R::start(&mut self.file, start), offset });
    }

    pub(crate) fn forget(&mut self, slot: usize) {
        let forgot = self.relays[slot].as_mut().is_some_and(|relay| R::forget(&mut relay.memory));
        if forgot {
            self.left.evictions -= 1;
        }
    }

    /// A copy of a write reaches a relay.
    pub(crate) fn arrive(&mut self, no: No, slot: usize, is_stale: bool) {
        let tick = self.tick;
        let Some(relay) = self.relays[slot].as_mut() else { return };
        let clock = relay.clock(tick);
        let noted = self.facts[no].noted.clone();
        let arrival = R::arrive(&mut relay.memory, &mut self.file, no, noted.as_ref(), clock);
        if arrival == Arrival::Send {
            self.upstream.insert((no, Some(slot)));
        }
        let facts = &mut self.facts[no];
        if is_stale {
            facts.stale -= 1;
            return;
        }
        facts.connection = match arrival {
            Arrival::Send | Arrival::Join => Connection::At(slot),
            Arrival::Answer(answer) => Connection::Answering(answer),
        };
    }

    /// What a relay sent reaches the panel.
    pub(crate) fn reach(&mut self, bounds: &Bounds, no: No, from: Option<usize>, taken: Taken) {
        self.upstream.remove(&(no, from));
        let answer = self.panel_takes(bounds, no, taken);
        let Some(slot) = from else { return };
        let ending =
            if taken == Taken::Silently { Ending::InDoubt } else { Ending::Answered(answer) };
        self.ends(no, slot, ending);
    }

    pub(crate) fn lose_upstream(&mut self, no: No, from: Option<usize>, is_known: bool) {
        self.upstream.remove(&(no, from));
        if let Some(slot) = from {
            self.ends(no, slot, if is_known { Ending::NotSent } else { Ending::InDoubt });
        }
    }

    /// An attempt ends at a relay: all who wait there are told.
    fn ends(&mut self, no: No, slot: usize, ending: Ending) {
        if let Some(relay) = self.relays[slot].as_mut() {
            R::end(&mut relay.memory, &mut self.file, no, ending);
        }
        let facts = &mut self.facts[no];
        if facts.connection == Connection::At(slot) {
            facts.connection = Connection::Answering(ending.answer());
        }
    }
}
