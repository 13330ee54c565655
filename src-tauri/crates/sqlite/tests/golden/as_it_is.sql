-- 0 Tables: shelf
CREATE TABLE shelf (id INTEGER PRIMARY KEY AUTOINCREMENT, label TEXT COLLATE NOCASE UNIQUE, note TEXT DEFAULT 'x');
-- back: DROP TABLE "shelf";

-- 1 Tables: item
CREATE TABLE item (id INTEGER PRIMARY KEY, shelf INTEGER REFERENCES shelf(id) ON DELETE CASCADE, price DECIMAL(10,2) CHECK (price >= 0),
      tags TEXT, twice AS (price * 2), since DATETIME);
-- back: DROP TABLE "item";

-- 2 Tables: log
CREATE TABLE log (what);
-- back: DROP TABLE "log";

-- 3 Indexes: item_shelf [BlocksWrites]
CREATE INDEX item_shelf ON item (shelf, price DESC) WHERE price > 1;
-- back: DROP INDEX "item_shelf";

-- 4 Indexes: item_tags [BlocksWrites]
CREATE UNIQUE INDEX item_tags ON item (lower(tags));
-- back: DROP INDEX "item_tags";

-- 5 Sequences: shelf
INSERT INTO sqlite_sequence(name, seq) SELECT 'shelf', 0 WHERE NOT EXISTS (SELECT 1 FROM sqlite_sequence WHERE name = 'shelf');

-- 6 Sequences: shelf
UPDATE sqlite_sequence SET seq = max(seq, 7, coalesce((SELECT max("id") FROM "shelf"), 0)) WHERE name = 'shelf';

-- 7 Objects: user_version
PRAGMA user_version = 5;
-- back: PRAGMA user_version = 0;

-- 8 Objects: dear
CREATE VIEW dear AS SELECT i.id, s.label FROM item i JOIN shelf s ON s.id = i.shelf WHERE i.price > 100;
-- back: DROP VIEW "dear";

-- 9 Objects: dearest
CREATE VIEW dearest AS SELECT * FROM dear LIMIT 1;
-- back: DROP VIEW "dearest";

-- 10 Objects: item_log
CREATE TRIGGER item_log AFTER INSERT ON item BEGIN INSERT INTO log VALUES (NEW.tags || ';'); END;
-- back: DROP TRIGGER "item_log";

