"""The house stands as it is drawn: which layer knows which, what a start costs, who writes files, what is shipped."""

import ast
import functools
import json
import shutil
import subprocess
import sys
import tomllib
import zipfile
from pathlib import Path

import pytest

from confkit.domain.edit import ENTITY_TYPES
from tests.conftest import PROJECT, copy_sample

PACKAGE = PROJECT / "confkit"
MODULES = {
    ".".join(file.relative_to(PROJECT).with_suffix("").parts).removesuffix(".__init__"): file
    for file in sorted(PACKAGE.rglob("*.py"))
}
# env.py is run by alembic, __main__ runs the program.
IMPORTABLE = [name for name in MODULES if ".migrations." not in name and name != "confkit.__main__"]


def run(code: str, *arguments: str, cwd: Path = PROJECT) -> str:
    """Run ``code`` in a fresh process and return the last line that it prints."""
    done = subprocess.run(
        [sys.executable, "-c", code, *arguments],
        cwd=cwd,
        env={"PYTHONPATH": str(PROJECT), "PATH": "/usr/bin:/bin", "HOME": str(cwd)},
        capture_output=True,
        text=True,
        check=False,
    )
    assert done.returncode == 0, done.stderr
    return done.stdout.splitlines()[-1]


def loaded(code: str, *arguments: str, cwd: Path = PROJECT) -> set[str]:
    """The modules that ``code`` loads in a fresh process, beyond those that every process has."""
    frame = "import sys, json\nbefore = set(sys.modules)\n{}\nprint(json.dumps(sorted(set(sys.modules) - before)))"
    return set(json.loads(run(frame.format(code), *arguments, cwd=cwd)))


def foreign(modules: set[str]) -> set[str]:
    """The packages among ``modules`` that are neither Python's nor ours."""
    tops = {name.partition(".")[0] for name in modules} - sys.stdlib_module_names - {"confkit"}
    # What compiled and platform modules bring by themselves.
    return {top for top in tops if not top.startswith(("_", "cython"))}


def of_layer(layer: str) -> str:
    """Code that imports every module of a layer."""
    names = [name for name in IMPORTABLE if name == f"confkit.{layer}" or name.startswith(f"confkit.{layer}.")]
    assert names
    return "\n".join(f"import {name}" for name in names)


# From the ground up; who lives on the same floor doesn't know each other.
FLOORS = (
    ("domain",),
    ("files",),
    ("storage", "codecs", "audio", "publish", "web"),
    ("services",),
    ("cli", "tui"),
)


def _floor(module: str) -> int:
    """Where a module lives; the package itself is at the ground."""
    layer = f"{module}.".split(".")[1] or "domain"
    return next(number for number, layers in enumerate(FLOORS) if layer in layers)


COMMAND = """
import runpy
try:
    runpy.run_module("confkit", run_name="__main__")
except SystemExit as end:
    assert not end.code, end.code
"""


def command(*arguments: str) -> str:
    return f"import sys; sys.argv[1:] = {list(arguments)!r}{COMMAND}"


