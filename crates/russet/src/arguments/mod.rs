//! What commands take, as far as several files read it; what one file alone reads stands there.

mod build;
mod folders;
mod import;
mod market;
mod methodology;
mod validate;
mod withdraw;

pub use build::BuildArguments;
pub use folders::{KeepArguments, MarketPlace, RunArguments, RunPlace, WaitArguments};
pub use import::{FilesArguments, ImportArguments, ImportWhat};
pub use market::{CheckArguments, MarketArguments, MarketWhat, UndoArguments};
pub use methodology::{
    CheckMethodologyArguments, ListArguments, MethodologyArguments, MethodologyWhat,
    ShowMethodologyArguments,
};
pub use validate::{
    LevelsAgainstArguments, MembersAgainstArguments, ValidateArguments, ValidateWhat,
};
pub use withdraw::{
    ApproveArguments, PendingArguments, RejectArguments, SettingsArguments, WhoArguments,
    WithdrawArguments,
};
