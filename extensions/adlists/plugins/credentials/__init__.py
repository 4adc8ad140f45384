"""Credentials, as layers: each signs the requests of the operations that ask for it.

    BearerToken(token)                  oauth2, openIdConnect, http bearer: a token from elsewhere
    BasicAuth(username, password)       http basic
    ApiKey(key)                         apiKey, wherever the scheme puts it
    ClientCredentials(id, secret)       oauth2: fetches tokens, renews them, replaces them
    RefreshToken(id, secret, token)     oauth2: the same, for somebody who has agreed before
    ServiceAccount(issuer, key)         oauth2: the same, by a signed assertion
    Anonymous()                         none, on purpose

`adlists.Keyring(entry)` is whichever of these lies in the system's keyring.

A credential is matched to a service's security schemes by their kind. It goes to the
service's own origin and nowhere else, and a header or parameter that is there already
stays: of two credentials for one place, the first given is used.
"""

from __future__ import annotations

from adlists.plugins.credentials.anonymous import Anonymous
from adlists.plugins.credentials.environment import Found, from_environment
from adlists.plugins.credentials.oauth import ClientCredentials, RefreshToken, ServiceAccount
from adlists.plugins.credentials.plain import ApiKey, BasicAuth, BearerToken
from adlists.plugins.credentials.required import Requirement, requirements
from adlists.plugins.credentials.signing import Credential

__all__ = [
    "Anonymous",
    "ApiKey",
    "BasicAuth",
    "BearerToken",
    "ClientCredentials",
    "Credential",
    "Found",
    "RefreshToken",
    "Requirement",
    "ServiceAccount",
    "from_environment",
    "requirements",
]
