//! A generated corpus of flows and the peers it is read with.
