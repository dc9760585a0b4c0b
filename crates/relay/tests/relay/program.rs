//! The relay's program as a child process.

use crate::support::ORIGIN;
use std::io::{BufRead, BufReader, Read};
use std::net::SocketAddr;
use std::process::{Child, Command, Stdio};

pub const PATH: &str = env!("CARGO_BIN_EXE_panelboard-relay");

pub struct Program {
    child: Child,
    pub address: SocketAddr,
}

impl Program {
    pub fn start(panel: SocketAddr, more: &[&str]) -> Self {
        Self::start_by(Command::new(PATH), panel, more)
    }

    /// Starts it by a command that takes the relay's arguments.
    pub fn start_by(mut command: Command, panel: SocketAddr, more: &[&str]) -> Self {
        let mut child = command
            .args(["--listen", "127.0.0.1:0", "--allow-loopback", "--origin", ORIGIN])
            .args(["--panel", &format!("p=http://{panel}/api/v2")])
            // Never the attempts file of the person who runs the tests.
            .env("XDG_STATE_HOME", "")
            .env("HOME", "")
            .args(more)
            .stdout(Stdio::piped())
            .stderr(Stdio::piped())
            .spawn()
            .expect("it starts");
        let mut line = String::new();
        let output = child.stdout.take().expect("piped");
        BufReader::new(output).read_line(&mut line).expect("a line");
        let address = line
            .strip_prefix("{\"listening\":\"http://")
            .and_then(|rest| rest.split('"').next())
            .and_then(|text| text.parse().ok());
        Self { child, address: address.unwrap_or_else(|| panic!("not ready: {line}")) }
    }

    /// The most memory that it ever had.
    #[cfg(target_os = "linux")]
    pub fn peak_kilobytes(&self) -> u32 {
        let status = std::fs::read_to_string(format!("/proc/{}/status", self.child.id()));
        let status = status.expect("it lives");
        let peak = status.lines().find_map(|line| line.strip_prefix("VmHWM:")).expect("a line");
        peak.trim().trim_end_matches(" kB").parse().expect("a number")
    }

    pub fn signal(&self, name: &str) {
        let id = self.child.id().to_string();
        let status = Command::new("kill").args([name, &id]).status().expect("kill runs");
        assert!(status.success());
    }

    pub fn end(mut self) -> (bool, String) {
        let status = self.child.wait().expect("it ends");
        let mut log = String::new();
        self.child.stderr.take().expect("piped").read_to_string(&mut log).expect("text");
        (status.success(), log)
    }
}
