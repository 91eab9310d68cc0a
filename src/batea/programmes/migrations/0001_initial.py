import batea.programmes.words
import django.core.validators
import django.db.models.deletion
import django.utils.timezone
import uuid
from django.conf import settings
from django.db import migrations, models


class Migration(migrations.Migration):

    initial = True

    dependencies = [
    ]

    operations = [
        migrations.CreateModel(
            name='Account',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('password', models.CharField(max_length=128, verbose_name='password')),
                ('last_login', models.DateTimeField(blank=True, null=True, verbose_name='last login')),
                ('email', models.EmailField(max_length=254, unique=True, verbose_name='e-mail address')),
                ('name', models.CharField(blank=True, max_length=120, verbose_name='name')),
                ('language', models.CharField(blank=True, max_length=2, verbose_name='language')),
                ('is_active', models.BooleanField(default=True, verbose_name='may sign in')),
                ('is_operator', models.BooleanField(default=False, verbose_name='operates this installation')),
                ('is_demo', models.BooleanField(default=False, editable=False, verbose_name='demo sign-in')),
                ('date_joined', models.DateTimeField(auto_now_add=True)),
            ],
            options={
                'verbose_name': 'account',
                'verbose_name_plural': 'accounts',
            },
        ),
        migrations.CreateModel(
            name='AuditChain',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('name', models.CharField(max_length=60, unique=True)),
                ('length', models.PositiveBigIntegerField(default=0)),
                ('head', models.CharField(blank=True, max_length=64)),
            ],
        ),
        migrations.CreateModel(
            name='Programme',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('uid', models.UUIDField(default=uuid.uuid4, editable=False)),
                ('slug', models.SlugField(help_text='Short name in the page address, such as “do”.', max_length=40, unique=True, verbose_name='address')),
                ('name', batea.programmes.words.WordsField(default=batea.programmes.words.Words, verbose_name='name')),
                ('kind', models.CharField(choices=[('national', 'National programme'), ('exercise', 'Exercise (sandbox copy)')], default='national', max_length=10, verbose_name='kind')),
                ('country', models.CharField(help_text='ISO code of two letters.', max_length=2, validators=[django.core.validators.RegexValidator('^[A-Z]{2}$', 'Two capital letters, such as DO or PE.')], verbose_name='country')),
                ('currency', models.CharField(help_text='ISO code of three letters.', max_length=3, validators=[django.core.validators.RegexValidator('^[A-Z]{3}$', 'Three capital letters, such as DOP or USD.')], verbose_name='currency')),
                ('language', models.CharField(default='es', max_length=2, verbose_name='main language')),
                ('evidence_limit_months', models.PositiveSmallIntegerField(default=36, help_text='A statement whose support was last checked before this is shown as stale.', validators=[django.core.validators.MinValueValidator(1), django.core.validators.MaxValueValidator(240)], verbose_name='evidence grows old after (months)')),
                ('notice', batea.programmes.words.WordsField(blank=True, default=batea.programmes.words.Words, long=True, verbose_name='notice on every page and document')),
                ('copied_from', models.CharField(blank=True, editable=False, max_length=40)),
                ('version', models.PositiveIntegerField(default=1, editable=False)),
            ],
            options={
                'verbose_name': 'programme',
                'verbose_name_plural': 'programmes',
            },
        ),
        migrations.CreateModel(
            name='Institution',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('uid', models.UUIDField(default=uuid.uuid4, editable=False)),
                ('version', models.PositiveIntegerField(default=1, editable=False)),
                ('changed_at', models.DateTimeField(default=django.utils.timezone.now, editable=False)),
                ('exercise', models.BooleanField(default=False, help_text='Made up for an exercise. It is marked wherever it appears; untick once it rests on a source.', verbose_name='exercise data')),
                ('name', batea.programmes.words.WordsField(default=batea.programmes.words.Words, verbose_name='name')),
                ('short_name', models.CharField(blank=True, max_length=30, verbose_name='short name')),
                ('kind', models.CharField(choices=[('ministry', 'Ministry'), ('agency', 'Public agency'), ('local', 'Local government'), ('miners', "Miners' organisation"), ('women', "Women's organisation"), ('community', 'Community organisation'), ('ngo', 'Non-governmental organisation'), ('company', 'Company'), ('academic', 'University or research'), ('donor', 'Donor or development bank'), ('international', 'International organisation'), ('other', 'Other')], max_length=20, verbose_name='kind')),
                ('part', batea.programmes.words.WordsField(blank=True, default=batea.programmes.words.Words, long=True, verbose_name='part in the sector')),
                ('website', models.URLField(blank=True, verbose_name='website')),
                ('programme', models.ForeignKey(editable=False, on_delete=django.db.models.deletion.PROTECT, related_name='+', to='programmes.programme')),
            ],
            options={
                'verbose_name': 'institution',
                'verbose_name_plural': 'institutions',
                'abstract': False,
                'constraints': [models.UniqueConstraint(fields=('programme', 'uid'), name='programmes_institution_uid')],
            },
        ),
        migrations.CreateModel(
            name='AuditEntry',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('chain', models.CharField(max_length=60)),
                ('number', models.PositiveBigIntegerField()),
                ('at', models.DateTimeField(default=django.utils.timezone.now)),
                ('actor', models.CharField(max_length=200)),
                ('act', models.CharField(max_length=80)),
                ('record', models.CharField(blank=True, max_length=120)),
                ('uid', models.UUIDField(null=True)),
                ('what', models.CharField(blank=True, max_length=300)),
                ('change', models.TextField(blank=True)),
                ('previous', models.CharField(blank=True, max_length=64)),
                ('digest', models.CharField(max_length=64)),
            ],
            options={
                'indexes': [models.Index(fields=['chain', 'uid'], name='audit_by_record')],
                'constraints': [models.UniqueConstraint(fields=('chain', 'number'), name='audit_number_once')],
            },
        ),
        migrations.CreateModel(
            name='Person',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('uid', models.UUIDField(default=uuid.uuid4, editable=False)),
                ('version', models.PositiveIntegerField(default=1, editable=False)),
                ('changed_at', models.DateTimeField(default=django.utils.timezone.now, editable=False)),
                ('exercise', models.BooleanField(default=False, help_text='Made up for an exercise. It is marked wherever it appears; untick once it rests on a source.', verbose_name='exercise data')),
                ('name', models.CharField(max_length=120, verbose_name='name')),
                ('post', models.CharField(blank=True, max_length=120, verbose_name='post')),
                ('sex', models.CharField(blank=True, choices=[('f', 'Woman'), ('m', 'Man'), ('x', 'Other'), ('', 'Not stated')], max_length=1, verbose_name='sex')),
                ('email', models.EmailField(blank=True, max_length=254, verbose_name='e-mail address')),
                ('telephone', models.CharField(blank=True, max_length=40, verbose_name='telephone')),
                ('account', models.ForeignKey(blank=True, editable=False, null=True, on_delete=django.db.models.deletion.SET_NULL, related_name='persons', to=settings.AUTH_USER_MODEL)),
                ('institution', models.ForeignKey(blank=True, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='people', to='programmes.institution', verbose_name='institution')),
                ('programme', models.ForeignKey(editable=False, on_delete=django.db.models.deletion.PROTECT, related_name='+', to='programmes.programme')),
            ],
            options={
                'verbose_name': 'person',
                'verbose_name_plural': 'people',
                'abstract': False,
                'constraints': [models.UniqueConstraint(fields=('programme', 'uid'), name='programmes_person_uid'), models.UniqueConstraint(fields=('programme', 'account'), name='programmes_person_account')],
            },
        ),
        migrations.CreateModel(
            name='Membership',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('uid', models.UUIDField(default=uuid.uuid4, editable=False)),
                ('version', models.PositiveIntegerField(default=1, editable=False)),
                ('changed_at', models.DateTimeField(default=django.utils.timezone.now, editable=False)),
                ('exercise', models.BooleanField(default=False, help_text='Made up for an exercise. It is marked wherever it appears; untick once it rests on a source.', verbose_name='exercise data')),
                ('role', models.CharField(choices=[('lead', 'Task-force lead'), ('member', 'Task-force member'), ('field_officer', 'Field officer'), ('stakeholder', 'Stakeholder representative'), ('partner', 'Partner'), ('observer', 'Observer'), ('facilitator', 'Facilitator'), ('administrator', 'Administrator')], max_length=30, verbose_name='role')),
                ('until', models.DateField(blank=True, help_text='Leave empty while it lasts.', null=True, verbose_name='until')),
                ('person', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='memberships', to='programmes.person', verbose_name='person')),
                ('programme', models.ForeignKey(editable=False, on_delete=django.db.models.deletion.PROTECT, related_name='+', to='programmes.programme')),
            ],
            options={
                'verbose_name': 'membership',
                'verbose_name_plural': 'memberships',
                'abstract': False,
                'constraints': [models.UniqueConstraint(fields=('programme', 'uid'), name='programmes_membership_uid'), models.UniqueConstraint(fields=('person', 'role'), name='programmes_membership_once')],
            },
        ),
        migrations.CreateModel(
            name='Attachment',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('uid', models.UUIDField(default=uuid.uuid4, editable=False)),
                ('version', models.PositiveIntegerField(default=1, editable=False)),
                ('changed_at', models.DateTimeField(default=django.utils.timezone.now, editable=False)),
                ('exercise', models.BooleanField(default=False, help_text='Made up for an exercise. It is marked wherever it appears; untick once it rests on a source.', verbose_name='exercise data')),
                ('title', models.CharField(max_length=200, verbose_name='title')),
                ('file_name', models.CharField(editable=False, max_length=200, verbose_name='file name')),
                ('media_type', models.CharField(editable=False, max_length=100, verbose_name='kind of file')),
                ('size', models.PositiveBigIntegerField(editable=False, verbose_name='size in bytes')),
                ('sha256', models.CharField(editable=False, max_length=64, verbose_name='fingerprint')),
                ('programme', models.ForeignKey(editable=False, on_delete=django.db.models.deletion.PROTECT, related_name='+', to='programmes.programme')),
            ],
            options={
                'verbose_name': 'attachment',
                'verbose_name_plural': 'attachments',
                'abstract': False,
                'constraints': [models.UniqueConstraint(fields=('programme', 'uid'), name='programmes_attachment_uid')],
            },
        ),
    ]
