//! What a request line asks for. Pure. Everything that is not in this short list is refused before
//! anything else is looked at.

use crate::rules::panel::is_alias;
use hyper::Method;
use panelboard_fence::{AttemptId, Mark};

/// The relay's whole surface.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Route<'a> {
    /// `POST /p/{alias}`.
    Ask(&'a str),
    /// `POST /p/{alias}/attempts/{attempt-id}/{memory}/{position}`.
    Attempt(&'a str, AttemptId, Mark),
    /// `POST /p/{alias}/attempts/{attempt-id}`, as the first version's app wrote it: refused.
    Unmarked(&'a str),
    /// `GET /attempts/{attempt-id}`.
    Receipt(AttemptId),
    /// `POST /attempts/{attempt-id}/{memory}/{position}/close`.
    Close(AttemptId, Mark),
    /// `GET /panels`.
    Panels,
    /// `GET /healthz`.
    Health,
    /// `OPTIONS` on one of the paths above but the last.
    Preflight,
    /// `GET` of anything else: the app, where one is served.
    App(&'a str),
}

/// Why a request line is refused.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum RouteError {
    /// No such path.
    NotFound,
    /// The path has another method; the `Allow` header's value.
    Method(&'static str),
    /// A query on a path of the relay: a key could end up in one.
    Query,
}

/// Reads a request line.
pub(crate) fn route<'a>(
    method: &Method,
    path: &'a str,
    query: Option<&str>,
) -> Result<Route<'a>, RouteError> {
    let Some((found, allow)) = own_path(path)? else { return app(method, path) };
    if query.is_some() {
        return Err(RouteError::Query);
    }
    let is_post = match found {
        Route::Ask(_) | Route::Attempt(..) | Route::Unmarked(_) | Route::Close(..) => true,
        Route::Receipt(_) | Route::Panels | Route::Health | Route::Preflight | Route::App(_) => {
            false
        }
    };
    match *method {
        Method::POST if is_post => Ok(found),
        Method::GET if !is_post => Ok(found),
        Method::OPTIONS if found != Route::Health => Ok(Route::Preflight),
        _ => Err(RouteError::Method(allow)),
    }
}

fn own_path(path: &str) -> Result<Option<(Route<'_>, &'static str)>, RouteError> {
    let parts: Vec<&str> = path.strip_prefix('/').unwrap_or_default().split('/').collect();
    let found = match parts[..] {
        ["healthz"] => (Route::Health, "GET"),
        ["panels"] => (Route::Panels, "GET, OPTIONS"),
        ["attempts", id] => (Route::Receipt(attempt(id)?), "GET, OPTIONS"),
        ["attempts", id, memory, position, "close"] => {
            (Route::Close(attempt(id)?, mark(memory, position)?), "POST, OPTIONS")
        }
        ["p", name] => (Route::Ask(alias(name)?), "POST, OPTIONS"),
        ["p", name, "attempts", id] => {
            attempt(id)?;
            (Route::Unmarked(alias(name)?), "POST, OPTIONS")
        }
        ["p", name, "attempts", id, memory, position] => {
            let mark = mark(memory, position)?;
            (Route::Attempt(alias(name)?, attempt(id)?, mark), "POST, OPTIONS")
        }
        ["p" | "attempts", ..] => return Err(RouteError::NotFound),
        _ => return Ok(None),
    };
    Ok(Some(found))
}

fn app<'a>(method: &Method, path: &'a str) -> Result<Route<'a>, RouteError> {
    match *method {
        Method::GET | Method::HEAD => Ok(Route::App(path)),
        _ => Err(RouteError::Method("GET, HEAD")),
    }
}

fn alias(text: &str) -> Result<&str, RouteError> {
    if is_alias(text) { Ok(text) } else { Err(RouteError::NotFound) }
}

fn attempt(text: &str) -> Result<AttemptId, RouteError> {
    AttemptId::parse(text).ok_or(RouteError::NotFound)
}

fn mark(memory: &str, position: &str) -> Result<Mark, RouteError> {
    Mark::parse(memory, position).ok_or(RouteError::NotFound)
}

#[cfg(test)]
mod tests {
    use super::*;

