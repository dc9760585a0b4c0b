//! Every package from outside, against the list of those that somebody has accepted: a new one, or
//! another version, fails until its line stands in `xtask/reviewed.txt`.

use super::Finding;
use super::source::Tree;
use serde_json::Value;
use std::collections::BTreeSet;

const LIST: &str = "xtask/reviewed.txt";
const CRATES: [&str; 2] = ["Cargo.lock", "xtask/tools/wasm-bindgen/Cargo.lock"];
const NPM: [&str; 2] = ["xtask/tools/binaryen/package-lock.json", "tests/e2e/package-lock.json"];
const REGISTRY: &str = "source = \"registry+https://github.com/rust-lang/crates.io-index\"";

/// Compares the lock files with the list, in both directions.
pub fn check(tree: &Tree) -> Vec<Finding> {
    let mut findings = Vec::new();
    let mut locked = BTreeSet::new();
    for path in CRATES {
        let Some(file) = tree.file(path) else { continue };
        for package in crates(&file.text) {
            match package {
                Ok(line) => drop(locked.insert((line, path))),
                Err(name) => {
                    let what = format!("{name} comes from elsewhere than crates.io");
                    findings.push(Finding::new(path, 1, what));
                }
            }
        }
    }
    for path in NPM {
        let Some(file) = tree.file(path) else { continue };
        locked.extend(npm(&file.text).into_iter().map(|line| (line, path)));
    }
    let list = tree.file(LIST).map_or("", |file| file.text.as_str());
    let lines = list.lines().enumerate().filter(|(_, line)| !line.starts_with('#'));
    let reviewed: Vec<(usize, String)> = lines
        .map(|(index, line)| {
            (index + 1, line.split_whitespace().take(3).collect::<Vec<_>>().join(" "))
        })
        .filter(|(_, line)| !line.is_empty())
        .collect();
    for (line, path) in &locked {
        if !reviewed.iter().any(|(_, known)| known == line) {
            let what =
                format!("'{line}' was not reviewed: read it or its changes, then add it to {LIST}");
            findings.push(Finding::new(path, 1, what));
        }
    }
    for (number, known) in &reviewed {
        if !locked.iter().any(|(line, _)| line == known) {
            let what = format!("'{known}' is in no lock file any more: remove its line");
            findings.push(Finding::new(LIST, *number, what));
        }
    }
    findings
}

/// `crates.io name version` of each package that has a source; its name alone where that is another.
fn crates(lock: &str) -> Vec<Result<String, String>> {
    let value = |entry: &str, name: &str| {
        let line = entry.lines().find_map(|line| line.strip_prefix(&format!("{name} = \"")));
        line.map(|rest| rest.trim_end_matches('"').to_owned()).unwrap_or_default()
    };
    let entries = lock.split("[[package]]").skip(1);
    entries
        .filter(|entry| entry.contains("\nsource = "))
        .map(|entry| {
            if entry.contains(REGISTRY) && entry.contains("\nchecksum = ") {
                Ok(format!("crates.io {} {}", value(entry, "name"), value(entry, "version")))
            } else {
                Err(value(entry, "name"))
            }
        })
        .collect()
}

/// `npm name version` of each package; one without a hash has no version here and is never reviewed.
fn npm(lock: &str) -> Vec<String> {
    let lock: Value = serde_json::from_str(lock).unwrap_or_default();
    let packages = lock["packages"].as_object().cloned().unwrap_or_default();
    let packages = packages.iter().filter(|(path, _)| !path.is_empty());
    packages
        .map(|(path, package)| {
            let name = path.rsplit("node_modules/").next().unwrap_or_default();
            let version = package["version"].as_str().filter(|_| package["integrity"].is_string());
            format!("npm {name} {}", version.unwrap_or("without-a-hash"))
        })
        .collect()
}

#[cfg(test)]
mod tests {
    use super::{CRATES, LIST, NPM, REGISTRY, check};
    use crate::tidy::source::{Source, Tree};

    fn found(lock: &str, npm: &str, list: &str) -> Vec<String> {
        let files = [(CRATES[0], lock), (NPM[0], npm), (LIST, list)];
        let files = files.map(|(path, text)| Source::new(path, text.to_owned()));
        check(&Tree { files: files.into() }).iter().map(|finding| finding.what.clone()).collect()
    }

    fn package(name: &str, version: &str, source: &str) -> String {
        format!("[[package]]\nname = \"{name}\"\nversion = \"{version}\"\n{source}\n")
    }

    #[test]
    fn s15_a_new_or_changed_dependency_fails_until_it_is_reviewed() {
        let sealed = format!("{REGISTRY}\nchecksum = \"ab\"");
        let lock = package("own", "0.1.0", "") + &package("a", "1.0.0", &sealed);
        let npm = r#"{"packages":{"":{},"node_modules/@s/b":{"version":"2.0.0","integrity":"sha512-x"}}}"#;
        let list = "# why\n\ncrates.io a 1.0.0 as found\nnpm @s/b 2.0.0\n";
        assert_eq!(found(&lock, npm, list), Vec::<String>::new());

        let newer = lock.replace("1.0.0", "1.0.1");
        let findings = found(&newer, npm, list);
        assert!(findings[0].contains("'crates.io a 1.0.1' was not reviewed"), "{findings:?}");
        assert!(findings[1].contains("'crates.io a 1.0.0' is in no lock file"), "{findings:?}");
        let more = lock.clone() + &package("c", "1.0.0", &sealed);
        assert!(found(&more, npm, list)[0].contains("'crates.io c 1.0.0'"));
        let other = npm.replace("2.0.0", "2.0.1");
        assert!(found(&lock, &other, list)[0].contains("'npm @s/b 2.0.1' was not reviewed"));
    }

    #[test]
    fn s15_what_has_no_hash_or_another_source_is_never_accepted() {
        let git = "source = \"git+https://example.test/a\"\nchecksum = \"ab\"";
        let list = "crates.io a 1.0.0\nnpm b 2.0.0\n";
        for source in [git, REGISTRY] {
            let findings = found(&package("a", "1.0.0", source), "{}", "");
            assert!(findings[0].contains("elsewhere than crates.io"), "{findings:?}");
        }
        let npm = r#"{"packages":{"node_modules/b":{"version":"2.0.0"}}}"#;
        let findings = found("", npm, list);
        assert!(findings.iter().any(|what| what.contains("without-a-hash")), "{findings:?}");
    }
}