class TestArrows:
    def test_the_contracts_of_import_linter_hold(self) -> None:
        linter = Path(sys.executable).with_name("lint-imports")
        done = subprocess.run([linter, "--no-cache"], cwd=PROJECT, capture_output=True, text=True, check=False)
        assert done.returncode == 0, done.stdout
        assert "0 broken" in done.stdout

    @pytest.mark.parametrize(
        ("layer", "knows", "packages"),
        [
            ("domain", set(), set()),
            ("codecs", {"domain"}, {"icalendar", "dateutil", "six", "typing_extensions", "tzdata"}),
            ("audio", {"domain", "files"}, {"mutagen", "msgspec", "typing_extensions"}),
            ("storage", {"domain", "files"}, {"sqlalchemy", "msgspec", "typing_extensions", "alembic"}),
            ("web", {"domain", "files"}, set()),  # urllib3 comes with the first connection
            (
                "publish",
                {"domain", "files"},
                {"jinja2", "markupsafe", "markdown_it", "mdurl", "linkify_it", "uc_micro", "nh3"},
            ),
        ],
    )
    def test_a_whole_layer_loads_no_more_than_it_may(self, layer: str, knows: set[str], packages: set[str]) -> None:
        modules = loaded(of_layer(layer))
        ours = {name.split(".")[1] for name in modules if name.startswith("confkit.")}
        assert ours <= {layer, *knows}
        assert foreign(modules) <= packages

    def test_the_services_load_no_library_but_their_own(self) -> None:
        """What a use case needs of the layers below it loads when it is called."""
        modules = loaded(of_layer("services"))
        assert not {"confkit.cli", "confkit.tui"} & modules
        lazy = {"textual", "sqlalchemy", "mutagen", "icalendar", "jinja2", "click", "urllib3", "PIL"}
        assert not lazy & foreign(modules)

    def test_the_storage_never_loads_the_orm(self, tmp_path: Path) -> None:
        """It alone costs more than the terminal UI; alembic is for databases that are behind."""
        use = """
from pathlib import Path
from confkit.storage.repository import open_repository
repository = open_repository(Path(sys.argv[1]))
assert repository.events() == () and repository.search("x") == () and repository.history() == ()
repository.close()
"""
        database = str(tmp_path / "confkit.db")
        run("import sys" + use + "print()", database)
        modules = loaded(use, database)
        assert "sqlalchemy" in modules
        assert not {"sqlalchemy.orm", "alembic", "textual"} & modules

    def test_the_scan_index_is_read_without_the_tag_reader(self, tmp_path: Path) -> None:
        """Also where nothing changed since the scan."""
        folder = tmp_path / "episodes" / "show"
        folder.mkdir(parents=True)
        (folder / "one.wav").write_bytes(_wave(8000))
        index = tmp_path / "index"
        scan = """
from pathlib import Path
from confkit.audio.scan import load_index, scan
found = scan(Path(sys.argv[1]), Path(sys.argv[2]))
"""
        assert run(f"import sys{scan}print(found.read)", str(tmp_path / "episodes"), str(index)) == "1"
        load = (
            "from pathlib import Path\nfrom confkit.audio.scan import load_index\nassert load_index(Path(sys.argv[1]))"
        )
        assert "mutagen" not in loaded(load, str(index))
        again = loaded(f"{scan}assert found.read == 0", str(tmp_path / "episodes"), str(index))
        assert "mutagen" not in again

    @pytest.mark.slow
    def test_every_module_can_be_imported_first(self) -> None:
        """In whatever order: no import cycle hides behind another import.

        A cycle stays within its floor, as the arrows hold. So each module gets a process that has loaded what lies
        below, which would otherwise take its time, and nothing of the module's own floor.
        """
        floors = [[name for name in IMPORTABLE if _floor(name) == number] for number in range(len(FLOORS))]
        assert all(floors)
        code = f"""
import gc, importlib, json, os, sys
gc.disable()
libraries = json.loads(sys.argv[1])
for name in libraries:
    importlib.import_module(name)
broken = []
for floor in {floors!r}:
    for name in floor:
        child = os.fork()
        if not child:
            try:
                importlib.import_module(name)
            except BaseException as error:
                print(name, repr(error), flush=True)
                os._exit(1)
            os._exit(0)
        if os.waitpid(child, 0)[1]:
            broken.append(name)
    if not broken:
        for name in floor:
            importlib.import_module(name)
print(broken)
"""
        # The libraries are loaded once, too.
        everything = loaded("\n".join(f"import {name}" for name in IMPORTABLE))
        libraries = sorted(
            name for name in everything if name.partition(".")[0] in {"textual", "rich", "sqlalchemy", "click"}
        )
        assert run(code, json.dumps(libraries)) == "[]"