    const ID: &str = "019a9d3e-0000-7000-8000-00000000abcd";
    const MEMORY: &str = "00f00000000000000000000000000abc";

    #[track_caller]
    fn check(method: &Method, path: &str, expected: Result<Route<'_>, RouteError>) {
        assert_eq!(route(method, path, None), expected, "{method} {path}");
    }

    #[test]
    fn the_surface_is_this_list() {
        let id = AttemptId::parse(ID).expect("an id");
        check(&Method::POST, "/p/smm.plus", Ok(Route::Ask("smm.plus")));
        let path = format!("/p/smm.plus/attempts/{ID}");
        check(&Method::POST, &path, Ok(Route::Unmarked("smm.plus")));
        let mark = Mark::parse(MEMORY, "12").expect("a mark");
        let path = format!("/p/smm.plus/attempts/{ID}/{MEMORY}/12");
        check(&Method::POST, &path, Ok(Route::Attempt("smm.plus", id, mark)));
        check(&Method::OPTIONS, &path, Ok(Route::Preflight));
        let path = format!("/attempts/{ID}/{MEMORY}/12/close");
        check(&Method::POST, &path, Ok(Route::Close(id, mark)));
        check(&Method::GET, &path, Err(RouteError::Method("POST, OPTIONS")));
        check(&Method::GET, &format!("/attempts/{ID}"), Ok(Route::Receipt(id)));
        check(&Method::GET, "/panels", Ok(Route::Panels));
        check(&Method::GET, "/healthz", Ok(Route::Health));
        check(&Method::GET, "/orders/5", Ok(Route::App("/orders/5")));
        check(&Method::GET, "/panels/5", Ok(Route::App("/panels/5")));
    }

    #[test]
    fn other_methods_are_refused() {
        for method in
            [&Method::GET, &Method::PUT, &Method::DELETE, &Method::TRACE, &Method::CONNECT]
        {
            check(method, "/p/smm.plus", Err(RouteError::Method("POST, OPTIONS")));
        }
        check(&Method::POST, "/panels", Err(RouteError::Method("GET, OPTIONS")));
        check(&Method::OPTIONS, "/healthz", Err(RouteError::Method("GET")));
        check(&Method::POST, "/", Err(RouteError::Method("GET, HEAD")));
    }

    #[test]
    fn odd_paths_are_not_found() {
        for path in [
            "/p",
            "/p/",
            "/p//",
            "/p/UPPER",
            "/p/a%20b",
            "/p/a/",
            "/p/a/attempts",
            "/p/a/attempts/",
            "/p/a/attempts/1",
            "/p/a/other/019a9d3e-0000-7000-8000-00000000abcd",
            "/p/a/attempts/019a9d3e-0000-7000-8000-00000000abcd/",
            "/p/a/attempts/019a9d3e-0000-7000-8000-00000000abcd/1/2",
            "/p/a/attempts/019a9d3e-0000-7000-8000-00000000abcd/00f00000000000000000000000000abc",
            "/p/a/attempts/019a9d3e-0000-7000-8000-00000000abcd/00f00000000000000000000000000abc/",
            "/p/a/attempts/019a9d3e-0000-7000-8000-00000000abcd/00f00000000000000000000000000abc/01",
            "/p/a/attempts/019a9d3e-0000-7000-8000-00000000abcd/00f00000000000000000000000000abc/1/",
            "/attempts/019a9d3e-0000-7000-8000-00000000abcd/00f00000000000000000000000000abc/1",
            "/attempts/019a9d3e-0000-7000-8000-00000000abcd/00f00000000000000000000000000abc/1/shut",
            "/attempts",
            "/attempts/1",
            "/p/https://evil.example",
            "/p/..",
            "/p/.a",
            "/p/a@b",
            "/p/a\\b",
        ] {
            check(&Method::POST, path, Err(RouteError::NotFound));
        }
    }

    #[test]
    fn a_query_is_refused_where_a_key_could_stand() {
        assert_eq!(route(&Method::POST, "/p/a", Some("key=x")), Err(RouteError::Query));
        assert_eq!(route(&Method::GET, "/orders", Some("q=x")), Ok(Route::App("/orders")));
    }
}
