-- 0 Tables: p
CREATE TABLE "p" (
  "a" INTEGER NOT NULL,
  "c" TEXT DEFAULT (1 + 2) COLLATE "RTRIM",
  "d" REAL NOT NULL,
  "f" GENERATED ALWAYS AS (d) VIRTUAL,
  CONSTRAINT "u" UNIQUE ("c" COLLATE "RTRIM", "d"),
  UNIQUE ("d"),
  CHECK (d > 0),
  CONSTRAINT "fk" FOREIGN KEY ("d") REFERENCES "q" ("x") ON UPDATE SET NULL DEFERRABLE INITIALLY DEFERRED
);
-- back: DROP TABLE "p";

-- 1 Tables: q
CREATE TABLE q (x REAL PRIMARY KEY);
-- back: DROP TABLE "q";

-- 2 Indexes: i [BlocksWrites]
CREATE INDEX i ON p (d);
-- back: DROP INDEX "i";

