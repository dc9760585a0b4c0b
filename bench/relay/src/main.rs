//! What `cargo xtask bench relay` runs: the relay beside nginx and local-cors-proxy, in one run, with the same
//! upstream and the same load. Processor time per request is the number to trust: the load generator
//! shares the machine. The peers are fetched into one folder and nowhere else.
#![forbid(unsafe_code)]

mod load;
mod measure;
mod peers;
mod report;
mod upstream;

use anyhow::{Context, Result, bail};
use load::{Done, Load, Request};
use measure::Process;
use peers::{Peer, Running};
use report::Figures;
use std::path::PathBuf;
use std::process::ExitCode;
use std::time::Duration;
use upstream::Upstream;

/// Odd, so that there is a middle one.
const ROUNDS: usize = 5;
const CONNECTIONS: usize = 16;
const ROUND: Duration = Duration::from_secs(2);
const WARM: Duration = Duration::from_millis(300);

fn main() -> ExitCode {
    match run() {
        Ok(()) => ExitCode::SUCCESS,
        Err(error) => {
            eprintln!("error: {error:#}");
            ExitCode::FAILURE
        }
    }
}

/// Measures, prints the table or the JSON, and fails if a bound is broken.
fn run() -> Result<()> {
    let json = std::env::args().any(|argument| argument == "--json");
    let peers = peers::all(&given("PANELBOARD_RELAY")?, &given("PANELBOARD_BENCH_FOLDER")?)?;
    let upstream = Upstream::start()?;
    let mut figures: Vec<Figures> = peers.iter().map(Figures::new).collect();
    for (peer, figures) in peers.iter().zip(&mut figures) {
        eprintln!("memory of {}", peer.name);
        memory(peer, &upstream, figures)?;
    }
    processor_time(&peers, &upstream, &mut figures)?;
    let report = report::Report::new(&figures);
    if json {
        println!("{}", report.json()?);
    } else {
        print!("{}", report.table());
    }
    if !report.holds() {
        bail!("a bound is broken");
    }
    Ok(())
}

/// A path that `cargo xtask bench relay` hands over.
fn given(name: &str) -> Result<PathBuf> {
    let path = std::env::var_os(name);
    path.map(PathBuf::from).with_context(|| format!("{name} is not set: cargo xtask bench relay"))
}

/// A fresh process: idle, then with four large bodies in flight to clients that read slowly.
fn memory(peer: &Peer, upstream: &Upstream, figures: &mut Figures) -> Result<()> {
    let running = peer.start(upstream.port())?;
    figures.ready = running.ready;
    std::thread::sleep(Duration::from_millis(500));
    figures.idle = running.process().resident()?;
    let slow = Load { pause: Duration::from_millis(5), ..big(&running) };
    slow.run(Duration::from_secs(3))?;
    figures.peak = running.process().peak()?;
    Ok(())
}

/// All peers at once, measured in turns, so that a busy moment of the machine hits each alike.
fn processor_time(peers: &[Peer], upstream: &Upstream, figures: &mut [Figures]) -> Result<()> {
    let running: Vec<Running> =
        peers.iter().map(|peer| peer.start(upstream.port())).collect::<Result<_>>()?;
    for running in &running {
        status(running, CONNECTIONS).run(WARM)?;
    }
    for round in 1..=ROUNDS {
        eprintln!("round {round} of {ROUNDS}");
        let direct = direct(upstream).run(ROUND / 4)?.median();
        for (running, figures) in running.iter().zip(&mut *figures) {
            let (done, used) = running.cost_of(&status(running, CONNECTIONS), ROUND)?;
            figures.per_request.push(used.as_secs_f64() * 1e6 / done.count());
            figures.per_second.push(done.per_second());
            figures.p99.push(done.percentile(99));
            let one = status(running, 1).run(ROUND / 4)?;
            figures.added.push(one.median() - direct);
            let (done, used) = running.cost_of(&big(running), ROUND / 2)?;
            figures.per_megabyte.push(used.as_secs_f64() * 1e3 / done.megabytes());
        }
    }
    Ok(())
}

/// The status of 100 orders.
fn status(running: &Running, connections: usize) -> Load {
    let orders: Vec<String> = (0..100).map(|order| (2_350_100 + order).to_string()).collect();
    let body = format!("key=0123456789abcdef&action=status&orders={}", orders.join(","));
    Load {
        port: running.port,
        connections,
        request: Request::post(running.path, running.port, &body),
        pause: Duration::ZERO,
    }
}

fn direct(upstream: &Upstream) -> Load {
    let body = "key=0123456789abcdef&action=status&orders=1";
    let port = upstream.port();
    Load { port, connections: 1, request: Request::post("/", port, body), pause: Duration::ZERO }
}

/// Four service lists of 2.5 MB at once.
fn big(running: &Running) -> Load {
    let body = "key=0123456789abcdef&action=services";
    Load {
        port: running.port,
        connections: 4,
        request: Request::post(running.path, running.port, body),
        pause: Duration::ZERO,
    }
}

impl Running {
    /// A load, and the processor time that the peer spent on it.
    fn cost_of(&self, load: &Load, time: Duration) -> Result<(Done, Duration)> {
        let before = self.process().processor_time()?;
        let done = load.run(time)?;
        let after = self.process().processor_time()?;
        Ok((done, after.saturating_sub(before)))
    }

    fn process(&self) -> Process {
        Process(self.child.id())
    }
}
