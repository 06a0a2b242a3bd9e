"""The clock as a Django app."""

from django.apps import AppConfig


class ClockworkConfig(AppConfig):
    name = "wolaiban.clockwork"
    label = "clockwork"
    verbose_name = "时钟"
