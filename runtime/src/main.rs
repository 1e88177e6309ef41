//! The binary `facesign-mcp`.
fn main() {}
