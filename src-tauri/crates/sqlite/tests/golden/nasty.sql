-- 0 Tables: order
CREATE TABLE "order" ("group" INTEGER, "select" TEXT, "from" TEXT DEFAULT 'where', "primary" REAL, PRIMARY KEY ("group", "select")) WITHOUT ROWID;
-- back: DROP TABLE "order";

-- 1 Tables: Weird Table-Name; DROP
CREATE TABLE "Weird Table-Name; DROP" ("col with space" TEXT, "col""quote" TEXT, "cột_tiếng_việt 🌸" TEXT, "a.b" INTEGER, [bracket] TEXT, `tick` TEXT, "UPPER" INTEGER, "" TEXT);
-- back: DROP TABLE "Weird Table-Name; DROP";

-- 2 Tables: dynamic
CREATE TABLE dynamic (id INTEGER PRIMARY KEY, any_type, n NUMERIC, i INT, r REAL, t TEXT, b BLOB, dt DATETIME, bool BOOLEAN, dec DECIMAL(10,2), vc VARCHAR(5), tiny TINYINT(1), big UNSIGNED BIG INT, js JSON, uu UUID, str STRING, fl FLOATING POINT, ch NATIVE CHARACTER(70));
-- back: DROP TABLE "dynamic";

-- 3 Tables: strict_one
CREATE TABLE strict_one (id INTEGER PRIMARY KEY, a INT NOT NULL, b TEXT, c ANY, d BLOB) STRICT;
-- back: DROP TABLE "strict_one";

-- 4 Tables: gen
CREATE TABLE gen (id INTEGER PRIMARY KEY, price REAL NOT NULL, qty INTEGER NOT NULL, total REAL GENERATED ALWAYS AS (price * qty) STORED, label TEXT AS (printf('%05d', id)) VIRTUAL, doc TEXT CHECK (json_valid(doc)), kind TEXT GENERATED ALWAYS AS (json_extract(doc, '$.kind')) VIRTUAL);
-- back: DROP TABLE "gen";

-- 5 Tables: null_pk
CREATE TABLE null_pk (code TEXT PRIMARY KEY, v INTEGER);
-- back: DROP TABLE "null_pk";

-- 6 Tables: no_pk
CREATE TABLE no_pk (a, b);
-- back: DROP TABLE "no_pk";

-- 7 Tables: auto
CREATE TABLE auto (id INTEGER PRIMARY KEY AUTOINCREMENT, v TEXT);
-- back: DROP TABLE "auto";

-- 8 Tables: dept
CREATE TABLE dept (id INTEGER PRIMARY KEY, name TEXT, boss INTEGER REFERENCES emp(id) DEFERRABLE INITIALLY DEFERRED);
-- back: DROP TABLE "dept";

-- 9 Tables: emp
CREATE TABLE emp (id INTEGER PRIMARY KEY, name TEXT COLLATE NOCASE UNIQUE, dept INTEGER NOT NULL REFERENCES dept(id) ON UPDATE CASCADE ON DELETE RESTRICT, manager INTEGER REFERENCES emp ON DELETE SET NULL);
-- back: DROP TABLE "emp";

-- 10 Tables: comp_parent
CREATE TABLE comp_parent (a INTEGER, b TEXT, x TEXT, PRIMARY KEY (b, a), UNIQUE (a, x));
-- back: DROP TABLE "comp_parent";

-- 11 Tables: comp_child
CREATE TABLE comp_child (id INTEGER PRIMARY KEY, pb TEXT, pa INTEGER, FOREIGN KEY (pb, pa) REFERENCES comp_parent ON DELETE CASCADE);
-- back: DROP TABLE "comp_child";

-- 12 Tables: orphan
CREATE TABLE orphan (id INTEGER PRIMARY KEY, dept_id INTEGER REFERENCES dept(id), gone INTEGER REFERENCES table_that_is_not_there(id));
-- back: DROP TABLE "orphan";

-- 13 Tables: defaults
CREATE TABLE defaults (id INTEGER PRIMARY KEY, a TEXT DEFAULT (strftime('%Y-%m-%dT%H:%M:%fZ', 'now')), b INTEGER DEFAULT -1, c TEXT DEFAULT "double quoted", d BLOB DEFAULT x'00ff', e TEXT DEFAULT 'it''s', f REAL DEFAULT 1e3, g DEFAULT (1 + 2), h TEXT DEFAULT CURRENT_TIMESTAMP, i INTEGER DEFAULT TRUE, j TEXT DEFAULT NULL);
-- back: DROP TABLE "defaults";

