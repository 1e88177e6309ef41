//! The fingerprint of a flow.

use super::check::prove;
use super::owned::Flow;

impl Flow {
    /// SHA-256 over the canonical text of the flow, as 64 hexadecimal digits; `None` where a node has far more members
    /// than any node type knows.
    pub fn fingerprint(&self) -> Option<String> {
        let found = prove(&self.value().to_string(), |prover| {
            prover.fingerprint().ok()
        });
        found.flatten().map(|fingerprint| fingerprint.to_string())
    }
}
