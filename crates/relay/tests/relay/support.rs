//! A fake panel that counts what reaches it, a relay in front of it, and a client that can be rude.

use panelboard_relay::panel::Panel;
use panelboard_relay::{Config, Log, Running, spawn};
use std::net::SocketAddr;
use std::sync::atomic::{AtomicUsize, Ordering};
use std::sync::{Arc, Mutex};
use std::time::Duration;
use tokio::io::{AsyncReadExt, AsyncWriteExt};
use tokio::net::{TcpListener, TcpStream};

pub const ORIGIN: &str = "https://app.example";
pub const KEY: &str = "CANARY-7f3a-relay";

/// What the fake panel does after it has read a whole request.
#[derive(Clone)]
pub enum Does {
    /// Sends these bytes and keeps the connection.
    Says(Vec<u8>),
    /// Waits, then sends these bytes.
    SaysAfter(Duration, Vec<u8>),
    /// Ends the connection in order.
    Closes,
    /// Resets the connection.
    Resets,
    /// Sends these bytes, then ends the connection.
    SaysAndCloses(Vec<u8>),
    /// Sends these bytes for ever.
    Repeats(Vec<u8>),
    /// Neither answers nor closes.
    Hangs,
}

/// What reached the fake panel.
#[derive(Default)]
pub struct Seen {
    pub connections: AtomicUsize,
    pub requests: Mutex<Vec<String>>,
}

pub struct FakePanel {
    pub address: SocketAddr,
    pub seen: Arc<Seen>,
}

impl Seen {
    pub fn connections(&self) -> usize {
        self.connections.load(Ordering::SeqCst)
    }

    pub fn requests(&self) -> Vec<String> {
        self.requests.lock().expect("no test panics while holding it").clone()
    }

    /// Requests whose body asks for this action.
    pub fn count(&self, action: &str) -> usize {
        let field = format!("action={action}&");
        self.requests().iter().filter(|request| format!("{request}&").contains(&field)).count()
    }
}

impl FakePanel {
    pub async fn start(does: Does) -> Self {
        let listener = TcpListener::bind("127.0.0.1:0").await.expect("a free port");
        let address = listener.local_addr().expect("bound");
        let seen = Arc::new(Seen::default());
        let counts = seen.clone();
        tokio::spawn(async move {
            while let Ok((stream, _)) = listener.accept().await {
                counts.connections.fetch_add(1, Ordering::SeqCst);
                tokio::spawn(serve(stream, does.clone(), counts.clone()));
            }
        });
        Self { address, seen }
    }
}

async fn serve(mut stream: TcpStream, does: Does, seen: Arc<Seen>) {
    while let Some(request) = read_request(&mut stream).await {
        seen.requests.lock().expect("no test panics while holding it").push(request);
        match &does {
            Does::Says(bytes) => {
                if stream.write_all(bytes).await.is_err() {
                    return;
                }
            }
            Does::SaysAfter(wait, bytes) => {
                tokio::time::sleep(*wait).await;
                if stream.write_all(bytes).await.is_err() {
                    return;
                }
            }
            Does::Closes => return,
            Does::Resets => {
                let socket = socket2::SockRef::from(&stream);
                socket.set_linger(Some(Duration::ZERO)).expect("an open socket");
                return;
            }
            Does::SaysAndCloses(bytes) => {
                let _ = stream.write_all(bytes).await;
                return;
            }
            Does::Repeats(bytes) => while stream.write_all(bytes).await.is_ok() {},
            Does::Hangs => std::future::pending().await,
        }
    }
}

/// Head and body of one request, or nothing when the connection ends first.
async fn read_request(stream: &mut TcpStream) -> Option<String> {
    let mut bytes = Vec::new();
    loop {
        let mut piece = [0; 4096];
        let length = stream.read(&mut piece).await.ok().filter(|length| *length > 0)?;
        bytes.extend_from_slice(&piece[..length]);
        let text = String::from_utf8_lossy(&bytes);
        if let Some(end) = text.find("\r\n\r\n") {
            let length = header(&text[..end], "content-length").and_then(|text| text.parse().ok());
            if bytes.len() >= end + 4 + length.unwrap_or(0) {
                return Some(text.into_owned());
            }
        }
    }
}

