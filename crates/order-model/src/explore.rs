//! The model under the checker, and what a run of it says.

use crate::action::Action;
use crate::bounds::Bounds;
use crate::event::{self, Event};
use crate::promise::{self, Promise};
use crate::rules::Rules;
use crate::state::State;
use stateright::{Checker, HasDiscoveries, Model, Property};
use std::fmt;
use std::marker::PhantomData;

/// One world under one version's rules.
#[derive(Clone, Debug)]
pub(crate) struct OrderModel<R: Rules> {
    pub(crate) bounds: Bounds,
    /// Which promises are looked at.
    promises: Vec<&'static str>,
    /// What must happen somewhere in this world.
    events: Vec<&'static str>,
    rules: PhantomData<R>,
}

impl<R: Rules> Model for OrderModel<R> {
    type State = State<R>;
    type Action = Action;

    fn init_states(&self) -> Vec<State<R>> {
        vec![State::new(&self.bounds)]
    }

    fn actions(&self, state: &State<R>, actions: &mut Vec<Action>) {
        state.actions(&self.bounds, actions);
    }

    fn next_state(&self, state: &State<R>, action: Action) -> Option<State<R>> {
        state.after(&self.bounds, &action)
    }

    fn properties(&self) -> Vec<Property<Self>> {
        let all = promise::all::<R>().into_iter();
        let looked_at = all.filter(|promise| self.promises.contains(&promise.name));
        let always = looked_at.map(|Promise { name, holds }| Property::always(name, holds));
        let events = event::all::<R>().into_iter();
        let awaited = events.filter(|event| self.events.contains(&event.name));
        always
            .chain(awaited.map(|Event { name, is_here }| Property::sometimes(name, is_here)))
            .collect()
    }
}

/// What a run found.
#[derive(Debug)]
pub(crate) struct Found {
    pub(crate) states: usize,
    /// What was awaited and never happened.
    pub(crate) missing: Vec<&'static str>,
    /// The broken promises, each with the shortest way to it when one thread searched.
    pub(crate) broken: Vec<(&'static str, Vec<Action>)>,
}

/// The way to each broken promise, in words, a line for each step.
impl fmt::Display for Found {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        for (name, way) in &self.broken {
            writeln!(f, "broken: {name}")?;
            for (at, action) in way.iter().enumerate() {
                writeln!(f, "{:>3}. {action}", at + 1)?;
            }
        }
        Ok(())
    }
}

/// Explores a world whole, with both hands. Ends early at the first broken promise.
pub(crate) fn explore<R: Rules>(bounds: Bounds, promises: &[&'static str]) -> Found {
    run::<R>(bounds, promises, &[], 2)
}

/// The shortest way to break one promise.
pub(crate) fn shortest<R: Rules>(bounds: Bounds, promise: &'static str) -> Found {
    run::<R>(bounds, &[promise], &[], 1)
}

/// Explores a world whole with all promises, and looks out for what must happen somewhere in it.
pub(crate) fn whole<R: Rules>(bounds: Bounds, events: &[&'static str]) -> Found {
    let promises: Vec<&'static str> =
        promise::all::<R>().iter().map(|promise| promise.name).collect();
    run::<R>(bounds, &promises, events, 1)
}

fn run<R: Rules>(
    bounds: Bounds,
    promises: &[&'static str],
    events: &[&'static str],
    threads: usize,
) -> Found {
    let model = OrderModel::<R> {
        bounds,
        promises: promises.to_vec(),
        events: events.to_vec(),
        rules: PhantomData,
    };
    let checker = model
        .checker()
        .threads(threads)
        .finish_when(HasDiscoveries::AnyFailures)
        .spawn_bfs()
        .join();
    let discoveries = checker.discoveries();
    let is_missing = |name: &&&str| !discoveries.contains_key(**name);
    let missing = events.iter().filter(is_missing).copied().collect();
    let broken = discoveries.into_iter().filter(|(name, _)| promises.contains(name));
    Found {
        states: checker.unique_state_count(),
        missing,
        broken: broken.map(|(name, path)| (name, path.into_actions())).collect(),
    }
}
