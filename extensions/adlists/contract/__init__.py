"""What generated code is made of.

A generated package holds models, a module for each operation, one for each tag with its
methods, and a client; each is imported when it is used. All are built from the values
below and from attrs, and from nothing else. The runtime, the sandbox and the command line
read the same values, so that a fact stated in an OpenAPI document is stated once.

Names follow the OpenAPI Specification 3.1 (https://spec.openapis.org/oas/v3.1.1).
"""

from __future__ import annotations

from adlists.contract.choice import Alternatives, choose, load
from adlists.contract.clients import AsyncClient, AsyncSend, Client, Send
from adlists.contract.files import File
from adlists.contract.hosts import Server, ServerVariable
from adlists.contract.links import link
from adlists.contract.long_bodies import LongBody, long, whole
from adlists.contract.operations import (
    Arguments,
    Body,
    Call,
    CallOptions,
    Encoded,
    MediaType,
    NextPage,
    Operation,
    Parameter,
    Place,
    Reply,
    Style,
)
from adlists.contract.raw_reply import RawReply
from adlists.contract.reply_headers import ReplyHeader
from adlists.contract.scalar_texts import kinds_of, read_first, read_scalar
from adlists.contract.schemas import (
    UNSET,
    Discriminator,
    Encoding,
    Field,
    Kind,
    Model,
    Schema,
    Unset,
    Xml,
    fields,
    guarded,
    is_dict,
    is_list,
    redacted,
)
from adlists.contract.services import Operations, Scheme, Service
from adlists.contract.streams import Stream, streamed
from adlists.contract.trees import (
    Known,
    each,
    each_kept,
    kept,
    known,
    listed,
    optional,
    plain,
    read_time,
    same,
    tree,
    write_time,
)
from adlists.contract.value_limits import ValueLimits

__all__ = [
    "UNSET",
    "Alternatives",
    "Arguments",
    "AsyncClient",
    "AsyncSend",
    "Body",
    "Call",
    "CallOptions",
    "Client",
    "Discriminator",
    "Encoded",
    "Encoding",
    "Field",
    "File",
    "Kind",
    "Known",
    "LongBody",
    "MediaType",
    "Model",
    "NextPage",
    "Operation",
    "Operations",
    "Parameter",
    "Place",
    "RawReply",
    "Reply",
    "ReplyHeader",
    "Schema",
    "Scheme",
    "Send",
    "Server",
    "ServerVariable",
    "Service",
    "Stream",
    "Style",
    "Unset",
    "ValueLimits",
    "Xml",
    "choose",
    "each",
    "each_kept",
    "fields",
    "guarded",
    "is_dict",
    "is_list",
    "kept",
    "kinds_of",
    "known",
    "link",
    "listed",
    "load",
    "long",
    "optional",
    "plain",
    "read_first",
    "read_scalar",
    "read_time",
    "redacted",
    "same",
    "streamed",
    "tree",
    "whole",
    "write_time",
]
