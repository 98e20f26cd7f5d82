import gc

from crm.wsgi import make_ready


def test_a_collection_leaves_alone_what_was_loaded_at_the_start():
    try:
        make_ready()
        frozen = gc.get_freeze_count()
        assert frozen > 100_000
        assert len(gc.get_objects()) < frozen / 10
    finally:
        gc.unfreeze()
