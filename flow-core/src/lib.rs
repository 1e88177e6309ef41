//! A `no_std`, allocation-free parser and validator for `FaceSign` verification flows.
#![no_std]
#![forbid(unsafe_code)]
