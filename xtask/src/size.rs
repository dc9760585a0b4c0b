//! `cargo xtask size`: what a first visit costs, against the budget in `size-budget.txt`.

use crate::{dist, lock, start::build};
use anyhow::{Context, Result, bail};
use std::fs;
use std::path::Path;

const BUDGET: &str = include_str!("../size-budget.txt");

struct Weight {
    name: String,
    raw: usize,
    gzip: usize,
    brotli: usize,
    is_first_load: bool,
}

/// Prints every file of `dist/` and the first load; fails above the budget.
pub fn run() -> Result<()> {
    let _building = lock::building()?; // until it is weighed
    let folder = dist::site("/", true)?;
    let weights = weigh(&folder)?;
    println!(
        "{:<44} {:>9} {:>9} {:>9}",
        "file (* is part of the first load)", "raw", "gzip", "brotli"
    );
    for Weight { name, raw, gzip, brotli, is_first_load } in &weights {
        let mark = if *is_first_load { '*' } else { ' ' };
        println!("{mark} {name:<42} {raw:>9} {gzip:>9} {brotli:>9}");
    }
    let first = |part: fn(&Weight) -> usize| -> usize {
        weights.iter().filter(|weight| weight.is_first_load).map(part).sum()
    };
    let (raw, gzip, brotli) = (first(|w| w.raw), first(|w| w.gzip), first(|w| w.brotli));
    println!("{:<44} {raw:>9} {gzip:>9} {brotli:>9}", "first load");
    let budget = budget(BUDGET)?;
    if brotli > budget {
        bail!("the first load is {brotli} bytes of brotli; the budget is {budget}");
    }
    println!("within the budget of {budget} bytes of brotli");
    Ok(())
}

fn weigh(folder: &Path) -> Result<Vec<Weight>> {
    let page = fs::read_to_string(folder.join("index.html"))?;
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

fn budget(text: &str) -> Result<usize> {
    let line = text.lines().find(|line| !line.starts_with('#') && !line.trim().is_empty());
    line.and_then(|line| line.trim().parse().ok()).context("size-budget.txt holds no number")
}

#[cfg(test)]
mod tests {
    #[test]
    fn the_budget_is_the_number_below_the_comment() {
        assert_eq!(super::budget("# why\n\n1000\n").expect("there is a number"), 1000);
    }
}
