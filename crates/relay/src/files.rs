//! Serves the built app with the headers that a static host cannot send. Paths are taken apart into
//! plain segments first; nothing outside the folder can be named.

use crate::coding::{Accepts, Coding};
use crate::outgoing::Outgoing;
use bytes::Bytes;
use hyper::header::{self, HeaderMap, HeaderName, HeaderValue};
use hyper::{Method, Response, StatusCode};
use std::collections::HashMap;
use std::fs;
use std::io;
use std::path::{Path, PathBuf};
use std::sync::{Mutex, PoisonError};
use std::time::{SystemTime, UNIX_EPOCH};

/// More than any app of this kind has.
const CACHE: usize = 16 * 1024 * 1024;

/// Both this policy and the page's own `meta` policy hold; this one adds what `meta` cannot say.
macro_rules! concat_policy {
    ($connect:literal) => {
        concat!(
            "default-src 'none'; script-src 'self' 'wasm-unsafe-eval'; style-src 'self'; ",
            "img-src 'self' data:; font-src 'self'; manifest-src 'self'; worker-src 'self'; ",
            "connect-src 'self' https:",
            $connect,
            "; base-uri 'none'; form-action 'none'; frame-ancestors 'none'; ",
            "require-trusted-types-for 'script'"
        )
    };
}
/// A folder with the built app.
pub(crate) struct AppFiles {
    root: PathBuf,
    policy: HeaderValue,
    secure: bool,
    cache: Mutex<HashMap<PathBuf, (Version, Bytes)>>,
}

/// Tells two states of a file apart.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
struct Version {
    modified: u128,
    length: u64,
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
    /// `development` lets the page talk to servers on this machine; `secure` says that the relay
    /// itself speaks TLS.
    pub(crate) fn open(root: &Path, development: bool, secure: bool) -> io::Result<Self> {
        fs::metadata(root.join("index.html"))?;
        Ok(Self {
            root: root.to_owned(),
            policy: HeaderValue::from_static(if development {
                concat_policy!(" http://127.0.0.1:* http://localhost:*")
            } else {
                concat_policy!("")
            }),
            secure,
            cache: Mutex::default(),
        })
    }

    /// A file, or `index.html` for an address of the app's own, or 404.
    pub(crate) fn serve(&self, wanted: Wanted<'_>) -> Response<Outgoing> {
        let found = segments(wanted.path).and_then(|relative| self.find(&relative));
        let mut response = match found {
            Some((file, name)) => self.file(&file, &name, wanted).unwrap_or_else(|_| not_found()),
            None => not_found(),
        };
        self.protect(response.headers_mut());
        response
    }

    fn find(&self, relative: &str) -> Option<(PathBuf, String)> {
        let name = if relative.is_empty() { "index.html" } else { relative };
        let file = self.root.join(name);
        if file.is_file() {
            return Some((file, name.to_owned()));
        }
        let last = name.rsplit('/').next().unwrap_or_default();
        let is_deep_link = !last.contains('.');
        is_deep_link.then(|| (self.root.join("index.html"), "index.html".to_owned()))
    }

    fn file(&self, file: &Path, name: &str, wanted: Wanted<'_>) -> io::Result<Response<Outgoing>> {
        let (file, coding) = best_form(file, Accepts::of(wanted.headers));
        let version = Version::of(&file)?;
        let tag = version.tag(coding);
        let mut response = Response::new(Outgoing::Whole(None));
        let headers = response.headers_mut();
        headers.insert(header::CONTENT_TYPE, HeaderValue::from_static(media_type(name)));
        headers.insert(header::CACHE_CONTROL, HeaderValue::from_static(caching(name)));
        headers.insert(header::VARY, HeaderValue::from_static("Accept-Encoding"));
        if let Some(coding) = coding.as_str() {
            headers.insert(header::CONTENT_ENCODING, HeaderValue::from_static(coding));
        }
        let known = wanted.headers.get(header::IF_NONE_MATCH).is_some_and(|known| *known == tag);
        headers.insert(header::ETAG, tag);
        if known {
            *response.status_mut() = StatusCode::NOT_MODIFIED;
        } else if wanted.method == Method::HEAD {
            headers.insert(header::CONTENT_LENGTH, version.length.into());
        } else {
            *response.body_mut() = self.content(&file, version)?.into();
        }
        Ok(response)
    }

