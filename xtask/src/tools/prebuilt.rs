//! Takes a tool's prebuilt release where one is pinned in `prebuilt.txt` and can be reached.
//!
//! It must never run bytes whose SHA-256 is not pinned. Anything short of a verified archive means:
//! build from the registry instead.

use super::Tool;
use crate::{process, site::integrity};
use anyhow::{Context, Result};
use std::fs;
use std::path::{Path, PathBuf};

const PINNED: &str = include_str!("../../prebuilt.txt");

#[derive(Debug, PartialEq, Eq)]
struct Release<'a> {
    sha256: &'a str,
    url: &'a str,
}

/// Installs the pinned release into `bin`; `false` when there is none for this machine, or it could
/// not be reached, or its checksum differs.
pub fn install(tool: &Tool, bin: &Path) -> Result<bool> {
    let Some(release) = find(PINNED, tool.name, &tool.version, &host_triple()?) else {
        return Ok(false);
    };
    Ok(unpack(&release, bin)? && tool.is_in(bin))
}

/// Fetches the archive into `bin`, unpacks it when its checksum is right, and says whether it was.
fn unpack(release: &Release, bin: &Path) -> Result<bool> {
    let Some(archive) = download(release, bin)? else {
        println!("    {} could not be reached: building it", release.url);
        return Ok(false);
    };
    let found = integrity::sha256_hex(&fs::read(&archive)?);
    if found != release.sha256 {
        eprintln!("    {} has SHA-256 {found}, not the pinned one: building it", release.url);
        fs::remove_file(&archive)?;
        return Ok(false);
    }
    let mut tar = process::command("tar");
    tar.arg("-xzf").arg(&archive).arg("-C").arg(bin);
    process::run("Unpacking", &mut tar)?;
    fs::remove_file(&archive)?;
    flatten(bin)?;
    Ok(true)
}

fn find<'a>(table: &'a str, tool: &str, version: &str, triple: &str) -> Option<Release<'a>> {
    table.lines().filter(|line| !line.starts_with('#')).find_map(|line| {
        let mut fields = line.split_whitespace();
        let matches = [tool, version, triple].iter().all(|wanted| fields.next() == Some(wanted));
        matches.then(|| Some(Release { sha256: fields.next()?, url: fields.next()? }))?
    })
}

fn download(release: &Release, bin: &Path) -> Result<Option<PathBuf>> {
    fs::create_dir_all(bin).with_context(|| format!("{} cannot be made", bin.display()))?;
    let archive = bin.join("release.tar.gz");
    let done = process::command("curl")
        .args(["--fail", "--silent", "--show-error", "--location", "--connect-timeout", "5"])
        .args(["--max-time", "120", "--output"])
        .arg(&archive)
        .arg(release.url)
        .status();
    Ok(done.is_ok_and(|status| status.success()).then_some(archive))
}

/// Some archives hold their programs in a folder: moves them up into `bin`.
fn flatten(bin: &Path) -> Result<()> {
    for entry in fs::read_dir(bin)? {
        let folder = entry?.path();
        if folder.is_dir() {
            for file in fs::read_dir(&folder)? {
                let file = file?;
                fs::rename(file.path(), bin.join(file.file_name()))?;
            }
        }
    }
    Ok(())
}

/// The machine that this runs on, as rustc names it.
pub fn host_triple() -> Result<String> {
    let text = process::capture("rustc -vV", process::command("rustc").arg("-vV"))?;
    let host = text.lines().find_map(|line| line.strip_prefix("host: "));
    host.map(str::to_owned).context("rustc -vV names no host")
}

#[cfg(test)]
mod tests {
    use super::{Release, find, unpack};
    use crate::site::integrity;
    use std::fs;
    use std::process::Command;

    const TABLE: &str =
        "# comment\ntrunk 0.21.14 x86_64-unknown-linux-gnu ab12 https://example.test/t.tar.gz\n";

    #[test]
    fn a_release_is_found_only_for_its_tool_version_and_machine() {
        let release = Release { sha256: "ab12", url: "https://example.test/t.tar.gz" };
        assert_eq!(find(TABLE, "trunk", "0.21.14", "x86_64-unknown-linux-gnu"), Some(release));
        assert_eq!(find(TABLE, "trunk", "0.21.15", "x86_64-unknown-linux-gnu"), None);
        assert_eq!(find(TABLE, "trunk", "0.21.14", "aarch64-apple-darwin"), None);
    }

    #[test]
    fn only_an_archive_with_the_pinned_checksum_is_unpacked() {
        let folder =
            std::env::temp_dir().join(format!("panelboard-prebuilt-{}", std::process::id()));
        let (inner, bin) = (folder.join("tool-1.0"), folder.join("bin"));
        fs::create_dir_all(&inner).expect("a folder");
        fs::write(inner.join("tool"), "a program").expect("a file");
        let archive = folder.join("tool.tar.gz");
        let mut tar = Command::new("tar");
        tar.arg("-czf").arg(&archive).arg("-C").arg(&folder).arg("tool-1.0");
        assert!(tar.status().expect("tar").success());
        let url = format!("file://{}", archive.display());
        let sha256 = integrity::sha256_hex(&fs::read(&archive).expect("the archive"));
        let take =
            |sha256: &str, url: &str| unpack(&Release { sha256, url }, &bin).expect("no error");

        assert!(!take(&"0".repeat(64), &url), "another checksum");
        assert!(!take(&sha256, &format!("{url}.missing")), "not there");
        assert!(fs::read_dir(&bin).expect("bin").next().is_none(), "nothing is left behind");
        assert!(take(&sha256, &url));
        assert_eq!(fs::read_to_string(bin.join("tool")).expect("unpacked"), "a program");
        fs::remove_dir_all(&folder).expect("removed");
    }
}
