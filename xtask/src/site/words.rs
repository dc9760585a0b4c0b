//! The words of the page itself (the cards shown when the app cannot run) and the language files
//! that the app loads. Words come from `locales/` only.

use super::locales::{self, LANGUAGES, Message};
use super::page::escape;
use crate::paths;
use anyhow::{Context, Result, anyhow};
use std::collections::BTreeMap;
use std::fmt::Write as _;

/// The cards of `web/boot.js`, hidden, one per language, and what a browser without scripts shows.
pub fn cards(public_url: &str) -> Result<String> {
    let mut html = String::new();
    let mut without_script = String::new();
    for language in LANGUAGES {
        let words = locales::read(&paths::root(), language).map_err(|error| anyhow!(error))?;
        let word = |key: &str| -> Result<String> {
            text(&words, &format!("boot.{key}"))
                .with_context(|| format!("{language} lacks boot.{key}"))
        };
        let direction = if language == "ar" { "rtl" } else { "ltr" };
        html.push_str(&card(language, direction, public_url, &word)?);
        let needed = word("script.title")?;
        let _ = writeln!(without_script, "<p lang=\"{language}\" dir=\"{direction}\">{needed}</p>");
    }
    Ok(format!("{html}<noscript><div class=\"boot-card\">\n{without_script}</div></noscript>"))
}

fn card(
    language: &str,
    direction: &str,
    public_url: &str,
    word: &dyn Fn(&str) -> Result<String>,
) -> Result<String> {
    Ok(format!(
        "<section class=\"boot-card\" role=\"alert\" lang=\"{language}\" dir=\"{direction}\" hidden>\n\
         <div data-card=\"crash\" hidden><h1>{}</h1><p>{}</p><p>{}</p></div>\n\
         <div data-card=\"start\" hidden><h1>{}</h1><p>{}</p></div>\n\
         <div data-card=\"frame\" hidden><h1>{}</h1><p><a href=\"{public_url}\" target=\"_blank\" rel=\"noopener\">{}</a></p></div>\n\
         <button type=\"button\" class=\"btn btn--primary\">{}</button>\n\
         </section>\n",
        word("crash.title")?,
        word("crash.what")?,
        word("crash.money")?,
        word("start.title")?,
        word("start.what")?,
        word("frame.title")?,
        word("frame.open")?,
        word("crash.reload")?,
    ))
}

fn text(words: &BTreeMap<String, Message>, key: &str) -> Option<String> {
    match words.get(key)? {
        Message::Text(text) => Some(escape(text)),
        Message::Plural(_) => None,
    }
}

/// How the app marks the language files that it asks for.
pub fn fingerprint() -> Result<String> {
    let english = locales::read(&paths::root(), LANGUAGES[0]).map_err(|error| anyhow!(error))?;
    Ok(locales::fingerprint(english.keys()))
}

/// The language files by file name; English is embedded in the app.
pub fn language_files() -> Result<Vec<(String, String)>> {
    let others = LANGUAGES.iter().filter(|language| **language != "en");
    others
        .map(|language| {
            let content =
                locales::merged(&paths::root(), language).map_err(|error| anyhow!(error))?;
            Ok((format!("{language}.json"), content))
        })
        .collect()
}
