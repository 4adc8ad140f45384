"""The test kit: what this project tests itself with, for whoever builds upon it.

`transport` answers sessions from a script, sync and async. `observers` remembers events,
and lets time pass at no cost. `conformance` tells whether a plugin keeps the contract.
`strategies` builds every generated model with Hypothesis, and `oddities` what should not be
there; both need the extra `testing`.
"""
