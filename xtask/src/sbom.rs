//! What the site and the relay are made of: two lists in `CycloneDX` form, written by `dist` into
//! `target/sbom`. They are made from cargo's own resolution and the lock files, hold no time and no path,
//! and are the same for the same sources.

use crate::site::integrity::sha256_hex;
use crate::{paths, process, tools};
use anyhow::{Context, Result};
use base64::{Engine as _, engine::general_purpose::STANDARD};
use serde_json::{Value, json};
use std::collections::{BTreeMap, BTreeSet};
use std::fmt::Write as _;
use std::fs;
use std::path::PathBuf;

const WASM_BINDGEN_LOCK: &str = "xtask/tools/wasm-bindgen/Cargo.lock";
const BINARYEN_LOCK: &str = "xtask/tools/binaryen/package-lock.json";

/// Writes `site.cdx.json` and `relay.cdx.json`, and says where.
pub fn write() -> Result<PathBuf> {
    let folder = paths::target().join("sbom");
    fs::create_dir_all(&folder)?;
    let host = tools::host_triple()?;
    for (file, package, platform) in [
        ("site.cdx.json", "panelboard", tools::WASM),
        ("relay.cdx.json", "panelboard-relay", host.as_str()),
    ] {
        let mut components = Vec::new();
        if package == "panelboard" {
            components = writing_tools()?;
        }
        let list = of(package, &metadata(platform)?, &read("Cargo.lock")?, components)?;
        fs::write(folder.join(file), serde_json::to_string_pretty(&list)?)?;
    }
    Ok(folder)
}

fn metadata(platform: &str) -> Result<Value> {
    let mut cargo = process::cargo();
    cargo.args(["metadata", "--locked", "--format-version", "1", "--filter-platform", platform]);
    Ok(serde_json::from_str(&process::capture("cargo metadata", &mut cargo)?)?)
}

fn read(path: &str) -> Result<String> {
    fs::read_to_string(paths::root().join(path)).with_context(|| path.to_owned())
}

/// The list for one package of `metadata`, with `more` components beside.
fn of(package: &str, metadata: &Value, lock: &str, more: Vec<Value>) -> Result<Value> {
    let graph = Graph::of(metadata)?;
    let root = graph.packages.iter().find(|(_, found)| found["name"] == package);
    let (root, root_package) = root.with_context(|| format!("cargo knows no {package}"))?;
    let runs = graph.reach(root, false);
    let all = graph.reach(root, true);
    let hashes = checksums(lock);
    let mut components = more;
    let mut dependencies = Vec::new();
    for id in &all {
        let found = &graph.packages[id];
        if id != root {
            components.push(component(found, runs.contains(id), &hashes));
        }
        let depends: BTreeSet<String> = graph
            .edges(id, true)
            .filter(|next| all.contains(*next))
            .map(|next| purl(graph.packages[next]))
            .collect();
        dependencies.push(json!({ "ref": purl(found), "dependsOn": depends }));
    }
    let serial = sha256_hex(json!([package, components, dependencies]).to_string().as_bytes());
    Ok(json!({
        "bomFormat": "CycloneDX",
        "specVersion": "1.6",
        "serialNumber": format!(
            "urn:uuid:{}-{}-8{}-8{}-{}",
            &serial[..8], &serial[8..12], &serial[13..16], &serial[17..20], &serial[20..32]
        ),
        "version": 1,
        "metadata": { "component": {
            "type": "application",
            "bom-ref": purl(root_package),
            "name": root_package["name"],
            "version": root_package["version"],
            "purl": purl(root_package),
        } },
        "components": components,
        "dependencies": dependencies,
    }))
}

/// Packages by their ids, and what each needs.
struct Graph<'a> {
    packages: BTreeMap<&'a str, &'a Value>,
    nodes: BTreeMap<&'a str, &'a Value>,
}

