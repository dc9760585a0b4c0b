//! Finishes the site that Trunk has staged: Trunk's post-build hook (`Trunk.toml`).
//!
//! It joins the style sheets, adds the boot script, the language files, the policy and the hash of
//! every file that runs, the manifest and the service worker. Afterwards the page holds no inline script or style, and a changed byte in
//! any script, style or the wasm keeps the app from starting.
//!
//! `PANELBOARD_SITE` names the [`Audience`]; `PANELBOARD_PARTS` cuts the app into parts (every build
//! but live reload's); `PANELBOARD_WASM_OPT` is set by `dist` only; `PANELBOARD_WORKER=retire` makes a site
//! that ends the service workers of earlier ones.

use anyhow::{Context, Result, bail};
use std::fs;
use std::path::{Path, PathBuf};

pub mod integrity;
#[path = "../../build/locales.rs"]
pub mod locales;
mod manifest;
mod offline;
mod page;
mod parts;
mod policy;
mod text;
pub mod verify;
mod words;

use crate::paths;
use integrity::{integrity, short_hash};
use policy::Audience;

/// The staged site.
struct Site {
    folder: PathBuf,
    public_url: String,
    audience: Audience,
    worker: Worker,
}

/// What becomes of the service worker.
#[derive(Clone, Copy, PartialEq, Eq)]
enum Worker {
    /// The site is kept, and opens without a network.
    Keeps,
    /// Earlier ones are ended.
    Retires,
    /// There is none: while somebody works on the site, each load must be the newest.
    None,
}

/// Runs the hook in the folder that Trunk names.
pub fn run() -> Result<()> {
    let variable = |name: &str| std::env::var(name).ok();
    let folder = variable("TRUNK_STAGING_DIR")
        .context("`cargo xtask site` is Trunk's hook; run `trunk build` instead")?;
    let wanted = variable("PANELBOARD_SITE");
    let Some(audience) = Audience::named(wanted.as_deref()) else {
        bail!("PANELBOARD_SITE must be public, loopback or developer, not {wanted:?}");
    };
    let public_url = variable("TRUNK_PUBLIC_URL").unwrap_or_else(|| "/".to_owned());
    let worker = match variable("PANELBOARD_WORKER").as_deref() {
        _ if audience == Audience::Developer => Worker::None,
        Some("retire") => Worker::Retires,
        _ => Worker::Keeps,
    };
    let site = Site { folder: PathBuf::from(folder), public_url, audience, worker };
    site.finish(variable("PANELBOARD_WASM_OPT").as_deref())
}

impl Site {
    fn finish(&self, optimiser: Option<&str>) -> Result<()> {
        let mut html = fs::read_to_string(self.folder.join("index.html"))?;
        html = self.add_policy(&html)?;
        html = self.move_inline_scripts_out(&html)?;
        html = self.add_style(&html)?;
        html = self.seal_app(&html, optimiser)?;
        html = self.add_boot_script(&html)?;
        // A deep link has another folder.
        for name in ["icon.svg", "apple-touch-icon.png", manifest::NAME] {
            let whole = format!("href=\"{}{name}\"", self.public_url);
            html = page::replace_once(&html, &format!("href=\"{name}\""), &whole)?;
        }
        self.write(manifest::NAME, &manifest::manifest(&self.public_url)?)?;
        html = page::replace_once(
            &html,
            "<div id=\"boot-cards\"></div>",
            &words::cards(&self.public_url)?,
        )?;
        html = self.announce(&html)?;
        self.write("index.html", &html)?;
        self.write("404.html", &html)?; // static hosts answer deep links with it
        self.write(".nojekyll", "")?;
        fs::create_dir_all(self.folder.join("locales"))?;
        for (name, content) in words::language_files()? {
            self.write(&format!("locales/{name}"), &content)?;
        }
        match self.worker {
            Worker::Keeps => {
                let worker = offline::worker(&self.folder, &words::fingerprint()?)?;
                self.write(offline::NAME, &worker)
            }
            Worker::Retires => self.write(offline::NAME, &offline::retirement()?),
            Worker::None => Ok(()),
        }
    }

    /// Tells the app what it may ask its server for: what is not announced is not there, and asking
    /// would be a failed request.
    fn announce(&self, html: &str) -> Result<String> {
        let mut html = html.to_owned();
        if self.audience != Audience::Public {
            // With live reload the page is Trunk's, and the relay stands behind it unseen.
            let relay = if self.audience == Audience::Developer { " data-relay" } else { "" };
            html = page::replace_once(
                &html,
                " dir=\"ltr\">\n<head>",
                &format!(" dir=\"ltr\" data-sandbox{relay}>\n<head>"),
            )?;
        }
        if self.worker == Worker::Keeps {
            let worker =
                format!("name=\"app\" data-worker=\"{}{}\"", self.public_url, offline::NAME);
            html = page::replace_once(&html, "name=\"app\"", &worker)?;
        }
        Ok(html)
    }

    fn add_policy(&self, html: &str) -> Result<String> {
        let policy = policy::policy(self.audience);
        let meta = format!("<meta http-equiv=\"Content-Security-Policy\" content=\"{policy}\">");
        page::first_in_head(html, &meta)
    }

