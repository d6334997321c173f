SELECT multiIf(grouping(minute) = 0, 'minute', grouping(event) = 0, 'event', grouping(page) = 0, 'page',
    grouping(platform) = 0, 'platform', 'all') AS list,
  multiIf(list = 'minute', toString(minute), list = 'event', event, list = 'page', page, platform) AS name,
  count() AS count, uniqExact(person) AS users
FROM (
  SELECT person_id AS person, {p0:Int64} + {p1:Int64} * greatest(0, least({p2:Int64}, intDiv(toUnixTimestamp64Milli(time) - {p3:Int64}, {p4:Int64}))) AS minute, toString(event) AS event,
    if(event = '$pageview', if(endsWith(pathname, '/'), replaceRegexpOne(pathname, '(.)/+$', '\\1'), pathname), '') AS page, toString(`platform`) AS platform
  FROM events
  WHERE 
  project = {p5:String}
  AND time >= fromUnixTimestamp64Milli({p3:Int64})
  AND time < fromUnixTimestamp64Milli({p6:Int64}) AND 1)
GROUP BY GROUPING SETS ((minute), (event), (page), (platform), ())
HAVING list = 'all' OR name != ''
ORDER BY list, count DESC, name
LIMIT 30 BY list

-- p0 = 1782905460
-- p1 = 60
-- p2 = 29
-- p3 = 1782905460000
-- p4 = 60000
-- p5 = "p"
-- p6 = 1782907260000
