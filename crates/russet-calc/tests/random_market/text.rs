//! A random market as a scenario.

use super::line::Line;
use super::plan::Plan;
use super::world::{World, price};

/// The dates of two reviews, the second of which is announced some days before it takes effect.
const REVIEWS: &str = "
  [[reconstitutions]]
  rank_day = \"2024-05-28\"
  effective = \"2024-05-31\"
  source = \"TEST\"

  [[reconstitutions]]
  rank_day = \"2024-06-11\"
  preliminary = [\"2024-06-14\"]
  effective = \"2024-06-24\"
  source = \"TEST\"
";
/// The sessions between: the first, and how many.
const BETWEEN: (usize, usize) = (10, 8);

/// Whether the shares of a class become known between the announcement of a review and its effective day.
fn is_counted_late(plan: &Plan, line: &Line) -> bool {
    plan.review && line.name == "L08.B"
}

/// The market of a plan, as the text of a scenario without questions.
pub fn scenario_of(plan: &Plan) -> String {
    let world = World::make(plan);
    let mut text = String::from("family every-scheme\n");
    if plan.ex_dividend {
        text += "  returns.convention = \"ex_dividend\"\n";
    }
    if plan.drops_children {
        text += "  actions.spin_off = \"dropped\"\n";
    }
    if plan.review {
        text += REVIEWS;
    }
    text += &lines(&world);
    text += &closes(&world);
    let first = world.sessions[0];
    let floats = world.lines.iter().filter(|line| line.first_count.is_some());
    let floats = floats.map(|line| {
        format!(
            "{first} {} {}.{:02} {first}",
            line.name,
            line.float_percent / 100,
            line.float_percent % 100
        )
    });
    text += &section("floats", "from line float known", floats.chain(world.floats.clone()));
    let mut counts = world.counts.clone();
    if let Some(line) = world.lines.iter().find(|line| is_counted_late(plan, line)) {
        let count = line.first_count.expect("a founded line has a count");
        let between = world.sessions[BETWEEN.0 + plan.seed as usize % BETWEEN.1];
        counts.push(format!("{first} {} {count} - class {between}", line.name));
    }
    if !counts.is_empty() {
        text += &section("shares", "from line shares float basis known", counts);
    }
    let books = world.lines.iter().filter(|line| line.book > 0);
    let books = books.map(|line| format!("2023-12-31 {} book_value {}", line.name, line.book));
    text += &section("accounts", "period line measure value", books);
    let mut actions = world.actions.clone();
    actions.sort();
    if !actions.is_empty() {
        text += &section("actions", "", actions);
    }
    text
}

fn section(name: &str, columns: &str, rows: impl IntoIterator<Item = String>) -> String {
    let mut text = format!("\n{name}\n");
    if !columns.is_empty() {
        text += &format!("  {columns}\n");
    }
    rows.into_iter().for_each(|row| text += &format!("  {row}\n"));
    text
}

fn lines(world: &World<'_>) -> String {
    let rows = world.lines.iter().map(|line| {
        let count = line.first_count.filter(|_| !is_counted_late(world.plan, line));
        let count = count.map_or("-".to_owned(), |count| count.to_string());
        format!("{} {} {count} {}", line.name, line.company, world.sessions[line.from])
    });
    section("lines", "line company shares from", rows)
}

fn closes(world: &World<'_>) -> String {
    let names: Vec<&str> = world.lines.iter().map(|line| line.name.as_str()).collect();
    let rows = world.sessions.iter().enumerate().map(|(session, date)| {
        let of_line = |line: &Line| {
            let close = line.closes.iter().find(|(of, _)| *of == session);
            close.map_or("-".to_owned(), |(_, close)| price(*close))
        };
        let cells: Vec<String> = world.lines.iter().map(of_line).collect();
        format!("{date} {}", cells.join(" "))
    });
    section("closes", &format!("date {}", names.join(" ")), rows)
}
