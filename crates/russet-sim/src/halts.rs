//! Trading stops for the time being, and sometimes for good.

use rand::RngExt;
use russet_market::{ActionKind, SecurityId};

use crate::company::{Company, Stage, Today};
use crate::draws::normal;
use crate::events::Effect;
use crate::facts::{Fact, Terms};
use crate::parameters::*;

/// A suspension.
#[derive(Debug, Clone, Copy)]
pub(crate) struct Halt {
    /// The place of its last session.
    last: usize,
    resumes: bool,
}

impl Company {
    /// Trading stops from the next session on; sometimes that is known only then.
    pub(crate) fn suspend(&mut self, today: &Today) {
        let stream = &mut self.affairs.stream;
        let resumes = stream.random::<f64>() < SUSPENSIONS_RESUMED;
        let sessions = stream.random_range(if resumes {
            SUSPENSION_SESSIONS
        } else {
            LAST_SUSPENSION_SESSIONS
        });
        let delay = usize::from(stream.random::<f64>() < SUSPENSIONS_LATE);
        if !self.is_free() {
            return;
        }
        let effect = Effect::Halted(Halt { last: today.index + sessions, resumes });
        let plain = |terms| terms;
        self.promise(
            today,
            1,
            delay,
            effect,
            |count| count,
            Some((ActionKind::Suspension, &plain)),
        );
    }

    /// A session without trading.
    pub(crate) fn wait(&mut self, today: &Today, halt: Halt) {
        if today.index < halt.last {
            return;
        }
        let stream = &mut self.affairs.stream;
        let [told, priced, draw]: [f64; 3] = [stream.random(), stream.random(), stream.random()];
        let news = normal(stream);
        let Some(ex_date) = today.later(1) else { return };
        let securities: Vec<SecurityId> = self.open_lines().map(|line| line.security).collect();
        let (kind, cash) = if halt.resumes {
            self.stage = Stage::Trading;
            self.log_price += SUSPENSION_SHOCK * (news - 0.5);
            (ActionKind::Resumption, None)
        } else {
            self.listed = false;
            let price = libm::exp(self.log_price) * (0.02 + 0.3 * draw);
            let cash = (priced < ENDS_PRICED).then(|| crate::dividends::rounded(price));
            let failed = draw < 0.5;
            (if failed { ActionKind::Bankruptcy } else { ActionKind::Delisting }, cash)
        };
        if halt.resumes || told < EXITS_TOLD {
            for security in securities {
                let terms = Terms::of(kind, security, ex_date);
                self.tell(Fact::Action(Terms { cash, ..terms }));
            }
        }
    }
}