-- 14 Tables: dates
CREATE TABLE dates (id INTEGER PRIMARY KEY, iso TEXT, epoch_s INTEGER, epoch_ms INTEGER, julian REAL, mixed DATETIME, d DATE, t TIME, apple_s REAL, webkit_us INTEGER);
-- back: DROP TABLE "dates";

-- 15 Tables: big
CREATE TABLE big (id INTEGER PRIMARY KEY, payload BLOB, txt TEXT);
-- back: DROP TABLE "big";

-- 16 Tables: empty_table
CREATE TABLE empty_table (id INTEGER PRIMARY KEY, v TEXT);
-- back: DROP TABLE "empty_table";

-- 17 Tables: col_very_long_name_holder
CREATE TABLE col_very_long_name_holder (col_very_long_name_that_is_longer_than_sixty_three_bytes_in_total_aaax INTEGER, col_very_long_name_that_is_longer_than_sixty_three_bytes_in_total_aaay INTEGER);
-- back: DROP TABLE "col_very_long_name_holder";

-- 18 Tables: case_clash
CREATE TABLE case_clash (Name TEXT, v INTEGER);
-- back: DROP TABLE "case_clash";

-- 19 Tables: Case_Clash_2
CREATE TABLE "Case_Clash_2" (id INTEGER PRIMARY KEY);
-- back: DROP TABLE "Case_Clash_2";

-- 20 Tables: audit
CREATE TABLE audit (at TEXT, what TEXT);
-- back: DROP TABLE "audit";

-- 21 Tables: notes
CREATE TABLE notes (id INTEGER PRIMARY KEY, title TEXT, body TEXT);
-- back: DROP TABLE "notes";

-- 22 Tables: wide
CREATE TABLE wide (id integer primary key, c0 TEXT, c1 INTEGER, c2 REAL, c3 BLOB, c4 TEXT, c5 INTEGER, c6 REAL, c7 BLOB, c8 TEXT, c9 INTEGER, c10 REAL, c11 BLOB, c12 TEXT, c13 INTEGER, c14 REAL, c15 BLOB, c16 TEXT, c17 INTEGER, c18 REAL, c19 BLOB, c20 TEXT, c21 INTEGER, c22 REAL, c23 BLOB, c24 TEXT, c25 INTEGER, c26 REAL, c27 BLOB, c28 TEXT, c29 INTEGER, c30 REAL, c31 BLOB, c32 TEXT, c33 INTEGER, c34 REAL, c35 BLOB, c36 TEXT, c37 INTEGER, c38 REAL, c39 BLOB, c40 TEXT, c41 INTEGER, c42 REAL, c43 BLOB, c44 TEXT, c45 INTEGER, c46 REAL, c47 BLOB, c48 TEXT, c49 INTEGER, c50 REAL, c51 BLOB, c52 TEXT, c53 INTEGER, c54 REAL, c55 BLOB, c56 TEXT, c57 INTEGER, c58 REAL, c59 BLOB, c60 TEXT, c61 INTEGER, c62 REAL, c63 BLOB, c64 TEXT, c65 INTEGER, c66 REAL, c67 BLOB, c68 TEXT, c69 INTEGER, c70 REAL, c71 BLOB, c72 TEXT, c73 INTEGER, c74 REAL, c75 BLOB, c76 TEXT, c77 INTEGER, c78 REAL, c79 BLOB, c80 TEXT, c81 INTEGER, c82 REAL, c83 BLOB, c84 TEXT, c85 INTEGER, c86 REAL, c87 BLOB, c88 TEXT, c89 INTEGER, c90 REAL, c91 BLOB, c92 TEXT, c93 INTEGER, c94 REAL, c95 BLOB, c96 TEXT, c97 INTEGER, c98 REAL, c99 BLOB, c100 TEXT, c101 INTEGER, c102 REAL, c103 BLOB, c104 TEXT, c105 INTEGER, c106 REAL, c107 BLOB, c108 TEXT, c109 INTEGER, c110 REAL, c111 BLOB, c112 TEXT, c113 INTEGER, c114 REAL, c115 BLOB, c116 TEXT, c117 INTEGER, c118 REAL, c119 BLOB, c120 TEXT, c121 INTEGER, c122 REAL, c123 BLOB, c124 TEXT, c125 INTEGER, c126 REAL, c127 BLOB, c128 TEXT, c129 INTEGER, c130 REAL, c131 BLOB, c132 TEXT, c133 INTEGER, c134 REAL, c135 BLOB, c136 TEXT, c137 INTEGER, c138 REAL, c139 BLOB, c140 TEXT, c141 INTEGER, c142 REAL, c143 BLOB, c144 TEXT, c145 INTEGER, c146 REAL, c147 BLOB, c148 TEXT, c149 INTEGER, c150 REAL, c151 BLOB, c152 TEXT, c153 INTEGER, c154 REAL, c155 BLOB, c156 TEXT, c157 INTEGER, c158 REAL, c159 BLOB, c160 TEXT, c161 INTEGER, c162 REAL, c163 BLOB, c164 TEXT, c165 INTEGER, c166 REAL, c167 BLOB, c168 TEXT, c169 INTEGER, c170 REAL, c171 BLOB, c172 TEXT, c173 INTEGER, c174 REAL, c175 BLOB, c176 TEXT, c177 INTEGER, c178 REAL, c179 BLOB, c180 TEXT, c181 INTEGER, c182 REAL, c183 BLOB, c184 TEXT, c185 INTEGER, c186 REAL, c187 BLOB, c188 TEXT, c189 INTEGER, c190 REAL, c191 BLOB, c192 TEXT, c193 INTEGER, c194 REAL, c195 BLOB, c196 TEXT, c197 INTEGER, c198 REAL, c199 BLOB, c200 TEXT, c201 INTEGER, c202 REAL, c203 BLOB, c204 TEXT, c205 INTEGER, c206 REAL, c207 BLOB, c208 TEXT, c209 INTEGER, c210 REAL, c211 BLOB, c212 TEXT, c213 INTEGER, c214 REAL, c215 BLOB, c216 TEXT, c217 INTEGER, c218 REAL, c219 BLOB, c220 TEXT, c221 INTEGER, c222 REAL, c223 BLOB, c224 TEXT, c225 INTEGER, c226 REAL, c227 BLOB, c228 TEXT, c229 INTEGER, c230 REAL, c231 BLOB, c232 TEXT, c233 INTEGER, c234 REAL, c235 BLOB, c236 TEXT, c237 INTEGER, c238 REAL, c239 BLOB, c240 TEXT, c241 INTEGER, c242 REAL, c243 BLOB, c244 TEXT, c245 INTEGER, c246 REAL, c247 BLOB, c248 TEXT, c249 INTEGER, c250 REAL, c251 BLOB, c252 TEXT, c253 INTEGER, c254 REAL, c255 BLOB, c256 TEXT, c257 INTEGER, c258 REAL, c259 BLOB, c260 TEXT, c261 INTEGER, c262 REAL, c263 BLOB, c264 TEXT, c265 INTEGER, c266 REAL, c267 BLOB, c268 TEXT, c269 INTEGER, c270 REAL, c271 BLOB, c272 TEXT, c273 INTEGER, c274 REAL, c275 BLOB, c276 TEXT, c277 INTEGER, c278 REAL, c279 BLOB, c280 TEXT, c281 INTEGER, c282 REAL, c283 BLOB, c284 TEXT, c285 INTEGER, c286 REAL, c287 BLOB, c288 TEXT, c289 INTEGER, c290 REAL, c291 BLOB, c292 TEXT, c293 INTEGER, c294 REAL, c295 BLOB, c296 TEXT, c297 INTEGER, c298 REAL, c299 BLOB);
-- back: DROP TABLE "wide";

