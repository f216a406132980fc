//! The server's configuration: flags, then the environment, then a TOML file, then defaults. Every setting stands in `SETTINGS`
//! with its default; the same name is the flag (`--drain-grace`), the variable (`IBID_DRAIN_GRACE`) and the key
//! (`drain_grace`).

mod duration;
mod place;

use std::collections::BTreeMap;
use std::fmt;
use std::net::SocketAddr;
use std::path::{Path, PathBuf};
use std::time::Duration;

use thiserror::Error;

pub use duration::{DurationError, parse_duration};
pub use place::cluster;

use crate::engine::Place;

/// A setting.
#[derive(Debug, Clone, Copy)]
pub struct Setting {
    /// Key in the file; the variable and the flag follow from it.
    pub key: &'static str,
    /// In force when nobody says otherwise. Empty: off.
    pub default: &'static str,
    /// What it does.
    pub about: &'static str,
    /// Is not printed, and has no flag: other users of a machine see flags.
    pub secret: bool,
}

pub const ENGINE: &str = "engine";
pub const DATA: &str = "data";
pub const OPENSEARCH_URL: &str = "opensearch_url";
pub const OPENSEARCH_PREFIX: &str = "opensearch_prefix";
pub const OPENSEARCH_USER: &str = "opensearch_user";
pub const OPENSEARCH_PASSWORD: &str = "opensearch_password";
pub const OPENSEARCH_API_KEY: &str = "opensearch_api_key";
pub const OPENSEARCH_CA: &str = "opensearch_ca";
pub const OPENSEARCH_SHARDS: &str = "opensearch_shards";
pub const OPENSEARCH_REPLICAS: &str = "opensearch_replicas";
pub const LISTEN: &str = "listen";
pub const ADMIN_LISTEN: &str = "admin_listen";
pub const INSECURE_LISTEN: &str = "insecure_listen";
pub const LOG: &str = "log";
pub const MESH: &str = "mesh";
pub const DRAIN_DELAY: &str = "drain_delay";
pub const DRAIN_GRACE: &str = "drain_grace";
pub const MAX_DEADLINE: &str = "max_deadline";
pub const MAX_STREAMS: &str = "max_streams";

/// Every setting.
pub const SETTINGS: [Setting; 19] = [
    setting(ENGINE, "embedded", "what keeps the library: embedded, in a folder; opensearch, in a cluster"),
    setting(DATA, "./ibid-data", "folder of the library"),
    setting(OPENSEARCH_URL, "", "addresses of the cluster's nodes, with commas between"),
    setting(OPENSEARCH_PREFIX, "ibid", "what the names of the library's indices begin with"),
    setting(OPENSEARCH_USER, "", "user, for basic authentication"),
    secret(OPENSEARCH_PASSWORD, "password of that user"),
    secret(OPENSEARCH_API_KEY, "API key, in place of user and password"),
    setting(OPENSEARCH_CA, "", "PEM file of the authority that signed the nodes' certificates"),
    setting(OPENSEARCH_SHARDS, "1", "shards of an index, when it is made"),
    setting(OPENSEARCH_REPLICAS, "1", "copies of each shard beside the first, when it is made"),
    setting(LISTEN, "127.0.0.1:50051", "address of the services"),
    setting(ADMIN_LISTEN, "", "address of /livez, /readyz and /buildinfo; off when empty"),
    setting(INSECURE_LISTEN, "false", "allow an address that others reach, without authentication"),
    setting(LOG, "info", "what is logged, as in RUST_LOG"),
    setting(MESH, "", "MeSH vocabulary made by `ibid mesh`; the headings that ship when empty"),
    setting(DRAIN_DELAY, "500ms", "on a stop: between saying NOT_SERVING and closing the door"),
    setting(DRAIN_GRACE, "10s", "on a stop: how long calls under way may take"),
    setting(MAX_DEADLINE, "1h", "longest deadline that a caller may ask for"),
    setting(MAX_STREAMS, "256", "calls at once on one connection"),
];

const fn setting(key: &'static str, default: &'static str, about: &'static str) -> Setting {
    Setting { key, default, about, secret: false }
}

const fn secret(key: &'static str, about: &'static str) -> Setting {
    Setting { key, default: "", about, secret: true }
}

impl Setting {
    /// Its environment variable.
    pub fn variable(&self) -> String {
        format!("IBID_{}", self.key.to_ascii_uppercase())
    }

    /// Its flag.
    pub fn flag(&self) -> String {
        format!("--{}", self.key.replace('_', "-"))
    }
}

/// Where a value came from.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Origin {
    Flag(String),
    Environment(String),
    File(PathBuf),
    Default,
}

impl fmt::Display for Origin {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Origin::Flag(flag) => write!(f, "flag {flag}"),
            Origin::Environment(variable) => write!(f, "environment {variable}"),
            Origin::File(path) => write!(f, "file {}", path.display()),
            Origin::Default => f.write_str("default"),
        }
    }
}

/// Why a configuration is not one. Each says where the value stands.
#[derive(Debug, Error, PartialEq, Eq)]
pub enum ConfigError {
    #[error("cannot read {path}: {reason}")]
    File { path: String, reason: String },
    #[error("{path}: unknown key {key:?}; known are {known}")]
    UnknownKey { path: String, key: String, known: String },
    #[error("{key} ({origin}): {value:?} is not {expected}")]
    Value { key: &'static str, origin: String, value: String, expected: &'static str },
    #[error(
        "listen address {0} can be reached by others and Ibid has no authentication yet: listen on 127.0.0.1, \
         or add --insecure-listen if the network keeps others out"
    )]
    Insecure(SocketAddr),
}

