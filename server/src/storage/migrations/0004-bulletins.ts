import type { Migration } from './migrate.ts'

/**
 * A bulletin belongs to an area, carries what people write on it, and remembers each person of its review by name and
 * by id. The table is made anew, because SQLite adds no column that must not be null and refers to another table.
 * Bulletins of before go to the first area at the top; where there is none yet, one is made for them. `folded` is
 * our own function (`search-text.ts`).
 */
export const bulletins: Migration = {
  number: 4,
  name: 'bulletins',
  sql: `
INSERT INTO areas (areaId, parentId, code, name, settings, createdAt)
SELECT 'dia-ban', NULL, NULL, 'Địa bàn', '{}', 0
WHERE EXISTS (SELECT 1 FROM bulletins) AND NOT EXISTS (SELECT 1 FROM areas);

CREATE TABLE bulletinsAnew (
  bulletinId TEXT PRIMARY KEY,
  areaId TEXT NOT NULL REFERENCES areas,
  title TEXT NOT NULL,
  category TEXT NOT NULL,
  audience TEXT NOT NULL,
  language TEXT NOT NULL,
  validFrom TEXT,
  validUntil TEXT,
  source TEXT NOT NULL,
  mediaSha256 TEXT NOT NULL,
  mediaSizeBytes INTEGER NOT NULL,
  mediaDurationMs REAL NOT NULL,
  loudness TEXT NOT NULL,
  state TEXT NOT NULL CHECK (state IN ('draft', 'submitted', 'approved', 'returned')),
  producedBy TEXT NOT NULL,
  producedById TEXT,
  submittedBy TEXT,
  submittedById TEXT,
  approvedBy TEXT,
  approvedById TEXT,
  isOnePerson INTEGER NOT NULL CHECK (isOnePerson IN (0, 1)),
  note TEXT,
  withdrawnAt REAL,
  withdrawnBy TEXT,
  searchText TEXT NOT NULL,
  createdAt REAL NOT NULL,
  version INTEGER NOT NULL,
  CHECK ((state = 'approved') = (approvedBy IS NOT NULL)),
  CHECK ((withdrawnAt IS NULL) = (withdrawnBy IS NULL))
) STRICT;
INSERT INTO bulletinsAnew
SELECT bulletinId, (SELECT areaId FROM areas WHERE parentId IS NULL ORDER BY createdAt, areaId LIMIT 1),
  title, 'news', '', language, NULL, NULL, '{"kind":"file","fileName":""}',
  mediaSha256, mediaSizeBytes, mediaDurationMs, loudness, state, producedBy, NULL, NULL, NULL, approvedBy, NULL,
  iif(approvedBy = producedBy, 1, 0), NULL, NULL, NULL, folded(title), createdAt, 1
FROM bulletins;
DROP TABLE bulletins;
ALTER TABLE bulletinsAnew RENAME TO bulletins;
CREATE INDEX bulletinsByMedia ON bulletins (mediaSha256, state, withdrawnAt);
CREATE INDEX bulletinsByArea ON bulletins (areaId);
-- Everything that a list is filtered by, so that no row is read which is not shown.
CREATE INDEX bulletinsForLists
ON bulletins (createdAt, bulletinId, areaId, state, withdrawnAt, category, language, searchText);

CREATE TABLE waveforms (
  mediaSha256 TEXT PRIMARY KEY,
  peaks BLOB NOT NULL
) STRICT;
`,
}
