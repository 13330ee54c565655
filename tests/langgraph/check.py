#!/usr/bin/env python3
"""Case C with the real client: two SQLite files become one, and LangGraph's own SqliteSaver reads every thread of it.

The environment names the command-line tool: DRYDOCK=target/debug/drydock check.py. Needs what requirements.txt says.
"""

import hashlib
import json
import os
import pathlib
import shutil
import sqlite3
import subprocess
import sys
import tempfile

HERE = pathlib.Path(__file__).resolve().parent
DATA = HERE.parent / "data" / "langgraph"
PAIRS = [
    ("as it is", "chatbot_memory.sqlite", "expected_chatbot_memory.json"),
    ("with rows in its -wal", "wal/chatbot_memory.sqlite", "wal/expected_with_wal.json"),
    ("of a newer client", "chatbot_memory_v3.sqlite", "expected_chatbot_memory_v3.json"),
]


def state_of(folder: pathlib.Path) -> dict[str, str]:
    """Every file below with its bytes: a source must be left as it was, and nothing beside it."""
    return {
        str(p.relative_to(folder)): hashlib.sha256(p.read_bytes()).hexdigest()
        for p in sorted(folder.rglob("*"))
        if p.is_file()
    }


def drydock(home: pathlib.Path, *args: str) -> dict:
    command = [os.environ["DRYDOCK"], *args, "--json"]
    done = subprocess.run(command, env={**os.environ, "DRYDOCK_HOME": str(home)}, capture_output=True, text=True)
    if done.returncode != 0:
        raise SystemExit(f"{' '.join(command)} ended with {done.returncode}\n{done.stdout}\n{done.stderr}")
    return json.loads(done.stdout) if done.stdout.strip() else {}


def check(name: str, memory: str, expected: str, folder: pathlib.Path) -> None:
    source = folder / "source"
    source.mkdir()
    shutil.copyfile(DATA / "langgraph_agent.db", source / "langgraph_agent.db")
    for ending in ("", "-wal"):
        if (DATA / (memory + ending)).exists():
            shutil.copyfile(DATA / (memory + ending), source / ("chatbot_memory.sqlite" + ending))
    before = state_of(source)
    home, plan, target = folder / "home", folder / "plan.toml", folder / "unified.db"
    ends = [f"sqlite:{source / 'langgraph_agent.db'}", f"sqlite:{source / 'chatbot_memory.sqlite'}"]
    drydock(home, "plan", *ends, f"sqlite:{target}", "-o", str(plan))
    rehearsed = drydock(home, "rehearse", str(plan))
    assert not target.exists(), "the rehearsal wrote to the target"
    ran = drydock(home, "run", str(plan), "--yes")
    run = ran["run"]["run"]
    drydock(home, "prove", run)
    figures = rehearsed["rehearsal"]["figures"]
    assert figures["rows_read"] == ran["run"]["rows_read"], "the rehearsal read another number of rows"
    assert figures["will_be_written"] == ran["run"]["rows_written"], "the rehearsal foretold another number of rows"
    assert state_of(source) == before, "the source was changed"

    verify = [sys.executable, str(HERE / "verify_langgraph.py"), "--check", str(target), str(DATA / expected)]
    real_client = subprocess.run(verify, capture_output=True, text=True)
    print(f"  {name}: {real_client.stdout.strip()}")
    assert real_client.returncode == 0, real_client.stdout + real_client.stderr
    with sqlite3.connect(f"file:{target}?mode=ro", uri=True) as db:
        providers = db.execute("SELECT count(*) FROM llm_providers").fetchone()[0]
        assert db.execute("PRAGMA integrity_check").fetchone() == ("ok",)
    assert providers > 0
    sizes = sum((source / f).stat().st_size for f in ("langgraph_agent.db", "chatbot_memory.sqlite"))
    wal = source / "chatbot_memory.sqlite-wal"
    sizes += wal.stat().st_size if wal.exists() else 0
    assert target.stat().st_size < 1.5 * sizes, "the result is far larger than the sum of both files"

    drydock(home, "undo", run, "--yes")
    assert not target.exists(), "rolled back, and the target is still there"
    assert state_of(source) == before, "the source was changed by the roll back"


def main() -> int:
    passed, failed = 0, 0
    for name, memory, expected in PAIRS:
        with tempfile.TemporaryDirectory() as folder:
            try:
                check(name, memory, expected, pathlib.Path(folder))
                passed += 1
            except (AssertionError, SystemExit) as why:
                print(f"  {name}: FAILED: {why}")
                failed += 1
    print(f"{passed} passed, {failed} failed")
    return 1 if failed else 0


if __name__ == "__main__":
    sys.exit(main())
