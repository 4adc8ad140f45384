"""Batches on their way: delivery, throttle, rate limits, journal and snapshots."""