-- 23 Tables: notes_fts
CREATE VIRTUAL TABLE notes_fts USING fts5(title, body, content='notes', content_rowid='id', tokenize='unicode61 remove_diacritics 2');
-- back: DROP TABLE "notes_fts";

-- 24 Tables: notes_fts_data
DELETE FROM "notes_fts_data";

-- 25 Tables: notes_fts_idx
DELETE FROM "notes_fts_idx";

-- 26 Tables: notes_fts_docsize
DELETE FROM "notes_fts_docsize";

-- 27 Tables: notes_fts_config
DELETE FROM "notes_fts_config";

-- 28 Tables: tri
CREATE VIRTUAL TABLE tri USING fts5(x, tokenize='trigram');
-- back: DROP TABLE "tri";

-- 29 Tables: tri_data
DELETE FROM "tri_data";

-- 30 Tables: tri_idx
DELETE FROM "tri_idx";

-- 31 Tables: tri_content
DELETE FROM "tri_content";

-- 32 Tables: tri_docsize
DELETE FROM "tri_docsize";

-- 33 Tables: tri_config
DELETE FROM "tri_config";

-- 34 Tables: boxes
CREATE VIRTUAL TABLE boxes USING rtree(id, minx, maxx, miny, maxy);
-- back: DROP TABLE "boxes";

-- 35 Tables: boxes_rowid
DELETE FROM "boxes_rowid";

-- 36 Tables: boxes_node
DELETE FROM "boxes_node";

-- 37 Tables: boxes_parent
DELETE FROM "boxes_parent";

-- 38 Indexes: index with space [BlocksWrites]
CREATE INDEX "index with space" ON "Weird Table-Name; DROP" ("col with space" COLLATE NOCASE, "a.b" DESC);
-- back: DROP INDEX "index with space";

