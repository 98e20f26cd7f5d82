import time
from threading import Event as Signal

import pytest

from crm.activity import worker
from crm.activity.models import Cursor
from crm.activity.tests.make import happen, in_thread, listening


@pytest.mark.django_db(transaction=True)
def test_the_worker_answers_what_is_committed_and_stops_when_told():
    stop, answered = Signal(), Signal()
    with listening("test.happened", lambda _: answered.set(), "test.works"):
        running = in_thread(lambda: worker.run(stop))
        try:
            while not Cursor.objects.filter(pk="test.works").exists():
                time.sleep(0.01)
            happen(1)
            assert answered.wait(10)
        finally:
            stop.set()
            running.join(10)
    assert not running.is_alive()
