//! The manifest of the installed app. Its words come from `locales/`, its colours from the tokens, and its
//! addresses hold under any folder; only `id` names the folder, because an id is read from the host's root.

use super::locales::{self, Message};
use crate::paths;
use anyhow::{Context, Result, anyhow};
use serde_json::json;
use std::fs;

/// The file's name in the site.
pub const NAME: &str = "manifest.webmanifest";

/// The manifest of a site that is served under `public_url`.
pub fn manifest(public_url: &str) -> Result<String> {
    let words = locales::read(&paths::root(), "en").map_err(|error| anyhow!(error))?;
    let word = |key: &str| match words.get(key) {
        Some(Message::Text(text)) => Ok(text.clone()),
        _ => Err(anyhow!("locales/en lacks {key}")),
    };
    let background = background(&fs::read_to_string(paths::root().join("style/tokens.css"))?)?;
    let icon = |file: &str, sizes: &str, purpose: &str| {
        let kind = if sizes == "any" { "image/svg+xml" } else { "image/png" };
        json!({ "src": file, "sizes": sizes, "type": kind, "purpose": purpose })
    };
    let shortcut = |key: &str, url: &str| -> Result<serde_json::Value> {
        Ok(json!({ "name": word(key)?, "url": url }))
    };
    let manifest = json!({
        "id": public_url,
        "name": word("common.app_name")?,
        "short_name": word("common.app_name")?,
        "description": "One client for all your SMM panel accounts",
        "start_url": "./",
        "scope": "./",
        "display": "standalone",
        "background_color": background,
        "theme_color": background,
        "icons": [
            icon("icon.svg", "any", "any"),
            icon("icon-192.png", "192x192", "any"),
            icon("icon-512.png", "512x512", "any"),
            icon("icon-maskable.png", "512x512", "maskable"),
            icon("icon-monochrome.png", "512x512", "monochrome"),
        ],
        "shortcuts": [
            shortcut("nav.new_order", "./new")?,
            shortcut("nav.orders", "./orders")?,
            shortcut("nav.services", "./services")?,
        ],
    });
    Ok(manifest.to_string())
}

/// The page's colour in the light theme.
fn background(tokens: &str) -> Result<String> {
    let value = tokens.split_once("--bg: light-dark(").and_then(|(_, rest)| rest.split_once(','));
    Ok(value.context("style/tokens.css has no --bg in two themes")?.0.trim().to_owned())
}

#[cfg(test)]
mod tests {
    use super::{background, manifest};

    #[test]
    fn every_address_holds_under_the_folder_of_the_site() {
        let text = manifest("/panelboard/").expect("a manifest");
        let read: serde_json::Value = serde_json::from_str(&text).expect("JSON");
        assert_eq!(read["id"], "/panelboard/");
        let shortcuts = read["shortcuts"].as_array().expect("shortcuts");
        let addresses = shortcuts.iter().map(|entry| &entry["url"]);
        for address in addresses.chain([&read["start_url"], &read["scope"]]) {
            assert!(address.as_str().expect("an address").starts_with("./"), "{address}");
        }
    }

    #[test]
    fn the_colour_is_the_light_one_of_the_token() {
        let tokens = ":root { --bg: light-dark(#fafafb, #0e1012); }";
        assert_eq!(background(tokens).expect("a colour"), "#fafafb");
        assert!(background("--bg: red").is_err());
    }
}
