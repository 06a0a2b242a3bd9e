"""The room as Django knows it."""

from django.apps import AppConfig


class ApiConfig(AppConfig):
    """The open HTTP API. 「开放接口」"""

    name = "wolaiban.api"
    label = "api"
    verbose_name = "开放接口"
