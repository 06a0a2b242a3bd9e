"""The kernel as a Django app."""

from django.apps import AppConfig


class PromisesConfig(AppConfig):
    name = "wolaiban.promises"
    label = "promises"
    verbose_name = "承诺"
