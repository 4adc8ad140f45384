"""A plugin that cannot be imported; nobody who does not name it may notice."""

msg = "this module may only be imported on request"
raise ImportError(msg)
