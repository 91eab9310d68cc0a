import batea.programmes.words
import django.core.validators
import django.db.models.deletion
import django.utils.timezone
import uuid
from django.db import migrations, models


class Migration(migrations.Migration):

    dependencies = [
        ('learning', '0001_initial'),
        ('programmes', '0003_lists_of_people'),
    ]

    operations = [
        migrations.CreateModel(
            name='BadgeKey',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('kid', models.CharField(max_length=64, unique=True)),
                ('jwk', models.JSONField()),
                ('since', models.DateField()),
            ],
        ),
        migrations.CreateModel(
            name='BoardNote',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('uid', models.UUIDField(default=uuid.uuid4, editable=False)),
                ('version', models.PositiveIntegerField(default=1, editable=False)),
                ('changed_at', models.DateTimeField(default=django.utils.timezone.now, editable=False)),
                ('exercise', models.BooleanField(default=False, help_text='Made up for an exercise. It is marked wherever it appears; untick once it rests on a source.', verbose_name='exercise data')),
                ('words', models.CharField(max_length=280, verbose_name='note')),
                ('hidden', models.BooleanField(default=False, editable=False, verbose_name='hidden')),
                ('participant', models.ForeignKey(blank=True, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to='learning.participant', verbose_name='participant')),
                ('programme', models.ForeignKey(editable=False, on_delete=django.db.models.deletion.PROTECT, related_name='+', to='programmes.programme')),
                ('result', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='notes', to='learning.groupresult', verbose_name='result')),
            ],
            options={
                'verbose_name': 'note on a board',
                'verbose_name_plural': 'notes on boards',
                'abstract': False,
                'constraints': [models.UniqueConstraint(fields=('programme', 'uid'), name='learning_boardnote_uid')],
            },
        ),
        migrations.CreateModel(
            name='BoardPhoto',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('uid', models.UUIDField(default=uuid.uuid4, editable=False)),
                ('version', models.PositiveIntegerField(default=1, editable=False)),
                ('changed_at', models.DateTimeField(default=django.utils.timezone.now, editable=False)),
                ('exercise', models.BooleanField(default=False, help_text='Made up for an exercise. It is marked wherever it appears; untick once it rests on a source.', verbose_name='exercise data')),
                ('words', batea.programmes.words.WordsField(blank=True, default=batea.programmes.words.Words, help_text='So that it can be found and read aloud.', long=True, verbose_name='what stands on it')),
                ('photo', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to='programmes.attachment', verbose_name='photo')),
                ('programme', models.ForeignKey(editable=False, on_delete=django.db.models.deletion.PROTECT, related_name='+', to='programmes.programme')),
                ('result', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='photos', to='learning.groupresult', verbose_name='result')),
            ],
            options={
                'verbose_name': 'photo of a board',
                'verbose_name_plural': 'photos of boards',
                'abstract': False,
                'constraints': [models.UniqueConstraint(fields=('programme', 'uid'), name='learning_boardphoto_uid')],
            },
        ),
        migrations.CreateModel(
            name='Signatory',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('uid', models.UUIDField(default=uuid.uuid4, editable=False)),
                ('version', models.PositiveIntegerField(default=1, editable=False)),
                ('changed_at', models.DateTimeField(default=django.utils.timezone.now, editable=False)),
                ('exercise', models.BooleanField(default=False, help_text='Made up for an exercise. It is marked wherever it appears; untick once it rests on a source.', verbose_name='exercise data')),
                ('place', models.PositiveSmallIntegerField(help_text='From 1 on the left to 4 on the right.', validators=[django.core.validators.MinValueValidator(1), django.core.validators.MaxValueValidator(4)], verbose_name='place on the paper')),
                ('name', models.CharField(max_length=120, verbose_name='name')),
                ('post', batea.programmes.words.WordsField(default=batea.programmes.words.Words, verbose_name='function')),
                ('institution', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to='programmes.institution', verbose_name='organisation')),
                ('programme', models.ForeignKey(editable=False, on_delete=django.db.models.deletion.PROTECT, related_name='+', to='programmes.programme')),
            ],
            options={
                'verbose_name': 'signatory',
                'verbose_name_plural': 'signatories',
                'abstract': False,
                'constraints': [models.UniqueConstraint(fields=('programme', 'uid'), name='learning_signatory_uid'), models.UniqueConstraint(fields=('programme', 'place'), name='learning_signatory_place', violation_error_message='Somebody else signs at this place.'), models.CheckConstraint(condition=models.Q(('place__range', (1, 4))), name='learning_four_signatories')],
            },
        ),
        migrations.AlterModelOptions(
            name='agendaitem',
            options={'verbose_name': 'session of the agenda', 'verbose_name_plural': 'sessions of the agenda'},
        ),
        migrations.AddField(
            model_name='ballot',
            name='pairs',
            field=models.JSONField(blank=True, default=list, verbose_name='pairs'),
        ),
        migrations.AddField(
            model_name='certificate',
            name='content',
            field=models.JSONField(default=dict, editable=False),
        ),
        migrations.AddField(
            model_name='certificate',
            name='fingerprint',
            field=models.CharField(blank=True, editable=False, max_length=64, verbose_name='fingerprint'),
        ),
        migrations.AddField(
            model_name='certificate',
            name='number',
            field=models.PositiveIntegerField(editable=False, null=True, verbose_name='number'),
        ),
        migrations.AddField(
            model_name='certificate',
            name='revoked_for',
            field=models.CharField(blank=True, choices=[('replaced', 'Another certificate has taken its place'), ('mistake', 'It was issued by mistake'), ('grounds', 'What it rests on does not hold'), ('wish', 'The person named on it asked for it')], editable=False, max_length=8, verbose_name='reason told to everybody'),
        ),
        migrations.AddField(
            model_name='finding',
            name='author',
            field=models.ForeignKey(blank=True, editable=False, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to='learning.participant', verbose_name='entered by'),
        ),
        migrations.AddField(
            model_name='finding',
            name='edition',
            field=models.UUIDField(blank=True, editable=False, null=True, verbose_name='as the form was then'),
        ),
        migrations.AddField(
            model_name='outcome',
            name='state',
            field=models.JSONField(blank=True, default=dict, editable=False),
        ),
        migrations.AddField(
            model_name='ranking',
            name='way',
            field=models.CharField(choices=[('dots', 'Votes to spread over the cards'), ('pairs', 'Two cards at a time: which comes first?')], default='dots', max_length=5, verbose_name='way to vote'),
        ),
        migrations.AddField(
            model_name='rankingcard',
            name='area',
            field=models.CharField(blank=True, choices=[('environment', 'Environment'), ('social', 'Social'), ('economic', 'Economic'), ('governance', 'Governance')], max_length=12, verbose_name='area'),
        ),
        migrations.AddField(
            model_name='rankingcard',
            name='challenge',
            field=models.UUIDField(blank=True, editable=False, null=True, verbose_name='challenge it stands for'),
        ),
        migrations.AlterField(
            model_name='ballot',
            name='dots',
            field=models.JSONField(blank=True, default=dict, verbose_name='votes'),
        ),
        migrations.AddConstraint(
            model_name='certificate',
            constraint=models.UniqueConstraint(fields=('programme', 'number'), name='learning_certificate_number'),
        ),
    ]
