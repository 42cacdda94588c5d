//! The arguments of each command.

use std::path::PathBuf;
use std::time::Duration;

use chrono::{DateTime, NaiveDate, Utc};
use clap::{Args, Subcommand};
use fedreg_history::Head;
use fedreg_model::DocumentNumber;

use super::values::{self, Since};

/// `fedreg run`
#[derive(Debug, Args)]
#[command(after_help = "\
Examples:
  fedreg run                                   what is new on federalregister.gov
  fedreg run --from 1997-01-01                 the whole history (hours, politely)
  fedreg run --source fixtures/register        a folder of saved documents
  fedreg run --source http://127.0.0.1:8080/api/v1   another register
  fedreg -q run                                for cron: silent unless something is new or wrong
  fedreg -q run --metrics-file /var/lib/node_exporter/fedreg.prom")]
pub(crate) struct RunArgs {
    /// A folder of saved files, or the base URL of an API [default: source.base_url of fedreg.toml]
    #[arg(long, value_name = "DIR|URL")]
    pub(crate) source: Option<String>,
    /// First publication date to read [default: some days before what was read last]
    #[arg(long, value_name = "DATE", value_parser = values::date)]
    pub(crate) from: Option<NaiveDate>,
    /// Last publication date to read [default: the latest issue]
    #[arg(long, value_name = "DATE", value_parser = values::date)]
    pub(crate) to: Option<NaiveDate>,
    /// Ask everything, though the source may list nothing else than before
    #[arg(long)]
    pub(crate) thorough: bool,
    /// Write how it went to this file, in Prometheus's text format
    #[arg(long, value_name = "FILE")]
    pub(crate) metrics_file: Option<PathBuf>,
}

/// `fedreg watch`
#[derive(Debug, Args)]
#[command(after_help = "\
Each pass is what `fedreg -q run` does: it prints a line (with -o jsonl, a row per record) if \
something is new, and says on stderr what is wrong when it begins. SIGTERM and SIGINT end it within \
ten seconds, in the middle of a pass too; a second one at once. Nothing is lost either way.

Examples:
  fedreg watch
  fedreg watch --every 15m --metrics-file /var/lib/node_exporter/fedreg.prom")]
pub(crate) struct WatchArgs {
    /// From the beginning of one pass to that of the next: 90s, 5m, 1h
    #[arg(long, value_name = "TIME", value_parser = values::duration, default_value = "5m")]
    pub(crate) every: Duration,
    /// A folder of saved files, or the base URL of an API [default: source.base_url of fedreg.toml]
    #[arg(long, value_name = "DIR|URL")]
    pub(crate) source: Option<String>,
    /// Write how each pass went to this file, in Prometheus's text format
    #[arg(long, value_name = "FILE")]
    pub(crate) metrics_file: Option<PathBuf>,
}

/// `fedreg parse`
#[derive(Debug, Args)]
#[command(after_help = "\
Formats are told by content: a document's XML, HTML or text, or a whole issue in GPO's XML. What \
a text does not say of itself is taken from the options, then from a meta.json or an API object in \
the same folder.

With --json (as with -o jsonl) each document is one object on one line; of an issue, each candidate. \
`fedreg schema` describes the object.

Examples:
  fedreg parse notice.xml
  fedreg parse notice.txt --json --document-number 2025-20750 --published 2025-11-24
  fedreg parse FR-2025-11-24.xml --json --all")]
pub(crate) struct ParseArgs {
    /// Files to read; - is standard input
    #[arg(required = true, value_name = "FILE")]
    pub(crate) files: Vec<PathBuf>,
    /// The document number, where the text lacks it
    #[arg(long, value_name = "NUMBER")]
    pub(crate) document_number: Option<DocumentNumber>,
    /// The publication date, where the text lacks it
    #[arg(long, value_name = "DATE", value_parser = values::date)]
    pub(crate) published: Option<NaiveDate>,
    /// The title, where the text lacks it
    #[arg(long)]
    pub(crate) title: Option<String>,
    /// An issuing agency, where the text lacks it: a name, or a slug (state-department)
    #[arg(long, value_name = "NAME")]
    pub(crate) agency: Vec<String>,
    /// Print every document of an issue, not only the candidates
    #[arg(long)]
    pub(crate) all: bool,
}

/// `fedreg list`
#[derive(Debug, Args)]
#[command(after_help = "\
Examples:
  fedreg list --authority INA-219
  fedreg list --authority SDGT --as-of 2012-09-01 -o csv
  fedreg list --as-of 2025-11-24 --known-at 2025-11-20T12:00:00Z   what we knew four days before")]
