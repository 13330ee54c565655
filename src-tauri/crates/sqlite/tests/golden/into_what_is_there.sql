-- 0 Tables: item [CanLoseData, BlocksWrites]
DELETE FROM "item";

-- 1 Sequences: shelf
INSERT INTO sqlite_sequence(name, seq) SELECT 'shelf', 0 WHERE NOT EXISTS (SELECT 1 FROM sqlite_sequence WHERE name = 'shelf');

-- 2 Sequences: shelf
UPDATE sqlite_sequence SET seq = max(seq, 7, coalesce((SELECT max("id") FROM "shelf"), 0)) WHERE name = 'shelf';

