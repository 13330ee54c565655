-- 0 Tables: item
CREATE TABLE "item" (id INTEGER PRIMARY KEY AUTOINCREMENT, "note" TEXT COLLATE NOCASE UNIQUE, "label" TEXT DEFAULT 'x');
-- back: DROP TABLE "item";

-- 1 Tables: the "item" 🌸
CREATE TABLE "the ""item"" 🌸" (id INTEGER PRIMARY KEY, shelf INTEGER REFERENCES "item"(id) ON DELETE CASCADE, price DECIMAL(10,2) CHECK (price >= 0),
      "select" TEXT, twice AS (price * 2), since DATETIME);
-- back: DROP TABLE "the ""item"" 🌸";

-- 2 Tables: log
CREATE TABLE log (what);
-- back: DROP TABLE "log";

-- 3 Indexes: item_shelf [BlocksWrites]
CREATE INDEX item_shelf ON "the ""item"" 🌸" (shelf, price DESC) WHERE price > 1;
-- back: DROP INDEX "item_shelf";

-- 4 Indexes: item_tags [BlocksWrites]
CREATE UNIQUE INDEX item_tags ON "the ""item"" 🌸" (lower("select"));
-- back: DROP INDEX "item_tags";

-- 5 Sequences: item
INSERT INTO sqlite_sequence(name, seq) SELECT 'item', 0 WHERE NOT EXISTS (SELECT 1 FROM sqlite_sequence WHERE name = 'item');

-- 6 Sequences: item
UPDATE sqlite_sequence SET seq = max(seq, 7, coalesce((SELECT max("id") FROM "item"), 0)) WHERE name = 'item';

-- 7 Objects: user_version
PRAGMA user_version = 5;
-- back: PRAGMA user_version = 0;

-- 8 Objects: dear
CREATE VIEW dear AS SELECT i.id, s."note" FROM "the ""item"" 🌸" i JOIN "item" s ON s.id = i.shelf WHERE i.price > 100;
-- back: DROP VIEW "dear";

-- 9 Objects: dearest
CREATE VIEW dearest AS SELECT * FROM dear LIMIT 1;
-- back: DROP VIEW "dearest";

-- 10 Objects: item_log
CREATE TRIGGER item_log AFTER INSERT ON "the ""item"" 🌸" BEGIN INSERT INTO log VALUES (NEW."select" || ';'); END;
-- back: DROP TRIGGER "item_log";