pub(crate) struct ListArgs {
    /// Only this authority: a code, a citation, the name of a standing (SST), or a program tag
    /// (repeatable)
    #[arg(long, short = 'a', value_name = "CODE")]
    pub(crate) authority: Vec<String>,
    /// In force on this day [default: today, Eastern]
    #[arg(long, value_name = "DATE", value_parser = values::date)]
    pub(crate) as_of: Option<NaiveDate>,
    /// As known at this instant (RFC 3339), or at the end of this day, Eastern [default: now]
    #[arg(long, value_name = "INSTANT", value_parser = values::instant)]
    pub(crate) known_at: Option<DateTime<Utc>>,
    /// Count documents too that are filed and not yet published
    #[arg(long)]
    pub(crate) filed: bool,
    /// Also list what has lapsed, and the records that count neither in nor out, each with the reason
    #[arg(long)]
    pub(crate) all: bool,
    /// Print tables in Markdown, for pasting into a report
    #[arg(long, conflicts_with_all = ["output", "json", "fields", "all"])]
    pub(crate) markdown: bool,
}

/// `fedreg diff`
#[derive(Debug, Args)]
#[command(after_help = "\
Examples:
  fedreg diff 2025-11-23 2025-11-24            by the day on which it took effect
  fedreg diff --since last                     what the last run added
  fedreg diff --since run-3 --authority FTO    since run 3
  fedreg diff --since 1200                     after sequence 1200 of the history
  fedreg diff --since start -o jsonl           every change, step by step, each with a cursor
  fedreg diff --since 1200@2025-11-24 --json   the steps after that cursor")]
pub(crate) struct DiffArgs {
    /// The earlier day (not included)
    #[arg(value_name = "FROM", value_parser = values::date, required_unless_present = "since", requires = "to")]
    pub(crate) from: Option<NaiveDate>,
    /// The later day (included)
    #[arg(value_name = "TO", value_parser = values::date)]
    pub(crate) to: Option<NaiveDate>,
    /// Everything recorded after a sequence (1200), a run (run-3), or before the last run (last); or
    /// the stream of changes from a cursor on (start, or as a row has it)
    #[arg(long, value_name = "N|RUN|CURSOR", conflicts_with_all = ["from", "to", "known_at"])]
    pub(crate) since: Option<Since>,
    /// Only this authority (repeatable)
    #[arg(long, short = 'a', value_name = "CODE")]
    pub(crate) authority: Vec<String>,
    /// As known at this instant (RFC 3339), or at the end of this day, Eastern [default: now]
    #[arg(long, value_name = "INSTANT", value_parser = values::instant)]
    pub(crate) known_at: Option<DateTime<Utc>>,
    /// Count documents too that are filed and not yet published
    #[arg(long)]
    pub(crate) filed: bool,
    /// Print a piece of HTML, for pasting into a report (not of the stream)
    #[arg(long, conflicts_with_all = ["output", "json", "fields"])]
    pub(crate) html: bool,
}

/// `fedreg timeline`
#[derive(Debug, Args)]
#[command(after_help = "\
Examples:
  fedreg timeline \"Cartel de los Soles\"
  fedreg timeline boko haram -o jsonl
  fedreg timeline \"Cartel de los Soles\" --svg > soles.svg")]
pub(crate) struct TimelineArgs {
    /// A name, an alias or an entity's id; case, accents and punctuation do not count
    #[arg(required = true, value_name = "NAME")]
    pub(crate) name: Vec<String>,
    /// As known at this instant (RFC 3339), or at the end of this day, Eastern [default: now]
    #[arg(long, value_name = "INSTANT", value_parser = values::instant)]
    pub(crate) known_at: Option<DateTime<Utc>>,
    /// Print the timeline as a drawing (SVG)
    #[arg(long, conflicts_with_all = ["output", "json", "fields"])]
    pub(crate) svg: bool,
}

/// `fedreg search`
#[derive(Debug, Args)]
pub(crate) struct SearchArgs {
    /// Words that must all occur
    #[arg(required = true, value_name = "TEXT")]
    pub(crate) text: Vec<String>,
    /// At most so many documents
    #[arg(long, default_value_t = 50, value_name = "N")]
    pub(crate) limit: usize,
}

/// `fedreg show`
#[derive(Debug, Args)]
#[command(after_help = "\
Examples:
  fedreg show 2025-20750
  fedreg show \"90 FR 53045\"
  fedreg show 02-30544 --published 2002-12-03   where a number was used more than once")]
