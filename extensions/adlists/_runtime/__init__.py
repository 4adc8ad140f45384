"""How a call is performed: private, and free to change. The public modules stand above it."""
