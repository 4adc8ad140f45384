"""What a service offers for its lists, as a job sees it: `protocol`, made from a document.

template    values with `$…` in them → values without
frame       a body with one hole, split there once; rows go in between
steps       a document's `x-lists` as the steps of a job
outcome     what a reply to a batch means
"""
