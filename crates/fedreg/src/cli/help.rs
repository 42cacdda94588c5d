//! The help of the whole program: commands by purpose, examples, exit codes, environment.

use std::fmt::Write as _;

use clap::Command;

use crate::exit::Status;

/// Commands by what one wants. A test keeps this in step with the commands there are.
const GROUPS: [(&str, &[&str]); 4] = [
    ("Collect", &["run", "watch", "parse", "reparse", "alerts"]),
    (
        "Ask",
        &[
            "list", "diff", "timeline", "entity", "search", "show", "explain", "serve",
        ],
    ),
    (
        "Check",
        &["review", "reconcile", "audit", "verify", "doctor"],
    ),
    (
        "Set up",
        &["config", "authorities", "schema", "completions", "man"],
    ),
];

const EXAMPLES: &str =
    "  fedreg run --source fixtures/register        read a folder of saved documents
  fedreg list --authority INA-219 --as-of 2025-11-24
  fedreg diff 2025-11-23 2025-11-24
  fedreg timeline \"Cartel de los Soles\"
  fedreg show \"90 FR 53045\"
  fedreg parse notice.xml --json";

const ENVIRONMENT: &str = "  FEDREG_DB       the history, as --db
  FEDREG_CONFIG   the configuration directory, as --config
  FEDREG_LOG      what to log on stderr, as in fedreg_fetch=debug (overrides -v)
  FEDREG_NOW      take this instant (RFC 3339) for now, for tests and demonstrations
  NO_COLOR        no colours
  COLUMNS         the width of tables and text";

/// Gives the program its help.
pub(super) fn dress(command: Command) -> Command {
    let mut groups = String::new();
    for (title, names) in GROUPS {
        let _ = writeln!(groups, "{title}:");
        for name in names {
            let about = command.find_subcommand(name).and_then(Command::get_about);
            let about = about.map(ToString::to_string).unwrap_or_default();
            let _ = writeln!(groups, "  {name:<12} {about}");
        }
        groups.push('\n');
    }
    let mut codes = String::new();
    for status in Status::ALL {
        let _ = writeln!(codes, "  {}  {}", status.code(), status.meaning());
    }
    let after = format!(
        "Examples:\n{EXAMPLES}\n\nExit codes:\n{codes}\nEnvironment:\n{ENVIRONMENT}\n\n\
         Each command has its own help: fedreg COMMAND --help"
    );
    command
        .help_template(format!(
            "{{about-with-newline}}\n{{usage-heading}} {{usage}}\n\n{groups}Options:\n{{options}}{{after-help}}"
        ))
        .after_help(after)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_command_stands_in_one_group() {
        let definition = super::super::definition();
        let mut grouped: Vec<&str> = GROUPS
            .iter()
            .flat_map(|(_, names)| *names)
            .copied()
            .collect();
        let mut defined: Vec<&str> = definition
            .get_subcommands()
            .map(Command::get_name)
            .collect();
        grouped.sort_unstable();
        defined.sort_unstable();
        assert_eq!(grouped, defined);
    }

    #[test]
    fn the_help_lists_every_exit_code() {
        let help = super::super::definition().render_help().to_string();
        for status in Status::ALL {
            assert!(help.contains(status.meaning()), "{}", status.meaning());
        }
    }
}
