"""Brings a service along: the command line and the sandbox know it then, as they know ours."""

from typing import Any

import adlists
from adlists.contract import MediaType, Operation, Reply, Schema, Service

JSON = MediaType("application/json", "application/json")
WEATHER = Operation[Any](
    id="get_weather",
    method="GET",
    path="/weather",
    tag="weather",
    security=(),
    idempotent=True,
    replies=(Reply(200, 200, (JSON,), Schema("any"), dict),),
)
SERVICE = Service("weather_v1", "Weather", "1", "https://weather.example.com", (WEATHER,))


class Weather:
    name = "weather"

    @adlists.hookimpl
    def adlists_service(self) -> Service:
        return SERVICE
