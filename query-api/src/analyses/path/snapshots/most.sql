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
      SELECT any(way.1) AS step, any(way.2) AS node, any(way.3) AS next, count() AS sessions,
        quantileExactInclusiveIf(0.5)(way.4, way.3 != 0) / 1000 AS median
      FROM (
        SELECT person, arrayJoin(arrayZip(arrayEnumerate(nodes), nodes, arrayShiftLeft(nodes, 1),
          arrayMap((here, there) -> toInt64(there - here), ats, arrayShiftLeft(ats, 1)))) AS way
        FROM (SELECT person, if(length(whole) <= 5, whole,
          arrayConcat(arraySlice(whole, 1, 2), [xxHash64({p0:String})], arraySlice(whole, toInt64(length(whole)) - 2 + 1))) AS nodes,
          if(length(whole) <= 5, instants,
          arrayConcat(arraySlice(instants, 1, 2), [instants[3]], arraySlice(instants, toInt64(length(whole)) - 2 + 1))) AS ats FROM (
          SELECT person, indexOf(nodes, xxHash64({p1:String})) AS begin, arrayFirstIndex((node, at) -> node = xxHash64({p2:String}) AND at > begin, nodes, arrayEnumerate(nodes)) AS finish, if(begin = 0 OR finish = 0, [], arraySlice(nodes, begin, toInt64(finish) - begin + 1)) AS whole, if(begin = 0 OR finish = 0, [], arraySlice(ats, begin, toInt64(finish) - begin + 1)) AS instants
          FROM (
            SELECT person, arrayMap(moment -> toUInt64(moment), visit) AS nodes, arrayMap(moment -> toUInt64(bitShiftRight(moment, 128)), visit) AS ats
            FROM (
              SELECT person, arrayFilter(moment -> toUInt64(moment) != 0, moments) AS shown,
                arrayMap(moment -> toUInt64(moment), shown) AS names,
                arrayFilter((moment, here, before) -> here != before, shown, names, arrayShiftRight(names, 1)) AS visit
              FROM (
              SELECT person, arrayJoin(if(session != 0, [sorted], arraySplit((here, before) -> toInt64(toUInt64(bitShiftRight(here, 128)) - toUInt64(bitShiftRight(before, 128))) > {p3:Int64},
                sorted, arrayShiftRight(sorted, 1)))) AS moments
              FROM (
                SELECT any(whose) AS person, any(during) AS session, arraySort(groupArray(bitShiftLeft(toUInt256(instant), 128) + bitShiftLeft(toUInt256(arrival), 64) + node)) AS sorted
                FROM (
                  SELECT person_id AS whose, 0 AS during,
                    toUInt64(toUnixTimestamp64Milli(time) - {p4:Int64}) AS instant, bitShiftLeft(log_offset, 16) + place AS arrival, if(if(1 AND (event IN {p5:Array(String)} OR multiIf(called != '' AND match(called, {p6:String}), {p7:String}, called) IN {p5:Array(String)}) AND NOT (event IN {p8:Array(String)} OR multiIf(called != '' AND match(called, {p6:String}), {p7:String}, called) IN {p8:Array(String)}), multiIf(called != '' AND match(called, {p6:String}), {p7:String}, called), '') = '', 0, xxHash64(if(1 AND (event IN {p5:Array(String)} OR multiIf(called != '' AND match(called, {p6:String}), {p7:String}, called) IN {p5:Array(String)}) AND NOT (event IN {p8:Array(String)} OR multiIf(called != '' AND match(called, {p6:String}), {p7:String}, called) IN {p8:Array(String)}), multiIf(called != '' AND match(called, {p6:String}), {p7:String}, called), ''))) AS node
                  FROM (SELECT *, person_id, is_anonymous, if(event = '$pageview', if(endsWith(pathname, '/'), replaceRegexpOne(pathname, '(.)/+$', '\\1'), pathname), '') AS called, if(if(event = '$pageview', if(endsWith(pathname, '/'), replaceRegexpOne(pathname, '(.)/+$', '\\1'), pathname), '') = '', 0, xxHash64(if(event = '$pageview', if(endsWith(pathname, '/'), replaceRegexpOne(pathname, '(.)/+$', '\\1'), pathname), ''))) AS numbered FROM events
                    WHERE 
  project = {p9:String}
  AND time >= fromUnixTimestamp64Milli(1767225600000)
  AND time < fromUnixTimestamp64Milli(1767398400000) AND 1 AND 1) AS named
                  WHERE node != 0 OR during = 0
                )
                GROUP BY intHash64(during) + whose))
            )))))
      GROUP BY bitXor(intHash64(way.2 + way.1), way.3)
    )
    GROUP BY step, node
  )
))

-- p0 = "…"
-- p1 = "/"
-- p2 = "/thanks"
-- p3 = 3600000
-- p4 = 1767225600000
-- p5 = ["$pageview"]
-- p6 = "^/shoe/"
-- p7 = "/shoe"
-- p8 = ["it's"]
-- p9 = "p"
