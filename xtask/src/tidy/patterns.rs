//! Rules of the form "this name may stand only there": one row each.

use super::Finding;
use super::source::{Source, Tree, line_of};

struct Pattern {
    /// Any of these names, as whole words where they begin and end with a letter.
    names: &'static [&'static str],
    /// Looked for in Rust files below these folders …
    folders: &'static [&'static str],
    /// … except below these.
    except: &'static [&'static str],
    why: &'static str,
}

const CORE: &[&str] = &["crates/domain/", "crates/panel-api/", "crates/client/"];
const APP_AND_CORE: &[&str] = &["src/", "crates/domain/", "crates/panel-api/", "crates/client/"];

const PATTERNS: &[Pattern] = &[
    Pattern {
        names: &[
            "web_sys",
            "js_sys",
            "gloo_timers",
            "wasm_bindgen",
            "wasm_bindgen_futures",
            "indexed_db_futures",
        ],
        folders: APP_AND_CORE,
        except: &["src/platform"],
        why: "the browser's APIs belong to src/platform",
    },
    Pattern {
        names: &[
            "set_timeout",
            "set_timeout_with_handle",
            "set_interval",
            "set_interval_with_handle",
            "request_animation_frame",
            "request_animation_frame_with_handle",
            "request_idle_callback",
            "TimeoutFuture",
        ],
        folders: &["src/"],
        except: &["src/platform"],
        why: "timers and frames belong to src/platform; see src/platform/timer.rs",
    },
    Pattern {
        names: &["gloo_net"],
        folders: APP_AND_CORE,
        except: &["src/platform/fetch.rs"],
        why: "one file speaks to panels and relays, with every limit that money needs",
    },
    Pattern {
        names: &["serde_json::Value", "Value::Object", "Value::Null", "json!"],
        folders: &["src/", "crates/domain/", "crates/client/", "crates/relay/"],
        except: &[],
        why: "only panel-api knows the shape of a panel's JSON; use a type",
    },
    Pattern {
        names: &["f32", "f64"],
        folders: CORE,
        except: &[],
        why: "no floats here: money and counts are exact",
    },
    Pattern {
        names: &[".expose()"],
        folders: &["src/", "crates/"],
        except: &[
            "crates/panel-api/src/encode.rs",
            "src/platform/vault.rs",
            "crates/domain/src/secret.rs",
        ],
        why: "a key is exposed by panel-api's encoder and the app's key store only",
    },
    Pattern {
        names: &[".expose_token()"],
        folders: &["src/", "crates/"],
        except: &[
            "src/platform/fetch.rs",
            "src/platform/vault.rs",
            "crates/domain/src/secret/token.rs",
        ],
        why: "a relay's token is exposed by the one header that it travels in and its store only",
    },
    Pattern {
        names: &[
            "std::fs",
            "std::net",
            "std::env",
            "std::process",
            "Instant",
            "SystemTime",
            "rand",
            "getrandom",
            "tokio",
            "reqwest",
        ],
        folders: CORE,
        except: &[],
        why: "no I/O, clock or randomness here: take it as an argument or a port",
    },
    Pattern {
        names: &["with_trusted_event"],
        folders: &["src/", "crates/"],
        except: &[
            "crates/client/src/gesture.rs",
            "crates/client/src/testing",
            "src/platform/gesture.rs",
        ],
        why: "the permission to spend comes from one event handler only",
    },
    Pattern {
        names: &["inner_html", "set_inner_html", "insert_adjacent_html"],
        folders: &["src/"],
        except: &[],
        why: "panel text is never HTML; use text nodes",
    },
    Pattern {
        names: &["use_context", "expect_context", "crate::state", "crate::pages"],
        folders: &["src/components"],
        except: &[],
        why: "a component gets signals and gives callbacks; it knows no state",
    },
    Pattern {
        names: &["#[ignore", "todo!", "unimplemented!", "dbg!"],
        folders: &["src/", "crates/", "tests/", "xtask/"],
        except: &["xtask/src/tidy/patterns.rs"],
        why: "nothing is left for later in the code",
    },
];

