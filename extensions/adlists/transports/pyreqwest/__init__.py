"""Over pyreqwest, in Rust: the fast transport, the extra `adlists[fast]`."""
