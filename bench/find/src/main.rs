//! What `cargo xtask search LIST.json` runs: reads a panel's answer to `services` and searches it with the
//! app's own engine. Queries come from the standard input, a line each; each is answered with one JSON
//! line, `{"q": …, "ids": […]}`, best first. It must never have a rule of its own.
#![forbid(unsafe_code)]

use anyhow::{Context as _, Result, bail};
use panelboard_domain::search;
use panelboard_domain::secret::ApiKey;
use panelboard_panel_api::decode;
use panelboard_panel_api::http::HttpResponse;
use std::io::{self, BufRead as _, BufWriter, Write as _};
use std::process::ExitCode;

fn main() -> ExitCode {
    let arguments: Vec<String> = std::env::args().skip(1).collect();
    match run(&arguments) {
        Ok(()) => ExitCode::SUCCESS,
        Err(error) => {
            eprintln!("error: {error:#}");
            ExitCode::FAILURE
        }
    }
}

fn run(arguments: &[String]) -> Result<()> {
    let [file] = arguments else { bail!("usage: cargo xtask search LIST.json < QUERIES") };
    let body = std::fs::read(file).with_context(|| format!("cannot read {file}"))?;
    // The reader looks for the key that the panel was asked with; a file was asked with none.
    let key = ApiKey::parse("no-key-0000000000").context("a key that stands for none")?;
    let response = HttpResponse { status: 200, retry_after: None, stage: None, body };
    let list =
        decode::services(&response, &key).with_context(|| format!("{file} is no service list"))?;
    let services = list.value.services();
    let index = search::index(services);
    let mut out = BufWriter::new(io::stdout().lock());
    for line in io::stdin().lock().lines() {
        let query = line.context("the queries cannot be read")?;
        let rows = index.search(&query);
        let ids: Vec<&str> = rows
            .iter()
            .filter_map(|row| services.get(*row as usize))
            .map(|service| service.id.as_str())
            .collect();
        let (query, ids) = (serde_json::to_string(&query)?, serde_json::to_string(&ids)?);
        writeln!(out, "{{\"q\":{query},\"ids\":{ids}}}")?;
        out.flush()?;
    }
    Ok(())
}
