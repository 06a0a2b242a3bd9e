"""The statistics as a Django app: of its own it keeps only draws on record."""

from django.apps import AppConfig


class StatisticsConfig(AppConfig):
    name = "wolaiban.statistics"
    label = "statistics"
    verbose_name = "统计"
