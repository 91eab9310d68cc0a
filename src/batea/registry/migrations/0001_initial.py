import batea.programmes.words
import django.core.validators
import django.db.models.deletion
import django.utils.timezone
import uuid
from django.db import migrations, models


class Migration(migrations.Migration):

    initial = True

    dependencies = [
        ('evidence', '0001_initial'),
        ('programmes', '0001_initial'),
    ]

    operations = [
        migrations.CreateModel(
            name='Site',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('uid', models.UUIDField(default=uuid.uuid4, editable=False)),
                ('version', models.PositiveIntegerField(default=1, editable=False)),
                ('changed_at', models.DateTimeField(default=django.utils.timezone.now, editable=False)),
                ('exercise', models.BooleanField(default=False, help_text='Made up for an exercise. It is marked wherever it appears; untick once it rests on a source.', verbose_name='exercise data')),
                ('name', models.CharField(max_length=120, verbose_name='name')),
                ('code', models.CharField(blank=True, max_length=30, verbose_name='code')),
                ('region', models.CharField(blank=True, max_length=80, verbose_name='region or province')),
                ('district', models.CharField(blank=True, max_length=80, verbose_name='district or municipality')),
                ('latitude', models.DecimalField(blank=True, decimal_places=6, max_digits=9, null=True, validators=[django.core.validators.MinValueValidator(-90), django.core.validators.MaxValueValidator(90)], verbose_name='latitude')),
                ('longitude', models.DecimalField(blank=True, decimal_places=6, max_digits=9, null=True, validators=[django.core.validators.MinValueValidator(-180), django.core.validators.MaxValueValidator(180)], verbose_name='longitude')),
                ('precision_m', models.PositiveIntegerField(blank=True, help_text='Radius within which the site lies.', null=True, verbose_name='precision of the place (metres)')),
                ('place_class', models.CharField(choices=[('S0', 'S0 – exact place'), ('S1', 'S1 – cell of 0.01°'), ('S2', 'S2 – cell of 0.1°'), ('S3', 'S3 – district only'), ('S4', 'S4 – not shown')], default='S2', max_length=2, verbose_name='place shown to others as')),
                ('status', models.CharField(choices=[('active', 'Active'), ('intermittent', 'Intermittent'), ('closed', 'Closed or abandoned'), ('unknown', 'Not known')], default='unknown', max_length=12, verbose_name='status')),
                ('attributes', models.JSONField(blank=True, default=dict, verbose_name='attributes')),
                ('women', models.PositiveIntegerField(blank=True, help_text='Empty: not counted.', null=True, verbose_name='women on site')),
                ('men', models.PositiveIntegerField(blank=True, help_text='Empty: not counted.', null=True, verbose_name='men on site')),
                ('remarks', batea.programmes.words.WordsField(blank=True, default=batea.programmes.words.Words, long=True, verbose_name='remarks')),
                ('programme', models.ForeignKey(editable=False, on_delete=django.db.models.deletion.PROTECT, related_name='+', to='programmes.programme')),
                ('source', models.ForeignKey(blank=True, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='sites', to='evidence.source', verbose_name='source')),
            ],
            options={
                'verbose_name': 'mine site',
                'verbose_name_plural': 'mine sites',
                'abstract': False,
                'constraints': [models.UniqueConstraint(fields=('programme', 'uid'), name='registry_site_uid')],
            },
        ),
        migrations.CreateModel(
            name='Visit',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('uid', models.UUIDField(default=uuid.uuid4, editable=False)),
                ('version', models.PositiveIntegerField(default=1, editable=False)),
                ('changed_at', models.DateTimeField(default=django.utils.timezone.now, editable=False)),
                ('exercise', models.BooleanField(default=False, help_text='Made up for an exercise. It is marked wherever it appears; untick once it rests on a source.', verbose_name='exercise data')),
                ('day', models.DateField(verbose_name='day')),
                ('purpose', batea.programmes.words.WordsField(default=batea.programmes.words.Words, verbose_name='purpose')),
                ('seen', batea.programmes.words.WordsField(blank=True, default=batea.programmes.words.Words, long=True, verbose_name='what was seen')),
                ('programme', models.ForeignKey(editable=False, on_delete=django.db.models.deletion.PROTECT, related_name='+', to='programmes.programme')),
                ('site', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='visits', to='registry.site', verbose_name='mine site')),
                ('source', models.ForeignKey(blank=True, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='visits', to='evidence.source', verbose_name='source')),
            ],
            options={
                'verbose_name': 'visit',
                'verbose_name_plural': 'visits',
                'abstract': False,
                'constraints': [models.UniqueConstraint(fields=('programme', 'uid'), name='registry_visit_uid')],
            },
        ),
    ]
