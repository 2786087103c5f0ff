//! What the commands take.

mod build;
mod folders;
mod import;
mod market;
mod methodology;
mod run;
mod validate;
mod withdraw;

pub use build::{BuildArguments, SweepArguments};
pub use folders::{KeepArguments, MarketPlace, RunPlace, WaitArguments};
pub use import::{FilesArguments, ImportArguments, ImportWhat};
pub use market::{
    CheckArguments, DemoArguments, MarketArguments, MarketWhat, SimulateArguments, UndoArguments,
};
pub use methodology::{
    CheckMethodologyArguments, ListArguments, MethodologyArguments, MethodologyWhat,
    ShowMethodologyArguments,
};
pub use run::{
    ChangesArguments, ConstituentsArguments, DeliveryArguments, ExplainArguments, LevelsArguments,
    RestatementsArguments, RunArguments, RunHistoryArguments, RunWhat,
};
pub use validate::{
    LevelsAgainstArguments, MembersAgainstArguments, ValidateArguments, ValidateWhat,
};
pub use withdraw::{
    ApproveArguments, PendingArguments, RejectArguments, SettingsArguments, WhoArguments,
    WithdrawArguments,
};
