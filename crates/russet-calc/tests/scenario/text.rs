//! A scenario's text: a comment, what is given, and questions with their expected answers.

use std::fmt;
use std::str::FromStr;

/// Something wrong in a scenario, with the file and the line.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Fault {
    pub file: String,
    pub line: usize,
    pub message: String,
}

impl fmt::Display for Fault {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(formatter, "{}:{}: {}", self.file, self.line, self.message)
    }
}

/// A line of words, and where it stands.
#[derive(Debug, Clone)]
pub struct Row {
    pub file: String,
    pub line: usize,
    pub words: Vec<String>,
}

/// A word at the left edge, and the indented lines below it.
#[derive(Debug, Clone)]
pub struct Section {
    pub head: Row,
    pub rows: Vec<Row>,
    /// The lines below as they are written.
    pub text: String,
}

/// What is asked after `----`, the comment below it, and the answer that is expected.
#[derive(Debug, Clone)]
pub struct Question {
    pub asked: Row,
    written: String,
    comment: Vec<String>,
    pub expected: Vec<String>,
}

/// A scenario file, cut into its parts.
#[derive(Debug, Clone)]
pub struct Scenario {
    pub file: String,
    given: Vec<String>,
    pub sections: Vec<Section>,
    pub questions: Vec<Question>,
}

const MARK: &str = "----";

impl Row {
    pub fn fault(&self, message: impl Into<String>) -> Fault {
        Fault { file: self.file.clone(), line: self.line, message: message.into() }
    }

    pub fn word(&self, place: usize) -> &str {
        self.words.get(place).map_or("", String::as_str)
    }

    /// A word as a date, a number, …
    pub fn read<T: FromStr>(&self, text: &str, what: &str) -> Result<T, Fault> {
        text.parse().map_err(|_| self.fault(format!("'{text}' is not {what}")))
    }
}

impl Scenario {
    pub fn parse(file: &str, text: &str) -> Result<Scenario, Fault> {
        let mut scenario = Scenario {
            file: file.to_owned(),
            given: Vec::new(),
            sections: Vec::new(),
            questions: Vec::new(),
        };
        for (position, written) in text.lines().enumerate() {
            let written = written.trim_end();
            let words = words_of(written);
            let row = Row { file: file.to_owned(), line: position + 1, words };
            if let Some(asked) = written.strip_prefix(MARK) {
                scenario.questions.push(Question {
                    asked: Row { words: words_of(asked), ..row },
                    written: written.to_owned(),
                    comment: Vec::new(),
                    expected: Vec::new(),
                });
                continue;
            }
            match scenario.questions.last_mut() {
                Some(question) if written.starts_with('#') && question.expected.is_empty() => {
                    question.comment.push(written.to_owned());
                }
                Some(question) => question.expected.push(written.to_owned()),
                None => scenario.give(written, row)?,
            }
        }
        for question in &mut scenario.questions {
            while question.expected.last().is_some_and(String::is_empty) {
                question.expected.pop();
            }
        }
        Ok(scenario)
    }

    fn give(&mut self, written: &str, row: Row) -> Result<(), Fault> {
        self.given.push(written.to_owned());
        let indented = written.starts_with(' ');
        match (indented, self.sections.last_mut()) {
            (true, Some(section)) => {
                section.text.push_str(written);
                if !row.words.is_empty() {
                    section.rows.push(row);
                }
            }
            (true, None) if !row.words.is_empty() => {
                return Err(row.fault("an indented line belongs below a word at the left edge"));
            }
            (false, Some(section)) if row.words.is_empty() => section.text.push_str(written),
            _ if row.words.is_empty() => {}
            _ => self.sections.push(Section { head: row, rows: Vec::new(), text: String::new() }),
        }
        if let Some(section) = self.sections.last_mut() {
            section.text.push('\n');
        }
        Ok(())
    }

    /// The comment that the file begins with.
    pub fn comment(&self) -> Vec<&str> {
        self.given.iter().map_while(|line| line.strip_prefix('#')).collect()
    }

    /// The file with other answers.
    pub fn with_answers(&self, answers: &[Vec<String>]) -> String {
        let mut lines: Vec<&str> = self.given.iter().map(String::as_str).collect();
        while lines.last().is_some_and(|line| line.is_empty()) {
            lines.pop();
        }
        for (question, answer) in self.questions.iter().zip(answers) {
            lines.push("");
            lines.push(&question.written);
            lines.extend(question.comment.iter().map(String::as_str));
            lines.extend(answer.iter().map(String::as_str));
        }
        lines.join("\n") + "\n"
    }
}

/// Words between blanks; one in double quotes may hold blanks; `#` begins a comment.
fn words_of(text: &str) -> Vec<String> {
    let mut words = Vec::new();
    let mut rest = text.trim_start();
    while !rest.is_empty() && !rest.starts_with('#') {
        let (word, after) = match rest.strip_prefix('"') {
            Some(quoted) => quoted.split_once('"').unwrap_or((quoted, "")),
            None => rest.split_once(char::is_whitespace).unwrap_or((rest, "")),
        };
        words.push(word.to_owned());
        rest = after.trim_start();
    }
    words
}
