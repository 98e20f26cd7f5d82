import crm.lib.clock
import crm.lib.ids
import django.core.serializers.json
import django.db.models.deletion
from django.db import migrations, models


class Migration(migrations.Migration):

    initial = True

    dependencies = [
    ]

    operations = [
        migrations.RunSQL(
            "CREATE SEQUENCE activity_events_seq; CREATE SEQUENCE activity_positions;",
            "DROP SEQUENCE activity_positions; DROP SEQUENCE activity_events_seq;",
        ),
        migrations.CreateModel(
            name='Cursor',
            fields=[
                ('name', models.CharField(max_length=80, primary_key=True, serialize=False)),
                ('position', models.BigIntegerField()),
                ('failures', models.PositiveSmallIntegerField(default=0)),
                ('error', models.TextField(blank=True)),
                ('retry_at', models.DateTimeField(null=True)),
                ('moved_at', models.DateTimeField(default=crm.lib.clock.now)),
            ],
            options={
                'db_table': 'activity_cursors',
            },
        ),
        migrations.CreateModel(
            name='Rescue',
            fields=[
                ('job_id', models.BigIntegerField(primary_key=True, serialize=False)),
                ('times', models.PositiveSmallIntegerField(default=0)),
                ('at', models.DateTimeField(default=crm.lib.clock.now)),
            ],
            options={
                'db_table': 'rescued_jobs',
            },
        ),
        migrations.CreateModel(
            name='ConfigVersion',
            fields=[
                ('id', models.UUIDField(default=crm.lib.ids.uuid7, editable=False, primary_key=True, serialize=False)),
                ('name', models.CharField(max_length=60)),
                ('hash', models.CharField(max_length=64)),
                ('content', models.JSONField(encoder=django.core.serializers.json.DjangoJSONEncoder)),
                ('since', models.DateTimeField(default=crm.lib.clock.now)),
            ],
            options={
                'db_table': 'config_versions',
                'constraints': [models.UniqueConstraint(fields=('name', 'hash'), name='config_version_once')],
            },
        ),
        migrations.CreateModel(
            name='Event',
            fields=[
                ('id', models.UUIDField(default=crm.lib.ids.uuid7, editable=False, primary_key=True, serialize=False)),
                ('seq', models.BigIntegerField(db_default=models.Func(models.Value('activity_events_seq'), function='nextval', output_field=models.BigIntegerField()), editable=False)),
                ('position', models.BigIntegerField(editable=False, null=True, unique=True)),
                ('at', models.DateTimeField(default=crm.lib.clock.now)),
                ('verb', models.CharField(max_length=80)),
                ('about_type', models.CharField(max_length=40)),
                ('about_id', models.UUIDField()),
                ('part_of', models.UUIDField(null=True)),
                ('customer_id', models.UUIDField(null=True)),
                ('branch_id', models.UUIDField(null=True)),
                ('actor_id', models.UUIDField()),
                ('actor_name', models.CharField(max_length=200)),
                ('particulars', models.JSONField(default=dict, encoder=django.core.serializers.json.DjangoJSONEncoder)),
                ('cause', models.UUIDField(null=True)),
                ('depth', models.PositiveSmallIntegerField(default=0)),
            ],
            options={
                'db_table': 'activity_events',
                'indexes': [models.Index(condition=models.Q(('position__isnull', True)), fields=['seq'], name='activity_waiting'), models.Index(fields=['about_type', 'about_id', 'at', 'seq'], name='activity_about'), models.Index(condition=models.Q(('part_of__isnull', False)), fields=['part_of', 'at', 'seq'], name='activity_part_of'), models.Index(condition=models.Q(('customer_id__isnull', False)), fields=['customer_id', 'at', 'seq'], name='activity_customer'), models.Index(fields=['at', 'seq'], name='activity_day'), models.Index(fields=['actor_id', 'at', 'seq'], name='activity_actor'), models.Index(fields=['verb', 'at', 'seq'], name='activity_verb_day')],
                'constraints': [models.CheckConstraint(condition=models.Q(('depth__lte', 10)), name='activity_depth'), models.CheckConstraint(condition=models.Q(('verb__regex', '^[a-z_]+\\.[a-z_]+$')), name='activity_verb')],
            },
        ),
        migrations.CreateModel(
            name='Parked',
            fields=[
                ('id', models.UUIDField(default=crm.lib.ids.uuid7, editable=False, primary_key=True, serialize=False)),
                ('listener', models.CharField(max_length=80)),
                ('error', models.TextField()),
                ('at', models.DateTimeField(default=crm.lib.clock.now)),
                ('event', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='parked', to='activity.event')),
            ],
            options={
                'db_table': 'activity_parked',
                'constraints': [models.UniqueConstraint(fields=('listener', 'event'), name='activity_parked_once')],
            },
        ),
    ]
