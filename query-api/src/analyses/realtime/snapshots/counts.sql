SELECT multiIf(grouping(minute) = 0, 'minute', grouping(event) = 0, 'event', grouping(page) = 0, 'page',
    grouping(platform) = 0, 'platform', 'all') AS list,
  multiIf(list = 'minute', toString(minute), list = 'event', toString(event), list = 'page', page, toString(platform)) AS name,
  count() AS count, 0 AS users
FROM (
  SELECT person_id AS person, 1768048080 + 60 * greatest(0, least(2, intDiv(toUnixTimestamp64Milli(time) - 1768048080000, 60000))) AS minute, event,
    if(event = '$pageview', if(endsWith(pathname, '/'), replaceRegexpOne(pathname, '(.)/+$', '\\1'), pathname), '') AS page, `platform` AS platform
  FROM events
  WHERE 
  project = {p0:String}
  AND time >= fromUnixTimestamp64Milli(1768048080000)
  AND time < fromUnixTimestamp64Milli(1768048260000) AND 1)
GROUP BY GROUPING SETS ((minute), (event), (page), (platform), ())
HAVING list = 'all' OR name != ''
ORDER BY list, count DESC, name
LIMIT 10 BY list

-- p0 = "p"
