//! Reads `locales/{language}/{area}.json` and puts every message in one fixed order: by area, then
//! key. `build.rs` makes the typed keys and the embedded English from it; `cargo xtask` makes the
//! lazily loaded languages. Both must see the same order, so both use this file.

use serde_json::{Map, Value};
use std::collections::BTreeMap;
use std::fs;
use std::path::Path;

/// The languages, English first: it is the fallback and is embedded.
pub(crate) const LANGUAGES: [&str; 5] = ["en", "ko", "tr", "ru", "ar"];

/// One message: a text, or its plural forms by CLDR category.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) enum Message {
    /// A text with `{placeholders}`.
    Text(String),
    /// Forms by category (`one`, `few`, `other`, …); the count is `{count}`.
    Plural(BTreeMap<String, String>),
}

/// All messages of a language by `area.key`, in the fixed order.
pub(crate) fn read(root: &Path, language: &str) -> Result<BTreeMap<String, Message>, String> {
    let mut messages = BTreeMap::new();
    let folder = root.join("locales").join(language);
    let entries =
        fs::read_dir(&folder).map_err(|error| format!("{}: {error}", folder.display()))?;
    for entry in entries {
        let path = entry.map_err(|error| error.to_string())?.path();
        let Some(area) = path.file_stem().and_then(|stem| stem.to_str()) else { continue };
        let text =
            fs::read_to_string(&path).map_err(|error| format!("{}: {error}", path.display()))?;
        let parsed: Map<String, Value> =
            serde_json::from_str(&text).map_err(|error| format!("{}: {error}", path.display()))?;
        for (key, value) in parsed {
            messages.insert(
                format!("{area}.{key}"),
                message(value).ok_or_else(|| format!("{}: {key}", path.display()))?,
            );
        }
    }
    Ok(messages)
}

fn message(value: Value) -> Option<Message> {
    match value {
        Value::String(text) => Some(Message::Text(text)),
        Value::Object(forms) => forms
            .into_iter()
            .map(|(category, form)| Some((category, form.as_str()?.to_owned())))
            .collect::<Option<_>>()
            .map(Message::Plural),
        _ => None,
    }
}

/// A fingerprint of the order of keys: a language file made for other keys is refused at run time.
pub(crate) fn fingerprint<'a>(keys: impl Iterator<Item = &'a String>) -> String {
    let mut hash = 0xcbf2_9ce4_8422_2325_u64;
    for byte in keys.flat_map(|key| key.bytes().chain([b'\n'])) {
        hash = (hash ^ u64::from(byte)).wrapping_mul(0x0100_0000_01b3);
    }
    format!("{hash:016x}")
}

/// The file that the app loads for a language: `["fingerprint", message, …]` in the fixed order,
/// a message being a text or an object of plural forms.
pub(crate) fn merged(root: &Path, language: &str) -> Result<String, String> {
    let english = read(root, LANGUAGES[0])?;
    let mut own = read(root, language)?;
    let mut list = vec![Value::String(fingerprint(english.keys()))];
    for key in english.keys() {
        list.push(match own.remove(key).ok_or_else(|| format!("{language} lacks {key}"))? {
            Message::Text(text) => Value::String(text),
            Message::Plural(forms) => {
                forms.into_iter().map(|(k, v)| (k, Value::String(v))).collect::<Map<_, _>>().into()
            }
        });
    }
    serde_json::to_string(&list).map_err(|error| error.to_string())
}
