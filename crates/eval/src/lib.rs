//! How well the parser does: notices with `gold.json`, read, scored and reported.
//!
//! One folder is one notice: `notice.xml`, `notice.html` or `notice.txt`, `meta.json` (plain, or the
//! API's object) and `gold.json`. Folders may be nested; the folder above a notice names its family
//! unless the gold does. What is broken is named and counted, and stops nothing.
//!
//! A development tool: nothing here is shipped with `fedreg`.

mod gold;
mod names;
mod notices;
mod report;
mod score;
mod titles;

pub use gold::{Gold, GoldAction, GoldEntity};
pub use names::same_name;
pub use notices::{Broken, Folder, ReadNotice, read_folder};
pub use report::{as_json, as_table};
pub use score::{Counts, Difference, Miss, Rate, Retrieval, Score, Surplus, Whereabouts, score};
pub use titles::{TitleGroup, TitleTable, look_at_titles};
