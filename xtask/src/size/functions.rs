//! `cargo xtask size --functions`: where the bytes of the app's module go before it is cut and optimised:
//! the crates and the families of functions (the same code made for several types), largest first.

use crate::{paths, tools};
use anyhow::{Context, Result};
use std::collections::HashMap;
use std::fs;
use wasmparser::{KnownCustom, Name, Parser, Payload, TypeRef};

/// Lines of each table.
const LINES: usize = 40;

/// Prints the tables for the module of the last build.
pub fn run() -> Result<()> {
    let module = paths::target().join(tools::WASM).join("release").join("panelboard.wasm");
    let bytes = fs::read(&module).with_context(|| {
        format!("{}: build the app first, for instance with `cargo xtask dist`", module.display())
    })?;
    let functions = functions(&bytes)?;
    let all: usize = functions.iter().map(|(_, size)| size).sum();
    println!("{} functions, {all} bytes of code", functions.len());
    print("by the crate of the function's name", &functions, all, |name| crate_of(name).to_owned());
    print("by family: the same code for several types", &functions, all, family);
    Ok(())
}

/// Every function of a module: its name without its hash, and its bytes.
fn functions(bytes: &[u8]) -> Result<Vec<(String, usize)>> {
    let (mut imported, mut sizes, mut names) = (0, Vec::new(), HashMap::new());
    for payload in Parser::new(0).parse_all(bytes) {
        match payload? {
            Payload::ImportSection(imports) => {
                for import in imports.into_imports() {
                    imported += u32::from(matches!(import?.ty, TypeRef::Func(_)));
                }
            }
            Payload::CodeSectionEntry(body) => sizes.push(body.as_bytes().len()),
            Payload::CustomSection(section) => {
                let KnownCustom::Name(section) = section.as_known() else { continue };
                for name in section {
                    let Name::Function(list) = name? else { continue };
                    for naming in list {
                        let naming = naming?;
                        names.insert(naming.index, readable(naming.name));
                    }
                }
            }
            _ => {}
        }
    }
    let all = (imported..).zip(sizes);
    Ok(all.map(|(index, size)| (names.remove(&index).unwrap_or_default(), size)).collect())
}

/// The name as the source has it, without the hash at its end.
fn readable(name: &str) -> String {
    format!("{:#}", rustc_demangle::demangle(name))
}

/// The crate in front of the first `::`, through the brackets and references before it. The drop glue and
/// call shims of `core` count for what they were made for.
fn crate_of(name: &str) -> &str {
    let made_for = ["core::ptr::drop_in_place<", "core::ptr::drop_in_place::<"];
    let name = made_for.iter().find_map(|glue| name.strip_prefix(glue)).unwrap_or(name);
    let name = name.trim_start_matches(['<', '&', '*', '(', '[']).trim_start_matches("mut ");
    let name = name.trim_start_matches("dyn ").trim_start_matches("const ");
    let end = name.find(|c: char| !c.is_alphanumeric() && c != '_').unwrap_or(name.len());
    if end == 0 { "?" } else { &name[..end] }
}

/// The name without what stands in its angle brackets.
fn family(name: &str) -> String {
    let (mut depth, mut family) = (0_usize, String::new());
    for c in name.chars() {
        match c {
            '<' => depth += 1,
            '>' => depth = depth.saturating_sub(1),
            c if depth == 0 => family.push(c),
            _ => {}
        }
    }
    if family.is_empty() { name.chars().take(90).collect() } else { family }
}

fn print(title: &str, functions: &[(String, usize)], all: usize, group: impl Fn(&str) -> String) {
    let mut groups: HashMap<String, (usize, usize)> = HashMap::new();
    for (name, size) in functions {
        let (count, bytes) = groups.entry(group(name)).or_default();
        *count += 1;
        *bytes += size;
    }
    let mut groups: Vec<_> = groups.into_iter().collect();
    groups.sort_by(|(a, (_, left)), (b, (_, right))| right.cmp(left).then_with(|| a.cmp(b)));
    println!("\n{:>9} {:>6} {:>6}  {title}", "bytes", "share", "count");
    for (name, (count, bytes)) in groups.into_iter().take(LINES) {
        let share = bytes * 1000 / all.max(1);
        println!("{bytes:>9} {:>4}.{}% {count:>6}  {name:.120}", share / 10, share % 10);
    }
}

#[cfg(test)]
mod tests {
    use super::{crate_of, family};

    #[test]
    fn a_function_belongs_to_the_crate_of_its_name() {
        for (name, expected) in [
            ("panelboard_client::journal::open", "panelboard_client"),
            ("<tachys::view::any_view::AnyView as tachys::view::Render>::build", "tachys"),
            ("core::ptr::drop_in_place::<alloc::string::String>", "alloc"),
            ("<&mut serde_json::de::Deserializer<R>>::end", "serde_json"),
            ("memcmp", "memcmp"),
            ("", "?"),
        ] {
            assert_eq!(crate_of(name), expected, "{name}");
        }
    }

    #[test]
    fn a_family_is_one_code_for_several_types() {
        assert_eq!(family("core::slice::sort::<T>::drift"), "core::slice::sort::::drift");
        assert_eq!(family("<A as B>"), "<A as B>");
    }
}
