import batea.programmes.words
import django.db.models.deletion
import django.utils.timezone
import uuid
from django.db import migrations, models


class Migration(migrations.Migration):

    initial = True

    dependencies = [
        ('programmes', '0001_initial'),
    ]

    operations = [
        migrations.CreateModel(
            name='Question',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('uid', models.UUIDField(default=uuid.uuid4, editable=False)),
                ('version', models.PositiveIntegerField(default=1, editable=False)),
                ('changed_at', models.DateTimeField(default=django.utils.timezone.now, editable=False)),
                ('exercise', models.BooleanField(default=False, help_text='Made up for an exercise. It is marked wherever it appears; untick once it rests on a source.', verbose_name='exercise data')),
                ('words', batea.programmes.words.WordsField(default=batea.programmes.words.Words, verbose_name='question')),
                ('order', models.PositiveSmallIntegerField(default=0, verbose_name='order')),
                ('key_figure', models.BooleanField(default=False, help_text='The context analysis must answer this (step 1.3).', verbose_name='key figure')),
                ('reading', batea.programmes.words.WordsField(blank=True, default=batea.programmes.words.Words, help_text='Why they differ: what each one counts.', long=True, verbose_name='how to read the answers')),
                ('programme', models.ForeignKey(editable=False, on_delete=django.db.models.deletion.PROTECT, related_name='+', to='programmes.programme')),
            ],
            options={
                'verbose_name': 'question',
                'verbose_name_plural': 'questions',
                'abstract': False,
                'constraints': [models.UniqueConstraint(fields=('programme', 'uid'), name='evidence_question_uid')],
            },
        ),
        migrations.CreateModel(
            name='Source',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('uid', models.UUIDField(default=uuid.uuid4, editable=False)),
                ('version', models.PositiveIntegerField(default=1, editable=False)),
                ('changed_at', models.DateTimeField(default=django.utils.timezone.now, editable=False)),
                ('exercise', models.BooleanField(default=False, help_text='Made up for an exercise. It is marked wherever it appears; untick once it rests on a source.', verbose_name='exercise data')),
                ('key', models.CharField(blank=True, help_text='Short mark used in lists, such as D05.', max_length=20, verbose_name='key')),
                ('title', models.CharField(max_length=300, verbose_name='title')),
                ('publisher', models.CharField(blank=True, max_length=200, verbose_name='publisher')),
                ('year', models.CharField(blank=True, help_text='Or “n.d.” when it carries no date.', max_length=30, verbose_name='year')),
                ('address', models.URLField(blank=True, max_length=500, verbose_name='web address')),
                ('language', models.CharField(blank=True, max_length=2, verbose_name='language')),
                ('licence', models.CharField(blank=True, max_length=100, verbose_name='licence')),
                ('kind', models.CharField(choices=[('official', 'Official page or document'), ('legal', 'Legal text'), ('quoted', 'Press quoting an office'), ('press', 'Press'), ('study', 'Study or report'), ('dataset', 'Data set'), ('claim', 'Interested party'), ('interview', 'Interview or workshop'), ('other', 'Other')], max_length=12, verbose_name='kind')),
                ('attachment', models.ForeignKey(blank=True, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to='programmes.attachment', verbose_name='copy')),
                ('programme', models.ForeignKey(editable=False, on_delete=django.db.models.deletion.PROTECT, related_name='+', to='programmes.programme')),
            ],
            options={
                'verbose_name': 'source',
                'verbose_name_plural': 'sources',
                'abstract': False,
                'constraints': [models.UniqueConstraint(fields=('programme', 'uid'), name='evidence_source_uid')],
            },
        ),
        migrations.CreateModel(
            name='LegalInstrument',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('uid', models.UUIDField(default=uuid.uuid4, editable=False)),
                ('version', models.PositiveIntegerField(default=1, editable=False)),
                ('changed_at', models.DateTimeField(default=django.utils.timezone.now, editable=False)),
                ('exercise', models.BooleanField(default=False, help_text='Made up for an exercise. It is marked wherever it appears; untick once it rests on a source.', verbose_name='exercise data')),
                ('name', models.CharField(max_length=200, verbose_name='name and number')),
                ('kind', models.CharField(choices=[('law', 'Law'), ('decree', 'Decree'), ('resolution', 'Resolution or ministerial order'), ('agreement', 'Agreement or memorandum'), ('treaty', 'Treaty'), ('draft', 'Draft')], max_length=12, verbose_name='kind')),
                ('words', batea.programmes.words.WordsField(default=batea.programmes.words.Words, long=True, verbose_name='what it says for the sector')),
                ('in_force_from', models.DateField(blank=True, null=True, verbose_name='in force from')),
                ('in_force_until', models.DateField(blank=True, null=True, verbose_name='in force until')),
                ('doubt', batea.programmes.words.WordsField(blank=True, default=batea.programmes.words.Words, long=True, verbose_name='what is not certain')),
                ('checked_on', models.DateField(blank=True, null=True, verbose_name='checked on')),
                ('review_on', models.DateField(blank=True, null=True, verbose_name='to be checked again on')),
                ('programme', models.ForeignKey(editable=False, on_delete=django.db.models.deletion.PROTECT, related_name='+', to='programmes.programme')),
                ('source', models.ForeignKey(blank=True, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='laws', to='evidence.source', verbose_name='source')),
            ],
            options={
                'verbose_name': 'legal instrument',
                'verbose_name_plural': 'legal instruments',
                'abstract': False,
                'constraints': [models.UniqueConstraint(fields=('programme', 'uid'), name='evidence_legalinstrument_uid')],
            },
        ),
        migrations.CreateModel(
            name='Figure',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('uid', models.UUIDField(default=uuid.uuid4, editable=False)),
                ('version', models.PositiveIntegerField(default=1, editable=False)),
                ('changed_at', models.DateTimeField(default=django.utils.timezone.now, editable=False)),
                ('exercise', models.BooleanField(default=False, help_text='Made up for an exercise. It is marked wherever it appears; untick once it rests on a source.', verbose_name='exercise data')),
                ('words', batea.programmes.words.WordsField(default=batea.programmes.words.Words, verbose_name='what is counted')),
                ('topic', models.CharField(blank=True, max_length=40, verbose_name='topic')),
                ('low', models.DecimalField(blank=True, decimal_places=6, max_digits=20, null=True, verbose_name='low estimate')),
                ('best', models.DecimalField(decimal_places=6, max_digits=20, verbose_name='best estimate')),
                ('high', models.DecimalField(blank=True, decimal_places=6, max_digits=20, null=True, verbose_name='high estimate')),
                ('unit', models.CharField(max_length=40, verbose_name='unit')),
                ('period', models.CharField(blank=True, max_length=60, verbose_name='period')),
                ('place', models.CharField(blank=True, max_length=120, verbose_name='place')),
                ('method', batea.programmes.words.WordsField(blank=True, default=batea.programmes.words.Words, help_text='How it was counted or estimated, as far as known.', long=True, verbose_name='method')),
                ('caveat', batea.programmes.words.WordsField(blank=True, default=batea.programmes.words.Words, long=True, verbose_name='caveat')),
                ('grade', models.CharField(choices=[('A', 'A – counted or measured, method published'), ('B', 'B – official, method not published'), ('C', 'C – estimate or quoted office'), ('D', 'D – claim or guess')], max_length=1, verbose_name='grade')),
                ('status', models.CharField(choices=[('reported', 'Reported by the source'), ('derived', 'Derived here from reported figures')], default='reported', max_length=10, verbose_name='status')),
                ('programme', models.ForeignKey(editable=False, on_delete=django.db.models.deletion.PROTECT, related_name='+', to='programmes.programme')),
                ('question', models.ForeignKey(blank=True, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='figures', to='evidence.question', verbose_name='question')),
                ('source', models.ForeignKey(blank=True, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='figures', to='evidence.source', verbose_name='source')),
            ],
            options={
                'verbose_name': 'figure',
                'verbose_name_plural': 'figures',
                'abstract': False,
                'constraints': [models.UniqueConstraint(fields=('programme', 'uid'), name='evidence_figure_uid'), models.CheckConstraint(condition=models.Q(models.Q(('low', None), ('low__lte', models.F('best')), _connector='OR'), models.Q(('high', None), ('high__gte', models.F('best')), _connector='OR')), name='evidence_figure_range', violation_error_message='Low must not be above best, and high not below it.'), models.CheckConstraint(condition=models.Q(('source__isnull', False), ('exercise', True), _connector='OR'), name='evidence_figure_source', violation_error_message='A figure needs its source, unless it is exercise data.')],
            },
        ),
        migrations.CreateModel(
            name='Statement',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('uid', models.UUIDField(default=uuid.uuid4, editable=False)),
                ('version', models.PositiveIntegerField(default=1, editable=False)),
                ('changed_at', models.DateTimeField(default=django.utils.timezone.now, editable=False)),
                ('exercise', models.BooleanField(default=False, help_text='Made up for an exercise. It is marked wherever it appears; untick once it rests on a source.', verbose_name='exercise data')),
                ('section', models.CharField(choices=[('summary', 'Summary'), ('process', 'How the strategy was made'), ('context', 'Context'), ('vision', 'Vision and goals'), ('types', 'Types'), ('impacts', 'Impacts and measures'), ('economy', 'Economic approach'), ('national', 'National strategy'), ('delivery', 'Putting it into practice'), ('monitoring', 'Monitoring and evaluation')], max_length=12, verbose_name='section')),
                ('about', models.UUIDField(blank=True, help_text='The type or other entry it speaks of.', null=True, verbose_name='about')),
                ('order', models.PositiveSmallIntegerField(default=0, verbose_name='order')),
                ('words', batea.programmes.words.WordsField(default=batea.programmes.words.Words, long=True, verbose_name='statement')),
                ('status', models.CharField(choices=[('draft', 'Draft'), ('agreed', 'Agreed by the task force'), ('disputed', 'Disputed')], default='draft', max_length=10, verbose_name='status')),
                ('proposal', models.BooleanField(default=False, help_text='Says what should be done, not what is; it needs reasons, not facts.', verbose_name='proposal')),
                ('programme', models.ForeignKey(editable=False, on_delete=django.db.models.deletion.PROTECT, related_name='+', to='programmes.programme')),
            ],
            options={
                'verbose_name': 'statement',
                'verbose_name_plural': 'statements',
                'abstract': False,
                'constraints': [models.UniqueConstraint(fields=('programme', 'uid'), name='evidence_statement_uid')],
            },
        ),
        migrations.CreateModel(
            name='Support',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('uid', models.UUIDField(default=uuid.uuid4, editable=False)),
                ('version', models.PositiveIntegerField(default=1, editable=False)),
                ('changed_at', models.DateTimeField(default=django.utils.timezone.now, editable=False)),
                ('exercise', models.BooleanField(default=False, help_text='Made up for an exercise. It is marked wherever it appears; untick once it rests on a source.', verbose_name='exercise data')),
                ('bearing', models.CharField(choices=[('supports', 'supports'), ('contradicts', 'contradicts')], default='supports', max_length=12, verbose_name='bearing')),
                ('target', models.CharField(max_length=120, verbose_name='kind of evidence')),
                ('target_uid', models.UUIDField(verbose_name='evidence')),
                ('target_version', models.PositiveIntegerField(verbose_name='version when checked')),
                ('checked_on', models.DateField(verbose_name='checked on')),
                ('note', models.CharField(blank=True, max_length=300, verbose_name='note')),
                ('programme', models.ForeignKey(editable=False, on_delete=django.db.models.deletion.PROTECT, related_name='+', to='programmes.programme')),
                ('statement', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='supports', to='evidence.statement', verbose_name='statement')),
            ],
            options={
                'verbose_name': 'support',
                'verbose_name_plural': 'supports',
                'abstract': False,
                'constraints': [models.UniqueConstraint(fields=('programme', 'uid'), name='evidence_support_uid'), models.UniqueConstraint(fields=('statement', 'target', 'target_uid'), name='evidence_support_once')],
            },
        ),
    ]
