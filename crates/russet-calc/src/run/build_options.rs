//! How a build treats the folder that it writes into.

use russet_store::{Keep, Wait};

/// Whether a build may continue the run in its folder.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub enum Begin {
    /// Where a checkpoint is there by which the same rules counted, asked for in the same way, over the same
    /// market up to then.
    #[default]
    WhereItCan,
    /// With the first session.
    Rebuild,
}

/// How a build treats the folder that it writes into.
#[derive(Clone, Copy)]
pub struct BuildOptions<'a> {
    /// Whether it may continue the run that is there.
    pub begin: Begin,
    /// Whether the run of another methodology may be replaced.
    pub replace: bool,
    /// What to do while another process writes into the folder.
    pub wait: Wait<'a>,
    /// How many versions of the run stay readable; none: as many as before.
    pub keep: Option<Keep>,
}

impl Default for BuildOptions<'_> {
    /// Continues where it can, replaces the same methodology's run only, waits for other writers.
    fn default() -> Self {
        let wait = Wait::quietly();
        BuildOptions { begin: Begin::default(), replace: false, wait, keep: None }
    }
}