class TestStart:
    """What a start costs, counted in modules: time depends on the machine. Raise a number only with a reason."""

    @pytest.mark.parametrize(
        ("arguments", "packages", "most"),
        [
            (("--version",), {"click"}, 90),
            (("--help",), {"click"}, 90),
            (("session", "edit", "--help"), {"click"}, 150),
        ],
    )
    def test_help_and_version_load_only_click(self, arguments: tuple[str, ...], packages: set[str], most: int) -> None:
        modules = loaded(command(*arguments))
        assert foreign(modules) <= packages
        assert not {"confkit.storage", "confkit.tui", "sqlite3"} & modules
        assert len(modules) <= most

    def test_a_list_loads_what_it_shows_and_no_more(self, tmp_path: Path) -> None:
        shutil.copytree(PROJECT / "events", tmp_path / "events")
        shutil.copy(PROJECT / "confkit.toml", tmp_path)
        run(command("-w", str(tmp_path), "event", "list"))  # builds the database
        modules = loaded(command("-w", str(tmp_path), "event", "list"))
        assert foreign(modules) <= {"click", "msgspec", "sqlalchemy", "typing_extensions"}
        assert not {"sqlalchemy.orm", "confkit.tui", "confkit.audio", "confkit.codecs", "confkit.publish"} & modules
        assert len(modules) <= 420

    def test_a_check_looks_at_pictures_without_the_library_that_makes_them(self, tmp_path: Path) -> None:
        folder = copy_sample(tmp_path / "sample")
        (folder / "episodes" / "ward-rounds" / "cover.png").write_bytes(b"GIF89a")
        look = """
from pathlib import Path
from confkit.services.artwork import artwork_faults
from confkit.services.checking import check
from confkit.services.workspace import open_workspace
with open_workspace(Path(sys.argv[1])) as ws:
    assert "artwork-wrong-type" in {one.code for one in check(ws)}
"""
        assert "PIL" not in foreign(loaded(look, str(folder)))


def _wave(samples: int) -> bytes:
    """A silent WAV file."""
    size = samples * 2
    header = b"WAVEfmt " + (16).to_bytes(4, "little") + (1).to_bytes(2, "little") * 2
    header += (
        (8000).to_bytes(4, "little") + (16000).to_bytes(4, "little") + b"\2\0\x10\0data" + size.to_bytes(4, "little")
    )
    return b"RIFF" + (len(header) + size).to_bytes(4, "little") + header + bytes(size)


@functools.cache
def trees() -> tuple[tuple[str, ast.Module], ...]:
    return tuple((str(file.relative_to(PROJECT)), ast.parse(file.read_bytes())) for file in MODULES.values())


class TestRules:
    def test_every_module_says_what_it_owns(self) -> None:
        assert [path for path, tree in trees() if len(ast.get_docstring(tree) or "") < 20] == []

    def test_errors_are_caught_broadly_only_at_the_edges(self) -> None:
        found = set()
        for path, tree in trees():
            for node in ast.walk(tree):
                if isinstance(node, ast.ExceptHandler):
                    kinds = node.type.elts if isinstance(node.type, ast.Tuple) else [node.type]
                    if any(kind is None or ast.unparse(kind) in {"Exception", "BaseException"} for kind in kinds):
                        found.add(path)
        assert found == {"confkit/cli/errors.py", "confkit/tui/jobs.py"}

    def test_only_one_place_writes_files(self) -> None:
        allowed = {
            "confkit/files.py": "the one place",
            "confkit/storage/sqlite_file.py": "SQLite writes by itself; a new database is made beside its place",
            "confkit/cli/errors.py": "the null device in place of a closed pipe",
        }
        found = {
            path for path, tree in trees() for node in ast.walk(tree) if isinstance(node, ast.Call) and _writes(node)
        }
        assert found == set(allowed)

    def test_the_domain_knows_no_clock_and_makes_no_ids(self) -> None:
        found = [
            f"{path}:{node.lineno}"
            for path, tree in trees()
            if path.startswith("confkit/domain/")
            for node in ast.walk(tree)
            if isinstance(node, ast.Call)
            and _name(node) in {"now", "today", "utcnow", "time.time", "uuid4", "uuid1", "open"}
        ]
        assert found == []

    def test_what_the_domain_knows_is_frozen(self) -> None:
        for kind in ENTITY_TYPES:
            assert kind.__dataclass_params__.frozen  # type: ignore[union-attr]
            assert not hasattr(kind, "__dict__") or "__slots__" in vars(kind)

    def test_content_is_no_code(self) -> None:
        assert not list((PROJECT / "events").rglob("*.py"))
        assert not list((PROJECT / "episodes").rglob("*.py"))

    def test_the_rules_see_what_they_look_for(self) -> None:
        """Without this the rules above could pass because they look at nothing."""
        for code in (
            "open('a', 'w')",
            "path.open('ab')",
            "path.open(mode='r+b')",
            "path.write_text('')",
            "os.open('a', os.O_WRONLY | os.O_CREAT)",
            "os.fdopen(1, 'wb')",
            "shutil.copyfile(a, b)",
            "tempfile.mkstemp()",
        ):
            assert any(isinstance(node, ast.Call) and _writes(node) for node in ast.walk(ast.parse(code))), code
        for code in (
            "open('a')",
            "path.open('rb')",
            "write_text(field)",
            "os.open('a', os.O_RDONLY)",
            "text.replace('a', 'b')",
        ):
            assert not any(isinstance(node, ast.Call) and _writes(node) for node in ast.walk(ast.parse(code))), code
        assert len(MODULES) > 100


