//! How often one peer may ask. Pure: the time comes in, from a clock that never goes back; a wall
//! clock that was set would lock everybody out, or nobody. Reads and writes are counted apart, and
//! all peers together have a limit too (docs/reliability.md#load).

use std::collections::HashMap;
use std::net::{IpAddr, Ipv6Addr, SocketAddr};
use std::time::{Duration, Instant};

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
    next_sweep: Option<Instant>,
}

/// The moment at which the allowance is whole again (a "generic cell rate" gate); none before the
/// first request.
#[derive(Clone, Copy, Default)]
struct Gate(Option<Instant>);

const MINUTE: Duration = Duration::from_mins(1);
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
        Self { rates, all: Gate::default(), peers: HashMap::new(), next_sweep: None }
    }

    /// May this peer ask now? If not: seconds until it may.
    pub fn take(&mut self, peer: IpAddr, kind: Kind, now: Instant) -> Result<(), u32> {
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

    fn sweep(&mut self, now: Instant) {
        if self.next_sweep.is_none_or(|next| now >= next) {
            self.next_sweep = Some(now + MINUTE);
            self.peers.retain(|_, gate| gate.0.is_some_and(|whole_again| whole_again > now));
        }
    }
}

impl Gate {
    fn take(&mut self, rate: Rate, now: Instant) -> Result<(), u32> {
        let cost = MINUTE / rate.per_minute.max(1);
        let whole_again = self.0.map_or(now, |before| before.max(now)) + cost;
        let ahead = whole_again - now;
        let allowance = cost * rate.burst.max(1);
        let over = ahead.saturating_sub(allowance);
        if !over.is_zero() {
            return Err(u32::try_from(over.as_millis().div_ceil(1_000)).unwrap_or(u32::MAX));
        }
        self.0 = Some(whole_again);
        Ok(())
    }
}

/// One household has a whole /64 of IPv6.
pub(crate) fn network(peer: IpAddr) -> IpAddr {
    match peer.to_canonical() {
        IpAddr::V6(v6) => Ipv6Addr::from_bits(v6.to_bits() >> 64 << 64).into(),
        IpAddr::V4(v4) => v4.into(),
    }
}

/// Who asks, when a named proxy stands in front: the right-most address of all `X-Forwarded-For`
/// lines together that is not a trusted proxy. Whatever stands left of it could be invented: a proxy
/// adds its own line behind the lines that a client sent, or its own item behind theirs.
pub fn client<'a>(
    peer: IpAddr,
    forwarded_for: impl DoubleEndedIterator<Item = &'a str>,
    trusted: &[IpAddr],
) -> IpAddr {
    let is_trusted = |address: IpAddr| trusted.iter().any(|known| known.to_canonical() == address);
    let peer = peer.to_canonical();
    if !is_trusted(peer) {
        return peer;
    }
    for item in forwarded_for.rev().flat_map(|line| line.rsplit(',')) {
        match address(item.trim()) {
            Some(address) if is_trusted(address) => {}
            Some(address) => return address,
            None => return peer,
        }
    }
    peer
}

