//! Settings that say where the library is kept.

use super::{
    Config, ConfigError, DATA, ENGINE, OPENSEARCH_API_KEY, OPENSEARCH_CA, OPENSEARCH_PASSWORD,
    OPENSEARCH_PREFIX, OPENSEARCH_REPLICAS, OPENSEARCH_SHARDS, OPENSEARCH_URL, OPENSEARCH_USER, Values,
};
use crate::engine::Place;
use crate::engine::opensearch::{Auth, Options};

impl Config {
    /// Where the library is: a folder, or the cluster that the settings describe.
    pub fn place_of(values: &Values) -> Result<Place, ConfigError> {
        let is_cluster = values.parse(ENGINE, "embedded or opensearch", |text| match text {
            "embedded" => Some(false),
            "opensearch" => Some(true),
            _ => None,
        })?;
        if is_cluster {
            return cluster(values, values.get(OPENSEARCH_URL).0).map(Place::Cluster);
        }
        values.parse(DATA, "a folder", |text| (!text.is_empty()).then(|| Place::Folder(text.into())))
    }
}

/// The library in the cluster at `urls`, with everything else as the settings say.
pub fn cluster(values: &Values, urls: &str) -> Result<Options, ConfigError> {
    let urls: Vec<&str> = urls.split(',').map(str::trim).filter(|url| !url.is_empty()).collect();
    if urls.is_empty() {
        return Err(
            values.refused(OPENSEARCH_URL, "the addresses of nodes, such as https://a:9200,https://b:9200")
        );
    }
    let mut options = Options::new(urls);
    options.client.auth = auth(values)?;
    options.client.ca = match values.get(OPENSEARCH_CA).0 {
        "" => None,
        path => Some(
            std::fs::read(path)
                .map_err(|error| ConfigError::File { path: path.to_owned(), reason: error.to_string() })?,
        ),
    };
    options.prefix =
        values.parse(OPENSEARCH_PREFIX, "lower-case letters, digits, - and _, a letter first", |text| {
            let first = text.starts_with(|first: char| first.is_ascii_lowercase());
            let all =
                text.chars().all(|c| c.is_ascii_lowercase() || c.is_ascii_digit() || matches!(c, '-' | '_'));
            (first && all && text.len() <= 100).then(|| text.to_owned())
        })?;
    options.shards = values.parse(OPENSEARCH_SHARDS, "a number from 1 to 1024", |text| {
        text.parse().ok().filter(|shards| (1..=1024).contains(shards))
    })?;
    options.replicas = values
        .parse(OPENSEARCH_REPLICAS, "a number from 0 to 10", |text| text.parse().ok().filter(|n| *n <= 10))?;
    Ok(options)
}

fn auth(values: &Values) -> Result<Auth, ConfigError> {
    let text = |key| values.get(key).0.to_owned();
    let (user, password, key) = (text(OPENSEARCH_USER), text(OPENSEARCH_PASSWORD), text(OPENSEARCH_API_KEY));
    match (user.is_empty(), key.is_empty()) {
        (true, true) => Ok(Auth::None),
        (false, true) => Ok(Auth::Basic { user, password }),
        (true, false) => Ok(Auth::ApiKey(key)),
        (false, false) => {
            Err(values.refused(OPENSEARCH_USER, "used together with an API key: give one of both"))
        }
    }
}
