from collections.abc import Iterator

import pytest
from django.db import connection

from crm.criteria.tests.specimen import Box, Specimen


@pytest.fixture(scope="package", autouse=True)
def specimens(django_db_setup, django_db_blocker) -> Iterator[None]:
    """The table exists while this package's tests run, and no longer."""
    with django_db_blocker.unblock():
        with connection.schema_editor() as editor:
            editor.create_model(Box)
            editor.create_model(Specimen)
        yield
        with connection.schema_editor() as editor:
            editor.delete_model(Specimen)
            editor.delete_model(Box)
