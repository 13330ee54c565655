-- 0 Tables: notes
CREATE TABLE notes (id INTEGER PRIMARY KEY, title TEXT, body TEXT);
-- back: DROP TABLE "notes";

-- 1 Tables: notes_fts
CREATE VIRTUAL TABLE notes_fts USING fts5(title, body, content='notes', content_rowid='id');
-- back: DROP TABLE "notes_fts";

-- 2 Tables: notes_fts_data
DELETE FROM "notes_fts_data";

-- 3 Tables: notes_fts_idx
DELETE FROM "notes_fts_idx";

-- 4 Tables: notes_fts_docsize
DELETE FROM "notes_fts_docsize";

-- 5 Tables: notes_fts_config
DELETE FROM "notes_fts_config";

-- 6 Tables: own
CREATE VIRTUAL TABLE own USING fts5(x, tokenize = 'trigram');
-- back: DROP TABLE "own";

-- 7 Tables: own_data
DELETE FROM "own_data";

-- 8 Tables: own_idx
DELETE FROM "own_idx";

-- 9 Tables: own_content
DELETE FROM "own_content";

-- 10 Tables: own_docsize
DELETE FROM "own_docsize";

-- 11 Tables: own_config
DELETE FROM "own_config";

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
CREATE TRIGGER notes_ai AFTER INSERT ON notes BEGIN INSERT INTO notes_fts(rowid, title, body) VALUES (NEW.id, NEW.title, NEW.body); END;
-- back: DROP TRIGGER "notes_ai";

