SELECT 1 AS found FROM events
WHERE 
  project = {p0:String}
  AND time >= fromUnixTimestamp64Milli({p1:Int64})
  AND time < fromUnixTimestamp64Milli({p2:Int64}) AND bitShiftRight(log_offset, 31) != 0
LIMIT 1

-- p0 = "p"
-- p1 = 1767225600000
-- p2 = 1769904000000

SELECT links, nodes FROM (
SELECT arrayFilter(link -> link.4 >= least, found) AS links,
  arrayConcat(arrayMap(link -> (link.1, link.2), links), arrayMap(link -> (toUInt32(link.1 + 1), link.3), links)) AS ends,
  arrayDistinct(ends) AS once,
  arrayEnumerateUniq(arrayConcat(once, arrayMap(node -> (node.1, node.2), stands))) AS seen,
  arrayFilter((node, times) -> times > 1, stands, arraySlice(seen, length(once) + 1)) AS nodes
FROM (
  SELECT arrayFlatten(groupArray(arrayMap(one -> (step, node, one.1, one.2, one.3), onwards))) AS found,
    arrayReverseSort(arrayMap(link -> link.4, found))[50] AS least,
    groupArray((step, node, came, exits)) AS stands
  FROM (
    SELECT step, node, sum(sessions) AS came, sumIf(sessions, next = 0) AS exits,
      groupArrayIf((next, sessions, median), next != 0) AS onwards
    FROM (
      SELECT step, node, next, count() AS sessions, quantileExactInclusive(0.5)(seconds) AS median
      FROM (
      SELECT person, way.1 AS step, way.2 AS node, way.3 AS next, way.4 AS seconds
      FROM (
        SELECT person, arrayJoin(arrayZip(arrayEnumerate(nodes), nodes, arrayShiftLeft(nodes, 1),
          arrayMap((here, there) -> (toInt64(bitShiftRight(there, 95)) - toInt64(bitShiftRight(here, 95))) / 1000, path, arrayShiftLeft(path, 1)))) AS way
        FROM (SELECT person, path, arrayMap(moment -> toUInt64(moment), path) AS nodes
          FROM (SELECT person, arraySlice(whole, greatest(1, toInt64(length(whole)) - 4 + 1)) AS path FROM (
          SELECT person, 1 AS begin, arrayFirstIndex((node, at) -> node = xxHash64({p0:String}) AND at > 0, nodes, arrayEnumerate(nodes)) AS finish,
            if(begin = 0 OR finish = 0, [], arraySlice(visit, begin, toInt64(finish) - begin + 1)) AS whole
          FROM (SELECT person, visit, arrayMap(moment -> toUInt64(moment), visit) AS nodes FROM (
            SELECT person, arrayFilter(moment -> toUInt64(moment) != 0, moments) AS shown,
              arrayMap(moment -> toUInt64(moment), shown) AS names,
              arrayFilter((moment, here, before) -> here != before, shown, names, arrayShiftRight(names, 1)) AS visit
            FROM (
              SELECT person, arrayJoin(if(session != 0, [sorted], arraySplit((here, before) -> toInt64(bitShiftRight(here, 95)) - toInt64(bitShiftRight(before, 95)) > {p1:Int64},
                sorted, arrayShiftRight(sorted, 1)))) AS moments
              FROM (
                SELECT person, session, arraySort(groupArray(bitShiftLeft(toUInt128(bitShiftLeft(toUInt64(toUnixTimestamp64Milli(time) - {p2:Int64}), 31) + log_offset), 64) + node)) AS sorted
                FROM (
                  SELECT person_id AS person, if(session_id = '', 0, xxHash64(session_id)) AS session,
                    time, log_offset, if(if(1, called, '') = '', 0, xxHash64(if(1, called, ''))) AS node
                  FROM (SELECT *, person_id, is_anonymous, if(event = '$pageview', if(endsWith(pathname, '/'), replaceRegexpOne(pathname, '(.)/+$', '\\1'), pathname), '') AS called FROM events
                    WHERE 
  project = {p3:String}
  AND time >= fromUnixTimestamp64Milli({p2:Int64})
  AND time < fromUnixTimestamp64Milli({p4:Int64}) AND 1) AS named
                  WHERE node != 0 OR session = 0
                )
                GROUP BY person, session
              )))))))
      ))
      GROUP BY step, node, next
    )
    GROUP BY step, node
  )
))

-- p0 = "/thanks"
-- p1 = 1800000
-- p2 = 1767225600000
-- p3 = "p"
-- p4 = 1769904000000
