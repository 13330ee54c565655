-- 0 Tables: shelf
CREATE TABLE "shelf" (
  "id" INTEGER NOT NULL,
  "code" TEXT COLLATE "NOCASE",
  "note" TEXT DEFAULT 'x',
  PRIMARY KEY ("code"),
  UNIQUE ("code" COLLATE "NOCASE"),
  UNIQUE ("id")
);
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

-- 5 Objects: user_version
PRAGMA user_version = 5;
-- back: PRAGMA user_version = 0;

-- 6 Objects: dear
CREATE VIEW dear AS SELECT i.id, s."code" FROM item i JOIN shelf s ON s.id = i.shelf WHERE i.price > 100;
-- back: DROP VIEW "dear";

-- 7 Objects: dearest
CREATE VIEW dearest AS SELECT * FROM dear LIMIT 1;
-- back: DROP VIEW "dearest";

-- 8 Objects: item_log
CREATE TRIGGER item_log AFTER INSERT ON item BEGIN INSERT INTO log VALUES (NEW.tags || ';'); END;
-- back: DROP TRIGGER "item_log";

