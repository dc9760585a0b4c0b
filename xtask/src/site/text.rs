//! Style and script without what only a person who reads the source needs.

/// A style sheet without its comments. No string of ours holds the sign of one.
pub fn without_comments(style: &str) -> String {
    let mut kept = String::new();
    let mut rest = style;
    while let Some((before, comment)) = rest.split_once("/*") {
        kept.push_str(before);
        rest = comment.split_once("*/").map_or("", |(_, after)| after);
    }
    kept.push_str(rest);
    lines(&kept, |_| true)
}

/// A script without the lines that are a comment and nothing else.
pub fn without_comment_lines(script: &str) -> String {
    lines(script, |line| !line.trim_start().starts_with("//"))
}

/// Without empty lines.
fn lines(text: &str, is_kept: impl Fn(&str) -> bool) -> String {
    let kept = text.lines().map(str::trim_end).filter(|line| !line.is_empty() && is_kept(line));
    kept.flat_map(|line| [line, "\n"]).collect()
}

#[cfg(test)]
mod tests {
    use super::{without_comment_lines, without_comments};

    #[test]
    fn only_comments_go() {
        let style = "/* why */\na { b: c; /* here */ }\n\n/* two\nlines */ d { e: \"//\" }\n";
        assert_eq!(without_comments(style), "a { b: c;  }\n d { e: \"//\" }\n");
        let script = "// why\nconst a = \"https://\"; // stays\n\n  // inside\nb();\n";
        assert_eq!(without_comment_lines(script), "const a = \"https://\"; // stays\nb();\n");
    }
}
