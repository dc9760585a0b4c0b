//! The service worker of a built site: its text, with the list of everything that one build is made of and
//! the hash of each. What the list does not name is never kept.

use super::integrity::{integrity, short_hash};
use crate::paths;
use anyhow::{Context, Result};
use std::collections::BTreeMap;
use std::fs;
use std::path::Path;

/// The worker's name in the site: its folder is its scope.
pub const NAME: &str = "sw.js";

/// What stands in place of the list until the site is built.
const NO_BUILD: &str = "const BUILD = \"\";";
const NO_FILES: &str = "const FILES = {};";
/// The same page for other addresses, and a mark for one host.
const NOT_KEPT: [&str; 3] = ["404.html", ".nojekyll", NAME];

/// The files by the address that the app asks for, each with its hash; the page itself is "".
pub type Kept = BTreeMap<String, String>;

/// The worker of the site in `folder`. `words` is how the app marks the language files it asks for.
pub fn worker(folder: &Path, words: &str) -> Result<String> {
    let template = web("sw.js")?;
    let kept = serde_json::to_string(&kept(folder, words)?)?;
    let build = short_hash(format!("{template}{kept}").as_bytes());
    let text =
        super::page::replace_once(&template, NO_BUILD, &format!("const BUILD = \"{build}\";"))?;
    super::page::replace_once(&text, NO_FILES, &format!("const FILES = {kept};"))
}

/// The worker that ends the ones before it.
pub fn retirement() -> Result<String> {
    web("sw-retire.js")
}

fn web(name: &str) -> Result<String> {
    fs::read_to_string(paths::root().join("web").join(name)).context(name.to_owned())
}

fn kept(folder: &Path, words: &str) -> Result<Kept> {
    let files = crate::start::build::files(folder)?.into_iter();
    let named = files.map(|file| {
        let name = file.strip_prefix(folder)?.to_string_lossy().replace('\\', "/");
        Ok((name, integrity(&fs::read(&file)?)))
    });
    let named: Vec<(String, String)> = named.collect::<Result<_>>()?;
    let named = named.into_iter().filter(|(name, _)| !NOT_KEPT.contains(&name.as_str()));
    Ok(named
        .map(|(name, hash)| match name.as_str() {
            "index.html" => (String::new(), hash),
            _ if name.starts_with("locales/") => (format!("{name}?v={words}"), hash),
            _ => (name, hash),
        })
        .collect())
}

/// The list in the text of a worker; `None` in one that keeps nothing.
pub fn listed(worker: &str) -> Result<Option<Kept>> {
    let Some((_, rest)) = worker.split_once("const FILES = ") else { return Ok(None) };
    let (list, _) = rest.split_once("};").context("the worker's list has no end")?;
    Ok(Some(serde_json::from_str(&format!("{list}}}"))?))
}

#[cfg(test)]
mod tests {
    use super::{listed, worker};
    use std::fs;

    #[test]
    fn the_worker_lists_each_file_by_the_address_that_is_asked_for() {
        let folder = std::env::temp_dir().join(format!("panelboard-kept-{}", std::process::id()));
        fs::create_dir_all(folder.join("locales")).expect("a folder");
        for name in ["index.html", "404.html", ".nojekyll", "a.js", "locales/ko.json", "sw.js"] {
            fs::write(folder.join(name), name).expect("a file");
        }
        let first = worker(&folder, "f1").expect("a worker");
        let list = listed(&first).expect("a list").expect("it keeps something");
        assert_eq!(list.keys().collect::<Vec<_>>(), ["", "a.js", "locales/ko.json?v=f1"]);
        fs::write(folder.join("a.js"), "other").expect("a file");
        assert_ne!(worker(&folder, "f1").expect("a worker"), first, "another build");
        fs::remove_dir_all(folder).expect("removed");
        assert!(listed("addEventListener()").expect("no list").is_none());
    }
}
