//! Makes the typed message keys (`Msg::ORDERS_TITLE`) and the embedded English from `locales/en`, and
//! tells the app its base.

#[path = "build/locales.rs"]
#[allow(dead_code, reason = "xtask uses the rest")]
mod locales;

use locales::{Message, fingerprint, read};
use std::fmt::Write as _;
use std::path::Path;

fn main() {
    println!("cargo::rerun-if-changed=locales");
    println!("cargo::rerun-if-changed=build");
    println!("cargo::rerun-if-env-changed=PANELBOARD_BASE");
    // The path that the app is served under (src/routes.rs); empty at the root of a host.
    let base = std::env::var("PANELBOARD_BASE").unwrap_or_default();
    println!("cargo::rustc-env=PANELBOARD_BASE={base}");
    let root = std::env::var("CARGO_MANIFEST_DIR").expect("cargo sets it");
    let messages = read(Path::new(&root), "en").expect("locales/en is readable");
    let out = std::env::var("OUT_DIR").expect("cargo sets it");
    std::fs::write(Path::new(&out).join("messages.rs"), code(&messages))
        .expect("OUT_DIR is writable");
}

fn code(messages: &std::collections::BTreeMap<String, Message>) -> String {
    let mut keys = String::new();
    let mut english = String::new();
    for (index, (key, message)) in messages.iter().enumerate() {
        let name = key.replace(['.', '-'], "_").to_uppercase();
        let shown = match message {
            Message::Text(text) => text.clone(),
            Message::Plural(forms) => forms.get("other").cloned().unwrap_or_default(),
        };
        let _ =
            writeln!(keys, "    #[doc = {shown:?}]\n    pub const {name}: Self = Self({index});");
        let _ = match message {
            Message::Text(text) => writeln!(english, "    Entry::Text({text:?}),"),
            Message::Plural(forms) => {
                let forms: Vec<_> = forms.iter().map(|(k, v)| format!("({k:?}, {v:?})")).collect();
                writeln!(english, "    Entry::Plural(&[{}]),", forms.join(", "))
            }
        };
    }
    format!(
        "impl Msg {{\n{keys}}}\n\n/// Fingerprint of the keys' order.\npub(crate) const FINGERPRINT: &str = {:?};\n\n/// English, by key index.\npub(crate) static ENGLISH: [Entry; {}] = [\n{english}];\n",
        fingerprint(messages.keys()),
        messages.len(),
    )
}