fn header(head: &str, name: &str) -> Option<String> {
    head.lines().find_map(|line| {
        let (found, value) = line.split_once(':')?;
        found.eq_ignore_ascii_case(name).then(|| value.trim().to_owned())
    })
}

/// An HTTP answer with this JSON.
pub fn json(status: &str, body: &str) -> Vec<u8> {
    format!(
        "HTTP/1.1 {status}\r\ncontent-type: application/json\r\ncontent-length: {}\r\n\r\n{body}",
        body.len()
    )
    .into_bytes()
}

pub fn placed() -> Vec<u8> {
    json("200 OK", "{\"order\":23501}")
}

/// A relay in front of `panel` under the alias `p`, with its log kept.
pub struct Subject {
    /// Stops when dropped.
    _relay: Running,
    pub address: SocketAddr,
    pub log: Arc<Mutex<String>>,
}

pub fn config_for(panel: SocketAddr) -> Config {
    let text = format!("p=http://{panel}/api/v2");
    Config {
        listen: "127.0.0.1:0".parse().expect("an address"),
        panels: vec![Panel::parse(&text, true).expect("a panel on this machine")],
        origins: vec![ORIGIN.to_owned()],
        development: true,
        ..Config::default()
    }
}

pub async fn relay_with(change: impl FnOnce(&mut Config), panel: SocketAddr) -> Subject {
    let log = Arc::new(Mutex::new(String::new()));
    let lines = log.clone();
    let mut config = config_for(panel);
    config.log = Log::to(move |line| {
        let mut lines = lines.lock().expect("no test panics while holding it");
        lines.push_str(line);
        lines.push('\n');
    });
    change(&mut config);
    let relay = spawn(config).await.expect("it starts");
    Subject { address: relay.address(), _relay: relay, log }
}

pub async fn relay(panel: &FakePanel) -> Subject {
    relay_with(|_| {}, panel.address).await
}

impl Subject {
    pub fn log(&self) -> String {
        self.log.lock().expect("no test panics while holding it").clone()
    }

    pub async fn read(&self, action: &str) -> Answer {
        post(self.address, "/p/p", &form(action)).await
    }

    /// Asks for the receipt and sends, as the app does.
    pub async fn write(&self, id: &str, action: &str) -> Answer {
        let path = format!("/p/p/attempts/{id}/{}", self.mark().await);
        post(self.address, &path, &form(action)).await
    }

    pub async fn mark(&self) -> String {
        mark(self.address).await
    }

    pub async fn receipt(&self, id: &str) -> Answer {
        get(self.address, &format!("/attempts/{id}")).await
    }
}

/// A relay's memory as its receipts have it, `M/N`.
pub async fn mark(address: SocketAddr) -> String {
    let receipt = get(address, &format!("/attempts/{}", id(0xffff_ffff))).await.text();
    format!("{}/{}", field(&receipt, "memory"), field(&receipt, "position"))
}

/// Sends attempt `number` to the panel `p`.
pub async fn write_marked(address: SocketAddr, number: u64, mark: &str) -> Answer {
    post(address, &format!("/p/p/attempts/{}/{mark}", id(number)), &form("add")).await
}

pub async fn receipt(address: SocketAddr, number: u64) -> String {
    get(address, &format!("/attempts/{}", id(number))).await.text()
}

pub async fn close(address: SocketAddr, number: u64, mark: &str) -> String {
    post(address, &format!("/attempts/{}/{mark}/close", id(number)), "").await.text()
}

/// A field of flat JSON, without quotes.
#[track_caller]
pub fn field(json: &str, name: &str) -> String {
    let start = json.find(&format!("\"{name}\":")).unwrap_or_else(|| panic!("{name}: {json}"));
    let value = &json[start + name.len() + 3..];
    value.split([',', '}']).next().unwrap_or_default().trim_matches('"').to_owned()
}

pub fn form(action: &str) -> String {
    format!("key={KEY}&action={action}&service=1")
}

/// The attempt id with this number.
pub fn id(number: u64) -> String {
    format!("019a9d3e-0000-7000-8000-{number:012x}")
}

#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Answer {
    pub status: u16,
    pub head: String,
    pub body: Vec<u8>,
}

