from django.db import migrations, models


class Migration(migrations.Migration):

    dependencies = [
        ('people', '0002_staff_record'),
    ]

    operations = [
        migrations.AddField(
            model_name='organisation',
            name='hours',
            field=models.CharField(blank=True, default='', max_length=40, verbose_name='服务时间'),
            preserve_default=False,
        ),
        migrations.AddField(
            model_name='organisation',
            name='partner',
            field=models.CharField(blank=True, default='', max_length=40, verbose_name='所属邻城'),
            preserve_default=False,
        ),
    ]
