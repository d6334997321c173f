SELECT multiIf(grouping(minute) = 0, 'minute', grouping(event) = 0, 'event', grouping(page) = 0, 'page',
    grouping(platform) = 0, 'platform', 'all') AS list,
  multiIf(list = 'minute', toString(minute), list = 'event', toString(event), list = 'page', page, toString(platform)) AS name,
  count() AS count, 0 AS users
FROM (
  SELECT person_id AS person, 1782905460 + 60 * greatest(0, least(29, intDiv(toUnixTimestamp64Milli(time) - 1782905460000, 60000))) AS minute, event,
    if(event = '$pageview', if(endsWith(pathname, '/'), replaceRegexpOne(pathname, '(.)/+$', '\\1'), pathname), '') AS page, `platform` AS platform
  FROM events
  WHERE 
  project = {p0:String}
  AND time >= fromUnixTimestamp64Milli(1782905460000)
  AND time < fromUnixTimestamp64Milli(1782907260000) AND 1)
GROUP BY GROUPING SETS ((minute), (event), (page), (platform), ())
HAVING list = 'all' OR name != ''
ORDER BY list, count DESC, name
LIMIT 30 BY list

-- p0 = "p"

SELECT count() AS everybody, [countIf(bitTest(`minute_marks`, 1)), countIf(bitTest(`minute_marks`, 2)), countIf(bitTest(`minute_marks`, 3)), countIf(bitTest(`minute_marks`, 4)), countIf(bitTest(`minute_marks`, 5)), countIf(bitTest(`minute_marks`, 6)), countIf(bitTest(`minute_marks`, 7)), countIf(bitTest(`minute_marks`, 8)), countIf(bitTest(`minute_marks`, 9)), countIf(bitTest(`minute_marks`, 10)), countIf(bitTest(`minute_marks`, 11)), countIf(bitTest(`minute_marks`, 12)), countIf(bitTest(`minute_marks`, 13)), countIf(bitTest(`minute_marks`, 14)), countIf(bitTest(`minute_marks`, 15)), countIf(bitTest(`minute_marks`, 16)), countIf(bitTest(`minute_marks`, 17)), countIf(bitTest(`minute_marks`, 18)), countIf(bitTest(`minute_marks`, 19)), countIf(bitTest(`minute_marks`, 20)), countIf(bitTest(`minute_marks`, 21)), countIf(bitTest(`minute_marks`, 22)), countIf(bitTest(`minute_marks`, 23)), countIf(bitTest(`minute_marks`, 24)), countIf(bitTest(`minute_marks`, 25)), countIf(bitTest(`minute_marks`, 26)), countIf(bitTest(`minute_marks`, 27)), countIf(bitTest(`minute_marks`, 28)), countIf(bitTest(`minute_marks`, 29)), countIf(bitTest(`minute_marks`, 30))] AS `minute`, [] AS `event`, [] AS `page`, [] AS `platform`
FROM (
  SELECT person, groupBitOr(bitShiftLeft(toUInt64(1), minute)) AS `minute_marks`, groupBitOr(bitShiftLeft(toUInt64(1), 0)) AS `event_marks`, groupBitOr(bitShiftLeft(toUInt64(1), 0)) AS `page_marks`, groupBitOr(bitShiftLeft(toUInt64(1), 0)) AS `platform_marks`
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

-- p0 = "p"
