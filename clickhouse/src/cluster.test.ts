import { describe, expect, test } from 'vitest'
import { clusterIn, forCluster } from './cluster.ts'
import { MIGRATIONS_FOLDER, readMigrations } from './migrate.ts'

test('the cluster is named in the URL of the store', () => {
  expect(clusterIn('http://user:secret@host:8123/firefly?cluster=main')).toBe('main')
  expect(clusterIn('http://host:8123')).toBeUndefined()
  expect(clusterIn('chdb:./data?cluster=main')).toBeUndefined()
})

test('a table becomes a replicated one on every shard and a distributed one over them', () => {
  const created = `-- What it is.
-- shard by user_hash
CREATE TABLE things
(
    user_hash UInt64
)
ENGINE = MergeTree
ORDER BY user_hash
SETTINGS non_replicated_deduplication_window = 10000`
  expect(forCluster([created], 'main')).toEqual([
    `CREATE TABLE things_local ON CLUSTER 'main'
(
    user_hash UInt64
)
ENGINE = ReplicatedMergeTree('/clickhouse/tables/{shard}/{database}/things', '{replica}')
ORDER BY user_hash
SETTINGS replicated_deduplication_window = 10000, replicated_deduplication_window_seconds = 604800`,
    `CREATE TABLE things ON CLUSTER 'main' AS things_local
ENGINE = Distributed('main', currentDatabase(), things_local, user_hash)`,
  ])
})

test('a change of a table is made to both of them', () => {
  expect(forCluster(['ALTER TABLE things\n  ADD COLUMN a UInt8'], 'main')).toEqual([
    "ALTER TABLE things_local ON CLUSTER 'main'\n  ADD COLUMN a UInt8",
    "ALTER TABLE things ON CLUSTER 'main'\n  ADD COLUMN a UInt8",
  ])
})

test('how rows are kept is told to the table that keeps them', () => {
  expect(forCluster(['-- Why.\nALTER TABLE things MODIFY SETTING a = 1'], 'main')).toEqual([
    "-- Why.\nALTER TABLE things_local ON CLUSTER 'main' MODIFY SETTING a = 1",
  ])
})

test('what is no longer needed goes on every node, before the rows behind it', () => {
  expect(forCluster(['-- Why.\nDROP TABLE IF EXISTS things'], 'main')).toEqual([
    "DROP TABLE IF EXISTS things ON CLUSTER 'main' SYNC",
    "DROP TABLE IF EXISTS things_local ON CLUSTER 'main' SYNC",
  ])
})

test('a view feeds a table of its own node from a table of its own node', () => {
  const view = 'CREATE MATERIALIZED VIEW feed TO counts AS\nSELECT a FROM (SELECT a FROM things) GROUP BY a'
  expect(forCluster([view], 'main')).toEqual([
    "CREATE MATERIALIZED VIEW feed ON CLUSTER 'main' TO counts_local AS\nSELECT a FROM (SELECT a FROM things_local) GROUP BY a",
  ])
  expect(forCluster(['-- Why.\nDROP VIEW IF EXISTS feed'], 'main')).toEqual([
    "-- Why.\nDROP VIEW IF EXISTS feed ON CLUSTER 'main'",
  ])
  expect(forCluster(['INSERT INTO counts SELECT a FROM things'], 'main')).toEqual([
    'INSERT INTO counts SELECT a FROM things',
  ])
})

test('a statement that cannot be turned, and a name that is none, are refused', () => {
  expect(() => forCluster(['DROP TABLE things'], 'main')).toThrow(/can be turned/)
  expect(() => forCluster([], "x' --")).toThrow(/cluster: expected a name/)
})

describe('every migration we have', async () => {
  const migrations = await readMigrations(MIGRATIONS_FOLDER)
  test.each(migrations.map(({ name, statements }) => [name, statements] as const))(
    '%s can be turned for a cluster, and deduplicates there for a week',
    (_name, statements) => {
      for (const text of forCluster(statements, 'main')) {
        expect(text).toMatch(/ON CLUSTER 'main'|^\s*(--.*\n)*INSERT INTO/)
        expect(text).not.toContain('non_replicated')
        if (/Replicated\w*MergeTree/.test(text))
          expect(text).toContain('replicated_deduplication_window_seconds = 604800')
      }
    },
  )
})
