"""What is published is what works: the sdist, the wheel built from it, that wheel installed."""

import site
import subprocess
import sys
import tarfile
import zipfile
from pathlib import Path

import pytest

import front_emulator

ROOT = Path(__file__).resolve().parents[2]

FIXTURE_TEST = """
import front_emulator

def test_a_message_comes_in(front):
    front.receive("Is my parcel lost?", sender="leela")
    assert front.wait_for_message(sender="leela").text == "Is my parcel lost?"

def test_it_is_the_installed_package():
    assert "site-packages" in front_emulator.__file__
"""

pytestmark = pytest.mark.packaging


def run(*command: str | Path, cwd: Path) -> str:
    ran = subprocess.run(
        [str(part) for part in command],
        cwd=cwd,
        stdout=subprocess.PIPE,
        stderr=subprocess.STDOUT,
        text=True,
        check=False,
    )
    assert ran.returncode == 0, ran.stdout
    return ran.stdout


@pytest.fixture(scope="module")
def distributions(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The folder with the sdist and the wheel that was built from the sdist alone."""
    folder = tmp_path_factory.mktemp("dist")
    run(sys.executable, "-m", "build", "--no-isolation", "--outdir", folder, ROOT, cwd=folder)
    return folder


@pytest.fixture(scope="module")
def wheel(distributions: Path) -> Path:
    return next(distributions.glob("front_emulator-*-py3-none-any.whl"))


@pytest.fixture
def environment(tmp_path: Path, wheel: Path) -> Path:
    """The bin folder of a fresh environment that has the wheel.

    Its dependencies are this environment's own, linked one by one so that this environment's
    front_emulator stays out, and nothing is fetched.
    """
    dependencies = tmp_path / "dependencies"
    dependencies.mkdir()
    for folder in map(Path, site.getsitepackages()):
        for each in folder.iterdir():
            if "front_emulator" not in each.name and each.suffix != ".pth":
                (dependencies / each.name).symlink_to(each)
    home = tmp_path / "environment"
    run(sys.executable, "-m", "venv", "--without-pip", home, cwd=tmp_path)
    python = home / "bin" / "python"
    install = ("install", "--quiet", "--no-index", "--no-deps", wheel)
    run(sys.executable, "-m", "pip", "--python", python, *install, cwd=tmp_path)
    packages = next(home.glob("lib/python*/site-packages"))
    (packages / "dependencies.pth").write_text(f"{dependencies}\n")
    return home / "bin"


def test_the_wheel_has_the_package_with_its_data_and_no_tests(wheel: Path) -> None:
    names = set(zipfile.ZipFile(wheel).namelist())
    code = {
        path.relative_to(ROOT).as_posix()
        for path in (ROOT / "front_emulator").rglob("*")
        if path.is_file() and "__pycache__" not in path.parts
    }
    data = {
        f"front_emulator/{path.relative_to(ROOT).as_posix()}"
        for kind in ("schemas", "fixtures")
        for path in (ROOT / kind).rglob("*")
        if path.is_file()
    }
    assert "front_emulator/py.typed" in code
    assert {name for name in names if ".dist-info/" not in name} == code | data


def test_the_sdist_has_what_the_tests_and_the_docs_need(distributions: Path) -> None:
    archive = next(distributions.glob("front_emulator-*.tar.gz"))
    with tarfile.open(archive) as sdist:
        names = {name.partition("/")[2] for name in sdist.getnames()}
    for needed in ("LICENSE", "README.md", "pyproject.toml", "tests/packaging/test_wheel.py"):
        assert needed in names
    assert {name.partition("/")[0] for name in names} >= {"schemas", "fixtures", "benchmarks"}


def test_the_installed_command_runs(environment: Path, tmp_path: Path) -> None:
    shown = run(environment / "front-emulator", "--version", cwd=tmp_path)
    assert front_emulator.__version__ in shown


def test_the_installed_plugin_serves_a_test_in_another_folder(
    environment: Path, tmp_path: Path
) -> None:
    project = tmp_path / "project"
    project.mkdir()
    (project / "test_it.py").write_text(FIXTURE_TEST)
    assert "2 passed" in run(environment / "python", "-m", "pytest", "-p", "no:xdist", cwd=project)