_WRITERS = {
    *("write_text", "write_bytes", "touch", "hardlink_to", "symlink_to", "rename", "renames", "move"),
    *("copyfile", "copy2", "copytree", "mkstemp", "NamedTemporaryFile", "TemporaryFile"),
}


def _name(call: ast.Call) -> str:
    return call.func.attr if isinstance(call.func, ast.Attribute) else ast.unparse(call.func)


def _writes(call: ast.Call) -> bool:
    if isinstance(call.func, ast.Attribute) and call.func.attr in _WRITERS:
        return True
    if _name(call) not in {"open", "fdopen"}:
        return False
    given = [*call.args, *(keyword.value for keyword in call.keywords)]
    if any(
        flag in ast.unparse(argument) for argument in given for flag in ("O_WRONLY", "O_RDWR", "O_CREAT", "O_TRUNC")
    ):
        return True
    if ast.unparse(call.func) == "os.open":
        return False
    modes = [one.value for one in given if isinstance(one, ast.Constant) and isinstance(one.value, str)]
    return any(set(mode) <= set("rwaxbt+") and set(mode) & set("wax+") for mode in modes[-1:] if _is_mode(call, mode))


def _is_mode(call: ast.Call, mode: str) -> bool:
    """Tell a mode from a file that happens to be called ``a``."""
    keyword = any(isinstance(one.value, ast.Constant) and one.value.value == mode for one in call.keywords)
    of_path = isinstance(call.func, ast.Attribute) and call.func.attr == "open"
    return keyword or len(call.args) > 1 or of_path


@pytest.mark.slow
def test_the_wheel_holds_the_package_and_nothing_else(tmp_path: Path) -> None:
    subprocess.run(
        [sys.executable, "-m", "build", "--wheel", "--no-isolation", "--outdir", str(tmp_path), str(PROJECT)],
        check=True,
        capture_output=True,
        cwd=tmp_path,
    )
    (wheel,) = tmp_path.glob("confkit_studio-*.whl")
    with zipfile.ZipFile(wheel) as archive:
        names = {name for name in archive.namelist() if ".dist-info/" not in name}
        info = {
            name.rpartition("/")[2]: archive.read(name).decode() for name in archive.namelist() if name not in names
        }
    package = {
        str(file.relative_to(PROJECT))
        for file in PACKAGE.rglob("*")
        if file.is_file() and "__pycache__" not in file.parts and not file.name.startswith(".")
    }
    assert names == package
    for needed in ("py.typed", "publish/templates/index.html", "publish/templates/style.css", "tui/confkit.tcss"):
        assert f"confkit/{needed}" in names
    assert any(name.startswith("confkit/storage/migrations/versions/") for name in names)
    assert "confkit = confkit.cli.main:main" in info["entry_points.txt"]
    assert "Name: confkit-studio" in info["METADATA"]
    assert "LICENSE" in info


def test_every_dependency_has_its_reason() -> None:
    text = (PROJECT / "pyproject.toml").read_text()
    project = tomllib.loads(text)["project"]
    for requirement in project["dependencies"]:
        (line,) = [line for line in text.splitlines() if line.strip().startswith(f'"{requirement}"')]
        assert "  # " in line, requirement
