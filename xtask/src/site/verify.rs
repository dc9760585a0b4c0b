//! Whether a built site is whole: every script, style and wasm that the page names, and every part that
//! the loader fetches later, is there with exactly the bytes whose hash is named. A browser would refuse
//! another one, and the person would see an app that does not start, or a page that stays empty.

use super::integrity::integrity;
use super::{offline, page};
use anyhow::{Context, Result, bail, ensure};
use std::collections::BTreeMap;
use std::fs;
use std::path::Path;

/// What the page names and with which hash, by name below the folder.
type Named = BTreeMap<String, String>;

/// Checks the site in `folder`, made for `public_url`.
pub fn whole(folder: &Path, public_url: &str) -> Result<()> {
    let html = fs::read_to_string(folder.join("index.html")).context("index.html")?;
    let mut named = named_by_page(&html, public_url)?;
    let scripts: Vec<String> = named.keys().filter(|name| is_a(name, "js")).cloned().collect();
    for script in &scripts {
        let text = fs::read_to_string(folder.join(script)).with_context(|| script.clone())?;
        for import in imports(&text) {
            ensure!(named.contains_key(import), "{script} imports {import}, which has no hash");
        }
        named.extend(parts_of(&text)?);
    }
    if page::attribute(&html, "name=\"app\"", "data-worker").is_ok() {
        named.extend(kept_offline(folder)?);
    }
    for (name, hash) in &named {
        let content = fs::read(folder.join(name)).with_context(|| format!("{name} is missing"))?;
        ensure!(integrity(&content) == *hash, "{name} has other bytes than the page names");
    }
    Ok(())
}

fn named_by_page(html: &str, public_url: &str) -> Result<Named> {
    let mut named = Named::new();
    let mut name = |url: &str, hash: &str| -> Result<()> {
        let file = url.strip_prefix(public_url);
        let file = file.with_context(|| format!("{url} lies outside of {public_url}"))?;
        named.insert(file.to_owned(), hash.to_owned());
        Ok(())
    };
    for tag in html.split('<').filter(|tag| tag.starts_with("script") || tag.starts_with("link")) {
        let url = value(tag, "src").or_else(|| value(tag, "href"));
        let runs =
            tag.starts_with("script") || tag.contains("stylesheet") || tag.contains("preload");
        match (url, value(tag, "integrity")) {
            (Some(url), Some(hash)) => name(url, hash)?,
            (Some(url), None) if runs => bail!("the page names {url} without a hash"),
            _ => {}
        }
    }
    let wasm = page::attribute(html, "name=\"app\"", "data-wasm")?;
    name(&wasm, &page::attribute(html, "name=\"app\"", "data-wasm-integrity")?)?;
    let script = page::attribute(html, "name=\"app\"", "data-js")?;
    let script = script.strip_prefix(public_url).unwrap_or(&script);
    ensure!(named.contains_key(script), "the app's script {script} has no hash");
    Ok(named)
}

/// What the service worker keeps, by the names of the files.
fn kept_offline(folder: &Path) -> Result<Named> {
    let worker = fs::read_to_string(folder.join(offline::NAME)).context(offline::NAME)?;
    let listed = offline::listed(&worker)?.context("the page names a worker that keeps nothing")?;
    let file = |address: &str| match address.split('?').next() {
        None | Some("") => "index.html".to_owned(),
        Some(name) => name.to_owned(),
    };
    Ok(listed.iter().map(|(address, hash)| (file(address), hash.clone())).collect())
}

/// The value of an attribute in the text of one tag.
fn value<'a>(tag: &'a str, name: &str) -> Option<&'a str> {
    let tag = tag.split('>').next()?;
    Some(tag.split_once(&format!(" {name}=\""))?.1.split_once('"')?.0)
}

/// The files beside it that a script imports.
fn imports(script: &str) -> impl Iterator<Item = &str> {
    let pieces = script.split("from \"./").skip(1);
    pieces.filter_map(|piece| Some(piece.split_once('"')?.0)).filter(|name| is_a(name, "js"))
}

fn is_a(name: &str, ending: &str) -> bool {
    Path::new(name).extension().is_some_and(|found| found == ending)
}

/// The wasm files that the loader fetches, each with its hash (`parts::seal` writes them so).
fn parts_of(script: &str) -> Result<Vec<(String, String)>> {
    let mut found = Vec::new();
    for piece in script.split("\"./").skip(1) {
        let Some((name, rest)) = piece.split_once('"') else { continue };
        if !is_a(name, "wasm") {
            continue;
        }
        let hash = rest
            .strip_prefix(", import.meta.url), { integrity: \"")
            .and_then(|rest| Some(rest.split_once('"')?.0))
            .with_context(|| format!("the part {name} is fetched without a hash"))?;
        found.push((name.to_owned(), hash.to_owned()));
    }
    Ok(found)
}

#[cfg(test)]
mod tests {
    use super::whole;
    use crate::site::integrity::integrity;
    use std::fs;
    use std::path::{Path, PathBuf};