/// The configuration in force.
#[derive(Debug, Clone)]
pub struct Config {
    pub place: Place,
    pub listen: SocketAddr,
    pub admin_listen: Option<SocketAddr>,
    pub log: String,
    pub mesh: Option<PathBuf>,
    pub drain_delay: Duration,
    pub drain_grace: Duration,
    pub max_deadline: Duration,
    pub max_streams: u32,
}

/// Every setting's text with where it came from.
#[derive(Debug, Clone)]
pub struct Values(BTreeMap<&'static str, (String, Origin)>);

impl Values {
    /// Takes each setting from the first that has it: `flags` (by key), `environment`, the file, its default.
    pub fn gather(
        flags: &BTreeMap<&'static str, String>,
        environment: impl Fn(&str) -> Option<String>,
        file: Option<&Path>,
    ) -> Result<Self, ConfigError> {
        let from_file = file.map(|path| read(path).map(|table| (path, table))).transpose()?;
        let values = SETTINGS.iter().map(|setting| {
            let from_flag = flags.get(setting.key).map(|value| (value.clone(), Origin::Flag(setting.flag())));
            let from_environment = || {
                let value = environment(&setting.variable())?;
                Some((value, Origin::Environment(setting.variable())))
            };
            let from_file = || {
                let (path, table) = from_file.as_ref()?;
                Some((table.get(setting.key)?.clone(), Origin::File(path.to_path_buf())))
            };
            let value = from_flag
                .or_else(from_environment)
                .or_else(from_file)
                .unwrap_or_else(|| (setting.default.to_owned(), Origin::Default));
            (setting.key, value)
        });
        Ok(Self(values.collect()))
    }

    /// The text of a setting and its origin.
    pub fn get(&self, key: &'static str) -> (&str, &Origin) {
        self.0.get(key).map_or(("", &Origin::Default), |(value, origin)| (value, origin))
    }

    /// Reads every value.
    pub fn config(&self) -> Result<Config, ConfigError> {
        let listen: SocketAddr =
            self.parse(LISTEN, "an address with a port, such as 127.0.0.1:50051", |text| text.parse().ok())?;
        let insecure: bool = self.parse(INSECURE_LISTEN, "true or false", |text| text.parse().ok())?;
        if !listen.ip().is_loopback() && !insecure {
            return Err(ConfigError::Insecure(listen));
        }
        Ok(Config {
            place: Config::place_of(self)?,
            listen,
            admin_listen: self.parse(ADMIN_LISTEN, "an address with a port, or empty", |text| {
                if text.is_empty() { Some(None) } else { text.parse().ok().map(Some) }
            })?,
            log: self.get(LOG).0.to_owned(),
            mesh: Some(self.get(MESH).0).filter(|path| !path.is_empty()).map(PathBuf::from),
            drain_delay: self.duration(DRAIN_DELAY)?,
            drain_grace: self.duration(DRAIN_GRACE)?,
            max_deadline: self.duration(MAX_DEADLINE)?,
            max_streams: self.parse(MAX_STREAMS, "a number from 1", |text| {
                text.parse().ok().filter(|&streams| streams > 0)
            })?,
        })
    }

    fn duration(&self, key: &'static str) -> Result<Duration, ConfigError> {
        self.parse(key, "a time such as 500ms, 10s, 5m or 1h", |text| parse_duration(text).ok())
    }

    fn parse<T>(
        &self,
        key: &'static str,
        expected: &'static str,
        read: impl FnOnce(&str) -> Option<T>,
    ) -> Result<T, ConfigError> {
        read(self.get(key).0).ok_or_else(|| self.refused(key, expected))
    }

    fn refused(&self, key: &'static str, expected: &'static str) -> ConfigError {
        let (value, origin) = self.get(key);
        ConfigError::Value { key, origin: origin.to_string(), value: value.to_owned(), expected }
    }
}

/// The file as it would be written to get this configuration, each value with its origin.
impl fmt::Display for Values {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        for setting in &SETTINGS {
            let (value, origin) = self.get(setting.key);
            if setting.secret && !value.is_empty() {
                writeln!(f, "# {} is set and not shown  # {origin}: {}", setting.key, setting.about)?;
                continue;
            }
            writeln!(f, "{} = {:?}  # {origin}: {}", setting.key, value, setting.about)?;
        }
        Ok(())
    }
}

fn read(path: &Path) -> Result<BTreeMap<String, String>, ConfigError> {
    let unreadable = |reason: String| ConfigError::File {
        path: path.display().to_string(),
        reason: reason.trim().to_owned(),
    };
    let text = std::fs::read_to_string(path).map_err(|error| unreadable(error.to_string()))?;
    let table: toml::Table = text.parse().map_err(|error: toml::de::Error| unreadable(error.to_string()))?;
    table
        .into_iter()
        .map(|(key, value)| {
            if !SETTINGS.iter().any(|setting| setting.key == key) {
                let known: Vec<&str> = SETTINGS.iter().map(|setting| setting.key).collect();
                let path = path.display().to_string();
                return Err(ConfigError::UnknownKey { path, key, known: known.join(", ") });
            }
            let text = match value {
                toml::Value::String(text) => text,
                toml::Value::Integer(number) => number.to_string(),
                toml::Value::Boolean(truth) => truth.to_string(),
                _ => return Err(unreadable(format!("{key} is not a text, a whole number or a truth value"))),
            };
            Ok((key, text))
        })
        .collect()
}

#[cfg(test)]
mod tests;
