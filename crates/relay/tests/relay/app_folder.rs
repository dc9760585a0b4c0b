//! S1: the app's folder gives away its own files, under the relay's own names, and nothing else.

use crate::app::folder;
use crate::program::Program;
use crate::support::*;
use panelboard_relay::{AttemptsFile, Config, FolderError, StartError, spawn};
use std::fs;
use std::net::SocketAddr;
use std::path::{Path, PathBuf};
use std::time::{Duration, Instant};
use tokio::io::{AsyncReadExt, AsyncWriteExt};
use tokio::net::TcpStream;

const PAGE: &str = "<!doctype html>";
const NOBODY: &str = "127.0.0.1:9";

fn nobody() -> SocketAddr {
    NOBODY.parse().expect("an address")
}

/// A folder beside the app's, with what must never be read.
fn beside(name: &str) -> PathBuf {
    let folder = PathBuf::from(env!("CARGO_TARGET_TMPDIR")).join(name);
    let _ = fs::remove_dir_all(&folder);
    fs::create_dir_all(&folder).expect("a folder");
    folder
}

/// Asks with the path exactly as given.
async fn ask(address: SocketAddr, target: &str, host: &str) -> Option<Answer> {
    let text = format!("GET {target} HTTP/1.1\r\nhost: {host}\r\nconnection: close\r\n\r\n");
    raw(address, text.as_bytes()).await
}

/// Every way that was ever seen to turn a request into an absolute or a climbing path.
fn hostile_forms(absolute: &str) -> Vec<String> {
    let relative = absolute.trim_start_matches('/');
    let percent = relative.replace('/', "%2f");
    let backslash = relative.replace('/', "\\");
    let mut forms: Vec<String> = [
        "/",
        "//",
        "///",
        "/.",
        "/./",
        "/..",
        "/../",
        "/.//",
        "/..//",
        "/locales",
        "/locales/",
        "/locales//",
        "/locales/../",
        "/locales/..//",
        "/index.html/",
        "/index.html//",
        "/index.html/../",
        "/%2f",
        "/%2F%2F",
        "/%5c",
        "/\\",
        "/\\\\",
        "/%00",
        "/%00/",
        "/~",
        "/~/",
        "/@/",
        "/file:",
        "/file://",
        "/http://127.0.0.1/",
        "/;",
        "/;/",
        "/?/",
        "/%252f",
        "/%c0%af",
        "/..;/",
        "/%2e%2e/",
        "/%2e/",
        "/.%2e/",
        "/%252e%252e/",
        "/..%2f",
        "/..%5c",
        "/..\\",
        "/%ef%bc%8f",
    ]
    .iter()
    .map(|prefix| format!("{prefix}{relative}"))
    .collect();
    for depth in [1, 2, 4, 8, 12, 16] {
        for step in ["../", "..//", "%2e%2e/", "..%2f", "..\\", "./../", "x/../../"] {
            forms.push(format!("/{}{relative}", step.repeat(depth)));
            forms.push(format!("/locales/{}{relative}", step.repeat(depth)));
        }
    }
    forms.extend([absolute.to_owned(), format!("{absolute}/"), format!("/{absolute}/")]);
    forms.extend([format!("//{percent}"), format!("/%2f{percent}"), format!("/\\{backslash}")]);
    forms.extend([format!("/{absolute}?v=1"), format!("/{absolute}#x"), format!("/{absolute}.br")]);
    forms
}

