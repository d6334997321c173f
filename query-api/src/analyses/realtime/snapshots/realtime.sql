SELECT multiIf(grouping(minute) = 0, 'minute', grouping(event) = 0, 'event', grouping(page) = 0, 'page',
    grouping(platform) = 0, 'platform', 'all') AS list,
  multiIf(list = 'minute', toString(minute), list = 'event', event, list = 'page', page, platform) AS name,
  count() AS count, uniqExact(person) AS users
FROM (
  SELECT person_id AS person, roundDown(toInt64(floor(toUnixTimestamp64Milli(time) / 1000)), {p0:Array(Int64)}) AS minute, toString(event) AS event,
    if(event = '$pageview', if(pathname = '', '', replaceRegexpOne(pathname, '(.)/+$', '\\1')), '') AS page, toString(platform) AS platform
  FROM events
  WHERE 
  project = {p1:String}
  AND time >= fromUnixTimestamp64Milli({p2:Int64})
  AND time < fromUnixTimestamp64Milli({p3:Int64}) AND 1)
GROUP BY GROUPING SETS ((minute), (event), (page), (platform), ())
HAVING list = 'all' OR name != ''
ORDER BY list, count DESC, name
LIMIT 10 BY list

-- p0 = [1768048080,1768048140,1768048200]
-- p1 = "p"
-- p2 = 1768048080000
-- p3 = 1768048260000
