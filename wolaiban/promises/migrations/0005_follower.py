from django.db import migrations, models
from django.db.models import F


def follow(apps, schema_editor):
    """Who wrote a case down for somebody follows it."""
    cases = apps.get_model("promises", "Case").objects.exclude(collector="")
    cases.update(follower=F("collector"))


class Migration(migrations.Migration):
    dependencies = [("promises", "0004_file")]

    operations = [
        migrations.AddField("case", "follower", models.CharField(default="", max_length=60)),
        migrations.RunPython(follow, migrations.RunPython.noop),
    ]
