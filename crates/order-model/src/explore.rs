//! The model under the checker, and what a run of it says.

use crate::action::Action;
use crate::bounds::Bounds;
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
        looked_at.map(|Promise { name, holds }| Property::always(name, holds)).collect()
    }
}

/// What a run found.
#[derive(Debug)]
pub(crate) struct Found {
    pub(crate) states: usize,
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
    run::<R>(bounds, promises, 2)
}

/// The shortest way to break one promise.
pub(crate) fn shortest<R: Rules>(bounds: Bounds, promise: &'static str) -> Found {
    run::<R>(bounds, &[promise], 1)
}

fn run<R: Rules>(bounds: Bounds, promises: &[&'static str], threads: usize) -> Found {
    let model = OrderModel::<R> { bounds, promises: promises.to_vec(), rules: PhantomData };
    let checker = model
        .checker()
        .threads(threads)
        .finish_when(HasDiscoveries::AnyFailures)
        .spawn_bfs()
        .join();
    let broken = checker.discoveries().into_iter();
    Found {
        states: checker.unique_state_count(),
        broken: broken.map(|(name, path)| (name, path.into_actions())).collect(),
    }
}
