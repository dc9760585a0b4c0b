//! TLS on the client's side.

use crate::app::folder;
use crate::support::*;
use panelboard_relay::Config;
use std::fs;
use std::sync::Arc;
use tokio::io::{AsyncReadExt, AsyncWriteExt};
use tokio_rustls::TlsConnector;
use tokio_rustls::rustls::crypto::ring::default_provider;
use tokio_rustls::rustls::{ClientConfig, RootCertStore};

#[tokio::test]
async fn tls_is_served_with_http_1_only_and_strict_transport() {
    let key = rcgen::KeyPair::generate().expect("a key");
    let params = rcgen::CertificateParams::new(vec!["localhost".to_owned()]).expect("a name");
    let certificate = params.self_signed(&key).expect("a certificate");
    let folder = folder("tls");
    let keys = folder.with_file_name("tls-keys"); // in the app's folder they would be public
    fs::create_dir_all(&keys).expect("a folder");
    let files = (keys.join("chain.pem"), keys.join("key.pem"));
    fs::write(&files.0, certificate.pem()).expect("a file");
    fs::write(&files.1, key.serialize_pem()).expect("a file");
    let nobody = "127.0.0.1:9".parse().expect("an address");
    let change = |config: &mut Config| {
        config.app = Some(folder);
        config.tls = Some(files);
    };
    let subject = relay_with(change, nobody).await;
    let mut roots = RootCertStore::empty();
    roots.add(certificate.der().clone()).expect("a root");
    let connect = async |protocol: &[u8]| {
        let mut config = ClientConfig::builder_with_provider(Arc::new(default_provider()))
            .with_safe_default_protocol_versions()
            .expect("versions")
            .with_root_certificates(roots.clone())
            .with_no_client_auth();
        config.alpn_protocols = vec![protocol.to_vec()];
        let tcp = tokio::net::TcpStream::connect(subject.address).await.expect("it listens");
        let name = "localhost".try_into().expect("a name");
        TlsConnector::from(Arc::new(config)).connect(name, tcp).await
    };
    assert!(connect(b"h2").await.is_err());
    let mut stream = connect(b"http/1.1").await.expect("TLS");
    let request = b"GET / HTTP/1.1\r\nhost: localhost\r\nconnection: close\r\n\r\n";
    stream.write_all(request).await.expect("it reads");
    let mut bytes = Vec::new();
    let _ = stream.read_to_end(&mut bytes).await;
    let answer = parse(&bytes).expect("an answer");
    assert_eq!((answer.status, answer.text().as_str()), (200, "<!doctype html>"));
    assert!(answer.header("strict-transport-security").is_some());
}
