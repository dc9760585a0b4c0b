//! The work of each part of `cargo xtask test`.

use super::chromium::Chromium;
use super::count::{Count, of_cargo, of_playwright};
use super::{check, counted};
use crate::start::build;
use crate::tools::{self, WASM};
use crate::{lock, paths, process};
use anyhow::Result;
use std::path::{Path, PathBuf};
use std::process::Command;

/// rustfmt.
pub fn format() -> Result<Count> {
    check("cargo fmt", process::cargo().args(["fmt", "--all", "--check"]))
}

/// The workspace as native code, and the app as the browser gets it.
pub fn clippy() -> Result<Count> {
    tools::ensure_wasm_target()?;
    let strict = ["--", "--deny", "warnings"];
    let mut native = process::cargo();
    check("clippy", native.args(["clippy", "--workspace", "--all-targets"]).args(strict))?;
    let mut wasm = process::cargo();
    wasm.args(["clippy", "--package", "panelboard", "--all-targets", "--target", WASM]);
    check("clippy for wasm32", wasm.args(strict))
}

/// Licences, bans and sources; advisories where their database can be fetched.
pub fn deny() -> Result<Count> {
    let bin = tools::cargo_deny().ensure()?;
    let deny = || process::command(bin.join("cargo-deny"));
    check(
        "cargo deny",
        deny().args(["check", "--hide-inclusion-graph", "licenses", "bans", "sources"]),
    )?;
    let mut fetch = deny();
    let reachable = process::capture("cargo deny fetch", fetch.args(["fetch", "db"])).is_ok();
    if reachable {
        return check("cargo deny advisories", deny().args(["check", "advisories"]));
    }
    println!("the advisory database cannot be reached from here: advisories were not checked");
    Ok(Count::NONE)
}

/// Every crate's own tests.
pub fn unit() -> Result<Count> {
    let mut cargo = process::cargo();
    cargo.args(["test", "--workspace", "--lib", "--bins", "--tests"]);
    let units = counted("the unit tests", &mut cargo, of_cargo)?;
    let mut cargo = process::cargo(); // what must not compile is shown in the documentation
    cargo.args(["test", "--workspace", "--doc"]);
    Ok(units + counted("the examples in the documentation", &mut cargo, of_cargo)?)
}

/// The native flows alone (they are part of [`unit`] in a whole run).
pub fn flows() -> Result<Count> {
    let mut cargo = process::cargo();
    counted("the flows", cargo.args(["test", "--workspace", "--test", "flows"]), of_cargo)
}

/// The app's own side of the browser, and every page put up once: one program, the debug build.
pub fn browser() -> Result<Count> {
    tools::ensure_wasm_target()?;
    let chromium = Chromium::ensure()?;
    let runner = tools::wasm_bindgen()?.ensure()?.join("wasm-bindgen-test-runner");
    let mut cargo = process::cargo();
    cargo.args(["test", "--package", "panelboard", "--test", "browser", "--target", WASM]);
    cargo.env("CARGO_TARGET_WASM32_UNKNOWN_UNKNOWN_RUNNER", runner);
    cargo.env("CHROMEDRIVER", chromium.driver); // its flags stand in webdriver.json
    cargo.env("WASM_BINDGEN_TEST_TIMEOUT", "120");
    counted("the browser tests", &mut cargo, of_cargo)
}

/// Playwright against the built app, a relay and sandbox panels.
pub fn e2e() -> Result<Count> {
    let _building = lock::building()?; // until the last test: the site must stay the one that was built
    let journal = journal_writer()?;
    let mut playwright = playwright(&["test"])?;
    playwright.env("PANELBOARD_BENCH_JOURNAL", journal); // a book of ten thousand orders
    counted("the e2e tests", &mut playwright, of_playwright)
}

/// The program that writes a long journal, for tests and measurements. As the tests build everything:
/// optimised, it would take minutes to build and save seconds.
pub fn journal_writer() -> Result<PathBuf> {
    let mut cargo = process::cargo();
    cargo.args(["build", "--quiet", "--package", "panelboard-bench-orders"]);
    process::run("building the writer of journals", &mut cargo)?;
    let name = format!("panelboard-bench-orders{}", std::env::consts::EXE_SUFFIX);
    Ok(paths::target().join("debug").join(name))
}

/// The site under a folder of a static host: each screen, without a network, over broken deploys.
pub fn everywhere() -> Result<Count> {
    tools::ensure_wasm_target()?;
    let trunk = build::Trunk::ensure()?;
    let recipe =
        build::Recipe { public_url: "/panelboard/", ..build::local_recipe("site-everywhere", "") };
    let site = build::build(&trunk, &recipe)?;
    let mut playwright = everywhere_for(&site, recipe.public_url, recipe.audience)?;
    counted("the tests under a folder", &mut playwright, of_playwright)
}

/// Those tests on a site that was built for `public_url` and the people of `audience`.
pub fn everywhere_for(site: &Path, public_url: &str, audience: &str) -> Result<Command> {
    let mut playwright = playwright_for(site, &["test", "--config", "everywhere"])?;
    playwright.env("PANELBOARD_PUBLIC_URL", public_url).env("PANELBOARD_AUDIENCE", audience);
    Ok(playwright)
}

/// A real browser killed, crashed and cut off in the middle of orders. `PANELBOARD_KILL_RUNS` says how
/// often.
pub fn kills() -> Result<Count> {
    let _building = lock::building()?;
    let mut playwright = playwright(&["test", "--config", "kill"])?;
    counted("the kill runs", &mut playwright, of_playwright)
}

/// Builds the site that is published, starts it in Chromium and weighs it.
pub fn dist() -> Result<Count> {
    let _building = lock::building()?;
    crate::dist::run(&[])?;
    crate::size::run(&[]).map(|()| Count::NONE)
}

/// A Playwright command for the site that may reach this machine.
fn playwright(arguments: &[&str]) -> Result<Command> {
    tools::ensure_wasm_target()?;
    let trunk = build::Trunk::ensure()?;
    playwright_for(&build::site_for_this_machine(&trunk)?, arguments)
}

/// A Playwright command for a built site, with the servers that its fixtures start.
pub fn playwright_for(site: &Path, arguments: &[&str]) -> Result<Command> {
    let chromium = Chromium::ensure()?;
    tools::install_packages()?;
    let programs = build::servers()?;
    let mut npx = process::command("npx");
    npx.current_dir(paths::root().join("tests").join("e2e"));
    npx.args(["--no-install", "playwright"]).args(arguments);
    npx.env("PANELBOARD_SITE_FOLDER", site);
    npx.env("PANELBOARD_RELAY", programs.relay).env("PANELBOARD_SANDBOX", programs.sandbox);
    npx.env("PANELBOARD_CHROMIUM", chromium.browser);
    Ok(npx)
}
