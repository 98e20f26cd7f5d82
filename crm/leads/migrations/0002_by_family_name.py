"""An index of its own migration: it is built while the counter works."""

import django.db.models.expressions
import django.db.models.functions.text
from django.contrib.postgres.operations import AddIndexConcurrently
from django.db import migrations, models


class Migration(migrations.Migration):

    atomic = False
    dependencies = [
        ('leads', '0001_initial'),
    ]

    operations = [
        AddIndexConcurrently(
            model_name='lead',
            index=models.Index(
                django.db.models.functions.text.Substr(
                    'search_name',
                    django.db.models.expressions.CombinedExpression(
                        django.db.models.functions.text.StrIndex('search_name', models.Value(' ')),
                        '+',
                        models.Value(1),
                    ),
                ),
                models.F('id'),
                name='leads_by_family_name',
            ),
        ),
    ]
