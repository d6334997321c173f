SELECT links, arraySort(node -> (node.1, -toInt64(node.3), node.2), arrayFilter(node -> has(ends, (node.1, node.2)), found)) AS nodes
FROM (
  SELECT arraySlice(arraySort(link -> (-toInt64(link.4), link.1, link.2, link.3),
      groupArrayIf((step, name, next, sessions, seconds), is_link AND next != '')), 1, 50) AS links,
    arrayConcat(arrayMap(link -> (link.1, link.2), links), arrayMap(link -> (toUInt32(link.1 + 1), link.3), links)) AS ends,
    groupArrayIf((step, name, sessions, exits), NOT is_link) AS found
  FROM (
    SELECT step, name, next, grouping(next) = 0 AS is_link, count() AS sessions, countIf(next = '') AS exits,
      quantileExactInclusive(0.5)(seconds) AS seconds
    FROM (
      SELECT person, way.1 AS step, way.2 AS name, way.3 AS next, way.4 AS seconds
      FROM (
        SELECT person, arrayJoin(arrayMap((step, here, there) -> (step, here.3, there.3, (there.1 - here.1) / 1000),
          arrayEnumerate(path), path, arrayShiftLeft(path, 1))) AS way
        FROM (SELECT person, if(length(whole) <= 5, whole, arrayConcat(arraySlice(whole, 1, 2), [(whole[3].1, whole[3].2, '…')],
          arraySlice(whole, toInt64(length(whole)) - 2 + 1))) AS path FROM (
          SELECT person, indexOf(names, {p0:String}) AS begin, arrayFirstIndex((name, at) -> name = {p1:String} AND at > begin, names, arrayEnumerate(names)) AS finish,
            if(begin = 0 OR finish = 0, [], arraySlice(visit, begin, toInt64(finish) - begin + 1)) AS whole
          FROM (
            SELECT person, arrayFilter(moment -> moment.3 != '', run) AS shown,
              arrayFilter((here, before) -> here.3 != before.3, shown, arrayShiftRight(shown, 1)) AS visit,
              arrayMap(moment -> moment.3, visit) AS names
            FROM (SELECT person, arrayJoin(if(session != '', [moments], arraySplit((here, before) -> here.1 - before.1 > {p2:Int64},
                moments, arrayShiftRight(moments, 1)))) AS run
              FROM (
                SELECT person, session, arraySort(groupArray((at, log_offset, node))) AS moments
                FROM (
                  SELECT person_id AS person, '' AS session,
                    toUnixTimestamp64Milli(time) AS at, log_offset, if(1 AND (event IN {p3:Array(String)} OR multiIf(if(event = '$pageview', if(pathname = '', '', replaceRegexpOne(pathname, '(.)/+$', '\\1')), '') != '' AND match(if(event = '$pageview', if(pathname = '', '', replaceRegexpOne(pathname, '(.)/+$', '\\1')), ''), {p4:String}), {p5:String}, if(event = '$pageview', if(pathname = '', '', replaceRegexpOne(pathname, '(.)/+$', '\\1')), '')) IN {p3:Array(String)}) AND NOT (event IN {p6:Array(String)} OR multiIf(if(event = '$pageview', if(pathname = '', '', replaceRegexpOne(pathname, '(.)/+$', '\\1')), '') != '' AND match(if(event = '$pageview', if(pathname = '', '', replaceRegexpOne(pathname, '(.)/+$', '\\1')), ''), {p4:String}), {p5:String}, if(event = '$pageview', if(pathname = '', '', replaceRegexpOne(pathname, '(.)/+$', '\\1')), '')) IN {p6:Array(String)}), multiIf(if(event = '$pageview', if(pathname = '', '', replaceRegexpOne(pathname, '(.)/+$', '\\1')), '') != '' AND match(if(event = '$pageview', if(pathname = '', '', replaceRegexpOne(pathname, '(.)/+$', '\\1')), ''), {p4:String}), {p5:String}, if(event = '$pageview', if(pathname = '', '', replaceRegexpOne(pathname, '(.)/+$', '\\1')), '')), '') AS node
                  FROM events
                  WHERE 
  project = {p7:String}
  AND time >= fromUnixTimestamp64Milli({p8:Int64})
  AND time < fromUnixTimestamp64Milli({p9:Int64}) AND (node != '' OR session = '')
                )
                GROUP BY person, session
              )))))
      ))
    GROUP BY GROUPING SETS ((step, name, next), (step, name))
  )
)

-- p0 = "/"
-- p1 = "/thanks"
-- p2 = 3600000
-- p3 = ["$pageview"]
-- p4 = "^/shoe/"
-- p5 = "/shoe"
-- p6 = ["it's"]
-- p7 = "p"
-- p8 = 1767225600000
-- p9 = 1767398400000
