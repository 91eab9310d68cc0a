import batea.programmes.words
import django.db.models.deletion
import django.utils.timezone
import uuid
from django.db import migrations, models


class Migration(migrations.Migration):

    dependencies = [
        ('programmes', '0001_initial'),
        ('toolbox', '0001_initial'),
    ]

    operations = [
        migrations.CreateModel(
            name='FormerAnswers',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('uid', models.UUIDField(default=uuid.uuid4, editable=False)),
                ('version', models.PositiveIntegerField(default=1, editable=False)),
                ('changed_at', models.DateTimeField(default=django.utils.timezone.now, editable=False)),
                ('exercise', models.BooleanField(default=False, help_text='Made up for an exercise. It is marked wherever it appears; untick once it rests on a source.', verbose_name='exercise data')),
                ('number', models.PositiveIntegerField(editable=False, verbose_name='version')),
                ('tool_version', models.PositiveIntegerField(editable=False, verbose_name='version of the tool')),
                ('until', models.DateTimeField(default=django.utils.timezone.now, editable=False, verbose_name='until')),
                ('changed_by', models.CharField(blank=True, editable=False, max_length=200, verbose_name='changed by')),
                ('answers', models.JSONField(blank=True, default=dict, editable=False, verbose_name='answers')),
                ('assessment', models.ForeignKey(editable=False, on_delete=django.db.models.deletion.PROTECT, related_name='former', to='toolbox.assessment', verbose_name='assessment')),
                ('programme', models.ForeignKey(editable=False, on_delete=django.db.models.deletion.PROTECT, related_name='+', to='programmes.programme')),
            ],
            options={
                'verbose_name': 'former answers',
                'verbose_name_plural': 'former answers',
                'abstract': False,
                'constraints': [models.UniqueConstraint(fields=('programme', 'uid'), name='toolbox_formeranswers_uid'), models.UniqueConstraint(fields=('assessment', 'number'), name='toolbox_formeranswers_once')],
            },
        ),
        migrations.AddField(
            model_name='assessment',
            name='audience',
            field=models.CharField(choices=[('all', 'everybody in the programme'), ('result', 'women read the answers, everybody reads the result'), ('women', 'only women read answers and result')], default='all', max_length=8, verbose_name='who reads it'),
        ),
        migrations.AddField(
            model_name='assessment',
            name='begun_by',
            field=models.UUIDField(blank=True, editable=False, null=True, verbose_name='begun by'),
        ),
        migrations.AddField(
            model_name='assessment',
            name='day',
            field=models.DateField(default=django.utils.timezone.localdate, help_text='When it was filled in.', verbose_name='day'),
        ),
        migrations.AddField(
            model_name='assessment',
            name='in_strategy',
            field=models.BooleanField(default=False, help_text='Its result stands in the annex of the strategy.', verbose_name='in the strategy'),
        ),
        migrations.AddField(
            model_name='assessment',
            name='made_by',
            field=models.CharField(blank=True, help_text="A group or an office, not a person's name.", max_length=120, verbose_name='filled in by'),
        ),
        migrations.AddField(
            model_name='assessment',
            name='stage',
            field=models.CharField(blank=True, choices=[('', 'not said'), ('before', 'before a measure'), ('after', 'after a measure'), ('individual', 'one person alone'), ('group', 'a group together')], max_length=12, verbose_name='stage'),
        ),
        migrations.AddField(
            model_name='assessment',
            name='subject_version',
            field=models.PositiveIntegerField(blank=True, editable=False, null=True),
        ),
        migrations.AlterField(
            model_name='assessment',
            name='title',
            field=batea.programmes.words.WordsField(default=batea.programmes.words.Words, help_text='What was assessed: a place, a group, a measure.', verbose_name='title'),
        ),
        migrations.AddIndex(
            model_name='assessment',
            index=models.Index(fields=['programme', 'tool'], name='toolbox_assessment_tool'),
        ),
    ]
