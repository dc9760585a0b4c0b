//! Everything the two ports share, behind one lock.

use super::clock::Clock;
use super::faults::FaultRule;
use super::options::Options;
use crate::engine::{Catalogue, Dialect, Profile, World};
use serde_json::{Value, json};
use std::collections::BTreeMap;
use std::net::SocketAddr;
use std::sync::{Mutex, MutexGuard, PoisonError};

/// An account that a client can use at once.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Account {
    /// The profile's name.
    pub name: &'static str,
    /// What it is.
    pub title: &'static str,
    /// The API address.
    pub address: String,
    /// The key.
    pub key: String,
    /// `v1` or `v2`.
    pub dialect: &'static str,
}

/// A request as it arrived, without its key.
#[derive(Clone, Debug)]
pub(crate) struct Received {
    pub(crate) at_ms: u64,
    pub(crate) world_ms: u64,
    pub(crate) connection: u64,
    pub(crate) on_connection: u64,
    pub(crate) profile: &'static str,
    pub(crate) method: String,
    pub(crate) action: String,
    pub(crate) user_agent: String,
    pub(crate) fields: Vec<(String, String)>,
    pub(crate) fault: Option<&'static str>,
    /// The engine saw it (false when a fault came first).
    pub(crate) processed: bool,
    /// It was an `add` and the panel took the order.
    pub(crate) accepted: bool,
    /// The status that the engine answered with.
    pub(crate) status: Option<u16>,
}

/// The state proper.
#[derive(Debug)]
pub(crate) struct State {
    pub(crate) clock: Clock,
    pub(crate) worlds: BTreeMap<&'static str, World>,
    pub(crate) faults: Vec<FaultRule>,
    pub(crate) received: Vec<Received>,
    pub(crate) cors: bool,
}

/// State and settings.
#[derive(Debug)]
pub(crate) struct Shared {
    options: Options,
    catalogue: Catalogue,
    state: Mutex<State>,
}

impl Shared {
    pub(crate) fn new(options: Options) -> Self {
        let generate = || Catalogue::generated(options.seed, options.services);
        let catalogue = options.catalogue.clone().unwrap_or_else(generate);
        let state = State {
            clock: Clock::new(options.start_ms, options.speed),
            worlds: worlds(&options, &catalogue),
            faults: options.faults.clone(),
            received: Vec::new(),
            cors: options.cors,
        };
        Self { options, catalogue, state: Mutex::new(state) }
    }

    /// The state; a panic elsewhere does not make it unusable.
    pub(crate) fn lock(&self) -> MutexGuard<'_, State> {
        self.state.lock().unwrap_or_else(PoisonError::into_inner)
    }

    /// Back to the beginning, time too.
    pub(crate) fn reset(&self) {
        let mut state = self.lock();
        state.clock = Clock::new(self.options.start_ms, self.options.speed);
        state.worlds = worlds(&self.options, &self.catalogue);
        state.faults.clone_from(&self.options.faults);
        state.received.clear();
        state.cors = self.options.cors;
    }

    pub(crate) const fn seed(&self) -> u64 {
        self.options.seed
    }

    /// The profile whose orders are shown at `/orders` or `/NAME/orders`.
    pub(crate) fn orders_at(&self, path: &str) -> Option<&'static Profile> {
        let parts: Vec<&str> = path.split('/').filter(|part| !part.is_empty()).collect();
        match parts.as_slice() {
            ["orders"] => Some(self.options.profile_v2),
            [name, "orders"] => Profile::named(name),
            _ => None,
        }
    }

    /// The profile at a path such as `/perfect/api/v2/`, `/cmsnt/api` or `/api/v1`.
    pub(crate) fn profile_at(&self, path: &str) -> Option<&'static Profile> {
        let parts: Vec<&str> = path.split('/').filter(|part| !part.is_empty()).collect();
        let default = |dialect| match dialect {
            Dialect::V1 => self.options.profile_v1,
            Dialect::V2 => self.options.profile_v2,
        };
        match parts.as_slice() {
            ["api", "v1"] => Some(default(Dialect::V1)),
            ["api", "v2"] => Some(default(Dialect::V2)),
            [name, "api"] => Profile::named(name),
            [name, "api", version] => {
                Profile::named(name).filter(|profile| profile.dialect.name() == *version)
            }
            _ => None,
        }
    }

    pub(crate) fn accounts(&self, addr: SocketAddr) -> Vec<Account> {
        let state = self.lock();
        let defaults = [self.options.profile_v2, self.options.profile_v1];
        let others = Profile::ALL
            .into_iter()
            .filter(|profile| !defaults.iter().any(|default| default.name == profile.name));
        let prefixed = others.map(|profile| (format!("/{}", profile.name), profile));
        let all = defaults.map(|profile| (String::new(), profile)).into_iter().chain(prefixed);
        all.map(|(prefix, profile)| Account {
            name: profile.name,
            title: profile.title,
            address: format!("http://{addr}{prefix}/api/{}", profile.dialect.name()),
            key: state
                .worlds
                .get(profile.name)
                .map(|world| world.key().to_owned())
                .unwrap_or_default(),
            dialect: profile.dialect.name(),
        })
        .collect()
    }
}

fn worlds(options: &Options, catalogue: &Catalogue) -> BTreeMap<&'static str, World> {
    let world = |profile: &'static Profile| {
        let key = match profile.dialect {
            Dialect::V1 => &options.key_v1,
            Dialect::V2 => &options.key_v2,
        };
        let mut world = World::with_catalogue(options.seed, profile, catalogue.clone());
        for change in &options.changes {
            world.change(0, change.clone());
        }
        (profile.name, world.with_key(key))
    };
    Profile::ALL.into_iter().map(world).collect()
}

/// The line that says where everything is.
pub(crate) fn announcement(
    addr: SocketAddr,
    control: SocketAddr,
    accounts: &[Account],
    shared: &Shared,
) -> String {
    let accounts: Vec<Value> = accounts
        .iter()
        .map(|account| {
            json!({
                "name": account.name,
                "title": account.title,
                "address": account.address,
                "key": account.key,
                "dialect": account.dialect,
            })
        })
        .collect();
    json!({
        "panel": format!("http://{addr}"),
        "control": format!("http://{control}"),
        "seed": shared.seed(),
        "speed": shared.lock().clock.speed(),
        "accounts": accounts,
    })
    .to_string()
}
