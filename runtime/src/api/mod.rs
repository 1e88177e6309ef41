//! The client of the upstream `FaceSign` API: wire types, deadlines, retries, errors. Only this module speaks to upstream.