pub(crate) struct ShowArgs {
    /// A document number or a citation
    #[arg(required = true, value_name = "DOCUMENT")]
    pub(crate) document: Vec<String>,
    /// The publication date, where the number alone is not enough
    #[arg(long, value_name = "DATE", value_parser = values::date)]
    pub(crate) published: Option<NaiveDate>,
    /// Print the whole text
    #[arg(long)]
    pub(crate) text: bool,
}

/// `fedreg explain`
#[derive(Debug, Args)]
#[command(
    after_help = "Records are named by 16 hexadecimal digits; `fedreg show DOCUMENT` and \
    `fedreg list --json` print them. The first digits are enough where they are unique; a document \
    number explains all of its records, NUMBER#3 its third."
)]
pub(crate) struct ExplainArgs {
    /// A record, or a document
    #[arg(value_name = "RECORD")]
    pub(crate) record: String,
}

/// `fedreg review`
#[derive(Debug, Args)]
#[command(args_conflicts_with_subcommands = true)]
pub(crate) struct ReviewArgs {
    /// What to say of a document
    #[command(subcommand)]
    pub(crate) command: Option<ReviewCommand>,
    /// At most so many documents
    #[arg(long, value_name = "N")]
    pub(crate) limit: Option<usize>,
}

/// `fedreg review …`
#[derive(Debug, Subcommand)]
pub(crate) enum ReviewCommand {
    /// Accept the records that the parser proposes, without what it left over
    Accept {
        #[command(flatten)]
        document: ReviewedDocument,
        /// Why
        #[arg(long, value_name = "TEXT")]
        note: String,
    },
    /// Say that a document designates nobody
    Dismiss {
        #[command(flatten)]
        document: ReviewedDocument,
        /// Why
        #[arg(long, value_name = "TEXT")]
        note: String,
    },
    /// Print a file to fill in, with what the parser proposes
    Template {
        #[command(flatten)]
        document: ReviewedDocument,
        /// Read lists that are printed as images, too (see [ocr] in fedreg.toml)
        #[arg(long)]
        ocr: bool,
        /// Take the images from this directory (EN05JN25.000.png) instead of the Register's site
        #[arg(long, value_name = "DIR", requires = "ocr")]
        images: Option<std::path::PathBuf>,
    },
    /// Take the records of a document from a file
    Enter {
        #[command(flatten)]
        document: ReviewedDocument,
        /// The file (TOML), as `template` prints it
        #[arg(value_name = "FILE")]
        file: std::path::PathBuf,
    },
    /// The documents that persons have reviewed, and what became of it
    Done,
}

/// The document that a review is about.
#[derive(Debug, Args)]
pub(crate) struct ReviewedDocument {
    /// A document number (2025-20750), a citation (90 FR 53045) or an address
    #[arg(value_name = "DOCUMENT")]
    pub(crate) document: String,
    /// The document of this day, where a number was used twice
    #[arg(long, value_name = "DATE", value_parser = values::date)]
    pub(crate) published: Option<NaiveDate>,
}

/// Which part of a comparison to print.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, clap::ValueEnum)]
pub(crate) enum Side {
    /// What only the notices have
    Here,
    /// What only the list has
    There,
    /// What both have, of different days
    Dates,
    /// What both have
    Both,
}

/// `fedreg reconcile`
#[derive(Debug, Args)]
#[command(after_long_help = "\
Reads OFAC's sdn.csv (with alt.csv beside it), the Consolidated Screening List, the Denied Persons \
List, or any CSV whose header has a column `name`, and perhaps `aliases` (parted by ;), `authority`, \
`since` and `until`. Two parties are one if a name of the one is a name of the other under the same \
authority. Only authorities that the list speaks of are compared, unless --authority names some.")]
pub(crate) struct ReconcileArgs {
    /// The list
    #[arg(value_name = "FILE")]
    pub(crate) file: std::path::PathBuf,
    /// Compare only this authority: a code, a citation, a short name; repeatable
    #[arg(short, long, value_name = "AUTHORITY")]
    pub(crate) authority: Vec<String>,
    /// The day [default: today]
    #[arg(long, value_name = "DATE", value_parser = values::date)]
    pub(crate) as_of: Option<NaiveDate>,
    /// As far as was known then [default: now]
    #[arg(long, value_name = "INSTANT", value_parser = values::instant)]
    pub(crate) known_at: Option<DateTime<Utc>>,
    /// Print only these [default: here, there, dates]
    #[arg(
        long,
        value_enum,
        value_name = "here|there|dates|both",
        value_delimiter = ',',
        hide_possible_values = true
    )]
    pub(crate) only: Vec<Side>,
}

