//! What a user enters in Panelboard to use this relay, and links that fill the app's form with it.
//!
//! Must never hold a token: what stands in an address ends up in histories and logs.

use panelboard_relay::Config;
use std::net::SocketAddr;

/// The app's form, below wherever the app is.
const FORM: &str = "settings/relays";

/// The address to enter: the public one that the operator named, else the one listened on, where a
/// browser on this machine reaches it under that very name. `None`: pages elsewhere reach this relay by a
/// name that it does not know.
pub(crate) fn address(config: &Config, listening: SocketAddr) -> Option<String> {
    if let Some(public) = &config.public {
        return Some(public.clone());
    }
    let is_local = listening.ip().is_loopback() && config.trusted_proxies.is_empty();
    let scheme = if config.tls.is_some() { "https" } else { "http" };
    (is_local && listening.port() != 0).then(|| format!("{scheme}://{listening}"))
}

/// Why there is no link.
#[derive(Clone, Copy, Debug, PartialEq, Eq, thiserror::Error)]
pub(crate) enum NoLink {
    #[error("--print-config: say with --public under which address pages reach this relay")]
    Address,
    #[error("--print-config: say where the app is, as --print-config=https://app.example/")]
    App,
}

/// Links that open the app's form with this relay's address in it, one for each page that may use it.
/// The address stands behind `#`, which no browser sends to a server.
pub(crate) fn links(config: &Config, app: Option<&str>) -> Result<Vec<String>, NoLink> {
    let relay = address(config, config.listen).ok_or(NoLink::Address)?;
    let own = config.app.is_some().then_some(&relay);
    let known = || config.origins.iter().chain(own).map(String::as_str);
    let mut apps: Vec<&str> = app.map_or_else(|| known().collect(), |app| vec![app]);
    apps.dedup();
    if apps.is_empty() {
        return Err(NoLink::App);
    }
    let encoded: String = form_urlencoded::byte_serialize(relay.as_bytes()).collect();
    let link = |app: &str| format!("{}/{FORM}#relay={encoded}", app.trim_end_matches('/'));
    Ok(apps.into_iter().map(link).collect())
}

#[cfg(test)]
mod tests {
    use super::*;

    fn config(listen: &str, public: Option<&str>) -> Config {
        let listen = listen.parse().expect("an address");
        Config { listen, public: public.map(str::to_owned), ..Config::default() }
    }

    #[test]
    fn the_address_to_enter_is_the_one_that_pages_reach() {
        let check = |listen, public, expected: Option<&str>| {
            let config = config(listen, public);
            assert_eq!(address(&config, config.listen).as_deref(), expected, "{listen}");
        };
        check("127.0.0.1:8787", None, Some("http://127.0.0.1:8787"));
        check("[::1]:8787", None, Some("http://[::1]:8787"));
        check("0.0.0.0:8443", None, None);
        check("192.0.2.1:8443", None, None);
        check("0.0.0.0:8443", Some("https://relay.example"), Some("https://relay.example"));
        let behind = Config {
            trusted_proxies: vec!["127.0.0.1".parse().expect("an address")],
            ..config("127.0.0.1:8787", None)
        };
        assert_eq!(address(&behind, behind.listen), None, "a proxy has another name");
    }

    #[test]
    fn a_link_fills_the_form_and_holds_no_token() {
        let mut config = config("0.0.0.0:8443", Some("https://relay.example:8443"));
        config.token = Some("CANARY-token-0123456789".to_owned());
        assert_eq!(links(&config, None), Err(NoLink::App));
        let fragment = "settings/relays#relay=https%3A%2F%2Frelay.example%3A8443";
        let given = links(&config, Some("https://app.example/panelboard/"));
        assert_eq!(given, Ok(vec![format!("https://app.example/panelboard/{fragment}")]));
        config.origins = vec!["https://app.example".to_owned()];
        config.app = Some("dist".into());
        let links = links(&config, None).expect("links");
        let own = format!("https://relay.example:8443/{fragment}");
        assert_eq!(links, [format!("https://app.example/{fragment}"), own]);
        assert!(links.iter().all(|link| !link.contains("CANARY") && !link.contains('?')));
        config.public = None;
        assert_eq!(super::links(&config, None), Err(NoLink::Address));
    }
}
