//! Writes `docs/tables.md`: every table of a market and of a run, column by column, from its declaration.
//!
//! ```sh
//! cargo run -p russet --example tables > docs/tables.md
//! ```

#[path = "../tests/support/tables_page.rs"]
mod tables_page;

fn main() {
    print!("{}", tables_page::text());
}
