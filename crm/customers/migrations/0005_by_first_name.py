"""An index of its own migration: it is built while the counter works."""

from django.contrib.postgres.operations import AddIndexConcurrently
from django.db import migrations, models


class Migration(migrations.Migration):

    atomic = False
    dependencies = [
        ('customers', '0004_search'),
    ]

    operations = [
        AddIndexConcurrently(
            model_name='customer',
            index=models.Index(fields=['search_name', 'id'], name='customers_by_first_name'),
        ),
    ]
