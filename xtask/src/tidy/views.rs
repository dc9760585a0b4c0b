//! Views hold no words and no addresses: words come from `locales/`, addresses from `src/routes.rs`.

use super::Finding;
use super::source::{Source, Tree, line_of};

const VIEWS: &[&str] = &["src/app.rs", "src/pages", "src/components", "src/layout"];
const SPOKEN_ATTRIBUTES: [&str; 6] =
    ["placeholder", "aria-label", "title", "alt", "label", "aria-description"];

/// Where an address of the app could stand; `src/i18n.rs` names a file of the build.
const ROOMS: &[&str] =
    &["src/app.rs", "src/components", "src/engine", "src/layout", "src/pages", "src/state"];

/// Checks every view, and every room for addresses.
pub fn check(tree: &Tree) -> Vec<Finding> {
    let views = tree.under(VIEWS, ".rs").filter(|file| !file.is_test()).flat_map(view);
    let rooms = tree.under(ROOMS, ".rs").filter(|file| !file.is_test()).flat_map(addresses);
    views.chain(rooms).collect()
}

/// Literal paths: under a folder they lead out of the site. Those of the table of pages are patterns,
/// which the router reads below the base.
fn addresses(file: &Source) -> Vec<Finding> {
    let literals = file.code.match_indices("\"/").filter(|(at, _)| {
        let is_path = file.code[at + 2..].starts_with(|c: char| c.is_ascii_lowercase());
        is_path && !file.code[..*at].ends_with("path!(")
    });
    let bases = file.code.match_indices("routes::BASE").filter(|_| file.path != "src/app.rs");
    literals
        .chain(bases)
        .map(|(at, _)| {
            let what = "an address; take it from src/routes.rs";
            Finding::new(&file.path, line_of(&file.code, at), what)
        })
        .collect()
}

fn view(file: &Source) -> Vec<Finding> {
    if !file.code.contains("view!") {
        return Vec::new();
    }
    let words = bare_words(&file.code)
        .into_iter()
        .map(|(at, text)| (at, format!("\"{text}\" is a bare word; put it into locales/")));
    words.map(|(at, what)| Finding::new(&file.path, line_of(&file.code, at), what)).collect()
}

/// Texts between tags, quoted or not, and attributes that are read aloud or shown.
fn bare_words(code: &str) -> Vec<(usize, String)> {
    let mut found = Vec::new();
    for (at, _) in code.match_indices('>') {
        let behind = &code[at + 1..];
        let text = behind.trim_start();
        let is_tag_end = !code[..at].ends_with(['=', '-']);
        if let Some(quoted) = text.strip_prefix('"').filter(|_| is_tag_end) {
            let (literal, rest) = quoted.split_once('"').unwrap_or((quoted, ""));
            if has_word(literal) && rest.trim_start().starts_with(['<', '{']) {
                found.push((at, literal.to_owned()));
            }
        } else if let Some((plain, _)) = text.split_once("</").filter(|_| is_tag_end) {
            let is_text = !plain.contains(['<', '>', '{', '}', '(', ')', ';', '=', '"']);
            if is_text && has_word(plain) {
                found.push((at, plain.trim().to_owned()));
            }
        }
    }
    for name in SPOKEN_ATTRIBUTES {
        for (at, _) in code.match_indices(&format!(" {name}=\"")) {
            let literal = code[at + name.len() + 3..].split('"').next().unwrap_or_default();
            if has_word(literal) {
                found.push((at, literal.to_owned()));
            }
        }
    }
    found
}

/// Two letters in a row: `≈`, `·`, `×` and the like are signs, not words; so is `https://`.
fn has_word(text: &str) -> bool {
    if text.ends_with("://") {
        return false;
    }
    let letters: Vec<char> = text.chars().collect();
    letters.windows(2).any(|pair| pair.iter().all(|c| c.is_alphabetic()))
}

#[cfg(test)]
mod tests {
    use super::{addresses, bare_words};
    use crate::tidy::source::Source;

    #[test]
    fn a_path_that_does_not_come_from_the_routes_is_found() {
        let count = |path: &str, code: &str| addresses(&Source::new(path, code.to_owned())).len();
        assert_eq!(count("src/layout/rail.rs", "view! { <A href=\"/orders\"/> }"), 1);
        assert_eq!(count("src/engine/a.rs", "let path = format!(\"{}/x\", routes::BASE);"), 1);
        assert_eq!(count("src/app.rs", "path!(\"/orders\"); base=routes::BASE"), 0);
        assert_eq!(count("src/layout/shortcuts.rs", "([\"/\"], routes::ORDERS)"), 0);
    }

    #[test]
    fn words_between_tags_and_in_spoken_attributes_are_found() {
        for code in [
            "view! { <p>\"Hello there\"</p> }",
            "view! { <p>Hello</p> }",
            "view! { <b/>\"Total\"{x} }",
            "view! { <input placeholder=\"Link\"/> }",
        ] {
            assert_eq!(bare_words(code).len(), 1, "{code}");
        }
    }

    #[test]
    fn expressions_signs_and_classes_are_no_words() {
        for code in [
            "match a { A => \"alpha\", B => \"beta\" }",
            "fn a() -> \"x\" {}",
            "view! { <p class=\"note\">{t(Msg::A)}\" · \"{b}</p> }",
            "let a: Vec<u8> = b; view! { <p/> }",
        ] {
            assert!(bare_words(code).is_empty(), "{code}");
        }
    }
}
