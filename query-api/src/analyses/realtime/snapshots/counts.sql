SELECT grouping(minute, event, page, platform) AS list, minute, event, page, platform, count() AS count, 0 AS users
FROM (
  SELECT person_id AS person, 1768048080 + 60 * greatest(0, least(2, intDiv(toUnixTimestamp64Milli(time) - 1768048080000, 60000))) AS minute, event,
    if(event = '$pageview', if(endsWith(pathname, '/'), replaceRegexpOne(pathname, '(.)/+$', '\\1'), pathname), '') AS page, `platform` AS platform
  FROM events
  WHERE 
  project = {p0:String}
  AND time >= fromUnixTimestamp64Milli(1768048080000)
  AND time < fromUnixTimestamp64Milli(1768048260000) AND 1)
GROUP BY GROUPING SETS ((minute), (event), (page), (platform), ())
ORDER BY list, count DESC, minute, event, page, platform
LIMIT 11 BY list

-- p0 = "p"
