//! The built app, served from the relay's own origin.

use crate::support::*;
use panelboard_relay::Config;
use std::fs;
use std::path::PathBuf;

pub fn folder(name: &str) -> PathBuf {
    let folder = PathBuf::from(env!("CARGO_TARGET_TMPDIR")).join(name);
    let _ = fs::remove_dir_all(&folder);
    fs::create_dir_all(folder.join("locales")).expect("a folder");
    for (file, content) in [
        ("index.html", "<!doctype html>"),
        ("app-0123456789abcdef.js", "js"),
        ("app-0123456789abcdef_bg.wasm", "plain wasm"),
        ("app-0123456789abcdef_bg.wasm.br", "brotli wasm"),
        ("app-0123456789abcdef_bg.wasm.gz", "gzip wasm"),
        ("locales/ko.json", "{}"),
    ] {
        fs::write(folder.join(file), content).expect("a file");
    }
    folder
}

async fn app(name: &str) -> Subject {
    let folder = folder(name);
    let nobody = "127.0.0.1:9".parse().expect("an address");
    relay_with(|config: &mut Config| config.app = Some(folder), nobody).await
}

#[tokio::test]
async fn files_have_their_types_and_lifetimes() {
    let subject = app("types").await;
    for (path, media_type, caching, content) in [
        ("/", "text/html; charset=utf-8", "no-cache", "<!doctype html>"),
        ("/orders/acc/23501", "text/html; charset=utf-8", "no-cache", "<!doctype html>"),
        ("/app-0123456789abcdef.js", "text/javascript; charset=utf-8", "immutable", "js"),
        ("/app-0123456789abcdef_bg.wasm", "application/wasm", "immutable", "plain wasm"),
        ("/locales/ko.json", "application/json", "no-cache", "{}"),
    ] {
        let answer = get(subject.address, path).await;
        assert_eq!((answer.status, answer.text().as_str()), (200, content), "{path}");
        assert_eq!(answer.header("content-type").as_deref(), Some(media_type), "{path}");
        assert!(
            answer.header("cache-control").is_some_and(|text| text.contains(caching)),
            "{path}"
        );
    }
    for path in ["/missing.js", "/../relay", "/locales/../../x.json", "/.git/config", "/%2e%2e/x.y"]
    {
        assert_eq!(get(subject.address, path).await.status, 404, "{path}");
    }
}

#[tokio::test]
async fn every_file_has_the_security_headers() {
    let subject = app("headers").await;
    for path in ["/", "/app-0123456789abcdef.js", "/missing.js"] {
        let answer = get(subject.address, path).await;
        let policy = answer.header("content-security-policy").expect("a policy");
        assert!(policy.contains("frame-ancestors 'none'"));
        assert!(policy.contains("script-src 'self' 'wasm-unsafe-eval';"));
        assert_eq!(answer.header("x-content-type-options").as_deref(), Some("nosniff"));
        assert_eq!(answer.header("referrer-policy").as_deref(), Some("no-referrer"));
        assert_eq!(answer.header("cross-origin-opener-policy").as_deref(), Some("same-origin"));
        assert_eq!(answer.header("access-control-allow-origin"), None);
        // The app asks a relay at its own origin only where it reads this.
        assert_eq!(answer.header("server-timing").as_deref(), Some("panelboard-relay"));
    }
}

#[tokio::test]
async fn precompressed_files_and_known_versions_save_bytes() {
    let subject = app("forms").await;
    let ask = async |lines: &str| {
        let text = format!(
            "GET /app-0123456789abcdef_bg.wasm HTTP/1.1\r\nhost: localhost\r\n{lines}connection: close\r\n\r\n"
        );
        raw(subject.address, text.as_bytes()).await.expect("an answer")
    };
    let brotli = ask("accept-encoding: gzip, deflate, br\r\n").await;
    assert_eq!(brotli.text(), "brotli wasm");
    assert_eq!(brotli.header("content-encoding").as_deref(), Some("br"));
    assert_eq!(brotli.header("content-type").as_deref(), Some("application/wasm"));
    assert_eq!(ask("accept-encoding: gzip\r\n").await.text(), "gzip wasm");
    let tag = brotli.header("etag").expect("a tag");
    let known = ask(&format!("accept-encoding: br\r\nif-none-match: {tag}\r\n")).await;
    assert_eq!((known.status, known.text().as_str()), (304, ""));
}

#[tokio::test]
async fn a_page_of_the_relays_own_origin_may_use_it() {
    let panel = FakePanel::start(Does::Says(placed())).await;
    let subject = relay(&panel).await;
    let body = form("balance");
    for (host, status) in [("127.0.0.1", 200), ("localhost", 200), ("127.0.0.2", 403)] {
        let port = subject.address.port();
        let text = format!(
            "POST /p/p HTTP/1.1\r\nhost: {host}:{port}\r\norigin: http://{host}:{port}\r\n\
             sec-fetch-site: same-origin\r\nsec-fetch-mode: cors\r\nconnection: close\r\n\
             content-type: application/x-www-form-urlencoded\r\ncontent-length: {}\r\n\r\n{body}",
            body.len()
        );
        let answer = raw(subject.address, text.as_bytes()).await.expect("an answer");
        assert_eq!(answer.status, status, "{host}");
    }
    let rebound = "GET /panels HTTP/1.1\r\nhost: evil.example\r\nconnection: close\r\n\r\n";
    assert_eq!(
        raw(subject.address, rebound.as_bytes()).await.map(|answer| answer.status),
        Some(403)
    );
}
