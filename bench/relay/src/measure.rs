//! What the kernel says about a process.

use anyhow::{Context, Result};
use std::fs;
use std::time::Duration;

/// A process by its id.
#[derive(Clone, Copy)]
pub struct Process(pub u32);

impl Process {
    /// Of all its threads together, in nanoseconds.
    pub fn processor_time(self) -> Result<Duration> {
        let mut sum = 0;
        for thread in fs::read_dir(format!("/proc/{}/task", self.0))? {
            let text = fs::read_to_string(thread?.path().join("schedstat"));
            let text = text.context("this kernel keeps no /proc/…/schedstat")?;
            sum += text.split(' ').next().unwrap_or_default().parse::<u64>()?;
        }
        Ok(Duration::from_nanos(sum))
    }

    /// Resident memory now, in MB.
    pub fn resident(self) -> Result<f64> {
        self.status("VmRSS:")
    }

    /// The most resident memory so far, in MB.
    pub fn peak(self) -> Result<f64> {
        self.status("VmHWM:")
    }

    fn status(self, name: &str) -> Result<f64> {
        let text = fs::read_to_string(format!("/proc/{}/status", self.0))?;
        let kilobytes: u32 = text
            .lines()
            .find_map(|line| line.strip_prefix(name)?.trim().strip_suffix(" kB")?.parse().ok())
            .with_context(|| format!("/proc/…/status has no {name}"))?;
        Ok(f64::from(kilobytes) / 1024.0)
    }
}
