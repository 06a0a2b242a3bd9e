"""Neighbouring towns as a Django app."""

from django.apps import AppConfig


class PartnersConfig(AppConfig):
    name = "wolaiban.partners"
    label = "partners"
    verbose_name = "邻城往来"
