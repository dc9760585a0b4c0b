use super::*;
use crate::attempts::attempt::Mark;
use std::sync::atomic::{AtomicU64, Ordering};

static FOLDERS: AtomicU64 = AtomicU64::new(0);

/// A folder of its own for a test.
struct Place(PathBuf);

impl Place {
    fn new() -> Self {
        let number = FOLDERS.fetch_add(1, Ordering::Relaxed);
        let name = format!("panelboard-journal-{}-{number}", std::process::id());
        let folder = std::env::temp_dir().join(name);
        fs::create_dir_all(&folder).expect("a folder");
        Self(folder)
    }

    fn file(&self) -> PathBuf {
        self.0.join("attempts")
    }

    fn names(&self) -> Vec<String> {
        let entries = fs::read_dir(&self.0).expect("a folder");
        let name = |entry: fs::DirEntry| entry.file_name().to_string_lossy().into_owned();
        let mut names: Vec<_> = entries.map(|entry| name(entry.expect("an entry"))).collect();
        names.sort();
        names
    }
}

impl Drop for Place {
    fn drop(&mut self) {
        let _ = fs::remove_dir_all(&self.0);
    }
}

fn id(number: u128) -> AttemptId {
    AttemptId::from_bits(number)
}

/// `number` stands for the randomness of a start.
fn open(file: &AttemptsFile, number: u128) -> Result<Opened, AttemptsFileError> {
    let name = format!("{number:016x}");
    file.open(&Start { fresh: MemoryId::from_bits(number), name, oldest: 0 })
}

fn named(place: &Place, number: u128) -> Opened {
    open(&AttemptsFile::Named(place.file()), number).expect("it opens")
}

fn add(opened: &Opened, number: u128, position: u64) -> io::Result<()> {
    let entry = Entry::Take { id: id(number), fingerprint: [7; 16], position, at: 9 };
    let runtime = tokio::runtime::Builder::new_current_thread().build().expect("a runtime");
    runtime.block_on(opened.journal.add(entry))
}

fn memory_of(opened: &Opened) -> MemoryId {
    opened.memory.mark().memory
}

#[test]
fn memory_goes_on_after_a_restart_and_a_failed_start_leaves_nothing_behind() {
    let place = Place::new();
    let first = named(&place, 1);
    add(&first, 1, 1).expect("it is written");
    drop(first);
    let second = named(&place, 2);
    assert_eq!(memory_of(&second), MemoryId::from_bits(1));
    assert!(second.memory.get(id(1)).is_some());
    assert!(second.memory.mark().position > 1);
    assert!(second.words.ends_with(": memory goes on"), "{}", second.words);
    assert_eq!(place.names(), ["attempts"]);
}

#[test]
fn s03_a_named_file_has_one_process_and_a_wanted_one_is_left_to_the_first() {
    let place = Place::new();
    let first = named(&place, 1);
    let second = open(&AttemptsFile::Named(place.file()), 2);
    assert!(matches!(second, Err(AttemptsFileError::InUse)));
    let third = open(&AttemptsFile::Wanted(place.file()), 3).expect("it goes without");
    assert_eq!(memory_of(&third), MemoryId::from_bits(3));
    assert!(third.words.contains("another process"), "{}", third.words);
    add(&third, 5, 1).expect("nothing to write to");
    add(&first, 6, 1).expect("it is written");
    drop(first);
    let fourth = named(&place, 4);
    assert!(fourth.memory.get(id(5)).is_none() && fourth.memory.get(id(6)).is_some());
}

#[test]
fn s09_names_beside_the_file_are_nobodys() {
    let place = Place::new();
    for name in ["x", "x.new", "x.lock", "attempts.new"] {
        fs::write(place.0.join(name), "").expect("a file");
    }
    let open = |name: &str, number| {
        open(&AttemptsFile::Named(place.0.join(name)), number).expect("it opens")
    };
    let (one, two) = (open("x", 1), open("x.new", 2));
    add(&one, 1, 1).expect("written");
    add(&two, 2, 1).expect("written");
    drop((one, two));
    let (one, two) = (open("x", 3), open("x.new", 4));
    assert_eq!(
        (memory_of(&one), memory_of(&two)),
        (MemoryId::from_bits(1), MemoryId::from_bits(2))
    );
    assert!(one.memory.get(id(1)).is_some() && two.memory.get(id(2)).is_some());
    assert_eq!(place.names(), ["attempts.new", "x", "x.lock", "x.new"]);
}

#[test]
fn s09_what_a_failed_write_left_is_cut_before_the_next_line() {
    let place = Place::new();
    let first = named(&place, 1);
    add(&first, 1, 1).expect("written");
    // As a short write on a full disk leaves it.
    let mut other = fs::OpenOptions::new().append(true).open(place.file()).expect("the file");
    io::Write::write_all(&mut other, b"take 2 019a9d3e-00").expect("written");
    add(&first, 3, 3).expect("written");
    drop(first);
    let second = named(&place, 2);
    assert_eq!(memory_of(&second), MemoryId::from_bits(1), "memory goes on");
    assert!(second.memory.get(id(1)).is_some() && second.memory.get(id(3)).is_some());
}

