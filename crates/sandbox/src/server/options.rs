//! The flags of `panelboard-sandbox`, read without touching anything but the catalogue file.

use super::control::named;
use super::faults::FaultRule;
use crate::engine::{Amount, Catalogue, Change, Dialect, Fate, Profile};
use std::net::{IpAddr, Ipv4Addr};

/// How the sandbox runs. `Options::default()` is what the binary does without flags.
#[derive(Clone, Debug)]
pub struct Options {
    /// The address to bind.
    pub bind: IpAddr,
    /// The panels' port; 0 takes a free one.
    pub port: u16,
    /// The control API's port; 0 takes a free one.
    pub control_port: u16,
    /// Decides the generated list and every order's course.
    pub seed: u64,
    /// The sandbox's time at the start, in Unix milliseconds: always the same one, so that the same
    /// requests give the same history.
    pub start_ms: u64,
    /// How many times as fast as the wall clock time passes; 0 stops it.
    pub speed: u32,
    /// How many services the generated list has.
    pub services: usize,
    /// A list to serve instead of the generated one.
    pub catalogue: Option<Catalogue>,
    /// Whether answers carry `Access-Control-Allow-Origin: *`.
    pub cors: bool,
    /// The key of all v1 panels.
    pub key_v1: String,
    /// The key of all v2 panels.
    pub key_v2: String,
    /// The panel at `/api/v1`.
    pub profile_v1: &'static Profile,
    /// The panel at `/api/v2`.
    pub profile_v2: &'static Profile,
    /// Faults from the start.
    pub faults: Vec<FaultRule>,
    /// Changes made to every panel at the start, such as a balance or a fate.
    pub changes: Vec<Change>,
}

impl Default for Options {
    fn default() -> Self {
        Self {
            bind: Ipv4Addr::LOCALHOST.into(),
            port: 0,
            control_port: 0,
            seed: 1,
            start_ms: 1_767_225_600_000, // 2026-01-01
            speed: 60,
            services: 6_000,
            catalogue: None,
            cors: true,
            key_v1: "sandbox-v1-key-0001".into(),
            key_v2: "sandbox-v2-key-0001".into(),
            profile_v1: Profile::SMARTPANEL,
            profile_v2: Profile::PERFECT,
            faults: Vec::new(),
            changes: Vec::new(),
        }
    }
}

/// Why the flags cannot be followed.
#[derive(Debug, PartialEq, Eq)]
pub enum OptionsError {
    /// `--help` was asked for.
    Help,
    /// A flag is unknown or its value makes no sense; the text says which and why.
    Bad(String),
}

impl Options {
    /// Reads the arguments after the program's name. `read` gives a file's text.
    pub fn parse(
        arguments: impl IntoIterator<Item = String>,
        read: impl Fn(&str) -> std::io::Result<String>,
    ) -> Result<Self, OptionsError> {
        let mut options = Self::default();
        let mut arguments = arguments.into_iter();
        while let Some(argument) = arguments.next() {
            if matches!(argument.as_str(), "--help" | "-h") {
                return Err(OptionsError::Help);
            }
            if !argument.starts_with("--") {
                let why = format!("{argument} is no flag; see --help");
                return Err(OptionsError::Bad(why));
            }
            let (flag, value) = match argument.split_once('=') {
                Some((flag, value)) => (flag.to_owned(), Some(value.to_owned())),
                None => (argument, None),
            };
            let value = value.or_else(|| arguments.next());
            let value = value.ok_or_else(|| OptionsError::Bad(format!("{flag} needs a value")))?;
            options.set(&flag, &value, &read).map_err(|why| {
                OptionsError::Bad(if why.is_empty() {
                    format!("unknown flag {flag}; see --help")
                } else {
                    format!("{flag} {value}: {why}")
                })
            })?;
        }
        Ok(options)
    }

