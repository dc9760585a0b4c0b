//! One POST to a panel or a relay, exactly once: no retry, no redirect, no cookies, no cache, no
//! referrer, nothing beyond the action's time and size limits. A relay's token travels in one header and
//! to that relay alone. gloo-net builds the request and reads
//! the answer's head; its body is read here, because gloo-net knows no limit.

use super::{Browser, js, page};
use gloo_net::http::{self, Request};
use js_sys::{Promise, Reflect, Uint8Array};
use panelboard_client::error::TransportError;
use panelboard_client::limits::{self, Limits};
use panelboard_client::ports::{Destination, RelayPanels, Transport, Vault, Write};
use panelboard_client::relay;
use panelboard_domain::account::{LocalRelays, RelayAddress, RelayId, Route};
use panelboard_domain::attempt::Mark;
use panelboard_domain::id::AttemptId;
use panelboard_domain::secret::RelayToken;
use panelboard_panel_api::action::ActionName;
use panelboard_panel_api::http::{Answer, FromRelay, HttpRequest};
use std::cell::Cell;
use std::rc::Rc;
use wasm_bindgen::prelude::Closure;
use wasm_bindgen::{JsCast, JsValue};
use web_sys::{
    AbortController, ReadableStreamDefaultReader, ReferrerPolicy, RequestCache, RequestCredentials,
    RequestMode, RequestRedirect, Response,
};

/// Called with the bytes that have arrived of a service list.
pub type Progress = Rc<dyn Fn(&Destination, usize)>;

impl Transport for Browser {
    async fn send(
        &self,
        to: &Destination,
        request: &HttpRequest,
        write: Option<Write<'_>>,
    ) -> Result<Answer, TransportError> {
        let url = match to {
            Destination::Direct(endpoint) => endpoint.as_str().to_owned(),
            Destination::Relay { relay, alias } => relay_url(relay, &relay::path(alias, write)?),
        };
        let token = to.relay().and_then(|relay| self.token(relay));
        let progress = (request.action == ActionName::Services).then(|| self.progress()).flatten();
        let counted = move |bytes| progress.iter().for_each(|progress| progress(to, bytes));
        let limits = limits::of(request.action);
        let call = Call { url: &url, form: Some(&request.body), limits, token: token.as_ref() };
        match to {
            Destination::Direct(_) => exchange(call, Route::Direct, counted).await,
            Destination::Relay { .. } => from_relay(exchange(call, Route::Relay, counted).await),
        }
    }

    async fn relay_receipt(
        &self,
        relay: &RelayId,
        attempt: &AttemptId,
    ) -> Result<FromRelay, TransportError> {
        let url = relay_url(relay, &relay::receipt_path(attempt));
        ask_relay(&url, None, self.token(relay).as_ref()).await
    }

    async fn relay_close(
        &self,
        relay: &RelayId,
        attempt: &AttemptId,
        mark: Mark,
    ) -> Result<FromRelay, TransportError> {
        let url = relay_url(relay, &relay::close_path(attempt, mark));
        ask_relay(&url, Some(""), self.token(relay).as_ref()).await
    }
}

impl RelayPanels for Browser {
    async fn relay_panels(
        &self,
        relay: &RelayId,
        token: Option<&RelayToken>,
    ) -> Result<FromRelay, TransportError> {
        ask_relay(&relay_url(relay, relay::PANELS_PATH), None, token).await
    }

    async fn relay_answers(&self, relay: &RelayId) -> bool {
        answers(&relay_url(relay, relay::HEALTH_PATH)).await.unwrap_or(false)
    }

    fn is_served_by_relay(&self) -> bool {
        page::is_served_by_relay()
    }

    fn own_origin(&self) -> Option<RelayAddress> {
        RelayAddress::parse(&page::origin()?, LocalRelays::Allow).ok()
    }
}

/// At the page's own origin, or at the address that the user gave.
fn relay_url(relay: &RelayId, path: &str) -> String {
    format!("{}{path}", relay.address().map(RelayAddress::as_str).unwrap_or_default())
}

/// A question to the relay itself.
async fn ask_relay(
    url: &str,
    form: Option<&str>,
    token: Option<&RelayToken>,
) -> Result<FromRelay, TransportError> {
    let call = Call { url, form, limits: limits::of(ActionName::Balance), token };
    match from_relay(exchange(call, Route::Relay, |_| {}).await)? {
        Answer::FromRelay(answer) => Ok(answer),
        Answer::FromPanel(_) => Err(TransportError::RelayUnreachable),
    }
}

/// Whether a server answers at all, whatever it says and whether or not this page may read it.
async fn answers(url: &str) -> Result<bool, TransportError> {
    let deadline = Deadline::start(limits::of(ActionName::Balance).timeout_millis)?;
    let request = Request::get(url)
        .mode(RequestMode::NoCors)
        .credentials(RequestCredentials::Omit)
        .cache(RequestCache::NoStore)
        .referrer_policy(ReferrerPolicy::NoReferrer)
        .abort_signal(Some(&deadline.controller.signal()))
        .build()
        .map_err(|_| TransportError::Blocked)?;
    let window = js::window().map_err(|_| TransportError::Blocked)?;
    let is_there = js::wait(window.fetch_with_request(&request.into())).await.is_ok();
    deadline.is_met.set(is_there);
    Ok(is_there)
}

