//! The order protocol as a small state model that is explored whole: tabs, the browser that repeats a
//! POST by itself, relays that restart, forget, stand twice or share a file, a panel, refunds and
//! spending elsewhere, accounts that come and go, and the user's words.
//!
//! The rules under test are the product's own pure functions (`rules::present`); beside them stand
//! the rules of the first version, frozen (`rules::first`): a test asserts for ever that the model
//! finds their three holes (S2, S3, S4). Read `docs/adr/0013-explored-model.md` first.
//!
//! Only tests are in here; nothing of it may become part of the product.
#![forbid(unsafe_code)]

#[cfg(test)]
mod accounts;
#[cfg(test)]
mod action;
#[cfg(test)]
mod bounds;
#[cfg(test)]
mod event;
#[cfg(test)]
mod evidence;
#[cfg(test)]
mod explore;
#[cfg(test)]
mod journal;
#[cfg(test)]
mod memo;
#[cfg(test)]
mod others;
#[cfg(test)]
mod promise;
#[cfg(test)]
mod relay;
#[cfg(test)]
mod rules;
#[cfg(test)]
mod sample;
#[cfg(test)]
mod state;
#[cfg(test)]
mod step;
#[cfg(test)]
mod tab;
#[cfg(test)]
mod tests;
#[cfg(test)]
mod word;