    /// An empty error text means that the flag is unknown.
    fn set(
        &mut self,
        flag: &str,
        value: &str,
        read: &impl Fn(&str) -> std::io::Result<String>,
    ) -> Result<(), String> {
        match flag {
            "--port" => self.port = number(value)?,
            "--control-port" => self.control_port = number(value)?,
            "--bind" => self.bind = number(value)?,
            "--seed" => self.seed = number(value)?,
            "--start" if value == "now" => self.start_ms = super::clock::unix_ms(),
            "--start" => self.start_ms = number::<u32>(value).map(|s| u64::from(s) * 1_000)?,
            "--speed" => self.speed = number(value)?,
            "--services" => self.services = number(value)?,
            "--catalogue" => {
                let text = read(value).map_err(|error| error.to_string())?;
                self.catalogue =
                    Some(Catalogue::recorded(&text).map_err(|error| error.to_string())?);
            }
            "--cors" => self.cors = named(&[("on", true), ("off", false)], value)?,
            "--key-v1" => self.key_v1 = key(value)?,
            "--key-v2" => self.key_v2 = key(value)?,
            "--profile" => self.set_profile(value)?,
            "--fault" => self.faults.push(FaultRule::from_flag(value)?),
            "--fate" => self.changes.push(Change::Fate(named(&Fate::NAMED, value)?)),
            "--balance" => {
                let balance = Amount::parse(value).ok_or("not a decimal")?;
                self.changes.push(Change::Balance(balance));
            }
            _ => return Err(String::new()),
        }
        Ok(())
    }

    fn set_profile(&mut self, name: &str) -> Result<(), String> {
        let names: Vec<_> = Profile::ALL.iter().map(|profile| (profile.name, *profile)).collect();
        let profile = named(&names, name)?;
        match profile.dialect {
            Dialect::V1 => self.profile_v1 = profile,
            Dialect::V2 => self.profile_v2 = profile,
        }
        Ok(())
    }
}

fn number<T: std::str::FromStr<Err: std::fmt::Display>>(value: &str) -> Result<T, String> {
    value.parse().map_err(|error: T::Err| error.to_string())
}

fn key(value: &str) -> Result<String, String> {
    let printable = value.bytes().all(|byte| byte.is_ascii_graphic());
    if value.len() < 8 || !printable {
        return Err("a key has at least 8 printable characters".into());
    }
    Ok(value.to_owned())
}

/// The text of `--help`.
pub const HELP: &str = include_str!("help.txt");

#[cfg(test)]
mod tests {
    use super::{Options, OptionsError};

    fn check(arguments: &[&str], expected: &Result<(u16, u32, bool, usize), OptionsError>) {
        let got = Options::parse(arguments.iter().map(|&a| a.to_owned()), |_| {
            Ok(r#"[{"service":1,"rate":"1"}]"#.to_owned())
        });
        let got = got.map(|options| {
            let services = options.catalogue.map_or(options.services, |list| list.services().len());
            (options.port, options.speed, options.cors, services)
        });
        assert_eq!(&got, expected, "{arguments:?}");
    }

    #[test]
    fn flags_take_their_value_with_or_without_an_equals_sign() {
        check(&[], &Ok((0, 60, true, 6000)));
        check(&["--port", "8080", "--speed=1", "--cors", "off"], &Ok((8080, 1, false, 6000)));
        check(&["--catalogue", "list.json"], &Ok((0, 60, true, 1)));
    }

    #[test]
    fn what_cannot_be_followed_is_said_in_one_line() {
        let bad = |text: &str| Err(OptionsError::Bad(text.to_owned()));
        check(&["--help"], &Err(OptionsError::Help));
        check(&["--colour", "red"], &bad("unknown flag --colour; see --help"));
        check(&["--port"], &bad("--port needs a value"));
        check(&["port"], &bad("port is no flag; see --help"));
        check(&["--cors", "maybe"], &bad("--cors maybe: maybe is none of: on, off"));
        check(
            &["--key-v2", "short"],
            &bad("--key-v2 short: a key has at least 8 printable characters"),
        );
    }
}