/// An address; some proxies write a port behind it.
fn address(text: &str) -> Option<IpAddr> {
    let bare = text.strip_prefix('[').and_then(|rest| rest.strip_suffix(']'));
    let address = bare.unwrap_or(text).parse::<IpAddr>();
    let address = address.or_else(|_| text.parse::<SocketAddr>().map(|with_port| with_port.ip()));
    Some(address.ok()?.to_canonical())
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

    fn at(start: Instant, milliseconds: u64) -> Instant {
        start + Duration::from_millis(milliseconds)
    }

    #[test]
    fn s10_a_burst_then_a_steady_rate_by_a_clock_that_never_goes_back() {
        let (mut limiter, start) = (RateLimiter::new(RATES), Instant::now());
        let mut ask = |after| limiter.take(ip("192.0.2.1"), Kind::Read, at(start, after));
        assert_eq!([ask(0), ask(0), ask(0)], [Ok(()); 3]);
        assert_eq!(ask(0), Err(1));
        assert_eq!(ask(1_000), Ok(()));
        assert_eq!(ask(1_000), Err(1));
        // Readings of two threads may come in the wrong order: nobody waits an hour for that.
        assert_eq!(ask(999), Err(2));
        assert_eq!(ask(2_000), Ok(()));
    }

    #[test]
    fn s10_however_long_it_runs_the_wait_is_that_of_the_rate() {
        let (mut limiter, start) = (RateLimiter::new(RATES), Instant::now());
        for days in 0..400 {
            let now = at(start, days * 86_400_000);
            let mut ask = || limiter.take(ip("192.0.2.1"), Kind::Write, now);
            assert_eq!((ask(), ask()), (Ok(()), Err(10)), "{days}");
        }
    }

    #[test]
    fn reads_and_writes_and_peers_are_counted_apart() {
        let (mut limiter, now) = (RateLimiter::new(RATES), Instant::now());
        assert_eq!(limiter.take(ip("192.0.2.1"), Kind::Write, now), Ok(()));
        assert_eq!(limiter.take(ip("192.0.2.1"), Kind::Write, now), Err(10));
        assert_eq!(limiter.take(ip("192.0.2.1"), Kind::Read, now), Ok(()));
        assert_eq!(limiter.take(ip("192.0.2.2"), Kind::Write, now), Ok(()));
        assert_eq!(limiter.take(ip("2001:db8::1"), Kind::Write, now), Ok(()));
        assert_eq!(limiter.take(ip("2001:db8::2"), Kind::Write, now), Err(10));
    }

    #[test]
    fn all_peers_together_have_a_limit() {
        let (mut limiter, now) = (RateLimiter::new(RATES), Instant::now());
        let mut ask = |last: u8| limiter.take(IpAddr::from([192, 0, 2, last]), Kind::Read, now);
        assert!((1..=5).all(|last| ask(last).is_ok()));
        assert_eq!(ask(6), Err(1));
    }

    #[test]
    fn a_refused_flood_does_not_use_up_the_common_allowance() {
        let (mut limiter, now) = (RateLimiter::new(RATES), Instant::now());
        for _ in 0..1_000 {
            let _ = limiter.take(ip("192.0.2.1"), Kind::Read, now);
        }
        assert_eq!(limiter.take(ip("192.0.2.2"), Kind::Read, now), Ok(()));
    }

    #[track_caller]
    fn check(peer: &str, lines: &[&str], expected: &str) {
        let trusted = [ip("10.0.0.1"), ip("::ffff:10.0.0.2")];
        let found = client(ip(peer), lines.iter().copied(), &trusted);
        assert_eq!(found, ip(expected), "{lines:?}");
    }

    #[test]
    fn only_a_named_proxy_may_speak_for_others() {
        let proxy = "10.0.0.1";
        check("192.0.2.1", &["198.51.100.1"], "192.0.2.1");
        check(proxy, &["6.6.6.6, 198.51.100.1"], "198.51.100.1");
        check(proxy, &["6.6.6.6, 198.51.100.1, 10.0.0.1"], "198.51.100.1");
        check(proxy, &["198.51.100.1, nonsense"], proxy);
        check(proxy, &[], proxy);
    }

    #[test]
    fn s11_all_lines_count_and_the_right_most_foreign_address_is_the_client() {
        let proxy = "10.0.0.1";
        check(proxy, &["6.6.6.6", "198.51.100.1"], "198.51.100.1");
        check(proxy, &["6.6.6.6, 7.7.7.7", "198.51.100.1, 10.0.0.1"], "198.51.100.1");
        check(proxy, &["6.6.6.6", "198.51.100.1", "10.0.0.2"], "198.51.100.1");
        check(proxy, &["198.51.100.1", "10.0.0.1", "::ffff:10.0.0.2"], "198.51.100.1");
        check("::ffff:10.0.0.1", &["6.6.6.6", "198.51.100.1"], "198.51.100.1");
        check("10.0.0.2", &["198.51.100.1"], "198.51.100.1");
        check("192.0.2.1", &["6.6.6.6", "198.51.100.1"], "192.0.2.1");
        for odd in ["nonsense", "", "unknown", "198.51.100.1 7.7.7.7", "for=1.2.3.4"] {
            check(proxy, &["6.6.6.6", odd], proxy);
        }
        check(proxy, &["6.6.6.6", "198.51.100.1:4711"], "198.51.100.1");
        check(proxy, &["6.6.6.6", "[2001:db8::7]:4711"], "2001:db8::7");
        check(proxy, &["6.6.6.6", "[2001:db8::7]"], "2001:db8::7");
    }
}
