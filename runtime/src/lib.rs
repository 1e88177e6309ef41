//! The MCP server of `FaceSign` flows: author, validate, preview, run and export.

pub mod api;
pub mod author;
pub mod cli;
pub mod config;
pub mod draw;
pub mod export;
pub mod flow;
pub mod http;
pub mod mcp;
pub mod plan;
pub mod preview;
pub mod sandbox;
pub mod session;