/// `fedreg entity`
#[derive(Debug, Subcommand)]
pub(crate) enum EntityCommand {
    /// Why two names are one entity, or are not
    Explain {
        /// A name, as a notice prints it
        #[arg(value_name = "NAME")]
        a: String,
        /// Another
        #[arg(value_name = "NAME")]
        b: String,
    },
    /// Every entity, with the rules by which its records were linked
    List,
    /// Make the derived tables (entity, standing…) anew from the records
    Rebuild,
}

/// `fedreg reparse`
#[derive(Debug, Args)]
#[command(after_long_help = "\
Every document of the archive is read again with this program's reader and parser, in parallel and \
without the network. What reads otherwise is printed with its quotes. With --apply it is appended \
in one transaction after that, with the cause `parser`: an interrupted reparse leaves the history \
as it was. Readings by a person stay in force.")]
pub(crate) struct ReparseArgs {
    /// Append the new readings
    #[arg(long)]
    pub(crate) apply: bool,
}

/// `fedreg alerts`
#[derive(Debug, Subcommand)]
pub(crate) enum AlertsCommand {
    /// The outbox: what waits, what failed, what was given up
    List {
        /// Delivered alerts, too
        #[arg(long)]
        all: bool,
    },
    /// Try again now what failed or was given up
    Retry {
        /// Only these (the first digits of a key are enough) [default: all that are not delivered]
        #[arg(value_name = "KEY")]
        keys: Vec<String>,
    },
    /// Send a trial through a channel; nothing is queued
    Test {
        /// The channel's name in fedreg.toml
        #[arg(value_name = "CHANNEL")]
        channel: String,
    },
    /// Show what the rules would have said of what the history holds; nothing is queued or sent
    DryRun {
        /// Of what was recorded after this sequence of the history [default: all of it]
        #[arg(long, value_name = "N", default_value_t = 0, hide_default_value = true)]
        since: i64,
    },
}

/// `fedreg serve`
#[derive(Debug, Args)]
#[command(after_help = "\
Nothing can be changed from these pages. They stand on this machine alone unless another address is \
given; docs/web.md says how to put them behind a proxy.

Examples:
  fedreg serve
  fedreg serve --listen 127.0.0.1:0            a free port; the address is printed
  fedreg serve --public-url https://designations.example.org")]
pub(crate) struct ServeArgs {
    /// Where to listen
    #[arg(long, value_name = "ADDRESS:PORT", default_value = "127.0.0.1:8710")]
    pub(crate) listen: std::net::SocketAddr,
    /// The site's address as the world sees it, for feeds and the API's links
    #[arg(long, value_name = "URL", value_parser = values::public_url)]
    pub(crate) public_url: Option<String>,
    /// Seconds that an answer may take
    #[arg(long, value_name = "SECONDS", default_value_t = 10, value_parser = clap::value_parser!(u64).range(1..=300))]
    pub(crate) time_limit: u64,
}

/// `fedreg audit`
#[derive(Debug, Args)]
pub(crate) struct AuditArgs {
    /// First day [default: the first that the history holds]
    #[arg(long, value_name = "DATE", value_parser = values::date)]
    pub(crate) from: Option<NaiveDate>,
    /// Last day [default: the last that the history holds]
    #[arg(long, value_name = "DATE", value_parser = values::date)]
    pub(crate) to: Option<NaiveDate>,
    /// Only days with something missing or in need of review
    #[arg(long)]
    pub(crate) gaps: bool,
}

/// `fedreg verify`
#[derive(Debug, Args)]
#[command(after_help = "\
The head is the end of the chain of hashes: keep it elsewhere, and a later verification shows that \
the history has only grown since. The digest is over what is current: two histories with the same \
digest hold the same content, in whatever order they were filled.")]
pub(crate) struct VerifyArgs {
    /// A head noted earlier: the history must have grown from it
    #[arg(long = "since", alias = "head", value_name = "HEAD")]
    pub(crate) head: Option<Head>,
}

/// `fedreg doctor`
#[derive(Debug, Args)]
pub(crate) struct DoctorArgs {
    /// Do not try the network
    #[arg(long)]
    pub(crate) offline: bool,
}

/// `fedreg config`
#[derive(Debug, Subcommand)]
pub(crate) enum ConfigCommand {
    /// Write fedreg.toml with every setting and its explanation
    Init {
        /// Write the other files too; a file there replaces the built-in one as a whole
        #[arg(long)]
        all: bool,
    },
    /// Read the configuration and say what is wrong with it
    Check,
    /// Print every setting, its value and where it comes from
    Show,
}