    fn content(&self, file: &Path, version: Version) -> io::Result<Bytes> {
        let mut cache = self.cache.lock().unwrap_or_else(PoisonError::into_inner);
        if let Some((known, content)) = cache.get(file)
            && *known == version
        {
            return Ok(content.clone());
        }
        let content = Bytes::from(fs::read(file)?);
        if cache.values().map(|(_, content)| content.len()).sum::<usize>() + content.len() > CACHE {
            cache.clear();
        }
        cache.insert(file.to_owned(), (version, content.clone()));
        Ok(content)
    }

    fn protect(&self, headers: &mut HeaderMap) {
        headers.insert(header::CONTENT_SECURITY_POLICY, self.policy.clone());
        for (name, value) in PROTECTION {
            headers.insert(HeaderName::from_static(name), HeaderValue::from_static(value));
        }
        if self.secure {
            let always = HeaderValue::from_static("max-age=63072000");
            headers.insert(header::STRICT_TRANSPORT_SECURITY, always);
        }
    }
}

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

impl Version {
    fn of(file: &Path) -> io::Result<Self> {
        let metadata = fs::metadata(file)?;
        let modified = metadata.modified().unwrap_or(SystemTime::UNIX_EPOCH);
        let modified = modified.duration_since(UNIX_EPOCH).unwrap_or_default().as_nanos();
        Ok(Self { modified, length: metadata.len() })
    }

    fn tag(self, coding: Coding) -> HeaderValue {
        let coding = coding.as_str().unwrap_or("plain");
        let text = format!("\"{:x}-{:x}-{coding}\"", self.modified, self.length);
        HeaderValue::try_from(text).expect("hexadecimal digits")
    }
}

/// The path without its first slash, if it is made of plain segments; `index.html` for an address of
/// the app's own that no file is named like, such as one with a foreign order id.
fn segments(path: &str) -> Option<String> {
    let relative = path.strip_prefix('/')?.trim_end_matches('/');
    let plain = |byte: u8| byte.is_ascii_alphanumeric() || b"/._-~@".contains(&byte);
    if relative.split('/').any(|segment| segment.starts_with('.')) {
        return None;
    }
    if relative.bytes().all(plain) && !relative.contains("//") {
        return Some(relative.to_owned());
    }
    (!relative.contains(['.', '\\'])).then(|| "index.html".to_owned())
}

fn best_form(file: &Path, accepts: Accepts) -> (PathBuf, Coding) {
    let forms = [(accepts.brotli, "br", Coding::Brotli), (accepts.gzip, "gz", Coding::Gzip)];
    for (accepted, ending, coding) in forms {
        let mut name = file.as_os_str().to_owned();
        name.push(".");
        name.push(ending);
        let form = PathBuf::from(name);
        if accepted && form.is_file() {
            return (form, coding);
        }
    }
    (file.to_owned(), Coding::Plain)
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

fn not_found() -> Response<Outgoing> {
    let mut response = Response::new(Outgoing::from(Bytes::from_static(b"Not found")));
    *response.status_mut() = StatusCode::NOT_FOUND;
    let text = HeaderValue::from_static("text/plain; charset=utf-8");
    response.headers_mut().insert(header::CONTENT_TYPE, text);
    response.headers_mut().insert(header::CACHE_CONTROL, HeaderValue::from_static("no-cache"));
    response
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn no_path_leaves_the_folder() {
        for path in [
            "/../secret",
            "/a/../../secret",
            "/.git/config",
            "/a//b.js",
            "/%2e%2e/secret.txt",
            "/a\\b.js",
            "/..",
            "relative",
            "/a/%00.js",
            "/.env",
        ] {
            let found = segments(path);
            assert!(found.is_none() || found.as_deref() == Some("index.html"), "{path}: {found:?}");
        }
        assert_eq!(segments("/"), Some(String::new()));
        assert_eq!(segments("/a/b-1.js").as_deref(), Some("a/b-1.js"));
        assert_eq!(segments("/orders/acc/%D0%B0").as_deref(), Some("index.html"));
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
