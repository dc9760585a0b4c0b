//! The panel of the bench: answers at once, in two sizes, and does nothing else.

use anyhow::{Context, Result};
use std::io::{BufRead, BufReader, Read, Write};
use std::net::{TcpListener, TcpStream};
use std::sync::Arc;
use std::thread;

/// About the size of a list of 10,000 services.
const BIG: usize = 2_460_000;

pub struct Upstream(u16);

impl Upstream {
    /// Listens on a free port of this machine until the program ends.
    pub fn start() -> Result<Self> {
        let listener = TcpListener::bind("127.0.0.1:0").context("no free port")?;
        let port = listener.local_addr()?.port();
        let small = Arc::new(answer(
            r#"{"2350100":{"charge":"0.27819","start_count":"3572","status":"Partial","remains":"157","currency":"USD"},"2350101":{"error":"Incorrect order ID"},"2350102":{"charge":"1.44219","start_count":"234","status":"In progress","remains":"10","currency":"USD"}}"#,
        ));
        let row = r#"{"service":1,"name":"Followers [Max 10K] [Refill 30 days]","type":"Default","category":"Followers","rate":"0.90","min":"50","max":"10000","refill":true,"cancel":true},"#;
        let big = Arc::new(answer(&format!("[{}{{}}]", row.repeat(BIG / row.len()))));
        thread::spawn(move || {
            for stream in listener.incoming().flatten() {
                let (small, big) = (small.clone(), big.clone());
                thread::spawn(move || serve(stream, &small, &big));
            }
        });
        Ok(Self(port))
    }

    pub fn port(&self) -> u16 {
        self.0
    }
}

fn answer(body: &str) -> Vec<u8> {
    let length = body.len();
    format!(
        "HTTP/1.1 200 OK\r\nContent-Type: application/json\r\nContent-Length: {length}\r\n\r\n{body}"
    )
    .into_bytes()
}

/// Ends when the peer closes the connection, which is no error.
fn serve(stream: TcpStream, small: &[u8], big: &[u8]) -> Option<()> {
    stream.set_nodelay(true).ok()?;
    let mut writer = stream.try_clone().ok()?;
    let mut reader = BufReader::new(stream);
    let mut line = String::new();
    loop {
        let mut length = 0;
        loop {
            line.clear();
            if reader.read_line(&mut line).ok()? == 0 {
                return None;
            }
            if line == "\r\n" {
                break;
            }
            if let Some(value) = line.to_ascii_lowercase().strip_prefix("content-length:") {
                length = value.trim().parse().ok()?;
            }
        }
        let mut body = vec![0; length];
        reader.read_exact(&mut body).ok()?;
        let is_big = body.ends_with(b"action=services");
        writer.write_all(if is_big { big } else { small }).ok()?;
    }
}
