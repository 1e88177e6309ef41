//! Flags of the commands that run a server: one for every key of the configuration, stronger than environment and file.

use std::path::PathBuf;

use clap::builder::PathBufValueParser;
use clap::{Arg, ArgAction, ArgMatches, Args, Command, FromArgMatches};

use super::{Exit, Failure};
use crate::config::{Config, KEYS, Key, Mode, Sources};

/// Flag and id of the configuration file.
const FILE: &str = "config";
/// Flag and id of the short way to write `--open=false`.
const NO_OPEN: &str = "no-open";
/// Key that [`NO_OPEN`] is about.
const OPEN: &str = "open";

/// What was given on the command line of a server; the configuration knows the defaults.
#[derive(Debug, Default)]
pub(super) struct Settings {
    file: Option<PathBuf>,
    flags: Vec<(&'static str, String)>,
}

impl Settings {
    /// The configuration of this process.
    pub(super) fn load(self, mode: Mode) -> Result<Config, Failure> {
        let sources = Sources::of_process(self.file, self.flags);
        Config::load(mode, sources).map_err(|error| Failure::new(Exit::Config, error.to_string()))
    }
}

impl Args for Settings {
    fn augment_args(command: Command) -> Command {
        let file = Arg::new(FILE)
            .long(FILE)
            .value_name("FILE")
            .value_parser(PathBufValueParser::new())
            .help(
                "TOML file with any of the keys below, dashes as underscores; also `FACESIGN_MCP_CONFIG`, as each key has \
                 a variable like `FACESIGN_MCP_PORT`",
            );
        let no_open = Arg::new(NO_OPEN)
            .long(NO_OPEN)
            .action(ArgAction::SetTrue)
            .overrides_with(OPEN)
            .help("Never open a browser");
        command.arg(file).args(KEYS.iter().map(flag)).arg(no_open)
    }

    fn augment_args_for_update(command: Command) -> Command {
        Self::augment_args(command)
    }
}

fn flag(key: &Key) -> Arg {
    let flag = Arg::new(key.name)
        .long(key.name.replace('_', "-"))
        .value_name(key.value)
        .help(key.meaning);
    if key.value == "BOOL" {
        flag.num_args(0..=1).default_missing_value("true")
    } else {
        flag
    }
}

impl FromArgMatches for Settings {
    fn from_arg_matches(matches: &ArgMatches) -> Result<Self, clap::Error> {
        let given = |key: &Key| Some((key.name, matches.get_one::<String>(key.name)?.clone()));
        let mut flags: Vec<_> = KEYS.iter().filter_map(given).collect();
        if matches.get_flag(NO_OPEN) {
            flags.push((OPEN, "false".to_owned()));
        }
        Ok(Self {
            file: matches.get_one(FILE).cloned(),
            flags,
        })
    }

    fn update_from_arg_matches(&mut self, matches: &ArgMatches) -> Result<(), clap::Error> {
        *self = Self::from_arg_matches(matches)?;
        Ok(())
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn flags(arguments: &[&str]) -> Vec<(&'static str, String)> {
        let command = Settings::augment_args(Command::new("test"));
        let matches = command
            .try_get_matches_from([&["test"], arguments].concat())
            .expect("flags are read");
        let settings = Settings::from_arg_matches(&matches).expect("flags are taken");
        settings.flags
    }

    #[test]
    fn flags_arrive_under_their_key() {
        let given = flags(&["--max-calls", "3", "--sandbox", "--no-open"]);
        let expected = [("sandbox", "true"), ("max_calls", "3"), ("open", "false")];
        assert_eq!(given, expected.map(|(key, value)| (key, value.to_owned())));
    }

    #[test]
    fn the_last_word_on_the_browser_counts() {
        assert_eq!(
            flags(&["--open", "--no-open"]),
            [("open", "false".to_owned())]
        );
        assert_eq!(
            flags(&["--no-open", "--open"]),
            [("open", "true".to_owned())]
        );
    }

    #[test]
    fn help_tells_what_every_key_means() {
        let help = Settings::augment_args(Command::new("test").term_width(0))
            .render_help()
            .to_string();
        for key in KEYS {
            assert!(help.contains(key.meaning), "{}: {help}", key.name);
        }
    }
}
