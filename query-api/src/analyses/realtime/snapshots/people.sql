SELECT count() AS everybody, [countIf(bitTest(`minute_marks`, 1)), countIf(bitTest(`minute_marks`, 2)), countIf(bitTest(`minute_marks`, 3))] AS `minute`, [countIf(bitTest(`event_marks`, 1)), countIf(bitTest(`event_marks`, 2))] AS `event`, [] AS `page`, [] AS `platform`
FROM (
  SELECT person, groupBitOr(bitShiftLeft(toUInt64(1), minute)) AS `minute_marks`, groupBitOr(bitShiftLeft(toUInt64(1), transform(`event`, {p0:Array(String)}, {p1:Array(UInt64)}, toUInt64(0)))) AS `event_marks`, groupBitOr(bitShiftLeft(toUInt64(1), 0)) AS `page_marks`, groupBitOr(bitShiftLeft(toUInt64(1), 0)) AS `platform_marks`
  FROM (
  SELECT if(joined_person = 0, person_id, joined_person) AS person, toUInt64(if(toUnixTimestamp64Milli(time) < 1768048080000, 0, 1 + greatest(0, least(2, intDiv(toUnixTimestamp64Milli(time) - 1768048080000, 60000))))) AS minute, event,
    if(event = '$pageview', if(endsWith(pathname, '/'), replaceRegexpOne(pathname, '(.)/+$', '\\1'), pathname), '') AS page, `platform` AS platform
  FROM events LEFT ANY JOIN (SELECT bitNot(id) AS joined_id, owner AS joined_person FROM (SELECT from_hash AS id, argMin(to_hash, said_first) AS owner FROM identities
        WHERE project = {p2:String} AND kind != 'unlink' 
        GROUP BY id)) AS joined ON joined_id = if(is_anonymous, bitNot(person_id), person_id)
  WHERE 
  project = {p2:String}
  AND time >= fromUnixTimestamp64Milli(1768048080000)
  AND time < fromUnixTimestamp64Milli(1768048260000) AND 1)
  GROUP BY person
)

-- p0 = ["it's","b"]
-- p1 = [1,2]
-- p2 = "p"
