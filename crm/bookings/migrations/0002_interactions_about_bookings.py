"""What was said about a booking names one that exists. Checked apart, without a long lock."""

from django.db import migrations


class Migration(migrations.Migration):

    dependencies = [('bookings', '0001_initial'), ('interactions', '0002_initial')]

    operations = [
        migrations.RunSQL(
            """
            ALTER TABLE customer_interactions ADD CONSTRAINT interactions_booking
                FOREIGN KEY (booking_id) REFERENCES bookings (id)
                DEFERRABLE INITIALLY DEFERRED NOT VALID
            """,
            'ALTER TABLE customer_interactions DROP CONSTRAINT interactions_booking',
        ),
        migrations.RunSQL(
            'ALTER TABLE customer_interactions VALIDATE CONSTRAINT interactions_booking',
            migrations.RunSQL.noop,
        ),
        migrations.RunSQL(
            """
            CREATE INDEX interactions_of_booking ON customer_interactions (booking_id)
                WHERE booking_id IS NOT NULL
            """,
            'DROP INDEX interactions_of_booking',
        ),
    ]
