"""The room as Django loads it. 「人与单位」"""

from django.apps import AppConfig


class PeopleConfig(AppConfig):
    """Areas, organisations, officers and posts. 「人与单位」"""

    name = "wolaiban.people"
    label = "people"
    verbose_name = "人与单位"
