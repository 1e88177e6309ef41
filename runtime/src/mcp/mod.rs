//! The Model Context Protocol surface; the only module that knows rmcp.
