//! Serves the built app with the headers that a static host cannot send. A request's path is only
//! ever looked up among the names of [`Folder`]; it never becomes a path of the file system.

use crate::downstream::coding::{Accepts, Coding};
use crate::downstream::folder::{AppFile, Content, Folder, FolderError, is_plain};
use crate::downstream::outgoing::Outgoing;
use crate::downstream::stored::Stored;
use bytes::Bytes;
use hyper::header::{self, HeaderMap, HeaderName, HeaderValue};
use hyper::{Method, Response, StatusCode};
use std::path::{Path, PathBuf};

/// Both this policy and the page's own `meta` policy hold; this one adds what `meta` cannot say.
macro_rules! concat_policy {
    ($connect:literal) => {
        concat!(
            "default-src 'none'; script-src 'self' 'wasm-unsafe-eval'; style-src 'self'; ",
            "img-src 'self' data:; font-src 'self'; manifest-src 'self'; worker-src 'self'; ",
            "connect-src 'self' https:",
            $connect,
            "; base-uri 'none'; form-action 'none'; frame-ancestors 'none'; ",
            "require-trusted-types-for 'script'; trusted-types worker"
        )
    };
}
/// The built app.
pub(crate) struct AppFiles {
    folder: Folder,
    policy: HeaderValue,
    secure: bool,
}

/// What a request's head says about how it wants a file.
#[derive(Clone, Copy)]
pub(crate) struct Wanted<'a> {
    /// GET or HEAD.
    pub(crate) method: &'a Method,
    /// The absolute path.
    pub(crate) path: &'a str,
    /// The rest.
    pub(crate) headers: &'a HeaderMap,
}

impl AppFiles {
    /// `secrets` must not lie in the folder; `development` lets the page talk to servers on this
    /// machine; `secure` says that the relay itself speaks TLS.
    pub(crate) fn open(
        root: &Path,
        secrets: &[PathBuf],
        development: bool,
        secure: bool,
    ) -> Result<Self, FolderError> {
        Ok(Self {
            folder: Folder::read(root, secrets)?,
            policy: HeaderValue::from_static(if development {
                concat_policy!(" http://127.0.0.1:* http://localhost:*")
            } else {
                concat_policy!("")
            }),
            secure,
        })
    }

    /// A file, or `index.html` for an address of the app's own, or 404; 503 for a file that has
    /// changed since the relay started.
    pub(crate) async fn serve(&self, wanted: Wanted<'_>) -> Response<Outgoing> {
        let found = name_of(wanted.path).and_then(|name| self.find(name));
        let mut response = match found {
            Some((name, file)) => self.file(name, file, wanted).await,
            None => plain_text(StatusCode::NOT_FOUND, "Not found"),
        };
        self.protect(response.headers_mut());
        response
    }

    /// Says no to a request that names another host than the relay's own.
    pub(crate) fn refuse(&self) -> Response<Outgoing> {
        let mut response = plain_text(StatusCode::FORBIDDEN, FOREIGN_HOST);
        self.protect(response.headers_mut());
        response
    }

    fn find<'a>(&'a self, name: &'a str) -> Option<(&'a str, &'a AppFile)> {
        let name = if name.is_empty() { INDEX } else { name };
        if let Some(file) = self.folder.get(name) {
            return Some((name, file));
        }
        let last = name.rsplit('/').next().unwrap_or_default();
        let is_deep_link = !last.contains('.');
        is_deep_link.then_some(INDEX).zip(self.folder.get(INDEX))
    }

    async fn file(&self, name: &str, file: &AppFile, wanted: Wanted<'_>) -> Response<Outgoing> {
        let (file, coding) = self.best_form(name, file, Accepts::of(wanted.headers));
        let tag = tag(file, coding);
        let known = wanted.headers.get(header::IF_NONE_MATCH).is_some_and(|known| *known == tag);
        let mut response = Response::new(Outgoing::Whole(None));
        if known {
            *response.status_mut() = StatusCode::NOT_MODIFIED;
        } else if wanted.method == Method::HEAD {
            response.headers_mut().insert(header::CONTENT_LENGTH, file.length.into());
        } else {
            *response.body_mut() = match &file.content {
                Content::Memory(bytes) => bytes.clone().into(),
                Content::Disk(path, identity) => match Stored::open(path, *identity).await {
                    Ok(stored) => Outgoing::Stored(Box::new(stored)),
                    Err(_) => return plain_text(StatusCode::SERVICE_UNAVAILABLE, CHANGED),
                },
            };
        }
        let headers = response.headers_mut();
        headers.insert(header::ETAG, tag);
        headers.insert(header::CONTENT_TYPE, HeaderValue::from_static(media_type(name)));
        headers.insert(header::CACHE_CONTROL, HeaderValue::from_static(caching(name)));
        headers.insert(header::VARY, HeaderValue::from_static("Accept-Encoding"));
        if let Some(coding) = coding.as_str() {
            headers.insert(header::CONTENT_ENCODING, HeaderValue::from_static(coding));
        }
        response
    }

    fn best_form<'a>(
        &'a self,
        name: &str,
        plain: &'a AppFile,
        accepts: Accepts,
    ) -> (&'a AppFile, Coding) {
        let forms = [(accepts.brotli, "br", Coding::Brotli), (accepts.gzip, "gz", Coding::Gzip)];
        let mut usable = forms.into_iter().filter(|(accepted, ..)| *accepted);
        usable
            .find_map(|(_, ending, coding)| {
                Some((self.folder.get(&format!("{name}.{ending}"))?, coding))
            })
            .unwrap_or((plain, Coding::Plain))
    }

    fn protect(&self, headers: &mut HeaderMap) {
        headers.insert(header::CONTENT_SECURITY_POLICY, self.policy.clone());
        for (name, value) in PROTECTION.into_iter().chain([SERVED_BY_RELAY]) {
            headers.insert(HeaderName::from_static(name), HeaderValue::from_static(value));
        }
        if self.secure {
            let always = HeaderValue::from_static("max-age=63072000");
            headers.insert(header::STRICT_TRANSPORT_SECURITY, always);
        }
    }
}

