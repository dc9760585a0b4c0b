//! The panel protocol without I/O: both dialects, every action, every shape a server was seen to
//! answer. Bytes in, domain types out.
//!
//! It must never perform I/O, read a clock or use a float. It is the only place that knows the
//! field names of a panel's JSON, and [`encode`](mod@encode) is the only caller of `ApiKey::expose`
//! here.
//!
//! Start at [`action::Action`] (what can be asked), [`encode::encode`] (how it is asked) and
//! [`decode`] (what the answer means).
//!
//! ```
//! use panelboard_domain::account::{Capabilities, Dialect};
//! use panelboard_domain::secret::ApiKey;
//! use panelboard_panel_api::{action::Action, decode, encode::encode, http::HttpResponse};
//!
//! let key = ApiKey::parse("0123456789abcdef").expect("a key");
//! let request = encode(&Action::Balance, &Capabilities::assumed(Dialect::V2), &key);
//! assert_eq!(request.body, "key=0123456789abcdef&action=balance");
//!
//! let body = br#"{"balance":"100.84292","currency":"USD"}"#.to_vec();
//! let answer = HttpResponse { status: 200, retry_after: None, stage: None, body };
//! let (balance, _) = decode::balance(&answer, &key).expect("a balance").value;
//! assert_eq!(balance.money.expect("money").amount.to_string(), "100.84292");
//! ```
//!
//! # The envelope
//!
//! `POST <panel>/api/v1` or `…/api/v2`, `application/x-www-form-urlencoded`, with `key`, `action` and
//! the fields of the action. It is the only form that every server reads: some ignore JSON bodies
//! ("Missing data"), some read no query. GET would put the key into logs.
//!
//! The HTTP status says nothing by itself: most errors come with 200, some with 400, 401, 403, 422 or
//! 429, and success may be 201. The content type is often `text/html`. So the body is read first,
//! and only the body decides; [`decode::add`] alone asks for a 2xx before it believes an order id.
//!
//! # Two dialects
//!
//! | | v1 (`SmartPanel` and forks) | v2 (the Perfect Panel contract and clones) |
//! |---|---|---|
//! | values | strings, pretty printed | strings or numbers |
//! | `balance` | adds `"status":"success"` | `balance`, `currency` |
//! | batch errors | a bare sentence under the id | `{"error":…}` under the id |
//! | `refill`, `refill_status`, `cancel` | missing, except in forks | there |
//! | ids in a batch | 50 | 100 |
//! | urlencoded values | decoded twice | decoded once |
//! | service types | `custom_comments` | `Custom Comments` |
//! | currency | always `USD`, whatever the rates are in | as reported |
//!
//! The readers accept both, whatever an account is said to speak. [`dialect`] tells what answers show.
//!
//! # Actions
//!
//! | Action | Fields | Answer | Reader |
//! |---|---|---|---|
//! | `services` | – | a list of service objects | [`decode::services`] |
//! | `balance` | – | `balance`, `currency` | [`decode::balance`] |
//! | `add` | `service` and the type's parameters | `order` | [`decode::add`] |
//! | `status` | `order` or `orders` | `charge`, `start_count`, `status`, `remains`, `currency` | [`decode::status`] |
//! | `refill` | `order` or `orders` | `refill` | [`decode::refill`] |
//! | `refill_status` | `refill` or `refills` | `status` | [`decode::refill_status`] |
//! | `cancel` | `orders` | `cancel` | [`decode::cancel`] |
//!
//! There is no idempotency key and no list of one's own orders in either dialect: an answer to `add`
//! that got lost can only be settled from the client's own records and by looking at the panel.
//!
//! # Servers that were seen
//!
//! | Server | What is odd about it |
//! |---|---|
//! | `SmartPanel` 4.0 (v1) | decodes twice; reads six fields of `add`; masks failed orders as `Pending`; `"Empty Data"` for an empty list |
//! | `SmartPanel` forks (v1) | refuse a second order for a link; issue ids unrelated to their rows; split comments at commas |
//! | "clients/orders" PHP (v2) | codes beside `error` that mean two things; no batches; `null` for an unknown action |
//! | CMSNT (v2) | ids with letters; nested refill errors; one `refill_status` as a list; Vietnamese words |
//! | SMMPANELV1 (Laravel) | 400, 401, 429; `start_counter`; leaves unknown ids out |
//! | Laravel, BRL | 201 and 422; batch answers as a list without ids |
//! | Next.js | `"0"` and `"1"` for flags; flat errors; one id collapses to an object |
//! | Flask | a sentence in `status`; `ord_…` ids |
//! | UZS PHP | reads `order` from the query string only, so `status` always fails |
//!
//! # What holds for every answer
//!
//! - Money is exact decimal ([`Amount`](panelboard_domain::money::Amount), ten decimals); a text that
//!   could mean two numbers is kept as text and never guessed. Ids are opaque text.
//! - One odd row never hides the others ([`error::Warning`]); a truncated body is always an error.
//! - A BOM, PHP notices before the JSON and comments after it are passed over, with a warning.
//! - Whatever is kept of a panel's words is bounded, has the API key masked and holds no mark that
//!   turns the direction of text, and no character that is not seen, unless a script or an emoji
//!   needs it.
//! - Bodies are bounded (16 MiB for `services`, 256 KiB otherwise), and so are nesting, rows and
//!   values; reading takes a few steps for each byte, whatever the bytes are.
#![forbid(unsafe_code)]
#![warn(clippy::float_arithmetic)]

pub mod action;
pub mod batch;
pub mod decode;
pub mod dialect;
pub mod encode;
pub mod error;
mod given;
#[cfg(test)]
mod hostile;
pub mod http;
mod json;
pub mod learned;
mod lenient;
mod number;
pub mod parameter_names;
pub mod phrases;
pub mod request_id;
mod text;
mod unseen;
