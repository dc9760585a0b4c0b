//! Edits of `index.html` as text. Pure: text in, text out; a piece that is not found is an error,
//! because a page without its policy or its hashes must never be built.

use anyhow::{Context, Result, ensure};

/// Puts `element` first into the head: what stands before a policy is not protected by it.
pub fn first_in_head(page: &str, element: &str) -> Result<String> {
    replace_once(page, "<head>", &format!("<head>\n{element}"))
}

/// Puts `element` last into the head.
pub fn last_in_head(page: &str, element: &str) -> Result<String> {
    replace_once(page, "</head>", &format!("{element}\n</head>"))
}

/// Replaces `old`, which must stand there exactly once.
pub fn replace_once(page: &str, old: &str, new: &str) -> Result<String> {
    let times = page.matches(old).count();
    ensure!(times == 1, "index.html holds {old:?} {times} times, not once");
    Ok(page.replacen(old, new, 1))
}

/// The value of `name` in the first tag that holds `marker`.
pub fn attribute(page: &str, marker: &str, name: &str) -> Result<String> {
    let tag = page.split('<').find(|tag| tag.contains(marker));
    let tag = tag.with_context(|| format!("index.html holds no {marker}"))?;
    let value = tag.split_once(&format!("{name}=\"")).and_then(|(_, rest)| rest.split_once('"'));
    Ok(value.with_context(|| format!("{marker} has no {name}"))?.0.to_owned())
}

/// Takes out the inline scripts (Trunk's live reload is one) and returns their texts.
pub fn take_inline_scripts(page: &str) -> (String, Vec<String>) {
    let mut rest = page;
    let mut kept = String::new();
    let mut taken = Vec::new();
    while let Some((before, after)) = rest.split_once("<script>") {
        let (script, behind) = after.split_once("</script>").unwrap_or((after, ""));
        kept.push_str(before);
        taken.push(script.to_owned());
        rest = behind;
    }
    kept.push_str(rest);
    (kept, taken)
}

/// Text made safe to stand between tags and in attributes.
pub fn escape(text: &str) -> String {
    text.replace('&', "&amp;").replace('<', "&lt;").replace('>', "&gt;").replace('"', "&quot;")
}

#[cfg(test)]
mod tests {
    use super::{attribute, first_in_head, replace_once, take_inline_scripts};

    #[test]
    fn the_policy_becomes_the_first_element_of_the_head() {
        let page = first_in_head("<html><head>\n<title>", "<meta csp>").expect("there is a head");
        assert_eq!(page, "<html><head>\n<meta csp>\n<title>");
    }

    #[test]
    fn a_missing_or_doubled_piece_is_an_error() {
        assert!(replace_once("ab", "x", "y").is_err());
        assert!(replace_once("xx", "x", "y").is_err());
    }

    #[test]
    fn an_attribute_is_read_from_its_own_tag() {
        let page = r#"<meta name="a" data-js="/1.js"><meta name="app" data-js="/2.js">"#;
        assert_eq!(attribute(page, r#"name="app""#, "data-js").expect("it is there"), "/2.js");
    }

    #[test]
    fn inline_scripts_leave_the_page() {
        let (page, scripts) =
            take_inline_scripts("<a><script>x()</script><b><script src=y></script>");
        assert_eq!(page, "<a><b><script src=y></script>");
        assert_eq!(scripts, ["x()"]);
    }
}
