//! One at a time: builds of one tree, and installations of tools. The lock is the operating system's, so
//! it ends with its process, however that ends; a file that is left behind locks nothing.

use anyhow::{Context, Result};
use std::cell::Cell;
use std::fs::{self, File, TryLockError};
use std::path::Path;

/// Held until it is dropped.
#[must_use = "dropped at once, it locks nothing"]
pub struct Held {
    file: Option<File>,
}

thread_local! {
    /// How often this program holds the tree's lock: a build that is part of another does not wait.
    static BUILDS: Cell<usize> = const { Cell::new(0) };
}

/// The lock for whatever writes built files of this tree, or needs them to stay as they are.
pub fn building() -> Result<Building> {
    building_at(&crate::paths::target().join("panelboard").join("build.lock"))
}

fn building_at(path: &Path) -> Result<Building> {
    let held = match BUILDS.get() {
        0 => Some(hold(path, "another build or test of this tree")?),
        _ => None,
    };
    BUILDS.set(BUILDS.get() + 1);
    Ok(Building { _held: held })
}

/// The tree's lock, or a part of it.
#[must_use = "dropped at once, it locks nothing"]
pub struct Building {
    _held: Option<Held>,
}

impl Drop for Building {
    fn drop(&mut self) {
        BUILDS.set(BUILDS.get().saturating_sub(1));
    }
}

/// Waits until nobody else holds the lock file at `path`; says so once, by `what` the other does.
pub fn hold(path: &Path, what: &str) -> Result<Held> {
    if let Some(folder) = path.parent() {
        fs::create_dir_all(folder)?;
    }
    let context = || format!("{} cannot be locked", path.display());
    let file = File::options().create(true).append(true).open(path).with_context(context)?;
    match file.try_lock() {
        Ok(()) => {}
        Err(TryLockError::WouldBlock) => {
            println!("==> Waiting for {what} to end");
            file.lock().with_context(context)?;
        }
        // Some network file systems know no locks; then nobody can be waited for.
        Err(TryLockError::Error(error)) => eprintln!("    {}: {error}", context()),
    }
    Ok(Held { file: Some(file) })
}

impl Drop for Held {
    fn drop(&mut self) {
        if let Some(file) = self.file.take() {
            let _ = file.unlock(); // closing it does the same
        }
    }
}

#[cfg(test)]
mod tests {
    use super::hold;
    use std::fs;
    use std::io::{BufRead, BufReader};
    use std::process::{Command, Stdio};
    use std::sync::mpsc;
    use std::time::Duration;

    fn file(name: &str) -> std::path::PathBuf {
        std::env::temp_dir().join(format!("panelboard-lock-{}-{name}", std::process::id()))
    }

    #[test]
    fn builds_of_one_tree_wait_for_each_other() {
        let path = file("wait");
        let first = hold(&path, "a test").expect("free");
        let (sender, ended) = mpsc::channel();
        let second = std::thread::spawn({
            let path = path.clone();
            move || {
                let held = hold(&path, "a test").expect("free in the end");
                sender.send(()).expect("somebody listens");
                drop(held);
            }
        });
        let waits = ended.recv_timeout(Duration::from_millis(300));
        assert!(waits.is_err(), "the second one waits");
        drop(first);
        ended.recv_timeout(Duration::from_secs(30)).expect("then it goes on");
        second.join().expect("no panic");
        fs::remove_file(path).expect("removed");
    }

    #[test]
    fn a_build_within_a_build_does_not_wait_for_itself() {
        let path = file("within");
        let outer = super::building_at(&path).expect("free");
        let inner = super::building_at(&path).expect("its own");
        let lock = fs::File::open(&path).expect("it is there");
        drop(inner);
        assert!(lock.try_lock().is_err(), "the outer one still holds it");
        drop(outer);
        lock.try_lock().expect("free");
        fs::remove_file(path).expect("removed");
    }

    /// The file stays, the lock does not.
    #[cfg(target_os = "linux")] // for its `flock`
    #[test]
    fn a_killed_build_leaves_no_lock() {
        let path = file("killed");
        let script = "exec 9>\"$0\"; flock 9; echo held; exec sleep 600";
        let mut other = Command::new("sh")
            .args(["-c", script])
            .arg(&path)
            .stdout(Stdio::piped())
            .spawn()
            .expect("a shell");
        let mut line = String::new();
        let output = other.stdout.take().expect("piped");
        BufReader::new(output).read_line(&mut line).expect("a line");
        assert_eq!(line, "held\n");
        let lock = fs::File::open(&path).expect("it is there");
        assert!(lock.try_lock().is_err(), "held by the other");
        other.kill().expect("killed");
        other.wait().expect("gone");
        drop(hold(&path, "a killed build").expect("free"));
        fs::remove_file(path).expect("removed");
    }
}
