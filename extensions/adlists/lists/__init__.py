"""Files of identifiers into lists, completely, once, and resumable."""
