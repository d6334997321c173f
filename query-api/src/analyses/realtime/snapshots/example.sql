SELECT grouping(minute, event, page, platform) AS list, minute, event, page, platform, count() AS count, 0 AS users
FROM (
  SELECT person_id AS person, 1782905460 + 60 * greatest(0, least(29, intDiv(toUnixTimestamp64Milli(time) - 1782905460000, 60000))) AS minute, event,
    if(event = '$pageview', if(endsWith(pathname, '/'), replaceRegexpOne(pathname, '(.)/+$', '\\1'), pathname), '') AS page, `platform` AS platform
  FROM events
  WHERE 
  project = {p0:String}
  AND time >= fromUnixTimestamp64Milli(1782905460000)
  AND time < fromUnixTimestamp64Milli(1782907260000) AND 1)
GROUP BY GROUPING SETS ((minute), (event), (page), (platform), ())
ORDER BY list, count DESC, minute, event, page, platform
LIMIT 31 BY list

-- p0 = "p"

SELECT arrayJoin(bitPositionsToArray(`marks_0`)) AS place, count() AS people
FROM (
  SELECT groupBitOr(1 + bitShiftLeft(toUInt64(1), minute + 0) + 0 + 0 + 0) AS `marks_0`
  FROM (
  SELECT person_id AS person, toUInt64(if(toUnixTimestamp64Milli(time) < 1782905460000, 0, 1 + greatest(0, least(29, intDiv(toUnixTimestamp64Milli(time) - 1782905460000, 60000))))) AS minute, event,
    if(event = '$pageview', if(endsWith(pathname, '/'), replaceRegexpOne(pathname, '(.)/+$', '\\1'), pathname), '') AS page, `platform` AS platform
  FROM events
  WHERE 
  project = {p0:String}
  AND time >= fromUnixTimestamp64Milli(1782905460000)
  AND time < fromUnixTimestamp64Milli(1782907260000) AND 1)
  GROUP BY person
)
GROUP BY place

-- p0 = "p"
