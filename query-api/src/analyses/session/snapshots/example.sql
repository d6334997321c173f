SELECT multiIf(grouping(bucket) = 0, 'bucket', grouping(entry) = 0, 'entry', grouping(leave) = 0, 'exit', 'all') AS list,
  multiIf(list = 'bucket', toString(bucket), list = 'entry', entry, leave) AS name,
  count() AS sessions, uniqExact(person) AS users, avg(seconds) AS average, quantileExactInclusive(0.5)(seconds) AS median,
  avg(views) AS depth, countIf(views <= 1) AS bounces
FROM (
  SELECT person, roundDown(toInt64(floor(run[1].1 / 1000)), {p0:Array(Int64)}) AS bucket, (run[-1].1 - run[1].1) / 1000 AS seconds,
    arrayFilter(moment -> moment.4 != '', run) AS seen, length(seen) AS views, seen[1].4 AS entry, seen[-1].4 AS leave
  FROM (SELECT person, arrayJoin(if(session != '', [moments], arraySplit((here, before) -> here.1 - before.1 > {p1:Int64},
                moments, arrayShiftRight(moments, 1)))) AS run
              FROM (
                SELECT person, session, arraySort(groupArray((at, log_offset, place, node))) AS moments
                FROM (
                  SELECT person_id AS person, session_id AS session,
                    toUnixTimestamp64Milli(time) AS at, log_offset, place, multiIf(event = '$pageview', if(if(endsWith(pathname, '/'), replaceRegexpOne(pathname, '(.)/+$', '\\1'), pathname) = '', toString(event), if(endsWith(pathname, '/'), replaceRegexpOne(pathname, '(.)/+$', '\\1'), pathname)),
                      event = '$screen', if(if(properties['$screen_name'] != '', properties['$screen_name'], properties['name']) = '', toString(event), if(properties['$screen_name'] != '', properties['$screen_name'], properties['name'])), '') AS node
                  FROM events
                  WHERE 
  project = {p2:String}
  AND time >= fromUnixTimestamp64Milli(1767225600000)
  AND time < fromUnixTimestamp64Milli(1769904000000) AND 1
                )
                GROUP BY person, session
              )))
GROUP BY GROUPING SETS ((), (bucket), (entry), (leave))
ORDER BY list, sessions DESC, name
LIMIT 31 BY list

-- p0 = [1767225600,1767312000,1767398400,1767484800,1767571200,1767657600,1767744000,1767830400,1767916800,1768003200,1768089600,1768176000,1768262400,1768348800,1768435200,1768521600,1768608000,1768694400,1768780800,1768867200,1768953600,1769040000,1769126400,1769212800,1769299200,1769385600,1769472000,1769558400,1769644800,1769731200,1769817600]
-- p1 = 1800000
-- p2 = "p"