/// Checks every row, and that no file names a place of one machine.
pub fn check(tree: &Tree) -> Vec<Finding> {
    let mut findings: Vec<Finding> =
        PATTERNS.iter().flat_map(|pattern| breaches(tree, pattern)).collect();
    findings.extend(tree.files.iter().flat_map(machine_paths));
    findings
}

fn breaches(tree: &Tree, pattern: &Pattern) -> Vec<Finding> {
    let files = tree.under(pattern.folders, ".rs").filter(|file| {
        !file.is_test() && !pattern.except.iter().any(|except| file.path.starts_with(except))
    });
    files.flat_map(|file| names_in(file, pattern)).collect()
}

fn names_in(file: &Source, pattern: &Pattern) -> Vec<Finding> {
    let found = pattern.names.iter().flat_map(|name| {
        let hits = file.code.match_indices(name);
        let words = hits.filter(|(at, _)| is_word(&file.code, *at, name.len()));
        words.map(|(at, _)| {
            let what =
                format!("`{}`: {}", name.trim_matches(['[', '#', '.', '(', ')']), pattern.why);
            Finding::new(&file.path, line_of(&file.code, at), what)
        })
    });
    found.collect()
}

fn is_word(code: &str, at: usize, length: usize) -> bool {
    let part = |c: char| c.is_alphanumeric() || c == '_';
    let (first, last) = (code[at..].chars().next(), code[..at + length].chars().next_back());
    let before = code[..at].chars().next_back();
    let after = code[at + length..].chars().next();
    let free = |edge: Option<char>, outside: Option<char>| {
        !edge.is_some_and(part) || !outside.is_some_and(part)
    };
    free(first, before) && free(last, after)
}

fn machine_paths(file: &Source) -> Vec<Finding> {
    const PLACES: [&str; 4] = ["home", "root", "Users", "work"];
    let starts = PLACES.iter().flat_map(|place| {
        let name = format!("/{place}/");
        let hits: Vec<usize> = file.text.match_indices(&name).map(|(at, _)| at).collect();
        hits.into_iter().filter(|at| begins_a_path(&file.text, *at)).collect::<Vec<_>>()
    });
    starts
        .map(|at| {
            Finding::new(&file.path, line_of(&file.text, at), "an absolute path of one machine")
        })
        .collect()
}

fn begins_a_path(text: &str, at: usize) -> bool {
    let before = text[..at].chars().next_back();
    before.is_none_or(|c| c.is_whitespace() || matches!(c, '"' | '\'' | '`' | '(' | '=' | ':'))
}

#[cfg(test)]
mod tests {
    use super::{check, machine_paths};
    use crate::tidy::source::{Source, Tree};

    fn breaches(path: &str, text: &str) -> usize {
        check(&Tree { files: vec![Source::new(path, text.to_owned())] }).len()
    }

    #[test]
    fn a_name_counts_only_where_it_is_forbidden_and_as_a_whole_word() {
        assert_eq!(breaches("src/pages/home.rs", "use web_sys::Window;"), 1);
        assert_eq!(breaches("src/platform/storage.rs", "use web_sys::Window;"), 0);
        assert_eq!(breaches("src/platform/fetch.rs", "use gloo_net::http;"), 0);
        assert_eq!(breaches("src/platform/tabs.rs", "use gloo_net::http;"), 1);
        assert_eq!(breaches("crates/domain/src/money.rs", "let a: f64 = 0;"), 1);
        assert_eq!(breaches("crates/domain/src/money.rs", "let af64 = 0; // f64"), 0);
        assert_eq!(breaches("src/state/orders.rs", "key.expose()"), 1);
    }

    #[test]
    fn a_path_of_one_machine_is_found_and_an_address_is_not() {
        let count = |text: &str| machine_paths(&Source::new("a.md", text.to_owned())).len();
        let place = "home";
        assert_eq!(count(&format!("see /{place}/ann/x")), 1);
        assert_eq!(count(&format!("https://example.test/{place}/x")), 0);
    }
}
