//! The binary `facesign-mcp`.

use std::process::ExitCode;

fn main() -> ExitCode {
    facesign_mcp::cli::run(
        std::env::args_os(),
        &mut std::io::stdout(),
        &mut std::io::stderr(),
    )
    .into()
}
