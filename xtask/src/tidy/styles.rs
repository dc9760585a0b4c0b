//! Colours live in `style/tokens.css` only, and no property names a physical side: right-to-left
//! languages must need no rule of their own.

use super::Finding;
use super::source::{Source, Tree};

const COLOUR_FUNCTIONS: [&str; 8] =
    ["rgb(", "rgba(", "hsl(", "hsla(", "hwb(", "lab(", "oklch(", "oklab("];
const COLOUR_NAMES: [&str; 14] = [
    "white", "black", "red", "green", "blue", "gray", "grey", "yellow", "orange", "purple", "pink",
    "brown", "silver", "navy",
];

/// Checks every style sheet line by line, and the page for inline styles and scripts.
pub fn check(tree: &Tree) -> Vec<Finding> {
    let sheets = tree.under(&["style/"], ".css").flat_map(sheet);
    let views = tree.under(&["src/"], ".rs").flat_map(|file| lines(file, inline_style));
    let page = tree.file("index.html").into_iter().flat_map(|file| lines(file, inline_in_page));
    sheets.chain(views).chain(page).collect()
}

fn sheet(file: &Source) -> Vec<Finding> {
    let tokens = file.path.ends_with("tokens.css");
    lines(file, |line| {
        let line = line.split("/*").next().unwrap_or_default();
        if let Some(name) = physical_side(line) {
            return Some(format!("`{name}` is a physical side; use the logical property"));
        }
        let colour = raw_colour(line).filter(|_| !tokens)?;
        Some(format!("`{colour}` is a raw colour; make it a token in style/tokens.css"))
    })
}

fn lines(file: &Source, rule: impl Fn(&str) -> Option<String>) -> Vec<Finding> {
    let numbered = file.code.lines().enumerate();
    numbered
        .filter_map(|(index, line)| Some(Finding::new(&file.path, index + 1, rule(line)?)))
        .collect()
}

fn physical_side(line: &str) -> Option<String> {
    let (property, value) = line.trim().split_once(':')?;
    let property = property.rsplit(['{', ';', ' ']).next()?;
    let side =
        |text: &str| text.split(['-', ' ', ';']).any(|part| part == "left" || part == "right");
    if side(property) && !property.starts_with("--") {
        return Some(property.to_owned());
    }
    let sided = ["text-align", "float", "clear"].contains(&property) && side(value);
    sided.then(|| line.trim().to_owned()).or_else(|| line.split(['{', ';', '}']).find_map(uneven))
}

/// `padding: 0 1px 0 2px`: four sides by their physical names, the left one unlike the right one.
fn uneven(declaration: &str) -> Option<String> {
    let (property, value) = declaration.trim().split_once(':')?;
    if !["inset", "margin", "padding", "border-width"].contains(&property) {
        return None;
    }
    let mut depth = 0_i32;
    let sides = value.trim().split(|c| {
        depth += i32::from(c == '(') - i32::from(c == ')');
        c == ' ' && depth == 0
    });
    match sides.collect::<Vec<_>>().as_slice() {
        [_, right, _, left] if right != left => Some(declaration.trim().to_owned()),
        _ => None,
    }
}

fn raw_colour(line: &str) -> Option<String> {
    let (_, value) = line.split_once(':')?;
    let hex = value.split([' ', ',', '(', ';', ')']).find(|word| {
        word.strip_prefix('#').is_some_and(|digits| {
            matches!(digits.len(), 3 | 4 | 6 | 8) && digits.bytes().all(|b| b.is_ascii_hexdigit())
        })
    });
    let function = COLOUR_FUNCTIONS.into_iter().find(|name| {
        value
            .match_indices(name)
            .any(|(at, _)| !value[..at].ends_with(|c: char| c.is_alphanumeric() || c == '-'))
    });
    let name = value
        .split([' ', ',', '(', ';', ')'])
        .find(|word| COLOUR_NAMES.contains(word) && line.trim_end().ends_with(';'));
    hex.or(function).or(name).map(str::to_owned)
}

fn inline_style(line: &str) -> Option<String> {
    let has = line.contains(" style=\"") || line.contains("attr:style");
    has.then(|| "an inline style attribute, which the page's policy blocks".to_owned())
}

fn inline_in_page(line: &str) -> Option<String> {
    let has = line.contains(" style=")
        || line.contains("<style")
        || line.contains("<script>")
        || line.contains(" on");
    (has && !line.contains(" only"))
        .then(|| "inline script or style, which the page's policy blocks".to_owned())
}

#[cfg(test)]
mod tests {
    use super::{physical_side, raw_colour};

    #[test]
    fn physical_sides_are_found_and_logical_ones_are_not() {
        for line in [
            "  margin-left: 1rem;",
            "left: 0;",
            "text-align: right;",
            "border-top-right-radius: 2px;",
            ".menu { inset: 52px auto auto var(--s-3); margin: 0; }",
            ".a { color: inherit; padding: 0 calc(1px + 2px) 0 3px; }",
        ] {
            assert!(physical_side(line).is_some(), "{line}");
        }
        for line in [
            "margin-inline-start: 1rem;",
            "inset-inline-end: 0;",
            "text-align: start;",
            "--right: 1;",
            "margin: 0 calc(1px + 2px);",
            "padding: 1px 2px 3px 2px;",
        ] {
            assert_eq!(physical_side(line), None, "{line}");
        }
    }

    #[test]
    fn raw_colours_are_found_and_tokens_are_not() {
        for line in ["color: #fff;", "background: rgb(0 0 0);", "border: 1px solid black;"] {
            assert!(raw_colour(line).is_some(), "{line}");
        }
        for line in [
            "color: var(--text);",
            "background: color-mix(in oklab, var(--a), transparent);",
            "#boot {",
        ] {
            assert_eq!(raw_colour(line), None, "{line}");
        }
    }
}