/// What the page reads about what served it: only then does it ask for `GET /panels` by itself, because
/// on a static host that would be a failed request.
const SERVED_BY_RELAY: (&str, &str) = ("server-timing", "panelboard-relay");

const PROTECTION: [(&str, &str); 7] = [
    ("x-content-type-options", "nosniff"),
    ("x-frame-options", "DENY"),
    ("referrer-policy", "no-referrer"),
    ("cross-origin-opener-policy", "same-origin"),
    ("cross-origin-resource-policy", "same-origin"),
    ("x-permitted-cross-domain-policies", "none"),
    (
        "permissions-policy",
        "camera=(), microphone=(), geolocation=(), payment=(), usb=(), serial=(), hid=(), midi=(), \
         display-capture=(), browsing-topics=()",
    ),
];

const INDEX: &str = "index.html";
const FOREIGN_HOST: &str = "This relay has no such name. Its operator gives it one with --origin";
const CHANGED: &str = "The app's folder has changed: the relay must be started again";

fn tag(file: &AppFile, coding: Coding) -> HeaderValue {
    let coding = coding.as_str().unwrap_or("plain");
    HeaderValue::try_from(format!("\"{}-{coding}\"", file.version)).expect("hexadecimal digits")
}

/// The name that a path asks for: without its first slash, if all its parts are plain; `index.html`
/// for an address of the app's own that no file is named like, such as one with a foreign order id.
fn name_of(path: &str) -> Option<&str> {
    let name = path.strip_prefix('/')?;
    let name = name.strip_suffix('/').unwrap_or(name);
    if name.is_empty() {
        return (path == "/").then_some(name);
    }
    if name.split('/').any(|part| part.is_empty() || part.starts_with('.')) {
        return None;
    }
    if name.split('/').all(is_plain) {
        return Some(name);
    }
    (!name.contains(['.', '\\'])).then_some(INDEX)
}

/// A file whose name holds a hash never changes; anything else is asked for again each time.
fn caching(name: &str) -> &'static str {
    let is_hash = |part: &str| {
        part.len() >= 8
            && part.bytes().all(|byte| byte.is_ascii_hexdigit())
            && part.bytes().any(|byte| byte.is_ascii_digit())
    };
    if name.split(['-', '_', '.', '/']).any(is_hash) {
        "public, max-age=31536000, immutable"
    } else {
        "no-cache"
    }
}

fn media_type(name: &str) -> &'static str {
    match name.rsplit('.').next().unwrap_or_default() {
        "html" => "text/html; charset=utf-8",
        "js" | "mjs" => "text/javascript; charset=utf-8",
        "css" => "text/css; charset=utf-8",
        "json" | "map" => "application/json",
        "webmanifest" => "application/manifest+json",
        "wasm" => "application/wasm",
        "svg" => "image/svg+xml",
        "png" => "image/png",
        "ico" => "image/x-icon",
        "jpg" | "jpeg" => "image/jpeg",
        "webp" => "image/webp",
        "avif" => "image/avif",
        "woff2" => "font/woff2",
        "txt" => "text/plain; charset=utf-8",
        "xml" => "application/xml",
        _ => "application/octet-stream",
    }
}

fn plain_text(status: StatusCode, text: &'static str) -> Response<Outgoing> {
    let mut response = Response::new(Outgoing::from(Bytes::from_static(text.as_bytes())));
    *response.status_mut() = status;
    let text = HeaderValue::from_static("text/plain; charset=utf-8");
    response.headers_mut().insert(header::CONTENT_TYPE, text);
    response.headers_mut().insert(header::CACHE_CONTROL, HeaderValue::from_static("no-cache"));
    response
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn s01_a_path_is_a_name_of_plain_parts_or_nothing() {
        for path in [
            "",
            "relative",
            "//",
            "//etc/passwd",
            "/a//b.js",
            "/a//",
            "/../secret",
            "/a/../../secret",
            "/..",
            "/.",
            "/./a.js",
            "/.git/config",
            "/.env",
            "/%2e%2e/secret.txt",
            "/a\\b.js",
            "/a/%00.js",
            "/\\etc\\passwd",
        ] {
            assert_eq!(name_of(path), None, "{path}");
        }
        assert_eq!(name_of("/"), Some(""));
        assert_eq!(name_of("/a/b-1.js"), Some("a/b-1.js"));
        assert_eq!(name_of("/orders/"), Some("orders"));
        assert_eq!(name_of("/orders/acc/%D0%B0"), Some(INDEX));
    }

    #[test]
    fn only_hashed_names_are_immutable() {
        for name in ["panelboard-1a2b3c4d5e6f7a8b_bg.wasm", "style-0123456789abcdef.css"] {
            assert!(caching(name).ends_with("immutable"), "{name}");
        }
        for name in ["index.html", "boot.js", "sw.js", "facade.js", "locales/en.json"] {
            assert_eq!(caching(name), "no-cache", "{name}");
        }
    }
}
