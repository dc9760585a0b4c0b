//! The relays that are compared: fetched, started, stopped. nginx is unpacked from Debian's package
//! and local-cors-proxy installed from npm, both in one folder; nothing is installed on the machine.

use anyhow::{Context, Result, bail};
use std::fs;
use std::net::{Ipv4Addr, TcpListener, TcpStream};
use std::path::{Path, PathBuf};
use std::process::{Child, Command, Stdio};
use std::thread;
use std::time::{Duration, Instant};

pub struct Peer {
    pub name: &'static str,
    pub program: PathBuf,
    kind: Kind,
}

#[derive(Clone, Copy)]
enum Kind {
    Ours,
    Nginx,
    LocalCorsProxy,
}

/// A peer that listens. Ends when dropped.
pub struct Running {
    pub child: Child,
    pub port: u16,
    pub path: &'static str,
    /// From start to the first accepted connection.
    pub ready: Duration,
}

/// Ours, which stands at `relay`, first; the others are kept in `folder`.
pub fn all(relay: &Path, folder: &Path) -> Result<Vec<Peer>> {
    fs::create_dir_all(folder)?;
    Ok(vec![
        Peer { name: "panelboard-relay", program: relay.to_owned(), kind: Kind::Ours },
        Peer { name: "nginx", program: nginx(folder)?, kind: Kind::Nginx },
        Peer {
            name: "local-cors-proxy",
            program: local_cors_proxy(folder)?,
            kind: Kind::LocalCorsProxy,
        },
    ])
}

fn nginx(folder: &Path) -> Result<PathBuf> {
    let folder = folder.join("nginx");
    let program = folder.join("usr/sbin/nginx");
    if !program.is_file() {
        fs::create_dir_all(&folder)?;
        let mut download = Command::new("apt-get");
        download.args(["download", "nginx"]).current_dir(&folder);
        quietly("downloading nginx (run `apt-get update` first)", &mut download)?;
        let package = fs::read_dir(&folder)?
            .flatten()
            .map(|entry| entry.path())
            .find(|path| path.extension().is_some_and(|ending| ending == "deb"))
            .context("apt-get left no package")?;
        let mut unpack = Command::new("dpkg");
        unpack.arg("-x").arg(&package).arg(&folder);
        quietly("unpacking nginx", &mut unpack)?;
    }
    fs::create_dir_all(folder.join("run"))?;
    Ok(program)
}

fn local_cors_proxy(folder: &Path) -> Result<PathBuf> {
    let folder = folder.join("local-cors-proxy");
    let program = folder.join("node_modules/local-cors-proxy/bin/lcp.js");
    if !program.is_file() {
        fs::create_dir_all(&folder)?;
        let mut install = Command::new("npm");
        install.args(["install", "--ignore-scripts", "--no-audit", "--no-fund", "--prefix", "."]);
        install.arg("local-cors-proxy@1.1.0").current_dir(&folder);
        quietly("installing local-cors-proxy", &mut install)?;
    }
    Ok(program)
}

impl Peer {
    /// Starts it in front of the upstream and waits until it listens.
    pub fn start(&self, upstream: u16) -> Result<Running> {
        let port = free_port()?;
        let (mut command, path) = match self.kind {
            Kind::Ours => (self.ours(port, upstream), "/p/bench"),
            Kind::Nginx => (self.nginx(port, upstream)?, "/"),
            Kind::LocalCorsProxy => (self.local_cors_proxy(port, upstream), "/proxy/"),
        };
        command.stdin(Stdio::null()).stdout(Stdio::null()).stderr(Stdio::null());
        let start = Instant::now();
        let child = command.spawn().with_context(|| format!("starting {}", self.name))?;
        let mut running = Running { child, port, path, ready: Duration::ZERO };
        while TcpStream::connect((Ipv4Addr::LOCALHOST, port)).is_err() {
            if start.elapsed() > Duration::from_secs(10) || running.child.try_wait()?.is_some() {
                bail!("{} does not listen", self.name);
            }
            thread::sleep(Duration::from_millis(1));
        }
        running.ready = start.elapsed();
        Ok(running)
    }

    fn ours(&self, port: u16, upstream: u16) -> Command {
        let mut command = Command::new(&self.program);
        command.args([
            "--listen",
            &format!("127.0.0.1:{port}"),
            "--allow-loopback",
            "--quiet",
            "--no-attempts-file",
        ]);
        command.args([
            "--panel",
            &format!("bench=http://127.0.0.1:{upstream}/"),
            "--no-rate-limit",
        ]);
        command
    }

    /// One process, kept-alive connections on both sides, no log: nginx at its best.
    fn nginx(&self, port: u16, upstream: u16) -> Result<Command> {
        let folder = self.program.ancestors().nth(3).context("nginx stands in a folder")?;
        let folder = folder.join("run");
        let run = folder.display();
        let text = format!(
            "worker_processes 1; master_process off; daemon off; error_log {run}/error.log crit;\n\
             pid {run}/pid; events {{ worker_connections 1024; }}\n\
             http {{ access_log off; keepalive_requests 100000000;\n\
             client_body_temp_path {run}/body; proxy_temp_path {run}/proxy;\n\
             fastcgi_temp_path {run}/f; uwsgi_temp_path {run}/u; scgi_temp_path {run}/s;\n\
             upstream panel {{ server 127.0.0.1:{upstream}; keepalive 16;\n\
             keepalive_requests 100000000; }}\n\
             server {{ listen 127.0.0.1:{port}; location / {{ proxy_pass http://panel;\n\
             proxy_http_version 1.1; proxy_set_header Connection \"\"; }} }} }}\n"
        );
        let file = folder.join("nginx.conf");
        fs::write(&file, text)?;
        let mut command = Command::new(&self.program);
        command.arg("-c").arg(file).arg("-e").arg(folder.join("error.log"));
        Ok(command)
    }

    fn local_cors_proxy(&self, port: u16, upstream: u16) -> Command {
        let mut command = Command::new("node");
        command.arg(&self.program).args(["--port", &port.to_string()]);
        command.args(["--proxyUrl", &format!("http://127.0.0.1:{upstream}")]);
        command
    }
}

/// Runs to the end; an exit code other than 0 is an error with what was printed.
fn quietly(what: &str, command: &mut Command) -> Result<()> {
    let done = command.stdin(Stdio::null()).output().context(what.to_owned())?;
    if !done.status.success() {
        bail!("{what} failed ({})\n{}", done.status, String::from_utf8_lossy(&done.stderr));
    }
    Ok(())
}

fn free_port() -> Result<u16> {
    Ok(TcpListener::bind((Ipv4Addr::LOCALHOST, 0))?.local_addr()?.port())
}

impl Drop for Running {
    fn drop(&mut self) {
        // It may have ended by itself; then there is nothing to stop.
        let _ = self.child.kill();
        let _ = self.child.wait();
    }
}