#[tokio::test]
async fn s01_no_path_reads_a_file_outside_of_the_app() {
    let secrets = beside("s01-secrets");
    let key = rcgen::KeyPair::generate().expect("a key").serialize_pem();
    let token = "CANARY-token-0123456789";
    let (key_file, token_file) = (secrets.join("key.pem"), secrets.join("token"));
    fs::write(&key_file, &key).expect("a file");
    fs::write(&token_file, token).expect("a file");
    let app = folder("s01-paths");
    let change = |config: &mut Config| {
        config.app = Some(app.clone());
        config.token = Some(token.to_owned());
        config.token_file = Some(token_file.clone());
    };
    let subject = relay_with(change, nobody()).await;
    let absolute = |path: &Path| path.to_str().expect("a plain path").to_owned();
    let there = [
        absolute(&key_file),
        absolute(&token_file),
        "/etc/passwd".to_owned(),
        "/proc/self/environ".to_owned(),
        "/proc/self/cmdline".to_owned(),
        absolute(&Path::new(env!("CARGO_MANIFEST_DIR")).join("Cargo.toml")),
    ];
    let found = there.iter().filter(|path| Path::new(path).exists()).count();
    assert!(found >= 3, "only {found} of them exist: nothing would be shown");
    let paths: Vec<String> = there.iter().flat_map(|path| hostile_forms(path)).collect();
    assert!(paths.len() > 200, "{}", paths.len());
    let host = subject.address.to_string();
    for path in &paths {
        let Some(answer) = ask(subject.address, path, &host).await else { continue };
        let harmless = match answer.status {
            200 => answer.text() == PAGE,
            400 | 404 | 414 => answer.text() == "Not found" || answer.body.len() < 64,
            _ => false,
        };
        assert!(harmless, "{path} was answered {}: {}", answer.status, answer.text());
    }
    for path in ["//etc/passwd", "///etc/passwd", "/locales//etc/passwd", "//index.html"] {
        assert_eq!(
            ask(subject.address, path, &host).await.map(|it| it.status),
            Some(404),
            "{path}"
        );
    }
}

#[tokio::test]
async fn s01_the_app_is_served_under_the_relays_own_names_only() {
    let app = folder("s01-hosts");
    let change = |config: &mut Config| config.app = Some(app);
    let subject = relay_with(change, nobody()).await;
    let port = subject.address.port();
    for host in [format!("127.0.0.1:{port}"), "localhost".to_owned(), "app.example".to_owned()] {
        let answer = ask(subject.address, "/", &host).await.expect("an answer");
        assert_eq!((answer.status, answer.text().as_str()), (200, PAGE), "{host}");
    }
    for host in ["evil.example", &format!("evil.example:{port}"), "127.0.0.1.evil.example", "x", ""]
    {
        for path in ["/", "/index.html", "/locales/ko.json", "//etc/passwd", "/orders/1"] {
            let answer = ask(subject.address, path, host).await.expect("an answer");
            assert_eq!(answer.status, 403, "{host} {path}");
            assert!(answer.header("content-security-policy").is_some());
        }
    }
    for head in ["GET / HTTP/1.0\r\n\r\n", "GET / HTTP/1.1\r\nconnection: close\r\n\r\n"] {
        let answer = raw(subject.address, head.as_bytes()).await.expect("an answer");
        assert_eq!(answer.status, 403, "no host at all");
    }
    let two = format!(
        "GET / HTTP/1.1\r\nhost: 127.0.0.1:{port}\r\nhost: evil.example\r\nconnection: close\r\n\r\n"
    );
    let answer = raw(subject.address, two.as_bytes()).await.expect("an answer");
    assert_eq!(answer.status, 403, "two hosts say nothing");
}

async fn start(app: &Path, change: impl FnOnce(&mut Config)) -> Result<(), FolderError> {
    let mut config = config_for(nobody());
    config.app = Some(app.to_owned());
    change(&mut config);
    match spawn(config).await {
        Ok(_) => Ok(()),
        Err(StartError::App(error)) => Err(error),
        Err(other) => panic!("{other}"),
    }
}

