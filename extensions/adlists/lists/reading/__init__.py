"""A source of identifiers → checked, hashed, unique → batches ready to send."""
