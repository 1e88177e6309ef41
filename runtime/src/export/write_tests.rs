use std::fs;
use std::ops::ControlFlow;
use std::path::PathBuf;

use super::{ExportError, ExportFile, Written, manifest, write};

/// A folder of its own per test, removed at the end.
struct Place(PathBuf);

impl Place {
    fn new() -> Self {
        let place = std::env::temp_dir().join(format!(
            "facesign-export-{:016x}",
            getrandom::u64().unwrap()
        ));
        fs::create_dir(&place).unwrap();
        Self(place)
    }

    fn app(&self) -> PathBuf {
        self.0.join("app")
    }

    /// Names in the folder itself, so that leftovers show.
    fn entries(&self) -> Vec<String> {
        let mut names: Vec<String> = fs::read_dir(&self.0)
            .unwrap()
            .map(|entry| entry.unwrap().file_name().into_string().unwrap())
            .collect();
        names.sort();
        names
    }

    fn read(&self, path: &str) -> String {
        fs::read_to_string(self.app().join(path)).unwrap()
    }

    fn edit(&self, path: &str, text: &str) {
        fs::write(self.app().join(path), text).unwrap();
    }
}

impl Drop for Place {
    fn drop(&mut self) {
        fs::remove_dir_all(&self.0).unwrap();
    }
}

fn file(path: &str, text: &str) -> ExportFile {
    ExportFile {
        path: path.to_owned(),
        bytes: text.as_bytes().to_vec(),
    }
}

fn first() -> Vec<ExportFile> {
    vec![
        file(".env.local", "KEY=\n"),
        file("app/page.tsx", "page 1"),
        file("content/flow.json", "flow 1"),
        file("old.txt", "old"),
    ]
}

/// What an export after a change of the flow brings: other data, one file fewer, one more.
fn second() -> Vec<ExportFile> {
    vec![
        file(".env.local", "KEY=\n"),
        file("app/page.tsx", "page 1"),
        file("content/flow.json", "flow 2"),
        file("new.txt", "new"),
    ]
}

fn go_on(_: usize, _: usize) -> ControlFlow<()> {
    ControlFlow::Continue(())
}

#[test]
fn a_new_and_an_empty_folder_are_filled() {
    for exists in [false, true] {
        let place = Place::new();
        if exists {
            fs::create_dir(place.app()).unwrap();
        }
        let mut heard = Vec::new();
        let written = write(&first(), &place.app(), &mut |done, total| {
            heard.push((done, total));
            ControlFlow::Continue(())
        });
        assert_eq!(
            written.unwrap(),
            Written {
                files: 4,
                bytes: 20,
                kept: vec![],
                dir: place.app()
            }
        );
        assert_eq!(heard, [(0, 4), (1, 4), (2, 4), (3, 4), (4, 4)]);
        assert_eq!(place.read("content/flow.json"), "flow 1");
        assert_eq!(place.entries(), ["app"]);
    }
}

#[test]
fn missing_parents_are_made() {
    let place = Place::new();
    let deep = place.0.join("one/two");
    write(&first(), &deep, &mut go_on).unwrap();
    assert_eq!(
        fs::read_to_string(deep.join("app/page.tsx")).unwrap(),
        "page 1"
    );
}

#[test]
fn a_folder_of_someone_else_is_refused() {
    let place = Place::new();
    fs::create_dir(place.app()).unwrap();
    place.edit("mine.txt", "mine");
    assert!(matches!(
        write(&first(), &place.app(), &mut go_on),
        Err(ExportError::NotEmpty { .. })
    ));
    place.edit(manifest::PATH, "{}");
    assert!(matches!(
        write(&first(), &place.app(), &mut go_on),
        Err(ExportError::NotEmpty { .. })
    ));
    assert_eq!(place.entries(), ["app"]);
    assert!(matches!(
        write(&first(), &place.app().join("mine.txt"), &mut go_on),
        Err(ExportError::NotAFolder { .. })
    ));
}

#[test]
fn a_later_export_replaces_its_own_files_only() {
    let place = Place::new();
    write(&first(), &place.app(), &mut go_on).unwrap();
    place.edit("mine.txt", "mine");
    let written = write(&second(), &place.app(), &mut go_on).unwrap();
    assert_eq!(written.kept, [""; 0]);
    assert_eq!(
        (place.read("content/flow.json"), place.read("new.txt")),
        ("flow 2".to_owned(), "new".to_owned())
    );
    assert_eq!(place.read("mine.txt"), "mine");
    assert!(!place.app().join("old.txt").exists());
    assert_eq!(place.entries(), ["app"]);
}

