-- A run as it was decided: everything that is needed to go on with it after a crash, a reboot or an upgrade.
CREATE TABLE runs (
    run          TEXT PRIMARY KEY,
    project      TEXT NOT NULL,
    plan_name    TEXT NOT NULL,
    fingerprint  TEXT NOT NULL,
    resolved     TEXT NOT NULL, -- JSON: plan, lanes, design, statements
    sources      TEXT NOT NULL, -- JSON: name -> address and mark
    target       TEXT NOT NULL,
    target_before TEXT,         -- the target's mark when the run was planned
    target_after TEXT,          -- the target's mark when the run ended
    options      TEXT NOT NULL, -- JSON
    status       TEXT NOT NULL,
    phase        TEXT NOT NULL,
    resumable    INTEGER NOT NULL DEFAULT 1,
    started_at   TEXT NOT NULL,
    ended_at     TEXT,
    worked_ms    INTEGER NOT NULL DEFAULT 0,
    way_back     TEXT,          -- JSON; there before the first write to the target
    problem      TEXT,          -- JSON
    proof        TEXT,          -- JSON
    proved       INTEGER,
    resumed      INTEGER NOT NULL DEFAULT 0,
    kept         INTEGER NOT NULL DEFAULT 0
) STRICT;
CREATE INDEX runs_of_a_project ON runs (project, started_at);
CREATE INDEX runs_into_a_target ON runs (target, started_at);

CREATE TABLE lanes (
    run       TEXT NOT NULL REFERENCES runs (run),
    lane      INTEGER NOT NULL,
    is_cut    INTEGER NOT NULL DEFAULT 0, -- its slices are noted, even if there are none
    took_ms   INTEGER NOT NULL DEFAULT 0,
    PRIMARY KEY (run, lane)
) STRICT, WITHOUT ROWID;

-- A slice that landed has its figures; one that has none is still to be done.
CREATE TABLE slices (
    run          TEXT NOT NULL,
    lane         INTEGER NOT NULL,
    slice        INTEGER NOT NULL,
    bounds       TEXT NOT NULL, -- JSON
    rows         INTEGER NOT NULL,
    attempts     INTEGER NOT NULL DEFAULT 0,
    rows_read    INTEGER,
    rows_written INTEGER,
    left_behind  INTEGER,
    filtered     INTEGER,
    changed      INTEGER,
    bytes        INTEGER,
    digest       TEXT,
    PRIMARY KEY (run, lane, slice),
    FOREIGN KEY (run, lane) REFERENCES lanes (run, lane)
) STRICT, WITHOUT ROWID;

CREATE TABLE log (
    id    INTEGER PRIMARY KEY,
    run   TEXT NOT NULL REFERENCES runs (run),
    at    TEXT NOT NULL,
    level TEXT NOT NULL,
    about TEXT NOT NULL,
    text  TEXT NOT NULL
) STRICT;
CREATE INDEX log_of_a_run ON log (run, id);

CREATE TABLE rehearsals (
    id          TEXT PRIMARY KEY,
    project     TEXT NOT NULL,
    fingerprint TEXT NOT NULL,
    at          TEXT NOT NULL,
    report      TEXT NOT NULL -- JSON
) STRICT;
CREATE INDEX rehearsals_of_a_project ON rehearsals (project, at);

CREATE TABLE activity (
    id      INTEGER PRIMARY KEY,
    at      TEXT NOT NULL,
    who     TEXT NOT NULL,
    what    TEXT NOT NULL,
    project TEXT,
    result  TEXT NOT NULL,
    tone    TEXT NOT NULL,
    plan    TEXT,
    command TEXT,
    run     TEXT
) STRICT;
CREATE INDEX activity_of_a_project ON activity (project, id);
