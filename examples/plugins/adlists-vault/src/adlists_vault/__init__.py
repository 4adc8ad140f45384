"""Asks a program for the token, without blocking: `ADLISTS_PLUGIN_VAULT_COMMAND="pass api"`."""

import asyncio
import shlex

import attrs

import adlists
from adlists.flow import Exchange, Flow, Layer, await_


@attrs.define(eq=False)
class Vault:
    name = "vault"
    command: str
    held: str = attrs.field(default="", init=False, repr=False)

    @adlists.hookimpl(place="credentials")
    def adlists_layer(self) -> Layer:
        def layer(proceed: Exchange) -> Exchange:
            def exchange(request: adlists.Request) -> Flow[adlists.Response]:
                if not self.held:
                    self.held = yield from await_(self.asked)
                signed = request.with_header("authorization", f"Bearer {self.held}")
                response = yield from proceed(signed)
                self.held = "" if response.status == 401 else self.held
                return response

            return exchange

        return layer

    async def asked(self) -> str:
        words = shlex.split(self.command)
        program = await asyncio.create_subprocess_exec(*words, stdout=asyncio.subprocess.PIPE)
        said, _ = await program.communicate()
        if program.returncode or not said.strip():
            raise adlists.ConfigurationError(f"{words[0]} gave no token.")
        return said.decode().strip()
