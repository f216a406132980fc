//! Where the cluster is, who we are there, and how patient we are with it.

use std::fmt;
use std::time::Duration;

use base64::Engine as _;
use base64::engine::general_purpose::STANDARD;
use reqwest::header::{AUTHORIZATION, HeaderMap, HeaderValue};
use reqwest::{Certificate, Url, redirect, retry};

use crate::engine::EngineError;

/// How a [`super::Client`] is set up.
#[derive(Clone)]
pub struct Options {
    /// Addresses of nodes, `http` or `https`, with a path where a proxy wants one. Those that hold data make the best use of
    /// [`super::Call::prefer_responsive`].
    pub urls: Vec<String>,
    pub auth: Auth,
    /// PEM of the authorities that sign the nodes' certificates, instead of those of the machine.
    pub ca: Option<Vec<u8>>,
    /// Calls under way at one node at most; more wait, within their deadlines.
    pub connections_per_node: usize,
    /// How long the first attempt of a repeatable call may take; each that was too slow doubles it for the next.
    pub first_attempt: Duration,
    /// How long the making of a connection may take.
    pub connect: Duration,
    /// How often each node is asked whether it is there.
    pub ping_every: Duration,
    /// How soon it must say so.
    pub ping_patience: Duration,
}

/// Who we are to the cluster.
#[derive(Clone)]
pub enum Auth {
    None,
    Basic {
        user: String,
        password: String,
    },
    /// The encoded form, as the cluster gave it out.
    ApiKey(String),
}

impl Options {
    /// Nodes at `urls`, without credentials, and the usual patience.
    pub fn new(urls: impl IntoIterator<Item = impl Into<String>>) -> Self {
        Self {
            urls: urls.into_iter().map(Into::into).collect(),
            auth: Auth::None,
            ca: None,
            connections_per_node: 64,
            first_attempt: Duration::from_millis(600),
            connect: Duration::from_secs(1),
            ping_every: Duration::from_secs(1),
            ping_patience: Duration::from_millis(500),
        }
    }

    /// The addresses, checked, each once and without a slash at the end.
    pub(super) fn bases(&self) -> Result<Vec<String>, EngineError> {
        let mut bases = Vec::with_capacity(self.urls.len());
        for url in &self.urls {
            let base = base(url).map_err(EngineError::Settings)?;
            if !bases.contains(&base) {
                bases.push(base);
            }
        }
        if bases.is_empty() {
            return Err(settings("no address of a node is given"));
        }
        Ok(bases)
    }

    /// The connections to all nodes.
    pub(super) fn http(&self, bases: &[String]) -> Result<reqwest::Client, EngineError> {
        // an error says that the process has a provider already, which serves as well
        let _ = rustls::crypto::ring::default_provider().install_default();
        let mut builder = reqwest::Client::builder()
            .user_agent(concat!("ibid/", env!("CARGO_PKG_VERSION")))
            .default_headers(self.headers()?)
            .http1_only()
            .no_proxy()
            .redirect(redirect::Policy::none())
            .retry(retry::never())
            .referer(false)
            .tcp_nodelay(true)
            .connect_timeout(self.connect)
            .pool_max_idle_per_host(self.connections_per_node);
        if let Some(pem) = &self.ca {
            builder = builder.tls_certs_only(authorities(pem)?);
        } else if bases.iter().all(|base| base.starts_with("http:")) {
            // the machine's authorities are not wanted then, and an image may have none
            builder = builder.tls_certs_only([]);
        }
        builder.build().map_err(|error| {
            let error = super::failure::root(&error);
            settings(&format!(
                "no connection can be set up: {error}; give the PEM of the cluster's authority"
            ))
        })
    }

    fn headers(&self) -> Result<HeaderMap, EngineError> {
        let credentials = match &self.auth {
            Auth::None => return Ok(HeaderMap::new()),
            Auth::Basic { user, .. } if user.contains(':') => {
                return Err(settings("a user's name for basic authentication holds no colon"));
            }
            Auth::Basic { user, password } => {
                format!("Basic {}", STANDARD.encode(format!("{user}:{password}")))
            }
            Auth::ApiKey(key) => format!("ApiKey {}", key.trim()),
        };
        let mut value = HeaderValue::try_from(credentials)
            .map_err(|_| settings("the API key holds characters that no key has; give its encoded form"))?;
        value.set_sensitive(true);
        Ok(HeaderMap::from_iter([(AUTHORIZATION, value)]))
    }
}

