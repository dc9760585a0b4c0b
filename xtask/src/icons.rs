//! `cargo xtask icons`: draws the icons of the installed app from `public/icon.svg` into `public/`, with the
//! Chromium that the tests use. The pictures are committed: a build needs no browser.

use crate::commands::only_flags;
use crate::suite::chromium::Chromium;
use crate::{paths, process};
use anyhow::{Context, Result, ensure};
use std::fs;
use std::path::Path;

/// Where the picture's ground goes.
#[derive(Clone, Copy, PartialEq, Eq)]
enum Ground {
    /// Round corners, as in `icon.svg`.
    Round,
    /// To every edge: the system cuts it, and the mark stays in the middle four fifths.
    Full,
    /// None: the mark alone, which the system colours.
    None,
}

const ICONS: [(&str, u32, Ground); 5] = [
    ("icon-192.png", 192, Ground::Round),
    ("icon-512.png", 512, Ground::Round),
    ("icon-maskable.png", 512, Ground::Full),
    ("icon-monochrome.png", 512, Ground::None),
    ("apple-touch-icon.png", 180, Ground::Full),
];

/// Draws them all.
pub fn run(arguments: &[String]) -> Result<()> {
    only_flags(arguments, &[], &[])?;
    let browser = Chromium::ensure()?.browser;
    let public = paths::root().join("public");
    let drawing = fs::read_to_string(public.join("icon.svg"))?;
    let work = paths::target().join("panelboard").join("icons");
    fs::create_dir_all(&work)?;
    for (name, size, ground) in ICONS {
        let page = work.join("icon.html");
        fs::write(&page, html(&drawing, size, ground)?)?;
        picture(&browser, &page, &public.join(name), size)?;
        println!("{name}: {} bytes", fs::metadata(public.join(name))?.len());
    }
    Ok(())
}

fn picture(browser: &Path, page: &Path, to: &Path, size: u32) -> Result<()> {
    let mut command = process::command(browser);
    command.args(["--headless=new", "--no-sandbox", "--disable-gpu", "--hide-scrollbars"]);
    command.args(["--force-device-scale-factor=1", "--default-background-color=00000000"]);
    command.arg(format!("--window-size={size},{size}"));
    command.arg(format!("--screenshot={}", to.display()));
    command.arg(format!("file://{}", page.display()));
    process::capture("drawing an icon", &mut command)?;
    ensure!(to.is_file(), "Chromium drew no {}", to.display());
    Ok(())
}

/// A page that is the picture and nothing else.
fn html(drawing: &str, size: u32, ground: Ground) -> Result<String> {
    let style = "margin:0;background:transparent;overflow:hidden";
    let drawing =
        drawing.replacen("<svg ", &format!("<svg width=\"{size}\" height=\"{size}\" "), 1);
    Ok(format!("<!doctype html><body style=\"{style}\">{}", form(&drawing, ground)?))
}

fn form(drawing: &str, ground: Ground) -> Result<String> {
    if ground == Ground::Round {
        return Ok(drawing.to_owned());
    }
    let (head, behind) = drawing.split_once("<rect").context("icon.svg has no ground")?;
    let (ground_of, mark) = behind.split_once("/>").context("icon.svg has no ground")?;
    let (mark, end) = mark.split_once("</svg>").context("icon.svg has no end")?;
    let small = |mark: &str| format!("<g transform=\"translate(3.2 3.2) scale(.8)\">{mark}</g>");
    Ok(match ground {
        Ground::Full => {
            let edges = ground_of.replace(" rx=\"7\"", "");
            format!("{head}<rect{edges}/>{}</svg>{end}", small(mark))
        }
        _ => format!("{head}{}</svg>{end}", small(&mark.replace("#fff", "#000"))),
    })
}

#[cfg(test)]
mod tests {
    use super::{Ground, form};

    #[test]
    fn a_full_ground_has_no_corners_and_none_leaves_the_mark() {
        let drawing =
            "<svg><rect width=\"32\" rx=\"7\" fill=\"#00f\"/><path stroke=\"#fff\"/></svg>";
        let full = form(drawing, Ground::Full).expect("drawn");
        assert!(full.contains("<rect") && !full.contains("rx="), "{full}");
        let none = form(drawing, Ground::None).expect("drawn");
        assert!(!none.contains("<rect") && none.contains("#000"), "{none}");
        assert_eq!(form(drawing, Ground::Round).expect("drawn"), drawing);
    }
}
