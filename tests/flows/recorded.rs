//! Lists that real panels answered, where they lie beside the repository: each is served by the
//! sandbox and read by the client whole. Without them there is nothing to read and the test says so.

use crate::world::World;
use panelboard_client::probe::RouteChoice;
use std::path::{Path, PathBuf};

fn recorded_lists() -> Vec<PathBuf> {
    let folder = Path::new(env!("CARGO_MANIFEST_DIR")).join("../shared/catalogues");
    let Ok(entries) = std::fs::read_dir(folder) else { return Vec::new() };
    let files = entries.filter_map(|entry| Some(entry.ok()?.path()));
    files.filter(|file| file.extension().is_some_and(|extension| extension == "json")).collect()
}

/// The file's name ends with the number of services, as `v2-jap-5586.json` does.
fn count_in_name(file: &Path) -> Option<usize> {
    file.file_stem()?.to_str()?.rsplit('-').next()?.parse().ok()
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn recorded_lists_are_read_whole() {
    let lists = recorded_lists();
    if lists.is_empty() {
        println!("no recorded lists beside the repository");
    }
    for file in lists {
        let name = file.file_name().map(|name| name.to_string_lossy().into_owned());
        let name = name.expect("a file has a name");
        let dialect = if name.starts_with("v1") { "v1" } else { "v2" };
        let path = file.to_string_lossy().into_owned();
        let world = World::new(World::options(&["--catalogue", &path])).await;
        let found = world.add(dialect, RouteChoice::Direct).await.expect("the probe finds it");
        let catalog = &found.probe.services.as_ref().expect("the list is read").value;
        if let Some(count) = count_in_name(&file) {
            assert_eq!(catalog.services().len() + catalog.duplicate_ids(), count, "{name}");
        }
    }
}
