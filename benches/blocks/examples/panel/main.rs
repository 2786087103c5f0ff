//! The panel that Russet and its peers are measured on: `panel make DIR`, `panel measure DIR
//! REPEATS`, and how time grows: `panel scale DIR REPEATS`.
//!
//! 10,000 days of 8,000 lines, 4,500 of them alive at a time; four nested size indexes with a yearly
//! reconstitution and share counts a quarter. The same closes lie there as our price files and as one
//! long Parquet file of floats.

mod make;
mod measure;
mod scale;
mod shape;

use std::path::PathBuf;

fn main() -> Result<(), Box<dyn std::error::Error>> {
    let arguments: Vec<String> = std::env::args().skip(1).collect();
    match arguments.iter().map(String::as_str).collect::<Vec<_>>()[..] {
        ["make", folder] => make::make(&PathBuf::from(folder)),
        ["measure", folder, repeats] => measure::measure(&PathBuf::from(folder), repeats.parse()?),
        ["scale", folder, repeats] => scale::scale(&PathBuf::from(folder), repeats.parse()?),
        _ => Err("usage: panel make DIR | panel measure|scale DIR REPEATS".into()),
    }
}
