//! The load: so many connections, each with one request after another.

use anyhow::{Context, Result, bail};
use std::io::{Read, Write};
use std::net::{Ipv4Addr, TcpStream};
use std::thread;
use std::time::{Duration, Instant};

/// One request's bytes.
#[derive(Clone)]
pub struct Request(Vec<u8>);

pub struct Load {
    pub port: u16,
    pub connections: usize,
    pub request: Request,
    /// After each piece that was read: a client on a slow line.
    pub pause: Duration,
}

/// What a load achieved.
#[derive(Default)]
pub struct Done {
    elapsed: Duration,
    microseconds: Vec<u32>,
    bytes: u32,
}

impl Request {
    /// A form, as a page of the relay's own origin sends it.
    pub fn post(path: &str, port: u16, body: &str) -> Self {
        let length = body.len();
        Self(
            format!(
                "POST {path} HTTP/1.1\r\nHost: 127.0.0.1:{port}\r\nOrigin: http://127.0.0.1:{port}\r\n\
                 Content-Type: application/x-www-form-urlencoded\r\nContent-Length: {length}\r\n\r\n{body}"
            )
            .into_bytes(),
        )
    }
}

impl Load {
    /// Runs it and waits for its end. An answer other than 200 is an error.
    pub fn run(&self, time: Duration) -> Result<Done> {
        let start = Instant::now();
        let parts: Vec<Result<Done>> = thread::scope(|scope| {
            let threads: Vec<_> = (0..self.connections)
                .map(|_| scope.spawn(move || self.one_connection(start, time)))
                .collect();
            threads.into_iter().map(|thread| thread.join().expect("no panics in here")).collect()
        });
        let mut done = Done { elapsed: start.elapsed(), ..Done::default() };
        for part in parts {
            let part = part?;
            done.microseconds.extend(part.microseconds);
            done.bytes += part.bytes;
        }
        done.microseconds.sort_unstable();
        if done.microseconds.is_empty() {
            bail!("no request was answered");
        }
        Ok(done)
    }

    fn one_connection(&self, start: Instant, time: Duration) -> Result<Done> {
        let mut done = Done::default();
        let mut stream = TcpStream::connect((Ipv4Addr::LOCALHOST, self.port))?;
        stream.set_nodelay(true)?;
        stream.set_read_timeout(Some(Duration::from_secs(30)))?;
        let mut buffer = vec![0; 64 * 1024];
        while start.elapsed() < time {
            let sent = Instant::now();
            stream.write_all(&self.request.0)?;
            let length = self.read_answer(&mut stream, &mut buffer)?;
            done.microseconds.push(u32::try_from(sent.elapsed().as_micros())?);
            done.bytes += u32::try_from(length)?;
        }
        Ok(done)
    }

    /// The number of bytes of one whole answer.
    fn read_answer(&self, stream: &mut TcpStream, buffer: &mut [u8]) -> Result<usize> {
        let mut head = Vec::new();
        let end = loop {
            let length = read(stream, buffer)?;
            head.extend_from_slice(&buffer[..length]);
            if let Some(end) = head.windows(4).position(|four| four == b"\r\n\r\n") {
                break end + 4;
            }
        };
        let text = String::from_utf8_lossy(&head[..end]).to_ascii_lowercase();
        if !text.starts_with("http/1.1 200") {
            bail!("answered: {}", String::from_utf8_lossy(&head));
        }
        let announced: Option<usize> =
            text.lines().find_map(|line| line.strip_prefix("content-length:")?.trim().parse().ok());
        let mut read_so_far = head.len();
        let mut tail = head;
        loop {
            let whole = match announced {
                Some(length) => read_so_far >= end + length,
                None => tail.ends_with(b"\r\n0\r\n\r\n"),
            };
            if whole {
                return Ok(read_so_far);
            }
            thread::sleep(self.pause);
            let length = read(stream, buffer)?;
            read_so_far += length;
            tail.drain(..tail.len().saturating_sub(8));
            tail.extend_from_slice(&buffer[length.saturating_sub(8)..length]);
        }
    }
}

fn read(stream: &mut TcpStream, buffer: &mut [u8]) -> Result<usize> {
    match stream.read(buffer).context("the answer did not come")? {
        0 => bail!("the connection was closed in the middle of an answer"),
        length => Ok(length),
    }
}

impl Done {
    pub fn count(&self) -> f64 {
        f64::from(u32::try_from(self.microseconds.len()).unwrap_or(u32::MAX))
    }

    pub fn per_second(&self) -> f64 {
        self.count() / self.elapsed.as_secs_f64()
    }

    pub fn megabytes(&self) -> f64 {
        f64::from(self.bytes) / 1e6
    }

    /// Microseconds.
    pub fn median(&self) -> f64 {
        self.percentile(50)
    }

    /// Microseconds.
    pub fn percentile(&self, percent: usize) -> f64 {
        let at = (self.microseconds.len() * percent / 100).min(self.microseconds.len() - 1);
        f64::from(self.microseconds[at])
    }
}
