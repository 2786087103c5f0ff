//! Rules as lines under headings: a page for people, or a sheet.

use crate::output::{Kind, Sheet, Value};

/// The widest line of a page.
const WIDTH: usize = 100;
/// The widest column of names; a longer name has a line of its own.
const NAMES: usize = 18;

/// One rule in words.
struct Line {
    section: &'static str,
    name: String,
    text: String,
    source: String,
}

/// Rules in words, under headings.
#[derive(Default)]
pub struct Page {
    lines: Vec<Line>,
}

impl Page {
    /// Adds a rule; an empty source is none of its own.
    pub fn add(
        &mut self,
        section: &'static str,
        name: impl Into<String>,
        text: impl Into<String>,
        source: &str,
    ) {
        let (name, text, source) = (name.into(), text.into(), source.to_owned());
        self.lines.push(Line { section, name, text, source });
    }

    /// Whether any rule or source has a word, as a source's short name.
    pub fn uses(&self, name: &str) -> bool {
        let has = |text: &str| {
            text.split(|letter: char| !letter.is_alphanumeric()).any(|word| word == name)
                || (!name.chars().all(char::is_alphanumeric) && text.contains(name))
        };
        self.lines.iter().any(|line| has(&line.text) || has(&line.source))
    }

    pub fn sheet(&self) -> Sheet {
        let mut sheet = Sheet::new([
            ("section", Kind::Text),
            ("name", Kind::Text),
            ("rule", Kind::Text),
            ("source", Kind::Text),
        ]);
        for line in &self.lines {
            let texts = [line.section, &line.name, &line.text, &line.source];
            sheet.row(texts.map(|text| match text.is_empty() {
                true => Value::Missing,
                false => Value::Text(text.to_owned()),
            }));
        }
        sheet
    }

    /// The page under a title, in lines that fit.
    pub fn text(&self, title: &str) -> String {
        let mut text = wrapped(title, "", "");
        let mut section = "";
        for line in &self.lines {
            if line.section != section {
                section = line.section;
                text.push_str(&format!("\n{section}\n"));
            }
            let of_section = self.lines.iter().filter(|other| other.section == section);
            let widths = of_section.map(|other| other.name.chars().count());
            let width = widths.filter(|width| *width <= NAMES).max().unwrap_or(0);
            let rest = " ".repeat(if width == 0 { 2 } else { width + 4 });
            let mut first = format!("  {:<width$}  ", line.name);
            if width == 0 {
                first = rest.clone();
            } else if line.name.chars().count() > width {
                text.push_str(&format!("  {}\n", line.name));
                first.clone_from(&rest);
            }
            let source = match line.source.is_empty() {
                true => String::new(),
                false => format!(" [{}]", line.source),
            };
            text.push_str(&wrapped(&format!("{}{source}", line.text), &first, &rest));
        }
        text
    }
}

/// Words in lines that fit, the first behind one indent and the others behind another.
fn wrapped(words: &str, first: &str, rest: &str) -> String {
    let mut text = first.to_owned();
    let mut width = first.chars().count();
    let mut is_first = true;
    for word in words.split_whitespace() {
        let length = word.chars().count();
        if !is_first && width + 1 + length > WIDTH {
            text.push('\n');
            text.push_str(rest);
            width = rest.chars().count();
        } else if !is_first {
            text.push(' ');
            width += 1;
        }
        text.push_str(word);
        width += length;
        is_first = false;
    }
    text.push('\n');
    text
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn long_rules_hang_below_their_names_and_fit() {
        let mut page = Page::default();
        page.add("Who", "price", "closes at one dollar or more ".repeat(8), "R46 5.8.1");
        page.add("Who", "a name longer than its column", "short", "");
        let text = page.text("Title");
        assert!(text.lines().all(|line| line.chars().count() <= WIDTH), "{text}");
        assert!(text.starts_with("Title\n\nWho\n  price  closes at"), "{text}");
        assert!(text.contains("\n         closes") || text.contains("\n         "), "{text}");
        assert!(text.ends_with("\n  a name longer than its column\n         short\n"), "{text}");
        assert!(page.uses("R46") && !page.uses("R4"));
    }
}
