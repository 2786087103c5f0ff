//! What differs between operating systems: syncing folders, links, and the identity of a file.

use std::fs::{self, File, OpenOptions};
use std::io;
use std::path::Path;

#[cfg(unix)]
pub(crate) use unix::{exchange, is_same_file, is_same_path, no_links, sync_folder};

#[cfg(not(unix))]
pub(crate) use other::{exchange, is_same_file, is_same_path, no_links, sync_folder};

#[cfg(unix)]
mod unix {
    use std::os::unix::fs::{MetadataExt, OpenOptionsExt};

    use super::*;

    /// Makes the names in a folder survive a power cut.
    pub(crate) fn sync_folder(path: &Path) -> io::Result<()> {
        File::open(path)?.sync_all()
    }

    /// Gives two folders each other's name, in one step where the file system can.
    pub(crate) fn exchange(one: &Path, other: &Path) -> io::Result<()> {
        #[cfg(target_os = "linux")]
        {
            use rustix::fs::{CWD, RenameFlags, renameat_with};
            match renameat_with(CWD, one, CWD, other, RenameFlags::EXCHANGE) {
                Err(rustix::io::Errno::INVAL | rustix::io::Errno::NOSYS) => {}
                exchanged => return Ok(exchanged?),
            }
        }
        super::exchange_in_steps(one, other)
    }

    /// Refuses a symbolic link in the place of a file.
    pub(crate) fn no_links(options: &mut OpenOptions) -> &mut OpenOptions {
        options.custom_flags(libc::O_NOFOLLOW | libc::O_CLOEXEC)
    }

    /// Whether a path still names the file that is open.
    pub(crate) fn is_same_file(file: &File, path: &Path) -> bool {
        let (Ok(open), Ok(named)) = (file.metadata(), path.symlink_metadata()) else {
            return false;
        };
        (open.dev(), open.ino()) == (named.dev(), named.ino())
    }

    /// Whether two paths name one file.
    pub(crate) fn is_same_path(one: &Path, other: &Path) -> bool {
        let (Ok(one), Ok(other)) = (one.metadata(), other.metadata()) else { return false };
        (one.dev(), one.ino()) == (other.dev(), other.ino())
    }
}

/// Gives two folders each other's name where no system call does; a failure leaves them as they were.
pub(crate) fn exchange_in_steps(one: &Path, other: &Path) -> io::Result<()> {
    let aside = one.with_extension("exchanged");
    fs::rename(other, &aside)?;
    if let Err(error) = fs::rename(one, other) {
        let _ = fs::rename(&aside, other);
        return Err(error);
    }
    fs::rename(&aside, one)
}

/// Systems where folders cannot be opened to be synced and open files cannot be removed, such as Windows.
#[cfg(any(not(unix), test))]
#[cfg_attr(unix, allow(dead_code))]
mod other {
    use super::*;

    pub(crate) fn sync_folder(path: &Path) -> io::Result<()> {
        path.metadata().map(drop)
    }

    pub(crate) use super::exchange_in_steps as exchange;

    pub(crate) fn no_links(options: &mut OpenOptions) -> &mut OpenOptions {
        options
    }

    pub(crate) fn is_same_file(_file: &File, path: &Path) -> bool {
        path.is_file()
    }

    pub(crate) fn is_same_path(_one: &Path, _other: &Path) -> bool {
        false
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_code_for_other_systems_compiles_and_agrees_where_both_can() {
        let folder = tempfile::tempdir().unwrap();
        let path = folder.path().join("lock");
        let mut options = OpenOptions::new();
        options.write(true).create(true).truncate(false);
        let file = other::no_links(&mut options).open(&path).unwrap();
        other::sync_folder(folder.path()).unwrap();
        sync_folder(folder.path()).unwrap();
        assert!(other::is_same_file(&file, &path) && is_same_file(&file, &path));
        assert!(is_same_path(&path, &path) && !other::is_same_path(&path, &path));
        drop(file);
        let file = File::create(&path).unwrap();
        std::fs::remove_file(&path).unwrap();
        assert!(!is_same_file(&file, &path) && !other::is_same_file(&file, &path));
    }

    #[test]
    fn folders_exchange_their_names_in_one_step_or_in_three() {
        let parent = tempfile::tempdir().unwrap();
        let [one, other] = ["one", "other"].map(|name| parent.path().join(name));
        for exchange in [exchange, other::exchange] {
            for (folder, file) in [(&one, "a"), (&other, "b")] {
                let _ = fs::remove_dir_all(folder);
                fs::create_dir(folder).unwrap();
                fs::write(folder.join(file), file).unwrap();
            }
            exchange(&one, &other).unwrap();
            assert!(one.join("b").exists() && other.join("a").exists());
            assert_eq!(fs::read_dir(parent.path()).unwrap().count(), 2);
        }
    }

    #[cfg(unix)]
    #[test]
    fn a_link_is_not_followed() {
        let folder = tempfile::tempdir().unwrap();
        let (target, link) = (folder.path().join("target"), folder.path().join("link"));
        std::fs::write(&target, "precious").unwrap();
        std::os::unix::fs::symlink(&target, &link).unwrap();
        let mut options = OpenOptions::new();
        assert!(no_links(options.write(true)).open(&link).is_err());
    }
}
