//! Certificates.

use std::sync::Arc;

use rcgen::{BasicConstraints, CertificateParams, CertifiedIssuer, IsCa, KeyPair};
use tokio_rustls::TlsAcceptor;
use tokio_rustls::rustls::ServerConfig;
use tokio_rustls::rustls::crypto::ring;
use tokio_rustls::rustls::pki_types::PrivateKeyDer;

use super::super::{Call, Client};
use super::fake::{Fake, ok};
use super::{long, options, until};
use crate::engine::EngineError;

/// An authority, as PEM, and what a node needs whose certificate it signed for `name`.
fn authority(name: &str) -> (Vec<u8>, TlsAcceptor) {
    let mut params = CertificateParams::new(Vec::new()).expect("parameters");
    params.is_ca = IsCa::Ca(BasicConstraints::Unconstrained);
    let issuer =
        CertifiedIssuer::self_signed(params, KeyPair::generate().expect("a key")).expect("an authority");
    let key = KeyPair::generate().expect("a key");
    let node = CertificateParams::new([name.to_owned()]).expect("parameters");
    let certificate = node.signed_by(&key, &issuer).expect("a certificate");
    let key = PrivateKeyDer::try_from(key.serialize_der()).expect("a key");
    let config = ServerConfig::builder_with_provider(Arc::new(ring::default_provider()))
        .with_safe_default_protocol_versions()
        .expect("versions")
        .with_no_client_auth()
        .with_single_cert(vec![certificate.der().clone()], key)
        .expect("a certificate with its key");
    (issuer.pem().into_bytes(), TlsAcceptor::from(Arc::new(config)))
}

fn client(nodes: &[&Fake], ca: &[u8]) -> Client {
    let mut options = options(nodes);
    options.ca = Some(ca.to_vec());
    Client::new(options).expect("options that hold")
}

#[tokio::test]
async fn a_node_is_trusted_by_its_authority_alone() {
    let (ours, acceptor) = authority("127.0.0.1");
    let (theirs, _) = authority("127.0.0.1");
    let (elsewhere, misnamed) = authority("search.example");
    let node = Fake::tls("a", acceptor).await;
    client(&[&node], &ours).send(Call::get("/x"), long()).await.expect("an answer");

    let misnamed = Fake::tls("a", misnamed).await;
    for (node, ca) in [(&node, &theirs), (&misnamed, &elsewhere)] {
        let client = client(&[node], ca);
        // at once, on the first call and on one after the watcher has found out
        for call in [Call::get("/x"), Call::post("/x", "{}")] {
            match client.send(call, long()).await {
                Err(error @ EngineError::Untrusted { .. }) => {
                    let text = error.to_string();
                    assert!(text.contains(&node.url) && text.contains("certificate"), "{text}");
                }
                other => panic!("{other:?}"),
            }
            until("the node is suspected", || client.suspects()).await;
        }
    }
    assert_eq!((node.calls().len(), misnamed.calls().len()), (1, 0));
}

#[tokio::test]
async fn a_node_without_trust_leaves_the_others_their_work() {
    let (ours, acceptor) = authority("127.0.0.1");
    let (_, other) = authority("127.0.0.1");
    let (good, bad) = (Fake::tls("good", acceptor).await, Fake::tls("bad", other).await);
    let client = client(&[&good, &bad], &ours);
    for _ in 0..4 {
        client.send(Call::get("/x"), long()).await.expect("an answer");
    }
    assert_eq!((good.calls().len(), bad.calls().len()), (4, 0));
}

#[tokio::test]
async fn a_node_that_speaks_no_tls_is_named() {
    let (ours, _) = authority("127.0.0.1");
    let plain = Fake::start("a", |_, _| ok()).await;
    let mut options = options(&[]);
    options.urls = vec![plain.url.replace("http:", "https:")];
    options.ca = Some(ours);
    let client = Client::new(options).expect("options that hold");
    let result = client.send(Call::get("/x"), super::within(1000)).await;
    assert!(matches!(result, Err(EngineError::Untrusted { .. })), "{result:?}");
}
