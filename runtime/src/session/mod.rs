//! The product session: a plain state struct, the actor that owns it, and the directory of handles.
