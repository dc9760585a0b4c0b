//! The direction of dependencies, read from the crates' manifests.

use super::Finding;
use super::source::Tree;

/// What each crate may depend on; a name not listed must be argued for here.
const ALLOWED: &[(&str, &[&str])] = &[
    ("fence", &["serde"]),
    ("search", &[]),
    ("domain", &["panelboard-fence", "panelboard-search", "serde", "sha2", "thiserror"]),
    ("panel-api", &["panelboard-domain", "serde", "serde_json", "form_urlencoded", "thiserror"]),
    (
        "client",
        &[
            "panelboard-domain",
            "panelboard-fence",
            "panelboard-panel-api",
            "serde",
            "serde_json",
            "thiserror",
            "sha2",
            "futures-core",
            "futures-util",
        ],
    ),
];

/// Checks the pure crates' lists, and that relay and sandbox know nothing of the client.
pub fn check(tree: &Tree) -> Vec<Finding> {
    let pure = ALLOWED.iter().flat_map(|(name, allowed)| {
        let foreign = dependencies(tree, name)
            .into_iter()
            .filter(|(found, _)| !allowed.contains(&found.as_str()));
        foreign.map(move |(found, line)| {
            let what = format!("{name} must not depend on {found} (xtask/src/tidy/manifests.rs)");
            Finding::new(&manifest(name), line, what)
        })
    });
    let servers = ["relay", "sandbox"].into_iter().flat_map(|name| {
        let known = dependencies(tree, name).into_iter().filter(move |(found, _)| {
            let is_foreign = found.starts_with("panelboard") && found != "panelboard-fence";
            found == "panelboard-client" || (name == "relay" && is_foreign)
        });
        known.map(move |(found, line)| {
            Finding::new(&manifest(name), line, format!("the {name} must not know {found}"))
        })
    });
    pure.chain(servers).collect()
}

fn manifest(name: &str) -> String {
    format!("crates/{name}/Cargo.toml")
}

/// Names and lines below `[dependencies]`; those for tests are free.
fn dependencies(tree: &Tree, name: &str) -> Vec<(String, usize)> {
    let Some(file) = tree.file(&manifest(name)) else { return Vec::new() };
    let mut inside = false;
    let mut found = Vec::new();
    for (index, line) in file.text.lines().enumerate() {
        if line.starts_with('[') {
            inside = line.trim() == "[dependencies]";
        } else if inside && !line.starts_with('#') && line.contains('=') {
            let name = line.split(['=', '.']).next().unwrap_or_default().trim();
            found.push((name.to_owned(), index + 1));
        }
    }
    found
}

#[cfg(test)]
mod tests {
    use super::check;
    use crate::tidy::source::{Source, Tree};

    #[test]
    fn a_foreign_dependency_of_a_pure_crate_is_found_and_a_test_dependency_is_not() {
        let text = "[dependencies]\nserde.workspace = true\nrand = \"0.9\"\n\n[dev-dependencies]\nproptest = \"1\"\n";
        let tree = Tree { files: vec![Source::new("crates/domain/Cargo.toml", text.to_owned())] };
        let findings = check(&tree);
        assert_eq!(findings.len(), 1);
        assert_eq!(findings[0].line, 3);
    }

    #[test]
    fn the_relay_knows_no_panel() {
        let text = "[dependencies]\npanelboard-panel-api.workspace = true\npanelboard-fence.workspace = true\n";
        let tree = Tree { files: vec![Source::new("crates/relay/Cargo.toml", text.to_owned())] };
        let findings = check(&tree);
        assert_eq!(findings.len(), 1);
        assert_eq!(findings[0].line, 2, "the fence is shared by both sides");
    }
}
