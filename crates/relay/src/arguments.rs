//! The command line. `HELP` is the whole manual.

use lexopt::prelude::*;
use panelboard_relay::panel::{self, Panel, PanelError};
use panelboard_relay::rate::{Rate, Rates};
use panelboard_relay::{
    AttemptsFile, Config, Log, OriginError, StartError, certificates, check_origin,
    default_attempts_file,
};
use std::fs;
use std::path::PathBuf;

/// The manual.
pub(crate) const HELP: &str = "\
panelboard-relay: reach SMM panels from the browser, and order at most once

USAGE
  panelboard-relay [OPTIONS]

It listens on 127.0.0.1:8787 and prints one JSON line on standard output when it is ready. Log lines
go to standard error; they never hold keys or request bodies. SIGTERM or Ctrl-C stops it as soon as
everything that was sent to a panel has been answered (at most 50 seconds; a second Ctrl-C: at once).

WHERE
  --listen ADDRESS:PORT     where to listen; port 0 takes a free one      [127.0.0.1:8787]
  --tls-cert FILE           certificate chain (PEM): serve https instead of http
  --tls-key FILE            its key (PEM)

PANELS
  The five presets are always there: smmsnap.com, smm.plus, snsmarket.net, smmpanel.ru, smmpans.com.
  --panel ALIAS=URL         one more panel, as https://host/path; may be repeated
  --no-presets              only the panels given with --panel
  --panel-ca FILE           one more certificate authority (PEM) for panels
  --user-agent TEXT         what panels see                               [panelboard-relay/VERSION]

