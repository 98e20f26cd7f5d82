"""The family name with the first name behind it, so that `silva ng` is a range too."""

from django.contrib.postgres.operations import RemoveIndexConcurrently
from django.db import migrations


class Migration(migrations.Migration):

    atomic = False
    dependencies = [
        ('leads', '0002_by_family_name'),
    ]

    operations = [
        RemoveIndexConcurrently(model_name='lead', name='leads_by_family_name'),
        # As `crm.leads.search` says it.
        migrations.RunSQL(
            """CREATE INDEX CONCURRENTLY leads_family_first ON leads ((
                substring(search_name, strpos(search_name, ' ') + 1)
                    || ' ' || split_part(search_name, ' ', 1)), id)""",
            "DROP INDEX CONCURRENTLY leads_family_first",
        ),
    ]
