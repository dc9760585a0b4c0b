//! The page's Content-Security-Policy: what the page may load, run and reach.
//!
//! `boot.js` narrows `connect-src` further to the user's own hosts. The policy must never allow an
//! inline script or style, a third party's code, or a string made into code.
//!
//! What it cannot say: `webrtc 'block'`. Chromium 156 answers it with "unrecognized directive" in the
//! console and connects all the same, and Firefox does not block either; it belongs here once one does.

/// For whom a site is built.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Audience {
    /// Everyone: `https:` panels only.
    Public,
    /// One machine (`start`, e2e): panels on loopback as well.
    Loopback,
    /// A developer with live reload (`start --dev`): loopback, and the reload's socket.
    Developer,
}

impl Audience {
    /// As named by the environment variable `PANELBOARD_SITE`; public when it is not set.
    pub fn named(name: Option<&str>) -> Option<Self> {
        match name {
            None | Some("public") => Some(Self::Public),
            Some("loopback") => Some(Self::Loopback),
            Some("developer") => Some(Self::Developer),
            Some(_) => None,
        }
    }
}

const LOOPBACK: &str = "http://127.0.0.1:* http://localhost:*";

/// The policy, as it stands in the first element of the head.
pub fn policy(audience: Audience) -> String {
    let connect = match audience {
        Audience::Public => "'self' https:".to_owned(),
        Audience::Loopback => format!("'self' https: {LOOPBACK}"),
        Audience::Developer => {
            format!("'self' https: {LOOPBACK} ws://127.0.0.1:* ws://localhost:*")
        }
    };
    let mut rules = vec![
        "default-src 'none'".to_owned(),
        "script-src 'self' 'wasm-unsafe-eval'".to_owned(),
        "style-src 'self'".to_owned(),
        "img-src 'self' data:".to_owned(),
        "font-src 'self'".to_owned(),
        format!("connect-src {connect}"),
        "manifest-src 'self'".to_owned(),
        "worker-src 'self'".to_owned(),
        "frame-src 'none'".to_owned(),
        "object-src 'none'".to_owned(),
        "base-uri 'none'".to_owned(),
        "form-action 'none'".to_owned(),
        "require-trusted-types-for 'script'".to_owned(),
        // One: the address of the service worker, made by update.js before any other code runs, so that
        // injected code cannot make it. A name that is allowed and that nobody creates would be theirs.
        match audience {
            Audience::Developer => "trusted-types 'none'".to_owned(),
            Audience::Public | Audience::Loopback => "trusted-types worker".to_owned(),
        },
    ];
    if audience == Audience::Public {
        rules.push("upgrade-insecure-requests".to_owned()); // would rewrite http://127.0.0.1 too
    }
    rules.join("; ")
}

#[cfg(test)]
mod tests {
    use super::{Audience, policy};

    #[test]
    fn the_public_policy_reaches_no_plain_http_host() {
        let text = policy(Audience::Public);
        assert!(!text.contains("http:"), "{text}");
        assert!(text.ends_with("upgrade-insecure-requests"), "{text}");
    }

    #[test]
    fn no_policy_allows_inline_code_or_eval() {
        for audience in [Audience::Public, Audience::Loopback, Audience::Developer] {
            let text = policy(audience);
            assert!(!text.contains("unsafe-inline") && !text.contains("'unsafe-eval'"), "{text}");
            assert!(text.contains("require-trusted-types-for 'script'"), "{text}");
        }
    }

    #[test]
    fn s14_no_policy_lets_a_trusted_type_be_made_but_the_workers_address() {
        for audience in [Audience::Public, Audience::Loopback, Audience::Developer] {
            let text = policy(audience);
            let types: Vec<_> =
                text.split("; ").filter(|rule| rule.starts_with("trusted-types")).collect();
            let expected = match audience {
                Audience::Developer => "trusted-types 'none'",
                _ => "trusted-types worker",
            };
            assert_eq!(types, [expected], "{text}");
        }
    }
}
