-- 0 Tables: Parents
CREATE TABLE "Parents" (
  "id" INTEGER PRIMARY KEY AUTOINCREMENT DEFAULT 'it''s',
  "amount" REAL DEFAULT 'it''s',
  "order" BOOLEAN NOT NULL DEFAULT 'it''s',
  "" TEXT DEFAULT 'it''s',
  "x""; DROP TABLE y; --" DEFAULT 'it''s',
  "happened" TEXT DEFAULT 'it''s',
  CONSTRAINT "once" UNIQUE ("order", "happened")
);
-- back: DROP TABLE "Parents";

-- 1 Tables: child
CREATE TABLE "child" (
  "a" TEXT NOT NULL DEFAULT 'it''s',
  "b" INTEGER NOT NULL DEFAULT 'it''s',
  PRIMARY KEY ("a", "b"),
  FOREIGN KEY ("b") REFERENCES "Parents" ON DELETE CASCADE
);
-- back: DROP TABLE "child";

-- 2 Indexes: by at [BlocksWrites]
CREATE INDEX "by at" ON "Parents" ("happened" DESC);
-- back: DROP INDEX "by at";

-- 3 Sequences: Parents
INSERT INTO sqlite_sequence(name, seq) SELECT 'Parents', 0 WHERE NOT EXISTS (SELECT 1 FROM sqlite_sequence WHERE name = 'Parents');

-- 4 Sequences: Parents
UPDATE sqlite_sequence SET seq = max(seq, 41, coalesce((SELECT max("id") FROM "Parents"), 0)) WHERE name = 'Parents';

