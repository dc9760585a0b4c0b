//! Cuts the app's wasm into the first file and the parts that are fetched later (docs/adr/0010), then
//! runs wasm-bindgen and the optimiser over them.
//!
//! Trunk's own run of wasm-bindgen knows no parts; its result is replaced. Every file is named by its
//! content, and the script that fetches the parts carries the hash of each: a changed byte stops it.

use super::integrity::{integrity, sha256_hex, short_hash};
use crate::{paths, process};
use anyhow::{Context, Result, anyhow, ensure};
use std::fs;
use std::path::{Path, PathBuf};

/// The finished files, by name, in the site's folder.
pub struct App {
    /// The script that boot.js imports.
    pub script: String,
    /// The script that it imports: fetches the parts.
    pub loader: String,
    /// The first wasm.
    pub wasm: String,
}

const LOADER: &str = "__wasm_split.js";
const FETCH: &str = ", import.meta.url))";

/// Builds the app's files into `site` from cargo's module.
pub fn build(site: &Path, optimiser: Option<&Path>) -> Result<App> {
    let work = paths::target().join("panelboard").join("parts");
    if work.exists() {
        fs::remove_dir_all(&work)?;
    }
    fs::create_dir_all(&work)?;
    let parts = cut(&work)?;
    bind(&work)?;
    let mut loader = fs::read_to_string(work.join(LOADER))?;
    for part in &parts {
        loader = seal(site, part, loader, optimiser)?;
    }
    let wasm = finished(&work.join("app_bg.wasm"), optimiser)?;
    let wasm_name = format!("panelboard-{}_bg.wasm", short_hash(&wasm));
    fs::write(site.join(&wasm_name), wasm)?;

    // The two scripts name each other, so both are named by what they were before.
    let script = fs::read_to_string(work.join("app.js"))?;
    let name = short_hash(format!("{}{}", sha256_hex(script.as_bytes()), loader).as_bytes());
    let app = App {
        script: format!("panelboard-{name}.js"),
        loader: format!("parts-{name}.js"),
        wasm: wasm_name,
    };
    // Only where it is imported: the wasm names its imports after the file as it was.
    let old = format!("from \"./{LOADER}\"");
    let script = script.replace(&old, &format!("from \"./{}\"", app.loader));
    let loader = loader.replace("./app.js", &format!("./{}", app.script));
    fs::write(site.join(&app.script), script)?;
    fs::write(site.join(&app.loader), loader)?;
    Ok(app)
}

/// Cargo's module, cut at the functions of `src/parts.rs`.
fn cut(work: &Path) -> Result<Vec<PathBuf>> {
    let module = paths::target().join(crate::tools::WASM).join("release").join("panelboard.wasm");
    let module = fs::read(&module).with_context(|| format!("{}", module.display()))?;
    let main = work.join("app.wasm");
    let mut options = wasm_split_cli_support::Options::new(&module);
    options.output_dir = work;
    options.main_out_path = &main;
    options.main_module = "./app.js";
    let cut = wasm_split_cli_support::transform(options).map_err(|error| anyhow!("{error:?}"))?;
    // Its list names the files of parts that turned out empty as well; those are not written.
    Ok(cut.split_modules.into_iter().filter(|part| part.is_file()).collect())
}

fn bind(work: &Path) -> Result<()> {
    let mut command = process::command("wasm-bindgen");
    command.args(["--target", "web", "--no-typescript", "--keep-lld-exports", "--out-name", "app"]);
    command.arg("--out-dir").arg(work).arg(work.join("app.wasm"));
    process::run("wasm-bindgen", &mut command)
}

/// Writes a part into the site, and its name and hash into the loader.
fn seal(site: &Path, part: &Path, loader: String, optimiser: Option<&Path>) -> Result<String> {
    let stem = part.file_stem().and_then(|stem| stem.to_str()).context("a part has a name")?;
    let wasm = finished(part, optimiser)?;
    let name = format!("{stem}-{}.wasm", short_hash(&wasm));
    let old = format!("\"./{stem}.wasm\"{FETCH}");
    let times = loader.matches(&old).count();
    ensure!(times <= 1, "the loader of the parts fetches {stem} {times} times");
    if times == 0 {
        return Ok(loader); // an empty part: nothing to fetch
    }
    let sealed =
        format!("\"./{name}\", import.meta.url), {{ integrity: \"{}\" }})", integrity(&wasm));
    fs::write(site.join(name), wasm)?;
    Ok(loader.replace(&old, &sealed))
}

/// The optimised bytes of a module. No feature flags: the module's own `target_features` say what
/// browsers must know; `--all-features` makes one that does not start.
fn finished(module: &Path, optimiser: Option<&Path>) -> Result<Vec<u8>> {
    let Some(optimiser) = optimiser else { return Ok(fs::read(module)?) };
    let after = module.with_extension("optimised");
    let mut command = process::command(optimiser);
    command.arg("-Os").arg(module).arg("-o").arg(&after);
    process::run("wasm-opt", &mut command)?;
    Ok(fs::read(after)?)
}
