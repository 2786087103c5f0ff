//! Rows of a build on their way to the thread that writes them.

use std::sync::mpsc::{SyncSender, sync_channel};
use std::thread;

use russet_market::folder::MarketSnapshot;
use russet_market::{Known, MarketView};
use russet_rules::Methodology;

use super::sink::{Keeps, Sink, Stopped};
use super::writer::Writer;
use super::{Manifest, Partition, ResumePoint, RunError, checkpoints};
use crate::history::{BuildError, BuildPlan, Checkpoint};

/// How many parcels wait to be written: a year comes in three, so that the build need not wait for the last one.
const AHEAD: usize = 4;

/// What a run is made from.
#[derive(Clone, Copy)]
pub(super) struct Source<'a, 'known> {
    pub(super) market: Option<&'a MarketSnapshot>,
    pub(super) view: &'a MarketView<'a>,
    pub(super) known: &'a (dyn Fn() -> &'known Known<'known> + Sync),
}

impl<'a> Source<'a, '_> {
    /// Writes the rows of a build while it goes on; no manifest where it cannot, or the view has not all that
    /// was asked.
    pub(super) fn write_rows(
        &self,
        mut writer: Writer,
        (family, plan): (&Methodology, &BuildPlan),
        build: impl FnOnce(&mut Stream<'a>) -> Result<Option<Manifest>, BuildError>,
    ) -> Result<(Writer, Option<Manifest>), RunError> {
        let Source { view, known, .. } = *self;
        let asked = |after| checkpoints::asked(family, plan, after);
        let keeps = match writer.has_market() {
            true => Keeps::AllButMarketCloses,
            false => Keeps::Everything,
        };
        thread::scope(|scope| {
            let (parcels, receiver) = sync_channel::<Parcel<'a>>(AHEAD);
            let writing = scope.spawn(move || -> Result<Writer, RunError> {
                for parcel in receiver {
                    match parcel {
                        Parcel::Rows(rows) => writer.partition(&rows)?,
                        Parcel::Checkpoint(checkpoint) => {
                            let ResumePoint { after, next, .. } = checkpoint.point;
                            let facts = known().by(after, next).ok_or(BuildError::Stopped)?;
                            let sessions = view.sessions().iter().map(|(session, _)| *session);
                            let facts = (facts, sessions.take_while(|session| *session <= after));
                            let bytes = checkpoints::bytes(asked(after), facts, checkpoint);
                            writer.checkpoint(after, &bytes.map_err(RunError::Checkpoint)?)?;
                        }
                    }
                }
                Ok(writer)
            });
            let mut stream = Stream { keeps, parcels };
            let built = build(&mut stream);
            drop(stream);
            let lacked = view.lacked();
            match writing.join() {
                Ok(writer) if lacked => Ok((writer?, None)),
                // Where writing failed, the build ended for it.
                Ok(writer) => Ok::<_, RunError>((writer?, built?)),
                Err(panic) => std::panic::resume_unwind(panic),
            }
        })
    }
}

/// What is on its way to the thread that writes it.
enum Parcel<'market> {
    Rows(Box<Partition<'market>>),
    Checkpoint(Checkpoint),
}

pub(super) struct Stream<'market> {
    keeps: Keeps,
    parcels: SyncSender<Parcel<'market>>,
}

impl<'market> Sink<'market> for Stream<'market> {
    fn keeps(&self) -> Keeps {
        self.keeps
    }

    fn take(&mut self, rows: Partition<'market>) -> Result<(), Stopped> {
        self.parcels.send(Parcel::Rows(Box::new(rows))).map_err(|_| Stopped)
    }

    fn keeps_checkpoints(&self) -> bool {
        self.keeps == Keeps::AllButMarketCloses
    }

    fn keep(&mut self, checkpoint: Checkpoint) -> Result<(), Stopped> {
        self.parcels.send(Parcel::Checkpoint(checkpoint)).map_err(|_| Stopped)
    }
}
