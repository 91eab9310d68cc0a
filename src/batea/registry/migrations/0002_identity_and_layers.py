import batea.programmes.words
import django.db.models.deletion
import django.utils.timezone
import uuid
from django.db import migrations, models


class Migration(migrations.Migration):

    dependencies = [
        ('evidence', '0001_initial'),
        ('programmes', '0001_initial'),
        ('registry', '0001_initial'),
    ]

    operations = [
        migrations.CreateModel(
            name='HeadCount',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('uid', models.UUIDField(default=uuid.uuid4, editable=False)),
                ('version', models.PositiveIntegerField(default=1, editable=False)),
                ('changed_at', models.DateTimeField(default=django.utils.timezone.now, editable=False)),
                ('exercise', models.BooleanField(default=False, help_text='Made up for an exercise. It is marked wherever it appears; untick once it rests on a source.', verbose_name='exercise data')),
                ('day', models.DateField(verbose_name='day')),
                ('sex', models.CharField(blank=True, choices=[('f', 'Women and girls'), ('m', 'Men and boys'), ('x', 'Others'), ('', 'Not told apart')], max_length=1, verbose_name='sex')),
                ('age', models.CharField(blank=True, choices=[('0-14', '0–14 years'), ('15-17', '15–17 years'), ('18-29', '18–29 years'), ('30-59', '30–59 years'), ('60+', '60 years and over'), ('', 'All ages together')], max_length=5, verbose_name='age')),
                ('number', models.PositiveIntegerField(blank=True, help_text='Empty: they were there or may have been, and were not counted. Nobody there: 0.', null=True, verbose_name='number of people')),
                ('programme', models.ForeignKey(editable=False, on_delete=django.db.models.deletion.PROTECT, related_name='+', to='programmes.programme')),
                ('site', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='head_counts', to='registry.site', verbose_name='mine site')),
                ('visit', models.ForeignKey(blank=True, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='head_counts', to='registry.visit', verbose_name='visit')),
            ],
            options={
                'verbose_name': 'count of people',
                'verbose_name_plural': 'counts of people',
                'abstract': False,
                'indexes': [models.Index(fields=['site', 'day'], name='registry_headcount_day')],
                'constraints': [models.UniqueConstraint(fields=('programme', 'uid'), name='registry_headcount_uid')],
            },
        ),
        migrations.CreateModel(
            name='Layer',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('uid', models.UUIDField(default=uuid.uuid4, editable=False)),
                ('version', models.PositiveIntegerField(default=1, editable=False)),
                ('changed_at', models.DateTimeField(default=django.utils.timezone.now, editable=False)),
                ('exercise', models.BooleanField(default=False, help_text='Made up for an exercise. It is marked wherever it appears; untick once it rests on a source.', verbose_name='exercise data')),
                ('title', models.CharField(max_length=200, verbose_name='title')),
                ('kind', models.CharField(choices=[('protected_area', 'Protected area'), ('exploration_title', 'Mining title: exploration'), ('exploitation_title', 'Mining title: exploitation'), ('indigenous_land', 'Indigenous land'), ('water_source', 'Water source'), ('heritage', 'Heritage'), ('farm', 'Farm'), ('infrastructure', 'Infrastructure'), ('mine_scars', 'Mine scars'), ('other', 'Other')], max_length=20, verbose_name='kind')),
                ('day', models.DateField(blank=True, null=True, verbose_name='day of the data')),
                ('licence', models.CharField(blank=True, max_length=200, verbose_name='licence')),
                ('indicative', batea.programmes.words.WordsField(blank=True, default=batea.programmes.words.Words, help_text='Outlines are indicative unless an office answers for them; say what is not certain.', long=True, verbose_name='how far it can be trusted')),
                ('programme', models.ForeignKey(editable=False, on_delete=django.db.models.deletion.PROTECT, related_name='+', to='programmes.programme')),
                ('source', models.ForeignKey(blank=True, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='layers', to='evidence.source', verbose_name='source')),
            ],
            options={
                'verbose_name': 'layer',
                'verbose_name_plural': 'layers',
                'abstract': False,
                'constraints': [models.UniqueConstraint(fields=('programme', 'uid'), name='registry_layer_uid')],
            },
        ),
        migrations.CreateModel(
            name='LayerShape',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('uid', models.UUIDField(default=uuid.uuid4, editable=False)),
                ('version', models.PositiveIntegerField(default=1, editable=False)),
                ('changed_at', models.DateTimeField(default=django.utils.timezone.now, editable=False)),
                ('exercise', models.BooleanField(default=False, help_text='Made up for an exercise. It is marked wherever it appears; untick once it rests on a source.', verbose_name='exercise data')),
                ('name', models.CharField(blank=True, max_length=200, verbose_name='name')),
                ('geometry', models.TextField(verbose_name='geometry')),
                ('west', models.DecimalField(decimal_places=6, default=0, editable=False, max_digits=9, verbose_name='west')),
                ('south', models.DecimalField(decimal_places=6, default=0, editable=False, max_digits=9, verbose_name='south')),
                ('east', models.DecimalField(decimal_places=6, default=0, editable=False, max_digits=9, verbose_name='east')),
                ('north', models.DecimalField(decimal_places=6, default=0, editable=False, max_digits=9, verbose_name='north')),
                ('layer', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='shapes', to='registry.layer', verbose_name='layer')),
                ('programme', models.ForeignKey(editable=False, on_delete=django.db.models.deletion.PROTECT, related_name='+', to='programmes.programme')),
            ],
            options={
                'verbose_name': 'shape of a layer',
                'verbose_name_plural': 'shapes of layers',
                'abstract': False,
                'indexes': [models.Index(fields=['programme', 'west', 'east'], name='registry_shape_box')],
                'constraints': [models.UniqueConstraint(fields=('programme', 'uid'), name='registry_layershape_uid')],
            },
        ),
        migrations.CreateModel(
            name='SiteChange',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('uid', models.UUIDField(default=uuid.uuid4, editable=False)),
                ('version', models.PositiveIntegerField(default=1, editable=False)),
                ('changed_at', models.DateTimeField(default=django.utils.timezone.now, editable=False)),
                ('exercise', models.BooleanField(default=False, help_text='Made up for an exercise. It is marked wherever it appears; untick once it rests on a source.', verbose_name='exercise data')),
                ('kind', models.CharField(choices=[('merge', 'Merged into'), ('split', 'Divided, gave')], max_length=5, verbose_name='kind')),
                ('day', models.DateField(verbose_name='day')),
                ('reason', batea.programmes.words.WordsField(default=batea.programmes.words.Words, long=True, verbose_name='reason')),
                ('moved', models.JSONField(blank=True, default=dict, verbose_name='what moved')),
                ('undone_on', models.DateField(blank=True, null=True, verbose_name='undone on')),
                ('undone_reason', batea.programmes.words.WordsField(blank=True, default=batea.programmes.words.Words, long=True, verbose_name='why it was undone')),
                ('from_site', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='changes_from', to='registry.site', verbose_name='from site')),
                ('programme', models.ForeignKey(editable=False, on_delete=django.db.models.deletion.PROTECT, related_name='+', to='programmes.programme')),
                ('to_site', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='changes_to', to='registry.site', verbose_name='to site')),
            ],
            options={
                'verbose_name': "change of a site's identity",
                'verbose_name_plural': "changes of sites' identity",
                'abstract': False,
                'constraints': [models.UniqueConstraint(fields=('programme', 'uid'), name='registry_sitechange_uid'), models.UniqueConstraint(condition=models.Q(('kind', 'merge'), ('undone_on', None)), fields=('from_site',), name='registry_site_merged_once'), models.CheckConstraint(condition=models.Q(('from_site', models.F('to_site')), _negated=True), name='registry_site_not_itself', violation_error_message='A site cannot become itself.')],
            },
        ),
        migrations.AddField(
            model_name='site',
            name='merged',
            field=models.BooleanField(default=False, editable=False, verbose_name='merged into another site'),
        ),
        migrations.AddIndex(
            model_name='site',
            index=models.Index(fields=['programme', 'latitude', 'longitude', 'place_class', 'merged'], name='registry_site_place'),
        ),
    ]