#[cfg(unix)]
#[tokio::test]
async fn s01_a_link_out_of_the_folder_keeps_the_relay_from_starting() {
    use std::os::unix::fs::symlink;
    let outside = beside("s01-outside");
    fs::write(outside.join("secret.js"), "CANARY").expect("a file");
    for (name, target) in [
        ("absolute.js", outside.join("secret.js")),
        ("climbing.js", PathBuf::from("../s01-outside/secret.js")),
        ("deeper/x.js", PathBuf::from("../../s01-outside/secret.js")),
        ("passwd", PathBuf::from("/etc/passwd")),
        ("environ", PathBuf::from("/proc/self/environ")),
        ("folder", outside.clone()),
        ("sibling", PathBuf::from("../s01-outside")),
    ] {
        let app = folder("s01-link");
        fs::create_dir_all(app.join("deeper")).expect("a folder");
        symlink(&target, app.join(name)).expect("a link");
        let error = start(&app, |_| {}).await.expect_err(name);
        assert!(matches!(error, FolderError::LinkOut(_)), "{name}: {error}");
        assert!(error.to_string().contains(name), "{name}: {error}");
    }
    let app = folder("s01-link");
    symlink("no-such-file", app.join("broken.js")).expect("a link");
    assert!(matches!(start(&app, |_| {}).await, Err(FolderError::Unreadable(..))));
    let app = folder("s01-link");
    symlink(".", app.join("loop")).expect("a link");
    assert!(matches!(start(&app, |_| {}).await, Err(FolderError::NoFile(_))));
    let app = folder("s01-link");
    let _socket = std::os::unix::net::UnixListener::bind(app.join("socket")).expect("a socket");
    assert!(matches!(start(&app, |_| {}).await, Err(FolderError::NoFile(_))));

    let app = folder("s01-link");
    symlink("locales/ko.json", app.join("inside.json")).expect("a link");
    let link = app.with_file_name("s01-link-to-the-app");
    let _ = fs::remove_file(&link);
    symlink(&app, &link).expect("a link");
    let subject = relay_with(|config: &mut Config| config.app = Some(link), nobody()).await;
    assert_eq!(get(subject.address, "/inside.json").await.text(), "{}");
}

#[tokio::test]
async fn s01_a_secret_in_the_folder_keeps_the_relay_from_starting() {
    let app = folder("s01-own-secrets");
    let token = app.join("token");
    fs::write(&token, "CANARY-token-0123456789").expect("a file");
    let error = start(&app, |config| config.token_file = Some(token.clone())).await;
    assert!(matches!(error, Err(FolderError::Secret(_))), "{error:?}");

    let app = folder("s01-own-secrets");
    let memory = app.join("locales").join("attempts");
    let error = start(&app, |config| config.attempts_file = AttemptsFile::Named(memory)).await;
    assert!(matches!(error, Err(FolderError::Secret(_))), "{error:?}");

    let app = folder("s01-own-secrets");
    let pair = rcgen::KeyPair::generate().expect("a key");
    let params = rcgen::CertificateParams::new(vec!["localhost".to_owned()]).expect("a name");
    let chain = app.join("chain.pem");
    fs::write(&chain, params.self_signed(&pair).expect("a certificate").pem()).expect("a file");
    let key = app.join("key.pem");
    fs::write(&key, pair.serialize_pem()).expect("a file");
    let error = start(&app, |config| config.tls = Some((chain.clone(), key.clone()))).await;
    assert!(matches!(error, Err(FolderError::Secret(_))), "{error:?}");

    let elsewhere = beside("s01-key").join("key.pem");
    fs::rename(&key, &elsewhere).expect("moved");
    let tls = (chain, elsewhere.clone());
    assert!(start(&app, |config| config.tls = Some(tls.clone())).await.is_ok());
    if cfg!(unix) {
        fs::hard_link(&elsewhere, app.join("second-name.txt")).expect("a second name");
        let error = start(&app, |config| config.tls = Some(tls)).await;
        assert!(matches!(error, Err(FolderError::Secret(_))), "{error:?}");
    }
}

#[tokio::test]
async fn s01_a_folder_that_is_no_app_is_not_served() {
    let empty = beside("s01-empty");
    assert!(matches!(start(&empty, |_| {}).await, Err(FolderError::NoIndex(_))));
    let missing = empty.join("missing");
    assert!(matches!(start(&missing, |_| {}).await, Err(FolderError::Unreadable(..))));
    let deep = folder("s01-deep");
    fs::create_dir_all(deep.join("a/b/c/d/e/f/g/h/i")).expect("folders");
    assert!(matches!(start(&deep, |_| {}).await, Err(FolderError::TooMuch(_))));
}

