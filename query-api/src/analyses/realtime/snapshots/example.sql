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
LIMIT 30 BY list

-- p0 = [1782905460,1782905520,1782905580,1782905640,1782905700,1782905760,1782905820,1782905880,1782905940,1782906000,1782906060,1782906120,1782906180,1782906240,1782906300,1782906360,1782906420,1782906480,1782906540,1782906600,1782906660,1782906720,1782906780,1782906840,1782906900,1782906960,1782907020,1782907080,1782907140,1782907200]
-- p1 = "p"
-- p2 = 1782905460000
-- p3 = 1782907260000
