//! How often one peer may ask. Pure: the time comes in. Reads and writes are counted apart, and all
//! peers together have a limit too (reliability.md 3.3).

use std::collections::HashMap;
use std::net::{IpAddr, Ipv6Addr};

/// So many at once, then so many a minute.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Rate {
    /// Sustained.
    pub per_minute: u32,
    /// At once.
    pub burst: u32,
}

/// The limits.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Rates {
    /// Per peer.
    pub reads: Rate,
    /// Per peer.
    pub writes: Rate,
    /// All peers, reads and writes.
    pub all: Rate,
}

/// What is counted.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum Kind {
    /// Changes nothing.
    Read,
    /// Spends or changes.
    Write,
}

/// Who has asked lately.
pub struct RateLimiter {
    rates: Rates,
    all: Gate,
    peers: HashMap<(IpAddr, Kind), Gate>,
    next_sweep: u64,
}

/// The moment at which the allowance is whole again (a "generic cell rate" gate), in milliseconds.
#[derive(Clone, Copy, Default)]
struct Gate(u64);

const SWEEP_EVERY: u64 = 60_000;
/// Beyond so many peers at once, new ones wait until old ones are swept.
const MOST_PEERS: usize = 20_000;

impl Default for Rates {
    /// Generous for one interactive user with many panels.
    fn default() -> Self {
        Self {
            reads: Rate { per_minute: 600, burst: 120 },
            writes: Rate { per_minute: 60, burst: 30 },
            all: Rate { per_minute: 3_000, burst: 300 },
        }
    }
}

impl RateLimiter {
    /// Nobody has asked yet.
    pub fn new(rates: Rates) -> Self {
        Self { rates, all: Gate::default(), peers: HashMap::new(), next_sweep: 0 }
    }

    /// May this peer ask now? If not: seconds until it may. `now` in milliseconds.
    pub fn take(&mut self, peer: IpAddr, kind: Kind, now: u64) -> Result<(), u32> {
        self.sweep(now);
        let key = (network(peer), kind);
        if self.peers.len() >= MOST_PEERS && !self.peers.contains_key(&key) {
            return Err(60);
        }
        let rate = match kind {
            Kind::Read => self.rates.reads,
            Kind::Write => self.rates.writes,
        };
        // The peer's own gate first: a flooding peer must not use up everybody's allowance.
        self.peers.entry(key).or_default().take(rate, now)?;
        self.all.take(self.rates.all, now)
    }

    fn sweep(&mut self, now: u64) {
        if now >= self.next_sweep {
            self.next_sweep = now + SWEEP_EVERY;
            self.peers.retain(|_, gate| gate.0 > now);
        }
    }
}

impl Gate {
    fn take(&mut self, rate: Rate, now: u64) -> Result<(), u32> {
        let cost = 60_000 / u64::from(rate.per_minute.max(1));
        let whole_again = self.0.max(now) + cost;
        let ahead = whole_again - now;
        let allowance = cost * u64::from(rate.burst.max(1));
        if ahead > allowance {
            let seconds = (ahead - allowance).div_ceil(1_000);
            return Err(u32::try_from(seconds).unwrap_or(u32::MAX));
        }
        self.0 = whole_again;
        Ok(())
    }
}

/// One household has a whole /64 of IPv6.
fn network(peer: IpAddr) -> IpAddr {
    match peer.to_canonical() {
        IpAddr::V6(v6) => Ipv6Addr::from_bits(v6.to_bits() >> 64 << 64).into(),
        IpAddr::V4(v4) => v4.into(),
    }
}

/// Who asks, when a named proxy stands in front: the right-most address of `X-Forwarded-For` that is
/// not a trusted proxy. Whatever stands left of it could be invented.
pub fn client(peer: IpAddr, forwarded_for: Option<&str>, trusted: &[IpAddr]) -> IpAddr {
    let peer = peer.to_canonical();
    if !trusted.contains(&peer) {
        return peer;
    }
    for item in forwarded_for.unwrap_or_default().rsplit(',') {
        match item.trim().parse::<IpAddr>() {
            Ok(address) if trusted.contains(&address) => {}
            Ok(address) => return address.to_canonical(),
            Err(_) => return peer,
        }
    }
    peer
}

#[cfg(test)]
mod tests {
    use super::*;

    const RATES: Rates = Rates {
        reads: Rate { per_minute: 60, burst: 3 },
        writes: Rate { per_minute: 6, burst: 1 },
        all: Rate { per_minute: 600, burst: 5 },
    };

    fn ip(text: &str) -> IpAddr {
        text.parse().expect("an address")
    }

    #[test]
    fn a_burst_then_a_steady_rate() {
        let mut limiter = RateLimiter::new(RATES);
        let mut ask = |now| limiter.take(ip("192.0.2.1"), Kind::Read, now);
        assert_eq!([ask(0), ask(0), ask(0)], [Ok(()); 3]);
        assert_eq!(ask(0), Err(1));
        assert_eq!(ask(1_000), Ok(()));
        assert_eq!(ask(1_000), Err(1));
    }

    #[test]
    fn reads_and_writes_and_peers_are_counted_apart() {
        let mut limiter = RateLimiter::new(RATES);
        assert_eq!(limiter.take(ip("192.0.2.1"), Kind::Write, 0), Ok(()));
        assert_eq!(limiter.take(ip("192.0.2.1"), Kind::Write, 0), Err(10));
        assert_eq!(limiter.take(ip("192.0.2.1"), Kind::Read, 0), Ok(()));
        assert_eq!(limiter.take(ip("192.0.2.2"), Kind::Write, 0), Ok(()));
        assert_eq!(limiter.take(ip("2001:db8::1"), Kind::Write, 0), Ok(()));
        assert_eq!(limiter.take(ip("2001:db8::2"), Kind::Write, 0), Err(10));
    }

    #[test]
    fn all_peers_together_have_a_limit() {
        let mut limiter = RateLimiter::new(RATES);
        let mut ask = |last: u8| limiter.take(IpAddr::from([192, 0, 2, last]), Kind::Read, 0);
        assert!((1..=5).all(|last| ask(last).is_ok()));
        assert_eq!(ask(6), Err(1));
    }

    #[test]
    fn a_refused_flood_does_not_use_up_the_common_allowance() {
        let mut limiter = RateLimiter::new(RATES);
        for _ in 0..1_000 {
            let _ = limiter.take(ip("192.0.2.1"), Kind::Read, 0);
        }
        assert_eq!(limiter.take(ip("192.0.2.2"), Kind::Read, 0), Ok(()));
    }

    #[test]
    fn only_a_named_proxy_may_speak_for_others() {
        let (proxy, peer) = (ip("10.0.0.1"), ip("192.0.2.1"));
        let check = |peer, header, expected: &str| {
            assert_eq!(client(peer, header, &[proxy]), ip(expected), "{header:?}");
        };
        check(peer, Some("198.51.100.1"), "192.0.2.1");
        check(proxy, Some("6.6.6.6, 198.51.100.1"), "198.51.100.1");
        check(proxy, Some("6.6.6.6, 198.51.100.1, 10.0.0.1"), "198.51.100.1");
        check(proxy, Some("198.51.100.1, nonsense"), "10.0.0.1");
        check(proxy, None, "10.0.0.1");
    }
}
