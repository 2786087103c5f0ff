//! `russet market settings`: how many versions stay readable, and how many people a change takes.

use anyhow::bail;
use russet_market::MarketFolder;
use russet_market::folder::{ApproveBy, MarketSettings};
use russet_store::{Keep, Origin};

use crate::arguments::SettingsArguments;

pub fn run(arguments: &SettingsArguments) -> anyhow::Result<()> {
    let update = MarketFolder::at(&arguments.market).update(arguments.wait.wait())?;
    let (keep, people) = (arguments.keep.keep(), arguments.approve_by);
    if keep.is_none() && people.is_none() {
        bail!("nothing to set (hint: --keep 30, --keep-all, --approve-by two)");
    }
    let before = update.settings();
    let settings = MarketSettings {
        keep_versions: keep.unwrap_or(before.keep_versions),
        approve_by: people.map_or(before.approve_by, |people| people.setting()),
    };
    update.set(settings, Origin::of_process())?;
    let kept = match settings.keep_versions {
        Keep::All => "every version".to_owned(),
        Keep::Last(count) => format!("the last {count} versions"),
    };
    let people = match settings.approve_by {
        ApproveBy::One => "one person",
        ApproveBy::Two => "two people",
    };
    let market = arguments.market.display();
    say!("{market}: keeps {kept}; overrides and withdrawals take {people}");
    Ok(())
}