#[test]
fn edits_survive_where_the_export_brings_nothing_new() {
    let place = Place::new();
    write(&first(), &place.app(), &mut go_on).unwrap();
    place.edit(".env.local", "KEY=secret\n");
    place.edit("app/page.tsx", "my page");
    place.edit("old.txt", "my old");
    for round in 0..2 {
        let written = write(&second(), &place.app(), &mut go_on).unwrap();
        assert_eq!(
            written.kept,
            [".env.local", "app/page.tsx"],
            "round {round}"
        );
        assert_eq!(place.read(".env.local"), "KEY=secret\n");
        assert_eq!(place.read("app/page.tsx"), "my page");
        assert_eq!(place.read("old.txt"), "my old");
    }
}

#[test]
fn an_edit_that_would_be_lost_is_refused_by_name() {
    let place = Place::new();
    write(&first(), &place.app(), &mut go_on).unwrap();
    place.edit("content/flow.json", "my flow");
    let refusal = write(&second(), &place.app(), &mut go_on).unwrap_err();
    assert!(
        refusal.to_string().contains("(`content/flow.json`)"),
        "{refusal}"
    );
    assert_eq!(place.read("content/flow.json"), "my flow");
    assert!(!place.app().join("new.txt").exists());
    assert_eq!(place.entries(), ["app"]);
    fs::remove_file(place.app().join("content/flow.json")).unwrap();
    write(&second(), &place.app(), &mut go_on).unwrap();
    assert_eq!(place.read("content/flow.json"), "flow 2");
}

#[test]
fn the_key_file_is_never_replaced_once_edited() {
    let place = Place::new();
    write(&first(), &place.app(), &mut go_on).unwrap();
    place.edit(".env.local", "KEY=secret\n");
    let mut other = second();
    other[0] = file(".env.local", "KEY=\nURL=\n");
    assert_eq!(
        write(&other, &place.app(), &mut go_on).unwrap().kept,
        [".env.local"]
    );
    assert_eq!(place.read(".env.local"), "KEY=secret\n");
}

#[test]
fn cancelling_leaves_nothing_behind() {
    for stop_at in 0..=4 {
        let place = Place::new();
        let cancelled = write(&first(), &place.app(), &mut |done, _| {
            if done == stop_at {
                ControlFlow::Break(())
            } else {
                ControlFlow::Continue(())
            }
        });
        assert!(matches!(cancelled, Err(ExportError::Cancelled)));
        assert_eq!(place.entries(), [""; 0]);
    }
}

#[test]
fn cancelling_a_later_export_leaves_the_earlier_one() {
    let place = Place::new();
    write(&first(), &place.app(), &mut go_on).unwrap();
    let cancelled = write(&second(), &place.app(), &mut |done, _| {
        if done == 1 {
            ControlFlow::Break(())
        } else {
            ControlFlow::Continue(())
        }
    });
    assert!(matches!(cancelled, Err(ExportError::Cancelled)));
    assert_eq!(place.read("content/flow.json"), "flow 1");
    assert_eq!(place.entries(), ["app"]);
}

#[test]
fn a_list_that_climbs_out_is_refused_before_anything_is_made() {
    let place = Place::new();
    let climbing = [file("../outside.txt", "x")];
    assert!(matches!(
        write(&climbing, &place.app(), &mut go_on),
        Err(ExportError::Path { .. })
    ));
    assert_eq!(place.entries(), [""; 0]);
}

#[cfg(unix)]
#[test]
fn nothing_is_written_through_a_link() {
    let place = Place::new();
    write(&first(), &place.app(), &mut go_on).unwrap();
    let outside = place.0.join("outside");
    fs::create_dir(&outside).unwrap();
    fs::remove_dir_all(place.app().join("content")).unwrap();
    std::os::unix::fs::symlink(&outside, place.app().join("content")).unwrap();
    assert!(matches!(
        write(&second(), &place.app(), &mut go_on),
        Err(ExportError::Edited { .. })
    ));
    assert_eq!(fs::read_dir(&outside).unwrap().count(), 0);
}

#[cfg(unix)]
#[test]
fn a_link_to_an_empty_folder_is_followed() {
    let place = Place::new();
    let real = place.0.join("real");
    fs::create_dir(&real).unwrap();
    std::os::unix::fs::symlink(&real, place.app()).unwrap();
    write(&first(), &place.app(), &mut go_on).unwrap();
    assert_eq!(
        fs::read_to_string(real.join("app/page.tsx")).unwrap(),
        "page 1"
    );
    assert_eq!(place.entries(), ["app", "real"]);
}

#[cfg(unix)]
#[test]
fn only_the_owner_reads_the_key_file() {
    use std::os::unix::fs::PermissionsExt as _;
    let place = Place::new();
    write(&first(), &place.app(), &mut go_on).unwrap();
    let mode = fs::metadata(place.app().join(".env.local"))
        .unwrap()
        .permissions()
        .mode();
    assert_eq!(mode & 0o777, 0o600);
}