/// A file of the app's own origin, as text; `None` when it is not there. It belongs to the first
/// screen, so it stays clear of the reader for panels' answers.
pub async fn own_file(path: &str) -> Option<String> {
    let answer = js::wait(js::window().ok()?.fetch_with_str(path)).await.ok()?;
    let answer: Response = answer.unchecked_into();
    if answer.status() != 200 {
        return None;
    }
    js::wait(answer.text().ok()?).await.ok()?.as_string()
}

fn from_relay(answer: Result<Answer, TransportError>) -> Result<Answer, TransportError> {
    answer.map_err(|error| match error {
        TransportError::Blocked => TransportError::RelayUnreachable,
        error => error,
    })
}

/// One exchange: POST with a form, or GET without one.
#[derive(Clone, Copy)]
struct Call<'a> {
    url: &'a str,
    form: Option<&'a str>,
    limits: Limits,
    /// Of the relay that is asked.
    token: Option<&'a RelayToken>,
}

async fn exchange(
    call: Call<'_>,
    asked: Route,
    counted: impl Fn(usize),
) -> Result<Answer, TransportError> {
    let limits = call.limits;
    let deadline = Deadline::start(limits.timeout_millis)?;
    let outcome = async {
        let request = request(call, &deadline.controller)?;
        // Not `Request::send`: it panics when what a broken `fetch` throws is no `Error`.
        let answer = js::wait(js::window()?.fetch_with_request(&request.into())).await?;
        let answer = http::Response::from(answer.unchecked_into::<Response>());
        let body = read(&answer, limits.max_bytes, counted).await?;
        deadline.is_met.set(true);
        let header = |name: &str| answer.headers().get(name);
        Ok(relay::answer(asked, answer.status(), header, body))
    };
    outcome.await.map_err(|failure| match failure {
        Failure::TooLarge => TransportError::TooLarge,
        Failure::Js if deadline.passed.get() => TransportError::Timeout,
        Failure::Js if !js::is_online() => TransportError::Offline,
        Failure::Js => TransportError::Blocked,
    })
}

enum Failure {
    TooLarge,
    /// What exactly is never shown: a browser's text may hold the address.
    Js,
}

impl From<JsValue> for Failure {
    fn from(_: JsValue) -> Self {
        Self::Js
    }
}

fn request(call: Call<'_>, controller: &AbortController) -> Result<Request, Failure> {
    let Call { url, form, token, .. } = call;
    let mut request = if form.is_some() { Request::post(url) } else { Request::get(url) }
        .credentials(RequestCredentials::Omit)
        .cache(RequestCache::NoStore)
        .referrer_policy(ReferrerPolicy::NoReferrer)
        .redirect(RequestRedirect::Error)
        .abort_signal(Some(&controller.signal()));
    if let Some(token) = token {
        request = request.header("authorization", &format!("Bearer {}", token.expose_token()));
    }
    match form {
        // One of the three types that need no preflight.
        Some(form) => {
            request.header("content-type", "application/x-www-form-urlencoded").body(form)
        }
        None => request.build(),
    }
    .map_err(|_| Failure::Js)
}

/// The body in chunks, each copied once, given up at the cap.
async fn read(
    answer: &http::Response,
    max_bytes: usize,
    counted: impl Fn(usize),
) -> Result<Vec<u8>, Failure> {
    let mut body = Vec::new();
    let Some(stream) = answer.body() else { return Ok(body) };
    let reader: ReadableStreamDefaultReader = stream.get_reader().unchecked_into();
    loop {
        let step = js::wait(reader.read()).await?;
        if Reflect::get(&step, &"done".into())?.is_truthy() {
            return Ok(body);
        }
        let chunk: Uint8Array = Reflect::get(&step, &"value".into())?.unchecked_into();
        let length = chunk.length() as usize;
        if body.len() + length > max_bytes {
            // The answer is given up; whether the browser stops reading cleanly changes nothing.
            let _: Promise = reader.cancel();
            return Err(Failure::TooLarge);
        }
        let start = body.len();
        body.resize(start + length, 0);
        chunk.copy_to(&mut body[start..]);
        counted(body.len());
    }
}

/// Aborts the exchange when time is up, or when nobody waits for it any more.
struct Deadline {
    controller: AbortController,
    passed: Rc<Cell<bool>>,
    /// The whole answer is here. Aborted then, a browser may still count it as failed.
    is_met: Cell<bool>,
    timer: i32,
    _on_time: Closure<dyn FnMut()>,
}

impl Deadline {
    fn start(millis: u32) -> Result<Self, TransportError> {
        let controller = AbortController::new().map_err(|_| TransportError::Blocked)?;
        let passed = Rc::new(Cell::new(false));
        let on_time = Closure::new({
            let (controller, passed) = (controller.clone(), Rc::clone(&passed));
            move || {
                passed.set(true);
                controller.abort();
            }
        });
        let timer = js::set_timeout(on_time.as_ref().unchecked_ref(), millis);
        Ok(Self { controller, passed, is_met: Cell::new(false), timer, _on_time: on_time })
    }
}

impl Drop for Deadline {
    fn drop(&mut self) {
        js::clear_timeout(self.timer);
        if !self.is_met.get() {
            self.controller.abort();
        }
    }
}