fn authorities(pem: &[u8]) -> Result<Vec<Certificate>, EngineError> {
    let certificates = Certificate::from_pem_bundle(pem).unwrap_or_default();
    if certificates.is_empty() {
        return Err(settings("the file of the cluster's authority holds no certificate in PEM"));
    }
    Ok(certificates)
}

/// A node's address as calls are put behind it. What is refused is not printed where it may hold a password.
fn base(text: &str) -> Result<String, String> {
    let url = Url::parse(text.trim()).map_err(|error| {
        format!("an address of a node cannot be read: {error}; write it as https://host:9200")
    })?;
    if !url.username().is_empty() || url.password().is_some() {
        return Err("an address of a node holds a user or password; give them apart".into());
    }
    if !matches!(url.scheme(), "http" | "https") || url.query().is_some() || url.fragment().is_some() {
        return Err(format!("{url} is not the address of a node; write it as https://host:9200"));
    }
    Ok(url.as_str().trim_end_matches('/').to_owned())
}

fn settings(text: &str) -> EngineError {
    EngineError::Settings(text.to_owned())
}

impl fmt::Debug for Options {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        // an address may hold a password until it is checked, so addresses are counted
        f.debug_struct("Options")
            .field("nodes", &self.urls.len())
            .field("auth", &self.auth)
            .finish_non_exhaustive()
    }
}

impl fmt::Debug for Auth {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(match self {
            Auth::None => "None",
            Auth::Basic { .. } => "Basic",
            Auth::ApiKey(_) => "ApiKey",
        })
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn addresses_are_checked() {
        for (urls, expected) in [
            (&["http://127.0.0.1:9200"][..], Ok(vec!["http://127.0.0.1:9200"])),
            (&[" https://a:9200/ ", "https://a:9200"], Ok(vec!["https://a:9200"])),
            (&["https://gate/search/"], Ok(vec!["https://gate/search"])),
            (&[], Err("no address")),
            (&["a:9200"], Err("not the address of a node")),
            (&["127.0.0.1:9200"], Err("cannot be read")),
            (&["http://a:9200/?x=1"], Err("not the address of a node")),
            (&["https://user:sesame@a:9200"], Err("holds a user or password")),
        ] {
            let result = Options::new(urls.iter().copied()).bases();
            match (&result, expected) {
                (Ok(bases), Ok(expected)) => assert_eq!(*bases, expected, "{urls:?}"),
                (Err(error), Err(expected)) => {
                    let error = error.to_string();
                    assert!(error.contains(expected) && !error.contains("sesame"), "{urls:?}: {error}");
                }
                _ => panic!("{urls:?}: {result:?}"),
            }
        }
    }

    #[test]
    fn what_cannot_work_is_refused_before_the_first_call() {
        let of = |change: fn(&mut Options)| {
            let mut options = Options::new(["https://127.0.0.1:9200"]);
            options.ca = Some(b"not PEM".to_vec());
            change(&mut options);
            super::super::Client::new(options).err().map(|error| error.to_string()).unwrap_or_default()
        };
        assert!(of(|_| {}).contains("no certificate in PEM"));
        let colon = of(|options| {
            options.ca = None;
            options.auth = Auth::Basic { user: "a:b".into(), password: "sesame".into() };
        });
        assert!(colon.contains("no colon"), "{colon}");
        let key = of(|options| options.auth = Auth::ApiKey("ses\name".into()));
        assert!(key.contains("encoded form") && !key.contains("ses"), "{key}");
    }

    #[test]
    fn debug_prints_no_secret() {
        let mut options = Options::new(["https://user:sesame@a:9200"]);
        for auth in
            [Auth::Basic { user: "u".into(), password: "sesame".into() }, Auth::ApiKey("sesame".into())]
        {
            options.auth = auth;
            let text = format!("{options:?}");
            assert!(!text.contains("sesame"), "{text}");
        }
    }
}
