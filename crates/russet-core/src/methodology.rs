//! The rules of an index family, with the text they were read from.

use std::fmt;
use std::path::Path;
use std::sync::Arc;

use russet_rules::Methodology as Rules;
use russet_rules::methodology::Variation;

use crate::Error;
use crate::error::Kind;
use crate::names::find;

/// The rules of an index family: read once, checked as a whole, never changed. A clone shares them.
///
/// A file may stand alone, or on top of a built-in family that it names with `rules = "…"`: then it holds only what
/// is different or added. The page
/// [methodology.md](https://github.com/russet-index/russet/blob/main/docs/methodology.md) has every key.
///
/// ```
/// use russet_core::Methodology;
/// let mine = r#"
/// format_version = 2
/// name = "mine"
/// title = "The hundred largest small companies"
/// version = "1"
/// rules = "russell-us"
///
/// [sources]
/// MINE = "My own choice"
///
/// [[indexes]]
/// id = "MY100"
/// name = "My 100"
/// parent = "R2000"
/// largest = { count = 100, retention_rank = 120 }
/// base_date = "2025-06-27"
/// base_value = "1000"
/// reference = "MINE"
/// "#;
/// let rules = Methodology::parse("mine.toml", mine)?;
/// assert!(rules.indexes().any(|id| id == "R2000") && rules.indexes().any(|id| id == "MY100"));
///
/// let error = Methodology::parse("mine.toml", &mine.replace("count", "cuont")).unwrap_err();
/// assert!(error.is_invalid_methodology());
/// assert!(error.to_string().contains("line 15"), "{error}");
/// assert!(error.to_string().contains("unknown key `cuont`"), "{error}");
/// # Ok::<(), russet_core::Error>(())
/// ```
#[derive(Debug, Clone)]
pub struct Methodology {
    content: Arc<Content>,
}

#[derive(Debug)]
struct Content {
    /// What errors call it: the name of a built-in one, or the file.
    origin: String,
    text: String,
    rules: Rules,
}

impl Methodology {
    /// A methodology by the name of a built-in one, or by the path of a TOML file.
    ///
    /// # Errors
    /// [`Error::is_not_found`] where there is neither; [`Error::is_invalid_methodology`] with the line where the file
    /// is not right.
    ///
    /// ```
    /// use russet_core::Methodology;
    /// let rules = Methodology::load("russell-us")?;
    /// assert_eq!(rules.title(), "Russell US size and style indexes");
    ///
    /// let error = Methodology::load("rusell-us").unwrap_err();
    /// assert!(error.is_not_found());
    /// assert!(error.to_string().ends_with("did you mean russell-us?)"), "{error}");
    /// # Ok::<(), russet_core::Error>(())
    /// ```
    pub fn load(name_or_path: &str) -> Result<Methodology, Error> {
        let is_file = Path::new(name_or_path).extension().is_some_and(|ending| ending == "toml");
        match is_file {
            true => Methodology::read(name_or_path),
            false => Methodology::built_in(name_or_path),
        }
    }

    /// A methodology that ships with Russet, by its name.
    ///
    /// # Errors
    /// [`Error::is_not_found`] with the names there are.
    pub fn built_in(name: &str) -> Result<Methodology, Error> {
        let known: Vec<&str> = Methodology::built_in_names().collect();
        let text = Rules::built_in_text(name)
            .ok_or_else(|| Error::new(Kind::unknown_methodology(name, &known)))?;
        Methodology::parse(&format!("{name}.toml"), text)
    }

    /// The names of the methodologies that ship with Russet.
    pub fn built_in_names() -> impl Iterator<Item = &'static str> {
        Rules::built_in_names()
    }

    /// Reads the methodology in a file.
    ///
    /// # Errors
    /// [`Error::is_not_found`] where there is no such file, [`Error::is_invalid_methodology`] where it is not right.
    pub fn read(path: impl AsRef<Path>) -> Result<Methodology, Error> {
        let path = path.as_ref();
        let text = std::fs::read_to_string(path).map_err(|source| {
            Error::new(Kind::MethodologyFile { path: path.to_owned(), source })
        })?;
        Methodology::parse(&path.display().to_string(), &text)
    }

    /// Reads the methodology in a text; errors speak of it by `name`.
    ///
    /// # Errors
    /// [`Error::is_invalid_methodology`] with the line of an unknown key or a bad value, or with the key of rules that
    /// contradict each other.
    pub fn parse(name: &str, text: &str) -> Result<Methodology, Error> {
        let rules = Rules::parse(name, text)?;
        let content = Content { origin: name.to_owned(), text: text.to_owned(), rules };
        Ok(Methodology { content: Arc::new(content) })
    }

    /// The same methodology with another value at a path, such as `breakpoints.1000.half_width_percent`: the keys down to
    /// the value, with a row of a list named by its id, its day, its rank, or its number from 1.
    ///
    /// # Errors
    /// [`Error::is_invalid_methodology`] where the path leads nowhere, with what there is, or the rules do not take
    /// the value.
    ///
    /// ```
    /// use russet_core::Methodology;
    /// let rules = Methodology::load("russell-us")?;
    /// let wider = rules.with("breakpoints.1000.half_width_percent", "5")?;
    /// assert_eq!(wider.rules().breakpoints[3].half_width_percent, Some("5".parse().unwrap()));
    ///
    /// let error = rules.with("breakpoints.999.half_width_percent", "5").unwrap_err();
    /// assert!(error.to_string().contains("hint: one of 50, 200, 500, 1000"), "{error}");
    /// # Ok::<(), russet_core::Error>(())
    /// ```
    pub fn with(&self, path: &str, value: &str) -> Result<Methodology, Error> {
        self.varied(&[Variation { path: path.to_owned(), value: value.to_owned() }])
    }

    /// The same methodology with several other values, checked once they are all in their places.
    pub(crate) fn varied(&self, variations: &[Variation]) -> Result<Methodology, Error> {
        let Content { origin, text, .. } = &*self.content;
        Methodology::parse(origin, &Rules::varied(origin, text, variations)?)
    }

    /// The family's name, which its runs carry.
    pub fn name(&self) -> &str {
        &self.content.rules.name
    }

    /// The family in words.
    pub fn title(&self) -> &str {
        &self.content.rules.title
    }

    /// The text it was read from.
    pub fn text(&self) -> &str {
        &self.content.text
    }

    /// The ids of its indexes.
    pub fn indexes(&self) -> impl Iterator<Item = &str> {
        self.content.rules.indexes.iter().map(|index| index.id.as_str())
    }

    /// Every rule, as the engine reads them.
    pub fn rules(&self) -> &Rules {
        &self.content.rules
    }

    /// An index as the family spells it.
    pub(crate) fn index(&self, name: &str) -> Result<&str, Error> {
        let known: Vec<&str> = self.indexes().collect();
        find(name, &known)
            .ok_or_else(|| Error::new(Kind::unknown_index("methodology", name, &known)))
    }
}

impl fmt::Display for Methodology {
    /// Its name and version, as manifests of runs have them.
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        let Rules { name, version, .. } = self.rules();
        write!(formatter, "{name} {version}")
    }
}