WHO MAY USE IT
  --origin ORIGIN           a page's origin, as https://app.example; may be repeated. Pages that the
                            relay itself serves on this machine may use it too, unless it is public:
                            listens on another address than loopback, or has a trusted proxy, and
                            has an --origin. Behind a public name, give that name here.
  --token-file FILE         require this token (the file's first line, 16 characters at least). It is
                            entered in Panelboard beside the relay's address
  --public ADDRESS          the address under which pages reach this relay, as https://relay.example,
                            where that is not the one listened on. Only printed: at start, and by
  --print-config[=APP]      prints a link that opens Panelboard's form for a relay with this one's
                            address in it, and ends. APP is where the app is, as
                            https://app.example/folder/; without it, each --origin and, with --app,
                            the relay itself. The token is never in a link: enter it by hand
  --reads-per-minute N      for each client                               [600]
  --writes-per-minute N     for each client                               [60]
  --no-rate-limit           count nothing
  --max-connections N       at once; half of them from one address, unless it is a trusted proxy
                                                                          [1024]
  --trusted-proxy ADDRESS   believe this proxy's X-Forwarded-For; may be repeated

THE APP
  --app DIR                 serve the built app from this folder. It is read once, at start; a changed
                            one needs a new start. It is asked for by the address listened on, as
                            localhost, or by the host of an --origin, and by no other name.

MEMORY
  --attempts-file FILE      where to note which writes went out, so that a restarted relay still knows:
                            ids, hashes and times, no bodies, keys or answers. If another process
                            uses this file, the relay does not start.
                            [panelboard/attempts in the user's folder for state; without one, or
                            while another relay uses it, in memory only]
  --no-attempts-file        in memory only: a restarted relay sends nothing that it may have sent before,
                            and cannot say what became of it

DEVELOPMENT
  --allow-loopback          allow panels on this machine, http included (the sandbox); clients on
                            this machine are not counted

  --quiet                   no log lines
  --help, --version

PATHS
  POST /p/{alias}                         balance, services, status, refill_status
  GET  /attempts/{attempt-id}             what became of it, and this relay's memory M and position N
  POST /p/{alias}/attempts/{attempt-id}/{M}/{N}
                                          add, refill, cancel: at most once for each id
  POST /attempts/{attempt-id}/{M}/{N}/close
                                          never send it, if it has not come
  GET  /panels                            this relay's version; aliases and addresses
  GET  /healthz                           200, or 503 while stopping
";

/// What is asked for.
pub(crate) enum Arguments {
    /// Print the manual.
    Help,
    /// Print the version.
    Version,
    /// Print links that fill the app's form.
    Link(Box<Config>, Option<String>),
    /// Serve.
    Run(Box<Config>),
}

/// What is wrong with the command line.
#[derive(Debug, thiserror::Error)]
pub(crate) enum ArgumentError {
    #[error("{0}. See --help")]
    Form(#[from] lexopt::Error),
    #[error("--panel {0}: {1}")]
    Panel(String, PanelError),
    #[error("--token-file: {0}")]
    Token(std::io::Error),
    #[error("--token-file: the first line needs at least 16 characters")]
    ShortToken,
    #[error("--public {0:?}: {1}")]
    Public(String, OriginError),
    #[error("--tls-cert and --tls-key belong together")]
    HalfTls,
    #[error("{0}")]
    Start(#[from] StartError),
}

/// Options that only make sense together, or after all have been read.
#[derive(Default)]
struct Pending {
    panels: Vec<String>,
    no_presets: bool,
    certificate: Option<PathBuf>,
    key: Option<PathBuf>,
    /// Links are wanted.
    links: bool,
    /// Where the app is that they lead to.
    app: Option<String>,
}

/// Reads the command line.
pub(crate) fn parse(mut parser: lexopt::Parser) -> Result<Arguments, ArgumentError> {
    let place = default_attempts_file(|name| std::env::var_os(name));
    let attempts_file = place.map_or(AttemptsFile::Nowhere, AttemptsFile::Wanted);
    let mut config = Config { attempts_file, log: Log::stderr(), ..Config::default() };
    let mut pending = Pending::default();
    while let Some(argument) = parser.next()? {
        match argument {
            Short('h') | Long("help") => return Ok(Arguments::Help),
            Short('V') | Long("version") => return Ok(Arguments::Version),
            Long("panel") => pending.panels.push(parser.value()?.string()?),
            Long("no-presets") => pending.no_presets = true,
            Long("tls-cert") => pending.certificate = Some(parser.value()?.into()),
            Long("print-config") => {
                pending.links = true;
                pending.app = parser.optional_value().map(|value| value.string()).transpose()?;
            }
            Long("tls-key") => pending.key = Some(parser.value()?.into()),
            Long(name) => {
                let name = name.to_owned();
                option(&name, &mut parser, &mut config)?;
            }
            other => return Err(other.unexpected().into()),
        }
    }
    let (links, app) = (pending.links, pending.app.take());
    pending.complete(&mut config)?;
    let config = Box::new(config);
    Ok(if links { Arguments::Link(config, app) } else { Arguments::Run(config) })
}

fn option(
    name: &str,
    parser: &mut lexopt::Parser,
    config: &mut Config,
) -> Result<(), ArgumentError> {
    match name {
        "listen" => config.listen = parser.value()?.parse()?,
        "panel-ca" => config.extra_roots.extend(certificates(&parser.value()?.into())?),
        "user-agent" => config.user_agent = parser.value()?.string()?,
        "origin" => config.origins.push(parser.value()?.string()?),
        "public" => config.public = Some(public(&parser.value()?.string()?)?),
        "token-file" => {
            let file: PathBuf = parser.value()?.into();
            config.token = Some(token(&file)?);
            config.token_file = Some(file);
        }
        "reads-per-minute" => rates(config).reads = rate(parser.value()?.parse()?),
        "writes-per-minute" => rates(config).writes = rate(parser.value()?.parse()?),
        "max-connections" => config.limits.connections = parser.value()?.parse()?,
        "no-rate-limit" => config.rates = None,
        "trusted-proxy" => config.trusted_proxies.push(parser.value()?.parse()?),
        "app" => config.app = Some(parser.value()?.into()),
        "attempts-file" => config.attempts_file = AttemptsFile::Named(parser.value()?.into()),
        "no-attempts-file" => config.attempts_file = AttemptsFile::Nowhere,
        "allow-loopback" => config.development = true,
        "quiet" => config.log = Log::none(),
        other => return Err(lexopt::Error::UnexpectedOption(format!("--{other}")).into()),
    }
    Ok(())
}

impl Pending {
    fn complete(self, config: &mut Config) -> Result<(), ArgumentError> {
        config.panels = if self.no_presets { Vec::new() } else { panel::presets() };
        for text in self.panels {
            let panel = Panel::parse(&text, config.development);
            config.panels.push(panel.map_err(|error| ArgumentError::Panel(text, error))?);
        }
        config.tls = match (self.certificate, self.key) {
            (Some(certificate), Some(key)) => Some((certificate, key)),
            (None, None) => None,
            _ => return Err(ArgumentError::HalfTls),
        };
        Ok(())
    }
}

/// Written as an origin is; a slash at the end is no mistake.
fn public(text: &str) -> Result<String, ArgumentError> {
    let address = text.trim_end_matches('/');
    check_origin(address).map_err(|error| ArgumentError::Public(text.to_owned(), error))?;
    Ok(address.to_owned())
}

fn rates(config: &mut Config) -> &mut Rates {
    config.rates.get_or_insert_default()
}

/// A minute's allowance, a quarter of it at once.
fn rate(per_minute: u32) -> Rate {
    Rate { per_minute, burst: (per_minute / 4).max(1) }
}

fn token(file: &PathBuf) -> Result<String, ArgumentError> {
    let text = fs::read_to_string(file).map_err(ArgumentError::Token)?;
    let line = text.lines().next().unwrap_or_default().trim();
    if line.len() < 16 {
        return Err(ArgumentError::ShortToken);
    }
    Ok(line.to_owned())
}