    /// Trunk's live reload is the only inline script, and only `trunk serve` has it.
    fn move_inline_scripts_out(&self, html: &str) -> Result<String> {
        let (mut html, scripts) = page::take_inline_scripts(html);
        if scripts.is_empty() {
            return Ok(html);
        }
        if self.audience != Audience::Developer {
            bail!("the page holds an inline script, which its own policy would block");
        }
        let script = scripts
            .join("\n")
            .replace("'{{__TRUNK_ADDRESS__}}'", "location.host")
            .replace("{{__TRUNK_WS_BASE__}}", "/");
        self.write("live-reload.js", &script)?;
        html = page::last_in_head(&html, "<script defer src=\"/live-reload.js\"></script>")?;
        Ok(html)
    }

    /// One style sheet instead of one request per file; the tokens come first, they order the layers.
    fn add_style(&self, html: &str) -> Result<String> {
        let mut files: Vec<PathBuf> = fs::read_dir(paths::root().join("style"))?
            .map(|entry| Ok(entry?.path()))
            .collect::<Result<_>>()?;
        files.retain(|file| file.extension().is_some_and(|extension| extension == "css"));
        files.sort_by_key(|file| (!file.ends_with("tokens.css"), file.clone()));
        let style = files.iter().map(fs::read_to_string).collect::<Result<String, _>>()?;
        let style = text::without_comments(&style);
        let name = format!("style-{}.css", short_hash(style.as_bytes()));
        self.write(&name, &style)?;
        page::replace_once(
            html,
            "<link rel=\"stylesheet\" href=\"style.css\">",
            &format!(
                "<link rel=\"stylesheet\" href=\"{}{name}\" integrity=\"{}\">",
                self.public_url,
                integrity(style.as_bytes())
            ),
        )
    }

    fn add_boot_script(&self, html: &str) -> Result<String> {
        let web = ["boot.js", "update.js"].map(|name| paths::root().join("web").join(name));
        let script = web.iter().map(fs::read_to_string).collect::<Result<String, _>>()?;
        let script = text::without_comment_lines(&script);
        let name = format!("boot-{}.js", short_hash(script.as_bytes()));
        self.write(&name, &script)?;
        page::replace_once(
            html,
            "<script type=\"module\" src=\"boot.js\"></script>",
            &format!(
                "<script type=\"module\" src=\"{}{name}\" integrity=\"{}\"></script>",
                self.public_url,
                integrity(script.as_bytes())
            ),
        )
    }

    /// Writes the names and hashes of the app's scripts and wasm into the page.
    fn seal_app(&self, html: &str, optimiser: Option<&str>) -> Result<String> {
        if self.folder.join("snippets").exists() {
            bail!(
                "a dependency brings its own JavaScript (snippets/), which nothing would protect"
            );
        }
        let html = match std::env::var_os("PANELBOARD_PARTS") {
            Some(_) => self.cut_into_parts(html, optimiser.map(Path::new))?,
            None => html.to_owned(),
        };
        let script = page::attribute(&html, "name=\"app\"", "data-js")?;
        let html = self.seal_preload(&html, &script)?;
        let wasm = page::attribute(&html, "name=\"app\"", "data-wasm")?;
        let wasm_hash = integrity(&fs::read(self.file(&wasm))?);
        page::replace_once(
            &html,
            &format!("data-wasm=\"{wasm}\""),
            &format!("data-wasm=\"{wasm}\" data-wasm-integrity=\"{wasm_hash}\""),
        )
    }

    fn seal_preload(&self, html: &str, script: &str) -> Result<String> {
        let preload = format!("<link rel=\"modulepreload\" href=\"{script}\"");
        let hash = integrity(&fs::read(self.file(script))?);
        page::replace_once(html, &preload, &format!("{preload} integrity=\"{hash}\""))
    }

    /// Replaces what Trunk made of the module by the first file and its parts.
    fn cut_into_parts(&self, html: &str, optimiser: Option<&Path>) -> Result<String> {
        let script = page::attribute(html, "name=\"app\"", "data-js")?;
        let wasm = page::attribute(html, "name=\"app\"", "data-wasm")?;
        fs::remove_file(self.file(&script))?;
        fs::remove_file(self.file(&wasm))?;
        let app = parts::build(&self.folder, optimiser)?;
        let url = |name: &str| format!("{}{name}", self.public_url);
        let loader = url(&app.loader);
        let html = html.replace(&script, &url(&app.script)).replace(&wasm, &url(&app.wasm));
        let preload = format!("<link rel=\"modulepreload\" href=\"{loader}\">");
        self.seal_preload(&page::last_in_head(&html, &preload)?, &loader)
    }

    fn file(&self, url: &str) -> PathBuf {
        self.folder.join(url.strip_prefix(&self.public_url).unwrap_or(url))
    }

    fn write(&self, name: &str, content: &str) -> Result<()> {
        let path = self.folder.join(name);
        fs::write(&path, content).with_context(|| format!("{} cannot be written", path.display()))
    }
}
