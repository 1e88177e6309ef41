//! One typed configuration: file, then environment, then flags.
