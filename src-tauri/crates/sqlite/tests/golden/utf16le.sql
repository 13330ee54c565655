-- 0 Tables: bảng
CREATE TABLE "bảng" ("cột" TEXT PRIMARY KEY, v TEXT);
-- back: DROP TABLE "bảng";