#[tokio::test]
async fn s01_what_comes_into_the_folder_later_is_not_served() {
    let app = folder("s01-later");
    let large = app.join("large.bin");
    fs::write(&large, vec![b'a'; 1_000_000]).expect("a file");
    let change = |config: &mut Config| config.app = Some(app.clone());
    let subject = relay_with(change, nobody()).await;
    assert_eq!(get(subject.address, "/large.bin").await.body.len(), 1_000_000);

    fs::write(app.join("new.js"), "new").expect("a file");
    fs::write(app.join("index.html"), "another page").expect("a file");
    assert_eq!(get(subject.address, "/new.js").await.status, 404);
    assert_eq!(get(subject.address, "/").await.text(), PAGE, "one version as long as it runs");

    fs::write(&large, vec![b'b'; 1_000_001]).expect("a file");
    let answer = get(subject.address, "/large.bin").await;
    assert_eq!(answer.status, 503, "another file of that name");
    assert_eq!(answer.header("cache-control").as_deref(), Some("no-cache"));
    fs::remove_file(&large).expect("removed");
    #[cfg(unix)]
    std::os::unix::fs::symlink("/etc/passwd", &large).expect("a link");
    assert_eq!(get(subject.address, "/large.bin").await.status, 503);
}

#[tokio::test]
async fn s01_the_tag_of_a_file_is_its_content() {
    let tag = async |name: &str, page: &str| {
        let app = folder(name);
        let file = app.join("index.html");
        fs::write(&file, page).expect("a file");
        let fixed = fs::File::options().write(true).open(&file).expect("a file");
        fixed.set_modified(std::time::SystemTime::UNIX_EPOCH).expect("its time");
        let subject = relay_with(|config: &mut Config| config.app = Some(app), nobody()).await;
        get(subject.address, "/").await.header("etag").expect("a tag")
    };
    let first = tag("s01-tag-a", "<!doctype html>a").await;
    assert_ne!(first, tag("s01-tag-b", "<!doctype html>b").await, "same length, same time");
    assert_eq!(first, tag("s01-tag-c", "<!doctype html>a").await);
}

/// 3 GiB without a byte on disk.
#[cfg(target_os = "linux")]
#[tokio::test]
async fn s01_a_huge_file_holds_up_nobody_and_is_not_held_in_memory() {
    let app = folder("s01-huge");
    for huge in [app.join("huge.bin"), beside("s01-huge-beside").join("huge.bin")] {
        fs::File::create(huge).expect("a file").set_len(3 << 30).expect("a sparse file");
    }
    let program = Program::start(nobody(), &["--app", app.to_str().expect("a plain path")]);
    let address = program.address;
    let outside = beside("s01-huge-beside");
    let outside = outside.join("huge.bin");
    let path = format!("/{}", outside.to_str().expect("a plain path"));
    assert_eq!(get(address, &path).await.status, 404);

    let mut readers = Vec::new();
    for number in 0..8 {
        let mut stream = TcpStream::connect(address).await.expect("it listens");
        let text = format!("GET /huge.bin HTTP/1.1\r\nhost: {address}\r\n\r\n");
        stream.write_all(text.as_bytes()).await.expect("it reads");
        readers.push(tokio::spawn(async move {
            let mut piece = vec![0; 1 << 16];
            let mut got = 0;
            // Half of them read on, half stop at once.
            let wanted = if number % 2 == 0 { 200 << 20 } else { 1 << 10 };
            while got < wanted {
                got += stream.read(&mut piece).await.expect("it sends");
            }
            stream
        }));
    }
    for _ in 0..20 {
        let start = Instant::now();
        assert_eq!(get(address, "/healthz").await.text(), "ok");
        assert!(start.elapsed() < Duration::from_secs(2), "{:?}", start.elapsed());
    }
    for reader in readers {
        reader.await.expect("it got its share");
    }
    assert!(program.peak_kilobytes() < 64 * 1024, "{} kB", program.peak_kilobytes());
    let head = format!("HEAD /huge.bin HTTP/1.1\r\nhost: {address}\r\nconnection: close\r\n\r\n");
    let head = raw(address, head.as_bytes()).await.expect("an answer");
    assert_eq!(head.header("content-length").as_deref(), Some("3221225472"));
    program.signal("-KILL");
    program.end();
    let _ = fs::remove_dir_all(app);
}