    /// A site in miniature, as `site::run` leaves it.
    fn site(name: &str) -> PathBuf {
        let folder =
            std::env::temp_dir().join(format!("panelboard-verify-{}-{name}", std::process::id()));
        let _ = fs::remove_dir_all(&folder);
        fs::create_dir_all(&folder).expect("a folder");
        let loader = format!(
            "import {{x}} from \"./panelboard-1.js\";\nfetch(new URL(\"./split_0-1.wasm\", import.meta.url), {{ integrity: \"{}\" }})",
            integrity(b"part")
        );
        let files = [
            ("panelboard-1.js", "import {y} from \"./parts-1.js\";"),
            ("parts-1.js", loader.as_str()),
            ("panelboard-1_bg.wasm", "first"),
            ("split_0-1.wasm", "part"),
            ("style-1.css", "style"),
            ("boot-1.js", "boot"),
        ];
        for (name, content) in files {
            fs::write(folder.join(name), content).expect("a file");
        }
        let hash = |name: &str| integrity(&fs::read(folder.join(name)).expect("a file"));
        let page = format!(
            "<html><head><link rel=\"icon\" href=\"/base/icon.svg\">\
             <link rel=\"stylesheet\" href=\"/base/style-1.css\" integrity=\"{}\">\
             <link rel=\"modulepreload\" href=\"/base/panelboard-1.js\" integrity=\"{}\">\
             <link rel=\"modulepreload\" href=\"/base/parts-1.js\" integrity=\"{}\">\
             <meta name=\"app\" data-worker=\"/base/sw.js\" data-js=\"/base/panelboard-1.js\" data-wasm=\"/base/panelboard-1_bg.wasm\" data-wasm-integrity=\"{}\">\
             <script type=\"module\" src=\"/base/boot-1.js\" integrity=\"{}\"></script></head></html>",
            hash("style-1.css"),
            hash("panelboard-1.js"),
            hash("parts-1.js"),
            hash("panelboard-1_bg.wasm"),
            hash("boot-1.js"),
        );
        fs::write(folder.join("index.html"), page).expect("a file");
        fs::write(folder.join("ko.json"), "words").expect("a file");
        let list = offline_list(&folder);
        fs::write(folder.join("sw.js"), list).expect("a file");
        folder
    }

    fn offline_list(folder: &Path) -> String {
        let hash = |name: &str| integrity(&fs::read(folder.join(name)).expect("a file"));
        let (page, words) = (hash("index.html"), hash("ko.json"));
        format!("const FILES = {{\"\":\"{page}\",\"ko.json?v=1\":\"{words}\"}};")
    }

    const FILES: [&str; 7] = [
        "ko.json",
        "panelboard-1.js",
        "parts-1.js",
        "panelboard-1_bg.wasm",
        "split_0-1.wasm",
        "style-1.css",
        "boot-1.js",
    ];

    #[test]
    fn a_whole_site_is_whole() {
        let folder = site("whole");
        whole(&folder, "/base/").expect("nothing is missing");
        assert!(whole(&folder, "/other/").is_err(), "made for another path");
        fs::remove_dir_all(folder).expect("removed");
    }

    #[test]
    fn a_site_with_a_missing_or_changed_part_is_not_whole() {
        let folder = site("broken");
        for name in FILES {
            let content = fs::read(folder.join(name)).expect("a file");
            fs::remove_file(folder.join(name)).expect("removed");
            let error = whole(&folder, "/base/").expect_err(name);
            assert!(format!("{error:#}").contains(name), "{name}: {error:#}");
            fs::write(folder.join(name), [&content[..], b"x"].concat()).expect("a file");
            assert!(whole(&folder, "/base/").is_err(), "{name} has a byte more");
            fs::write(folder.join(name), &content).expect("a file");
        }
        whole(&folder, "/base/").expect("whole again");
        fs::remove_dir_all(folder).expect("removed");
    }

    #[test]
    fn what_runs_without_a_hash_is_not_whole() {
        let folder = site("bare");
        let page = fs::read_to_string(folder.join("index.html")).expect("a page");
        for marker in ["boot-1.js\"", "style-1.css\"", "parts-1.js\"", "_bg.wasm\" data-wasm-"] {
            let start = page.find(marker).expect("it is there") + marker.len();
            let start = page[..start].len() - usize::from(marker.ends_with('-')) * 10;
            let end = start + page[start..].find("integrity=\"").expect("a hash");
            let tail = &page[end + 11..];
            let tail = &tail[tail.find('"').expect("its end") + 1..];
            let bare = format!("{} {tail}", &page[..start]);
            fs::write(folder.join("index.html"), bare).expect("a file");
            fs::write(folder.join("sw.js"), offline_list(&folder)).expect("a file");
            assert!(whole(&folder, "/base/").is_err(), "{marker}");
        }
        fs::write(folder.join("index.html"), &page).expect("a file");
        let loader = "fetch(new URL(\"./split_0-1.wasm\", import.meta.url))";
        fs::write(folder.join("parts-1.js"), loader).expect("a file");
        let hashed =
            page.replace(&integrity(site_loader().as_bytes()), &integrity(loader.as_bytes()));
        fs::write(folder.join("index.html"), hashed).expect("a file");
        fs::write(folder.join("sw.js"), offline_list(&folder)).expect("a file");
        let error = whole(&folder, "/base/").expect_err("a part without a hash");
        assert!(format!("{error:#}").contains("without a hash"), "{error:#}");
        fs::remove_dir_all(folder).expect("removed");
    }

    fn site_loader() -> String {
        let folder = site("loader");
        let text = fs::read_to_string(folder.join("parts-1.js")).expect("a file");
        fs::remove_dir_all(folder).expect("removed");
        text
    }
}
