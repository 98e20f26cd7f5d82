from django.contrib.postgres.operations import AddIndexConcurrently
from django.db import migrations, models

# A promise made to a lead has been kept by the lead's own follow-up from the first release on.
LINK = """
    UPDATE customer_interactions i SET lead_follow_up_id = f.id
    FROM lead_follow_ups f
    WHERE i.follow_up_required AND i.lead_follow_up_id IS NULL
        AND f.lead_id = i.lead_id AND f.due_at = i.follow_up_date
"""


class Migration(migrations.Migration):
    atomic = False

    dependencies = [("interactions", "0003_promises")]

    operations = [
        migrations.RunSQL(LINK, migrations.RunSQL.noop),
        AddIndexConcurrently(
            model_name="interaction",
            index=models.Index(
                condition=models.Q(
                    ("deleted_at", None),
                    ("follow_up_done_at", None),
                    ("follow_up_required", True),
                    ("lead_follow_up", None),
                ),
                fields=["follow_up_date", "id"],
                name="interactions_due",
            ),
        ),
        AddIndexConcurrently(
            model_name="interaction",
            index=models.Index(
                condition=models.Q(
                    ("deleted_at", None),
                    ("follow_up_done_at", None),
                    ("follow_up_required", True),
                    ("lead_follow_up", None),
                ),
                fields=["follow_up_assigned_to", "follow_up_date", "id"],
                name="interactions_due_of",
            ),
        ),
    ]