impl<'a> Graph<'a> {
    fn of(metadata: &'a Value) -> Result<Self> {
        let by_id = |list: &'a Value| -> Option<BTreeMap<&'a str, &'a Value>> {
            list.as_array()?.iter().map(|one| Some((one["id"].as_str()?, one))).collect()
        };
        Ok(Self {
            packages: by_id(&metadata["packages"]).context("cargo lists no packages")?,
            nodes: by_id(&metadata["resolve"]["nodes"]).context("cargo resolves nothing")?,
        })
    }

    /// What a package needs: to run, and `to_build` also what only its compilation runs. Never what
    /// only its tests need.
    fn edges(&self, id: &str, to_build: bool) -> impl Iterator<Item = &'a str> {
        let deps = self.nodes.get(id).and_then(|node| node["deps"].as_array());
        deps.into_iter().flatten().filter_map(move |dep| {
            let mut kinds = dep["dep_kinds"].as_array()?.iter().map(|kind| &kind["kind"]);
            let next = dep["pkg"].as_str()?;
            let fits = kinds.any(|kind| kind.is_null() || to_build && kind == "build");
            (fits && (to_build || !self.is_macro(next))).then_some(next)
        })
    }

    /// A macro is a program that the compiler runs.
    fn is_macro(&self, id: &str) -> bool {
        let targets = self.packages.get(id).and_then(|package| package["targets"].as_array());
        targets.into_iter().flatten().any(|target| target["kind"] == json!(["proc-macro"]))
    }

    fn reach(&self, root: &'a str, to_build: bool) -> BTreeSet<&'a str> {
        let mut found = BTreeSet::from([root]);
        let mut open = vec![root];
        while let Some(id) = open.pop() {
            open.extend(self.edges(id, to_build).filter(|next| found.insert(*next)));
        }
        found
    }
}

fn component(package: &Value, runs: bool, hashes: &BTreeMap<String, String>) -> Value {
    let mut component = json!({
        "type": "library",
        "bom-ref": purl(package),
        "name": package["name"],
        "version": package["version"],
        "purl": purl(package),
        // "excluded": takes part in the build, is not in what is delivered.
        "scope": if runs { "required" } else { "excluded" },
    });
    if let Some(license) = package["license"].as_str() {
        component["licenses"] = json!([{ "expression": license.replace('/', " OR ") }]);
    }
    if let Some(hash) = hashes.get(&purl(package)) {
        component["hashes"] = json!([{ "alg": "SHA-256", "content": hash }]);
    }
    component
}

fn purl(package: &Value) -> String {
    let text = |name: &str| package[name].as_str().unwrap_or_default().to_owned();
    format!("pkg:cargo/{}@{}", text("name"), text("version"))
}

/// The checksums of a `Cargo.lock`, by package address.
fn checksums(lock: &str) -> BTreeMap<String, String> {
    let value = |entry: &str, name: &str| {
        let line = entry.lines().find_map(|line| line.strip_prefix(&format!("{name} = \"")))?;
        Some(line.trim_end_matches('"').to_owned())
    };
    let entries = lock.split("[[package]]").skip(1);
    let sealed = entries.filter_map(|entry| {
        let address = format!("pkg:cargo/{}@{}", value(entry, "name")?, value(entry, "version")?);
        Some((address, value(entry, "checksum")?))
    });
    sealed.collect()
}

