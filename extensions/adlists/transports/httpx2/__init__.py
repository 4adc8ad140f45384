"""Over httpx2: the pool that it stands on (the default), and a client of the user's own."""
