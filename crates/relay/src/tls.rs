//! Serves TLS with the operator's certificate: TLS 1.2 and 1.3, HTTP/1.1 only.

use crate::config::StartError;
use std::path::PathBuf;
use std::sync::Arc;
use tokio_rustls::TlsAcceptor;
use tokio_rustls::rustls::crypto::ring;
use tokio_rustls::rustls::pki_types::pem::PemObject;
use tokio_rustls::rustls::pki_types::{CertificateDer, PrivateKeyDer, pem};
use tokio_rustls::rustls::{self, ServerConfig};

/// From the certificate chain's file and the key's file.
pub(crate) fn acceptor((chain, key): &(PathBuf, PathBuf)) -> Result<TlsAcceptor, StartError> {
    let chain = certificates(chain)?;
    let key = PrivateKeyDer::from_pem_file(key).map_err(StartError::Certificate)?;
    let mut config = ServerConfig::builder_with_provider(Arc::new(ring::default_provider()))
        .with_safe_default_protocol_versions()?
        .with_no_client_auth()
        .with_single_cert(chain, key)?;
    config.alpn_protocols = vec![b"http/1.1".to_vec()];
    Ok(TlsAcceptor::from(Arc::new(config)))
}

/// All certificates of a PEM file.
pub fn certificates(file: &PathBuf) -> Result<Vec<CertificateDer<'static>>, StartError> {
    let found: Result<Vec<_>, pem::Error> =
        CertificateDer::pem_file_iter(file).map_err(StartError::Certificate)?.collect();
    match found {
        Ok(found) if found.is_empty() => Err(StartError::Certificate(pem::Error::NoItemsFound)),
        found => found.map_err(StartError::Certificate),
    }
}

impl From<rustls::Error> for StartError {
    fn from(error: rustls::Error) -> Self {
        Self::Tls(error)
    }
}
