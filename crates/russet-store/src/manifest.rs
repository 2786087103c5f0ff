//! The file that names all others: what it must hold, and the seal by which damage to it shows.

use std::fs;
use std::io::ErrorKind;
use std::path::Path;

use serde::de::DeserializeOwned;
use serde::{Deserialize, Serialize};

use crate::{Keep, StoreError, StoredFile};

/// The manifest of a kind of folder. It is written as JSON, with its format, its layout version and a
/// seal over all of it.
pub trait Manifest: Serialize + DeserializeOwned + Clone + PartialEq + Send + Sync {
    /// What the folder is called in messages, such as `market`.
    const NAME: &'static str;
    /// What a manifest says of its format, such as `russet market`.
    const FORMAT: &'static str;
    /// The manifest's file name.
    const FILE: &'static str;
    /// The layout version that this code writes.
    const LAYOUT: u32;
    /// The first layout version whose manifest is written as today's: folders since then are read alike.
    const SEALED_SINCE: u32 = Self::LAYOUT;
    /// The subfolders that hold files named by their content.
    const FOLDERS: &'static [&'static str];
    /// Which command makes such a folder, for the message where there is none.
    fn made_by(folder: &Path) -> String;
    /// What to do when a file is damaged.
    const REMEDY: &'static str;
    /// What to do with a folder of another layout version.
    fn upgrade(folder: &Path) -> String;

    /// Every file that belongs to the folder besides the manifest.
    fn files(&self) -> Vec<&StoredFile>;

    /// How many versions stay readable.
    fn keep(&self) -> Keep {
        Keep::default()
    }

    /// Reads a manifest of an earlier layout version; none where that version is not readable any more.
    fn from_earlier_layout(_version: u32, _text: &str) -> Option<serde_json::Result<Self>> {
        None
    }

    /// Whether a subfolder is the folder's own besides [`Manifest::FOLDERS`], which no commit sweeps.
    fn is_kept_folder(_name: &str) -> bool {
        false
    }

    /// Whether a file in the folder itself is one of an earlier layout, which a commit may remove.
    fn is_of_earlier_layout(_name: &str) -> bool {
        false
    }
}

/// A manifest as it was read, with its seal, which is its identity.
#[derive(Debug, Clone, PartialEq)]
pub(crate) struct Sealed<T> {
    pub(crate) value: T,
    pub(crate) seal: String,
}

/// What every manifest begins with.
#[derive(Deserialize)]
struct Header {
    format: String,
    version: u32,
}

const SEAL: &str = ",\n  \"seal\": \"";

/// The text of something with a seal over it, and the seal.
pub(crate) fn sealed<T: Serialize>(value: &T) -> serde_json::Result<(String, String)> {
    let mut text = serde_json::to_string_pretty(value)?;
    text.truncate(text.strip_suffix("\n}").unwrap_or(&text).len());
    let seal = blake3::hash(text.as_bytes()).to_hex().to_string();
    text.push_str(SEAL);
    text.push_str(&seal);
    text.push_str("\"\n}\n");
    Ok((text, seal))
}

/// The text without its seal, and the seal; none where there is none or the text was changed.
pub(crate) fn unsealed(text: &str) -> Option<(String, String)> {
    let (body, rest) = text.rsplit_once(SEAL)?;
    let seal = rest.strip_suffix("\"\n}\n")?;
    let holds = blake3::hash(body.as_bytes()).to_hex().as_str() == seal;
    holds.then(|| (format!("{body}\n}}"), seal.to_owned()))
}

/// Reads the manifest of a folder.
pub(crate) fn read<M: Manifest>(folder: &Path) -> Result<Sealed<M>, StoreError> {
    let path = folder.join(M::FILE);
    let text = match fs::read_to_string(&path) {
        Ok(text) => text,
        Err(error) if matches!(error.kind(), ErrorKind::NotFound | ErrorKind::NotADirectory) => {
            return Err(StoreError::Missing {
                path: folder.to_owned(),
                what: M::NAME,
                manifest: M::FILE,
                hint: M::made_by(folder),
            });
        }
        Err(error) if error.kind() == ErrorKind::InvalidData => {
            return Err(refused(&path, "it is no text", M::REMEDY));
        }
        Err(error) => return Err(StoreError::io("read", &path, error)),
    };
    parse(&path, &text)
}

/// Whether a folder's manifest says that it is of this format, whatever its layout.
pub(crate) fn is_of_format<M: Manifest>(folder: &Path) -> bool {
    let text = fs::read_to_string(folder.join(M::FILE)).unwrap_or_default();
    let header = serde_json::from_str::<Header>(&text);
    header.is_ok_and(|header| header.format == M::FORMAT)
}

fn parse<M: Manifest>(path: &Path, text: &str) -> Result<Sealed<M>, StoreError> {
    let header: Header = serde_json::from_str(text)
        .map_err(|error| refused(path, &format!("no {} manifest: {error}", M::NAME), M::REMEDY))?;
    if header.format != M::FORMAT {
        let reason = format!("its format is '{}', not '{}'", header.format, M::FORMAT);
        return Err(refused(path, &reason, "name another folder"));
    }
    let parsed = if (M::SEALED_SINCE..=M::LAYOUT).contains(&header.version) {
        let (body, seal) = unsealed(text)
            .ok_or_else(|| refused(path, "its content does not match its seal", M::REMEDY))?;
        serde_json::from_str(&body).map(|value| Sealed { value, seal })
    } else {
        let earlier = M::from_earlier_layout(header.version, text).ok_or_else(|| {
            let reason = format!(
                "written in layout version {}, this russet reads version {}",
                header.version,
                M::LAYOUT
            );
            refused(path, &reason, &M::upgrade(path.parent().unwrap_or(path)))
        })?;
        let seal = blake3::hash(text.as_bytes()).to_hex().to_string();
        earlier.map(|value| Sealed { value, seal })
    };
    let manifest: Sealed<M> = parsed
        .map_err(|error| refused(path, &format!("no {} manifest: {error}", M::NAME), M::REMEDY))?;
    match manifest.value.files().into_iter().find(|file| !file.is_inside()) {
        None => Ok(manifest),
        Some(file) => {
            Err(refused(path, &format!("'{}' lies outside the folder", file.file), M::REMEDY))
        }
    }
}

fn refused(path: &Path, reason: &str, hint: &str) -> StoreError {
    StoreError::Manifest { path: path.to_owned(), reason: format!("{reason} (hint: {hint})") }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_seal_shows_every_flipped_bit() {
        let value = serde_json::json!({ "a": 1, "nested": { "files": [1, 2] } });
        let (text, seal) = sealed(&value).unwrap();
        let (body, found) = unsealed(&text).unwrap();
        assert_eq!((serde_json::from_str(&body).ok(), found), (Some(value), seal));
        for place in 0..text.len() {
            for bit in 0..7 {
                let mut bytes = text.clone().into_bytes();
                bytes[place] ^= 1 << bit;
                let flipped = String::from_utf8(bytes).unwrap();
                assert_eq!(unsealed(&flipped), None, "byte {place}, bit {bit}");
            }
        }
    }
}