#[test]
fn s09_an_unreadable_file_is_kept_aside_and_the_relay_starts() {
    let place = Place::new();
    let first = named(&place, 1);
    add(&first, 1, 1).expect("written");
    drop(first);
    let text = fs::read(place.file()).expect("a file");
    fs::write(place.file(), [&text[..], &[0; 40], b"\n"].concat()).expect("written");
    let second = named(&place, 2);
    assert_eq!(memory_of(&second), MemoryId::from_bits(2));
    assert!(second.memory.get(id(1)).is_some(), "what can be read is known");
    assert!(second.words.ends_with(": memory begins now"), "{}", second.words);
    let names = place.names();
    assert_eq!(names.len(), 2, "{names:?}");
    assert!(fs::read(place.0.join(&names[1])).expect("a file").ends_with(b"\0\n"));
    drop(second);
    assert_eq!(memory_of(&named(&place, 3)), MemoryId::from_bits(2));
}

#[test]
fn s02_a_file_that_was_copied_or_put_back_is_another_memory() {
    let place = Place::new();
    let first = named(&place, 1);
    add(&first, 1, 1).expect("written");
    let copy = place.0.join("copy");
    fs::copy(place.file(), &copy).expect("copied");
    let twin = open(&AttemptsFile::Named(copy.clone()), 2).expect("it opens");
    assert_eq!(memory_of(&twin), MemoryId::from_bits(2));
    assert!(twin.memory.get(id(1)).is_some());
    drop((first, twin));
    fs::rename(copy, place.file()).expect("put back");
    assert_eq!(memory_of(&named(&place, 3)), MemoryId::from_bits(2), "it is the twin's");
}

#[test]
fn s09_a_place_that_cannot_be_written_sends_nothing_and_is_used_when_it_can() {
    let place = Place::new();
    fs::write(place.file(), "").expect("a file");
    let (held, bytes) = Held::open(&place.file()).expect("it opens");
    // Where the new file is to be, a folder is in the way.
    let start = Start { fresh: MemoryId::from_bits(1), name: "n".to_owned(), oldest: 0 };
    let in_the_way = place.0.join("attempts.n.new");
    fs::create_dir(&in_the_way).expect("a folder");
    let opened = go_on(held, &bytes, &start, &place.file());
    assert!(opened.words.contains("cannot be written now"), "{}", opened.words);
    assert!(add(&opened, 1, 1).is_err());
    fs::remove_dir(&in_the_way).expect("removed");
    add(&opened, 2, 2).expect("written");
    drop(opened);
    let next = named(&place, 2);
    assert_eq!(memory_of(&next), MemoryId::from_bits(1));
    assert!(next.memory.get(id(1)).is_none() && next.memory.get(id(2)).is_some());
}

#[test]
fn s02_a_run_whose_beginning_is_not_on_the_disk_is_another_memory() {
    let place = Place::new();
    drop(named(&place, 1));
    let (held, bytes) = Held::open(&place.file()).expect("it opens");
    let start = Start { fresh: MemoryId::from_bits(2), name: "n".to_owned(), oldest: 0 };
    let in_the_way = place.0.join("attempts.n.new");
    fs::create_dir(&in_the_way).expect("a folder");
    let opened = go_on(held, &bytes, &start, &place.file());
    assert_eq!(opened.memory.mark(), Mark { memory: MemoryId::from_bits(2), position: 0 });
}

#[test]
fn only_a_regular_file_is_an_attempts_file() {
    let place = Place::new();
    for path in [place.0.clone(), PathBuf::from("/dev/null"), place.0.join("none/attempts")] {
        let opened = open(&AttemptsFile::Named(path.clone()), 1);
        assert!(matches!(opened, Err(AttemptsFileError::Io(_))), "{}", path.display());
    }
    let wanted = open(&AttemptsFile::Wanted(place.0.join("made/here/attempts")), 1);
    drop(wanted.expect("it makes the folder"));
    assert!(place.0.join("made/here/attempts").is_file());
}

#[cfg(unix)]
#[test]
fn a_link_stays_a_link_and_only_the_owner_may_read() {
    use std::os::unix::fs::{PermissionsExt, symlink};
    let place = Place::new();
    fs::write(place.0.join("real"), "").expect("a file");
    symlink(place.0.join("real"), place.file()).expect("a link");
    drop(named(&place, 1));
    assert!(fs::symlink_metadata(place.file()).expect("there").is_symlink());
    let mode = fs::metadata(place.file()).expect("there").permissions().mode();
    assert_eq!(mode & 0o777, 0o600);
    assert_eq!(place.names(), ["attempts", "real"]);
}
