"""The words of names, forgiving a slip; and of the indexes only those that something asks."""

import django.contrib.postgres.indexes
import django.db.models.deletion
from django.conf import settings
from django.db import migrations, models


SPELLINGS = """
    CREATE FUNCTION spellings(word text) RETURNS text[]
    LANGUAGE sql IMMUTABLE PARALLEL SAFE
    RETURN ARRAY(
        SELECT left(word, letter - 1) || substr(word, letter + 1)
        FROM generate_series(1, char_length(word)) letter
    ) || word
"""
REMEMBER = """
    INSERT INTO search_words (word)
    SELECT DISTINCT word FROM (
        SELECT search_name FROM customers UNION ALL SELECT search_name FROM leads
    ) known, LATERAL string_to_table(translate(known.search_name, '-', ' '), ' ') word
    WHERE char_length(word) BETWEEN 3 AND 40
    ON CONFLICT DO NOTHING
"""


class Migration(migrations.Migration):

    dependencies = [
        ('accounts', '0003_shortcuts'),
        ('customers', '0003_devices'),
        ('leads', '0001_initial'),
        migrations.swappable_dependency(settings.AUTH_USER_MODEL),
    ]

    operations = [
        migrations.CreateModel(
            name='SearchWord',
            fields=[
                ('word', models.CharField(max_length=40, primary_key=True, serialize=False)),
            ],
            options={
                'db_table': 'search_words',
            },
        ),
        migrations.RunSQL(SPELLINGS, "DROP FUNCTION spellings(text)"),
        migrations.RunSQL(REMEMBER, migrations.RunSQL.noop),
        migrations.RemoveConstraint(
            model_name='access',
            name='access_staff_once',
        ),
        migrations.RemoveConstraint(
            model_name='customer',
            name='customers_external_once',
        ),
        migrations.AlterField(
            model_name='access',
            name='customer',
            field=models.ForeignKey(db_index=False, on_delete=django.db.models.deletion.CASCADE, related_name='access', to='customers.customer'),
        ),
        migrations.AlterField(
            model_name='access',
            name='staff',
            field=models.ForeignKey(db_index=False, null=True, on_delete=django.db.models.deletion.CASCADE, to=settings.AUTH_USER_MODEL),
        ),
        migrations.AlterField(
            model_name='contactpoint',
            name='customer',
            field=models.ForeignKey(db_index=False, on_delete=django.db.models.deletion.CASCADE, related_name='contact_points', to='customers.customer'),
        ),
        migrations.AlterField(
            model_name='customer',
            name='household',
            field=models.ForeignKey(db_index=False, null=True, on_delete=django.db.models.deletion.SET_NULL, related_name='members', to='customers.household'),
        ),
        migrations.AlterField(
            model_name='customer',
            name='merged_into',
            field=models.ForeignKey(db_index=False, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='merged', to='customers.customer'),
        ),
        migrations.AlterField(
            model_name='customer',
            name='referral_code',
            field=models.CharField(max_length=20, null=True),
        ),
        migrations.AddIndex(
            model_name='customer',
            index=models.Index(condition=models.Q(('household', None), _negated=True), fields=['household'], name='customers_of_household'),
        ),
        migrations.AddIndex(
            model_name='customer',
            index=models.Index(condition=models.Q(('merged_into', None), _negated=True), fields=['merged_into'], name='customers_merged_into'),
        ),
        migrations.AddConstraint(
            model_name='access',
            constraint=models.UniqueConstraint(condition=models.Q(('staff', None), _negated=True), fields=('staff', 'customer'), name='access_staff_once'),
        ),
        migrations.AddConstraint(
            model_name='customer',
            constraint=models.UniqueConstraint(condition=models.Q(('external_id', None), _negated=True), fields=('external_id', 'external_source'), name='customers_external_once'),
        ),
        migrations.AddConstraint(
            model_name='customer',
            constraint=models.UniqueConstraint(condition=models.Q(('referral_code', None), _negated=True), fields=('referral_code',), name='customers_referral_code_once'),
        ),
        migrations.AddIndex(
            model_name='searchword',
            index=django.contrib.postgres.indexes.GinIndex(models.Func(models.F('word'), function='spellings'), name='search_words_spelt'),
        ),
        migrations.AddIndex(
            model_name='searchword',
            index=django.contrib.postgres.indexes.GinIndex(django.contrib.postgres.indexes.OpClass(models.F('word'), name='gin_trgm_ops'), name='search_words_alike'),
        ),
    ]
