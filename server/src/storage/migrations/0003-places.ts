import type { Migration } from './migrate.ts'

/**
 * Zones with names, positions, versions, and the paths that a cluster was told and may still listen to.
 * `areaChanges` names the last 1,000 changes of the areas, whoever wrote them, so that a tree kept in memory reads only
 * what is new; a token of chance tells a change from one of the same number that was rolled back. `zoneMembers` follows the settings of the clusters by itself.
 * Zone ids that clusters already carry become zones of the smallest area that holds all their clusters.
 */
export const places: Migration = {
  number: 3,
  name: 'places',
  sql: `
ALTER TABLE areas ADD COLUMN version INTEGER NOT NULL DEFAULT 1;
ALTER TABLE clusters ADD COLUMN version INTEGER NOT NULL DEFAULT 1;
ALTER TABLE clusters ADD COLUMN latitude REAL;
ALTER TABLE clusters ADD COLUMN longitude REAL;
ALTER TABLE clusters ADD COLUMN toldAreaPath TEXT;

CREATE TABLE areaPathsLeft (
  clusterId TEXT NOT NULL REFERENCES clusters,
  areaPath TEXT NOT NULL,
  leftAtRevision INTEGER NOT NULL,
  PRIMARY KEY (clusterId, areaPath)
) STRICT, WITHOUT ROWID;

CREATE TABLE areaChanges (
  changeId INTEGER PRIMARY KEY,
  areaId TEXT NOT NULL,
  token TEXT NOT NULL
) STRICT;
INSERT INTO areaChanges (areaId, token) VALUES ('', '');
CREATE TRIGGER areaAdded AFTER INSERT ON areas BEGIN
  INSERT INTO areaChanges (areaId, token) VALUES (new.areaId, hex(randomblob(8)));
  DELETE FROM areaChanges WHERE changeId <= (SELECT max(changeId) FROM areaChanges) - 1000;
END;
CREATE TRIGGER areaChanged AFTER UPDATE ON areas BEGIN
  INSERT INTO areaChanges (areaId, token) VALUES (new.areaId, hex(randomblob(8)));
  DELETE FROM areaChanges WHERE changeId <= (SELECT max(changeId) FROM areaChanges) - 1000;
END;
CREATE TRIGGER areaRemoved AFTER DELETE ON areas BEGIN
  INSERT INTO areaChanges (areaId, token) VALUES (old.areaId, hex(randomblob(8)));
  DELETE FROM areaChanges WHERE changeId <= (SELECT max(changeId) FROM areaChanges) - 1000;
END;

CREATE TABLE zones (
  zoneId TEXT PRIMARY KEY,
  areaId TEXT NOT NULL REFERENCES areas,
  name TEXT NOT NULL,
  createdAt REAL NOT NULL,
  version INTEGER NOT NULL,
  UNIQUE (areaId, name)
) STRICT;

WITH RECURSIVE
members(zoneId, areaId) AS (
  SELECT DISTINCT value, areaId FROM clusters, json_each(clusters.settings, '$.zones')
),
up(zoneId, startId, areaId, height) AS (
  SELECT zoneId, areaId, areaId, 0 FROM members
  UNION ALL
  SELECT up.zoneId, up.startId, areas.parentId, up.height + 1
  FROM up JOIN areas ON areas.areaId = up.areaId WHERE areas.parentId IS NOT NULL
),
ranked(zoneId, areaId, rank) AS (
  SELECT zoneId, areaId,
    row_number() OVER (PARTITION BY zoneId ORDER BY count(*) DESC, sum(height), areaId)
  FROM up GROUP BY zoneId, areaId
)
INSERT INTO zones
SELECT zoneId, areaId, zoneId, CAST(unixepoch('subsec') * 1000 AS INTEGER), 1 FROM ranked WHERE rank = 1;

CREATE TABLE zoneMembers (
  zoneId TEXT NOT NULL,
  clusterId TEXT NOT NULL REFERENCES clusters,
  PRIMARY KEY (zoneId, clusterId)
) STRICT, WITHOUT ROWID;
CREATE INDEX zoneMembersByCluster ON zoneMembers (clusterId);
INSERT INTO zoneMembers
SELECT DISTINCT value, clusterId FROM clusters, json_each(clusters.settings, '$.zones');
CREATE TRIGGER zonesOfNewCluster AFTER INSERT ON clusters BEGIN
  INSERT INTO zoneMembers SELECT DISTINCT value, new.clusterId FROM json_each(new.settings, '$.zones');
END;
CREATE TRIGGER zonesOfCluster AFTER UPDATE OF settings ON clusters
WHEN json_extract(old.settings, '$.zones') <> json_extract(new.settings, '$.zones') BEGIN
  DELETE FROM zoneMembers WHERE clusterId = new.clusterId;
  INSERT INTO zoneMembers SELECT DISTINCT value, new.clusterId FROM json_each(new.settings, '$.zones');
END;
`,
}
