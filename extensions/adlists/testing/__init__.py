"""The test kit: what this project tests itself with, for whoever builds upon it.

`apparatus` holds fixtures for pytest: sessions over a sandbox in the test's own process, and a
recording (`cassette`). What intercepts other libraries (respx, vcrpy,
pytest-httpx) does not see what a session sends, so that a session refuses to open beside it.
`transport` answers sessions from a script, sync and async. `observers` remembers events,
and lets time pass at no cost. `rehearsal` runs plugins through calls of a service that is made
up, and `conformance` tells whether a plugin keeps the contract.
`strategies` builds every generated model with Hypothesis, and `oddities` what should not be
there; both need the extra `testing`.
"""