/// The programs that write the site's bytes and are no part of them.
fn writing_tools() -> Result<Vec<Value>> {
    let tool = |name: &str, version: &str| json!({ "name": name, "version": version });
    let bindgen = tools::wasm_bindgen()?;
    let bindgen = tool("wasm-bindgen-cli", &bindgen.version);
    let trunk = tool("trunk", &tools::trunk().version);
    let hashes = checksums(&read(WASM_BINDGEN_LOCK)?);
    let lock: Value = serde_json::from_str(&read(BINARYEN_LOCK)?)?;
    let optimiser = &lock["packages"]["node_modules/binaryen"];
    let version = optimiser["version"].as_str().context("binaryen has a version")?;
    let hash = optimiser["integrity"].as_str().and_then(|text| text.strip_prefix("sha512-"));
    let hash = STANDARD.decode(hash.context("binaryen has a hash")?)?;
    let hash = hash.iter().fold(String::new(), |mut hex, byte| {
        let _ = write!(hex, "{byte:02x}"); // writing to a String cannot fail
        hex
    });
    let address = format!("pkg:npm/binaryen@{version}");
    let optimiser = json!({
        "type": "application", "bom-ref": address, "name": "binaryen", "version": version,
        "purl": address, "scope": "excluded", "licenses": [{ "expression": "Apache-2.0" }],
        "hashes": [{ "alg": "SHA-512", "content": hash }],
    });
    Ok(vec![component(&bindgen, false, &hashes), component(&trunk, false, &hashes), optimiser])
}

#[cfg(test)]
mod tests {
    use super::{metadata, of, read, writing_tools};
    use crate::tools::{self, WASM};
    use serde_json::Value;

    fn names(list: &Value, scope: &str) -> Vec<String> {
        let components = list["components"].as_array().expect("a list");
        let fitting = components.iter().filter(|one| one["scope"] == scope);
        fitting.map(|one| one["name"].as_str().expect("a name").to_owned()).collect()
    }

    #[test]
    fn s15_the_relays_list_holds_what_it_runs_and_not_what_tests_it() {
        let host = tools::host_triple().expect("rustc says it");
        let (metadata, lock) = (metadata(&host).expect("cargo"), read("Cargo.lock").expect("it"));
        let list = of("panelboard-relay", &metadata, &lock, Vec::new()).expect("a list");
        let (runs, builds) = (names(&list, "required"), names(&list, "excluded"));
        for name in ["hyper", "rustls", "ring", "panelboard-fence"] {
            assert!(runs.iter().any(|found| found == name), "{name}: {runs:?}");
        }
        assert!(builds.iter().any(|found| found == "serde_derive"), "{builds:?}");
        for name in ["rcgen", "leptos", "panelboard-client", "proptest"] {
            assert!(!runs.iter().chain(&builds).any(|found| found == name), "{name}");
        }
        for one in list["components"].as_array().expect("a list") {
            let own = one["name"].as_str().is_some_and(|name| name.starts_with("panelboard"));
            let is_sealed =
                one["hashes"][0]["content"].as_str().is_some_and(|hash| hash.len() == 64);
            assert!(own || is_sealed && one["licenses"].is_array(), "{one}");
        }
        let again = of("panelboard-relay", &metadata, &lock, Vec::new()).expect("a list");
        assert_eq!(list, again, "the same for the same sources");
    }

    #[test]
    fn s15_the_sites_list_names_the_tools_that_write_its_bytes() {
        let tools = writing_tools().expect("the locks name them");
        let written: Vec<_> = tools.iter().map(|tool| tool["name"].as_str()).collect();
        assert_eq!(written, [Some("wasm-bindgen-cli"), Some("trunk"), Some("binaryen")]);
        assert_eq!(tools[0]["hashes"][0]["alg"], "SHA-256");
        assert_eq!(tools[2]["hashes"][0]["content"].as_str().map(str::len), Some(128));
        let (metadata, lock) = (metadata(WASM).expect("cargo"), read("Cargo.lock").expect("it"));
        let list = of("panelboard", &metadata, &lock, tools).expect("a list");
        let (runs, builds) = (names(&list, "required"), names(&list, "excluded"));
        assert!(runs.iter().any(|name| name == "leptos"), "{runs:?}");
        assert!(!runs.iter().any(|name| name == "panelboard-relay"), "{runs:?}");
        assert!(builds.iter().any(|name| name == "wasm-bindgen-cli"), "{builds:?}");
    }
}
