-- 0 Tables: no'tes
CREATE TABLE "no'tes" (id INTEGER PRIMARY KEY, title TEXT, body TEXT);
-- back: DROP TABLE "no'tes";

-- 1 Tables: notes_fts
CREATE VIRTUAL TABLE notes_fts USING fts5(title, body, content='no''tes', content_rowid='id');
-- back: DROP TABLE "notes_fts";

-- 2 Tables: notes_fts_data
DELETE FROM "notes_fts_data";

-- 3 Tables: notes_fts_idx
DELETE FROM "notes_fts_idx";

-- 4 Tables: notes_fts_docsize
DELETE FROM "notes_fts_docsize";

-- 5 Tables: notes_fts_config
DELETE FROM "notes_fts_config";

-- 6 Tables: mine
CREATE VIRTUAL TABLE "mine" USING fts5(x, tokenize = 'trigram');
-- back: DROP TABLE "mine";

-- 7 Tables: mine_data
DELETE FROM "mine_data";

-- 8 Tables: mine_idx
DELETE FROM "mine_idx";

-- 9 Tables: mine_content
DELETE FROM "mine_content";

-- 10 Tables: mine_docsize
DELETE FROM "mine_docsize";

-- 11 Tables: mine_config
DELETE FROM "mine_config";

-- 12 Tables: old
CREATE VIRTUAL TABLE old USING fts4(y, content="");
-- back: DROP TABLE "old";

-- 13 Tables: old_segments
DELETE FROM "old_segments";

-- 14 Tables: old_segdir
DELETE FROM "old_segdir";

-- 15 Tables: old_docsize
DELETE FROM "old_docsize";

-- 16 Tables: old_stat
DELETE FROM "old_stat";

-- 17 Tables: boxes
CREATE VIRTUAL TABLE boxes USING rtree(id, minx, maxx);
-- back: DROP TABLE "boxes";

-- 18 Tables: boxes_rowid
DELETE FROM "boxes_rowid";

-- 19 Tables: boxes_node
DELETE FROM "boxes_node";

-- 20 Tables: boxes_parent
DELETE FROM "boxes_parent";

-- 21 Objects: notes_ai
CREATE TRIGGER notes_ai AFTER INSERT ON "no'tes" BEGIN INSERT INTO notes_fts(rowid, title, body) VALUES (NEW.id, NEW.title, NEW.body); END;
-- back: DROP TRIGGER "notes_ai";