impl Answer {
    pub fn header(&self, name: &str) -> Option<String> {
        header(&self.head, name)
    }

    pub fn stage(&self) -> String {
        self.header("x-relay-stage").unwrap_or_default()
    }

    pub fn text(&self) -> String {
        String::from_utf8_lossy(&self.body).into_owned()
    }

    /// Status, stage and body in one value, for one comparison.
    pub fn brief(&self) -> (u16, String, String) {
        (self.status, self.stage(), self.text())
    }

    #[track_caller]
    pub fn expect(&self, status: u16, stage: &str, text: &str) {
        assert_eq!(self.brief(), (status, stage.to_owned(), text.to_owned()));
    }
}

pub async fn post(address: SocketAddr, path: &str, body: &str) -> Answer {
    let mut stream = TcpStream::connect(address).await.expect("it listens");
    // The relay may refuse and close before all was written.
    let _ = stream.write_all(&post_bytes(path, body)).await;
    read_answer(&mut stream).await.expect("an answer")
}

/// A POST as the app sends it, on a connection that stays open.
pub fn post_bytes(path: &str, body: &str) -> Vec<u8> {
    let length = body.len();
    format!(
        "POST {path} HTTP/1.1\r\nhost: x\r\norigin: {ORIGIN}\r\n\
         content-type: application/x-www-form-urlencoded\r\ncontent-length: {length}\r\n\r\n{body}"
    )
    .into_bytes()
}

/// One answer; what the connection held when it closed, if that comes first.
pub async fn read_answer(stream: &mut TcpStream) -> Option<Answer> {
    let mut bytes = Vec::new();
    loop {
        let length = stream.read_buf(&mut bytes).await.unwrap_or(0);
        if length == 0 || is_whole(&bytes) {
            return parse(&bytes);
        }
    }
}

fn is_whole(bytes: &[u8]) -> bool {
    let Some(end) = bytes.windows(4).position(|four| four == b"\r\n\r\n") else { return false };
    let head = String::from_utf8_lossy(&bytes[..end]);
    let bodiless = [" 204 ", " 304 "].iter().any(|status| head[..16].contains(status));
    match header(&head, "content-length").and_then(|text| text.parse::<usize>().ok()) {
        Some(length) => bytes.len() - end - 4 >= length,
        None => bodiless || bytes.ends_with(b"\r\n0\r\n\r\n"),
    }
}

pub async fn get(address: SocketAddr, path: &str) -> Answer {
    let request = format!("GET {path} HTTP/1.1\r\nhost: {address}\r\nconnection: close\r\n\r\n");
    raw(address, request.as_bytes()).await.expect("an answer")
}

/// Sends these bytes and reads until the relay closes; nothing if it closes without a word.
pub async fn raw(address: SocketAddr, request: &[u8]) -> Option<Answer> {
    let mut stream = TcpStream::connect(address).await.expect("it listens");
    // The relay may refuse and close before all was written.
    let _ = stream.write_all(request).await;
    let mut bytes = Vec::new();
    let _ = tokio::time::timeout(Duration::from_secs(30), stream.read_to_end(&mut bytes)).await;
    parse(&bytes)
}

pub fn parse(bytes: &[u8]) -> Option<Answer> {
    let end = bytes.windows(4).position(|four| four == b"\r\n\r\n")?;
    let head = String::from_utf8_lossy(&bytes[..end]).into_owned();
    let status = head.split(' ').nth(1)?.parse().ok()?;
    let mut body = bytes[end + 4..].to_vec();
    if header(&head, "transfer-encoding").is_some() {
        body = unchunk(&body);
    }
    Some(Answer { status, head, body })
}

fn unchunk(mut rest: &[u8]) -> Vec<u8> {
    let mut body = Vec::new();
    while let Some(end) = rest.windows(2).position(|two| two == b"\r\n") {
        let size = std::str::from_utf8(&rest[..end]).ok();
        let size = size.and_then(|text| usize::from_str_radix(text, 16).ok()).unwrap_or(0);
        if size == 0 || rest.len() < end + 2 + size {
            break;
        }
        body.extend_from_slice(&rest[end + 2..end + 2 + size]);
        rest = rest.get(end + 4 + size..).unwrap_or_default();
    }
    body
}
