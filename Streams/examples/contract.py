"""The Resurvey contracts in Python.

`from contract import frame_pb2` and the others below. Generated modules are taken from the Python path where they are; otherwise
protoc writes them to a temporary folder.
"""

import importlib
import pathlib
import shutil
import subprocess
import sys
import tempfile

_FILES = pathlib.Path(__file__).resolve().parent.parent
_MODULES = ("element_class", "map_tile", "observation_frame", "tile_log_record", "tile_version", "change_event", "alert",
            "dead_letter")


def _generate():
    """Runs protoc once for this process and puts what it writes on the Python path."""
    if shutil.which("protoc") is None:
        sys.exit("contract.py: protoc is missing (Debian: apt-get install protobuf-compiler); or generate once with\n"
                 f"  protoc -I {_FILES} --python_out=FOLDER {_FILES}/resurvey/v1/*.proto\nand add FOLDER to PYTHONPATH")
    folder = tempfile.TemporaryDirectory(prefix="resurvey-contract-")
    protos = [str(path) for path in sorted((_FILES / "resurvey" / "v1").glob("*.proto"))]
    subprocess.run(["protoc", f"-I{_FILES}", f"--python_out={folder.name}", *protos], check=True)
    sys.path.insert(0, folder.name)
    return folder  # the folder goes with the last reference to it


def _load():
    return {name: importlib.import_module(f"resurvey.v1.{name}_pb2") for name in _MODULES}


try:
    _modules = _load()
except ImportError:
    importlib.invalidate_caches()
    _folder = _generate()
    _modules = _load()

element_class_pb2 = _modules["element_class"]
frame_pb2 = _modules["observation_frame"]
tile_pb2 = _modules["tile_version"]
change_pb2 = _modules["change_event"]
alert_pb2 = _modules["alert"]
dead_letter_pb2 = _modules["dead_letter"]
tile_log_pb2 = _modules["tile_log_record"]
