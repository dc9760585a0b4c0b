//! `cargo xtask size`: what the app costs to fetch, against the three budgets in `size-budget.txt`: the first
//! visit, the Services screen of somebody who has an account, and everything there is.

mod functions;

use crate::commands::only_flags;
use crate::{dist, lock, start::build};
use anyhow::{Context, Result, bail};
use std::fs;
use std::path::Path;

const BUDGETS: &str = include_str!("../size-budget.txt");
/// The parts (`src/parts.rs`) that the Services screen stands on.
const OF_SERVICES: [&str; 3] = ["engine", "frame", "trade"];

/// What is weighed together.
const SUMS: [&str; 3] = ["first load", "services", "everything"];
/// Whether a file belongs to a sum.
type Counts<'a> = &'a dyn Fn(&Weight) -> bool;

struct Weight {
    name: String,
    raw: usize,
    gzip: usize,
    brotli: usize,
    is_first_load: bool,
    /// The parts of the app that need this file; none for a file of the first load.
    parts: Vec<String>,
}

/// Prints every file of `dist/` and the sums; fails above a budget. With `--functions`: where the bytes of
/// the last build's module go.
pub fn run(arguments: &[String]) -> Result<()> {
    only_flags(arguments, &["--functions"], &[])?;
    if arguments.iter().any(|argument| argument == "--functions") {
        return functions::run();
    }
    let _building = lock::building()?; // until it is weighed
    let folder = dist::site("/", true)?;
    let weights = weigh(&folder)?;
    println!(
        "{:<44} {:>9} {:>9} {:>9}",
        "file (* is part of the first load)", "raw", "gzip", "brotli"
    );
    for Weight { name, raw, gzip, brotli, is_first_load, .. } in &weights {
        let mark = if *is_first_load { '*' } else { ' ' };
        println!("{mark} {name:<42} {raw:>9} {gzip:>9} {brotli:>9}");
    }
    let is_of_services = |weight: &Weight| {
        let parts = &weight.parts;
        weight.is_first_load || parts.iter().any(|part| OF_SERVICES.contains(&part.as_str()))
    };
    let counts: [Counts<'_>; 3] =
        [&|weight| weight.is_first_load, &is_of_services, &|weight| !is_picture(&weight.name)];
    let mut broken = Vec::new();
    for (title, counts) in SUMS.into_iter().zip(counts) {
        let sum = |part: fn(&Weight) -> usize| -> usize {
            weights.iter().filter(|weight| counts(weight)).map(part).sum()
        };
        let (raw, gzip, brotli) = (sum(|w| w.raw), sum(|w| w.gzip), sum(|w| w.brotli));
        let budget = budget(BUDGETS, title)?;
        println!("{title:<44} {raw:>9} {gzip:>9} {brotli:>9} of {budget}");
        if brotli > budget {
            broken.push(format!("{title}: {brotli} bytes of brotli, the budget is {budget}"));
        }
    }
    if !broken.is_empty() {
        bail!("above the budget: {}", broken.join("; "));
    }
    println!("within the budgets");
    Ok(())
}

fn weigh(folder: &Path) -> Result<Vec<Weight>> {
    let page = fs::read_to_string(folder.join("index.html"))?;
    let loader = loader(folder)?;
    let files = build::files(folder)?.into_iter().filter(|file| {
        !file.extension().is_some_and(|extension| extension == "br" || extension == "gz")
    });
    files
        .map(|file| {
            let size = |extension: &str| {
                let packed = format!("{}{extension}", file.display());
                let path =
                    if Path::new(&packed).exists() { packed.as_ref() } else { file.as_path() };
                fs::metadata(path)
                    .map(|metadata| usize::try_from(metadata.len()).unwrap_or(usize::MAX))
            };
            let name = file.strip_prefix(folder)?.to_string_lossy().into_owned();
            Ok(Weight {
                raw: size("")?,
                gzip: size(".gz")?,
                brotli: size(".br")?,
                is_first_load: name == "index.html"
                    || !is_for_later(&name) && page.contains(&format!("/{name}\"")),
                parts: parts_of(&name, &loader),
                name,
            })
        })
        .collect()
}

/// Named by the page, but fetched by who installs the app, or once it runs.
fn is_for_later(name: &str) -> bool {
    let endings = ["png", "webmanifest"];
    let ending = Path::new(name).extension().and_then(|ending| ending.to_str());
    name == "sw.js" || ending.is_some_and(|ending| endings.contains(&ending))
}

/// The script that fetches the parts.
fn loader(folder: &Path) -> Result<String> {
    let files = build::files(folder)?;
    let is_loader = |file: &&std::path::PathBuf| {
        let name = file.file_name().and_then(|name| name.to_str()).unwrap_or_default();
        let is_script = file.extension().is_some_and(|ending| ending == "js");
        name.starts_with("parts-") && is_script
    };
    let file = files.iter().find(is_loader).context("the site has no script for its parts")?;
    Ok(fs::read_to_string(file)?)
}

/// The parts that need a wasm file: its own, or those that the loader names above a shared one.
fn parts_of(name: &str, loader: &str) -> Vec<String> {
    if let Some(part) = name.strip_prefix("split_").and_then(|rest| rest.split('-').next()) {
        return vec![part.to_owned()];
    }
    let Some(at) = loader.find(name).filter(|_| name.starts_with("chunk_")) else {
        return Vec::new();
    };
    let before = &loader[..at];
    let comment = before.rfind("/*").and_then(|from| before[from + 2..].split("*/").next());
    comment.unwrap_or_default().split(',').map(|part| part.trim().to_owned()).collect()
}

fn is_picture(name: &str) -> bool {
    Path::new(name).extension().is_some_and(|ending| ending == "png")
}

/// The number behind the title, in the file of budgets.
fn budget(text: &str, title: &str) -> Result<usize> {
    let numbers = text.lines().filter_map(|line| line.strip_prefix(title));
    let mut numbers = numbers.filter_map(|rest| rest.trim().parse().ok());
    numbers.next().with_context(|| format!("size-budget.txt holds no number for {title}"))
}

#[cfg(test)]
mod tests {
    use super::{budget, parts_of};

    #[test]
    fn a_budget_is_the_number_behind_its_title() {
        let text = "# why\n\nfirst load 1000\nservices 2000\n";
        assert_eq!(budget(text, "services").expect("there is one"), 2000);
        assert!(budget(text, "everything").is_err());
    }

    #[test]
    fn a_shared_file_belongs_to_the_parts_that_the_loader_names() {
        let loader = "/* engine, mass */\nfetch(\"./chunk_4-1f.wasm\")\n/* mass */\nfetch(\"./chunk_5-2f.wasm\")";
        assert_eq!(parts_of("chunk_4-1f.wasm", loader), ["engine", "mass"]);
        assert_eq!(parts_of("chunk_5-2f.wasm", loader), ["mass"]);
        assert_eq!(parts_of("split_trade-3f.wasm", loader), ["trade"]);
        assert!(parts_of("style-4f.css", loader).is_empty());
    }
}
