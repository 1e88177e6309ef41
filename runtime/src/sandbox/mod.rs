//! A second implementation of the public `FaceSign` API over `SQLite`, with its hosted session page.