-- 39 Indexes: gen_kind [BlocksWrites]
CREATE INDEX gen_kind ON gen (kind);
-- back: DROP INDEX "gen_kind";

-- 40 Indexes: gen_expr [BlocksWrites]
CREATE INDEX gen_expr ON gen (lower(kind), price DESC);
-- back: DROP INDEX "gen_expr";

-- 41 Indexes: gen_partial [BlocksWrites]
CREATE UNIQUE INDEX gen_partial ON gen (qty) WHERE qty > 100;
-- back: DROP INDEX "gen_partial";

-- 42 Sequences: auto
INSERT INTO sqlite_sequence(name, seq) SELECT 'auto', 0 WHERE NOT EXISTS (SELECT 1 FROM sqlite_sequence WHERE name = 'auto');

-- 43 Sequences: auto
UPDATE sqlite_sequence SET seq = max(seq, 1000000, coalesce((SELECT max("id") FROM "auto"), 0)) WHERE name = 'auto';

-- 44 Objects: user_version
PRAGMA user_version = 42;
-- back: PRAGMA user_version = 0;

-- 45 Objects: application_id
PRAGMA application_id = 1314014809;
-- back: PRAGMA application_id = 0;

-- 46 Objects: v_emp
CREATE VIEW v_emp AS SELECT e.id, e.name, d.name AS dept_name FROM emp e JOIN dept d ON d.id = e.dept;
-- back: DROP VIEW "v_emp";

-- 47 Objects: view of view
CREATE VIEW "view of view" AS SELECT count(*) AS "n rows" FROM v_emp;
-- back: DROP VIEW "view of view";

-- 48 Objects: v_emp_ins
CREATE TRIGGER v_emp_ins INSTEAD OF INSERT ON v_emp BEGIN INSERT INTO emp(name, dept) SELECT NEW.name, id FROM dept WHERE name = NEW.dept_name; END;
-- back: DROP TRIGGER "v_emp_ins";

-- 49 Objects: emp_audit
CREATE TRIGGER emp_audit AFTER UPDATE OF name ON emp WHEN NEW.name <> OLD.name BEGIN INSERT INTO audit VALUES (CURRENT_TIMESTAMP, 'renamed; ' || OLD.name); END;
-- back: DROP TRIGGER "emp_audit";

-- 50 Objects: notes_ai
CREATE TRIGGER notes_ai AFTER INSERT ON notes BEGIN INSERT INTO notes_fts(rowid, title, body) VALUES (NEW.id, NEW.title, NEW.body); END;
-- back: DROP TRIGGER "notes_ai";

-- 51 Statistics: order [BlocksWrites]
ANALYZE "order";

-- 52 Statistics: Weird Table-Name; DROP [BlocksWrites]
ANALYZE "Weird Table-Name; DROP";

-- 53 Statistics: dynamic [BlocksWrites]
ANALYZE "dynamic";

-- 54 Statistics: strict_one [BlocksWrites]
ANALYZE "strict_one";

-- 55 Statistics: gen [BlocksWrites]
ANALYZE "gen";

-- 56 Statistics: null_pk [BlocksWrites]
ANALYZE "null_pk";

-- 57 Statistics: no_pk [BlocksWrites]
ANALYZE "no_pk";

-- 58 Statistics: auto [BlocksWrites]
ANALYZE "auto";

-- 59 Statistics: dept [BlocksWrites]
ANALYZE "dept";

-- 60 Statistics: emp [BlocksWrites]
ANALYZE "emp";

-- 61 Statistics: comp_parent [BlocksWrites]
ANALYZE "comp_parent";

-- 62 Statistics: comp_child [BlocksWrites]
ANALYZE "comp_child";

-- 63 Statistics: orphan [BlocksWrites]
ANALYZE "orphan";

-- 64 Statistics: defaults [BlocksWrites]
ANALYZE "defaults";

-- 65 Statistics: dates [BlocksWrites]
ANALYZE "dates";

-- 66 Statistics: big [BlocksWrites]
ANALYZE "big";

-- 67 Statistics: empty_table [BlocksWrites]
ANALYZE "empty_table";

-- 68 Statistics: col_very_long_name_holder [BlocksWrites]
ANALYZE "col_very_long_name_holder";

-- 69 Statistics: case_clash [BlocksWrites]
ANALYZE "case_clash";

-- 70 Statistics: Case_Clash_2 [BlocksWrites]
ANALYZE "Case_Clash_2";

-- 71 Statistics: audit [BlocksWrites]
ANALYZE "audit";

-- 72 Statistics: notes [BlocksWrites]
ANALYZE "notes";

-- 73 Statistics: wide [BlocksWrites]
ANALYZE "wide";

