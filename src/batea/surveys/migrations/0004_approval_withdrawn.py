from django.db import migrations, models


class Migration(migrations.Migration):

    dependencies = [
        ('surveys', '0002_reading_key'),
    ]

    operations = [
        migrations.AddField(
            model_name='siteupdate',
            name='withdrawn',
            field=models.BooleanField(default=False, help_text='The answers were approved and no longer are. What they did stays until somebody mends it.', verbose_name='approval withdrawn'),
        ),
    ]
