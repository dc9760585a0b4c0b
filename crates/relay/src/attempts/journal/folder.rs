//! Where the attempts file lies when nobody names a place: the user's folder for state.

use std::ffi::OsString;
use std::path::PathBuf;

/// The default file; `None` where this user has no such folder. `variable` reads the environment.
pub fn default_attempts_file(variable: impl Fn(&str) -> Option<OsString>) -> Option<PathBuf> {
    let folder = |name: &str| {
        let folder = PathBuf::from(variable(name)?);
        // A relative one means nothing (XDG base directories).
        folder.is_absolute().then_some(folder)
    };
    let state = if cfg!(windows) {
        folder("LOCALAPPDATA")
    } else if cfg!(target_os = "macos") {
        folder("HOME").map(|home| home.join("Library/Application Support"))
    } else {
        folder("XDG_STATE_HOME").or_else(|| folder("HOME").map(|home| home.join(".local/state")))
    };
    Some(state?.join("panelboard").join("attempts"))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[cfg(target_os = "linux")]
    #[test]
    fn the_state_folder_is_xdgs_or_lies_in_the_home() {
        let check = |variables: &[(&str, &str)], expected: Option<&str>| {
            let variable = |name: &str| {
                let found = variables.iter().find(|(known, _)| *known == name);
                found.map(|(_, value)| OsString::from(value))
            };
            assert_eq!(default_attempts_file(variable), expected.map(PathBuf::from));
        };
        let in_home = Some("/h/.local/state/panelboard/attempts");
        check(&[("XDG_STATE_HOME", "/s"), ("HOME", "/h")], Some("/s/panelboard/attempts"));
        check(&[("XDG_STATE_HOME", "s"), ("HOME", "/h")], in_home);
        check(&[("XDG_STATE_HOME", ""), ("HOME", "/h")], in_home);
        check(&[("HOME", "/h")], in_home);
        check(&[("HOME", "")], None);
        check(&[], None);
    }
}
