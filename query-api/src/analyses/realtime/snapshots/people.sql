SELECT arrayJoin(bitPositionsToArray(`marks_0`)) AS place, count() AS people
FROM (
  SELECT groupBitOr(1 + bitShiftLeft(toUInt64(1), minute + 0) + transform(`event`, {p0:Array(String)}, [16, 32], toUInt64(0)) + 0 + 0) AS `marks_0`
  FROM (
  SELECT if(joined_person = 0, person_id, joined_person) AS person, toUInt64(if(toUnixTimestamp64Milli(time) < 1768048080000, 0, 1 + greatest(0, least(2, intDiv(toUnixTimestamp64Milli(time) - 1768048080000, 60000))))) AS minute, event,
    if(event = '$pageview', if(endsWith(pathname, '/'), replaceRegexpOne(pathname, '(.)/+$', '\\1'), pathname), '') AS page, `platform` AS platform
  FROM events LEFT ANY JOIN (SELECT bitNot(id) AS joined_id, owner AS joined_person FROM (SELECT from_hash AS id, argMin(to_hash, bitShiftLeft(toUInt256(toUnixTimestamp64Milli(said_first.1) + 4503599627370496), 112)
          + bitShiftLeft(toUInt256(said_first.2), 96) + bitShiftLeft(toUInt256(said_first.3), 32) + said_first.4) AS owner FROM identities
        WHERE project = {p1:String} AND kind != 'unlink' 
        GROUP BY id)) AS joined ON joined_id = if(is_anonymous, bitNot(person_id), person_id)
  WHERE 
  project = {p1:String}
  AND time >= fromUnixTimestamp64Milli(1768048080000)
  AND time < fromUnixTimestamp64Milli(1768048260000) AND 1)
  GROUP BY person
)
GROUP BY place

-- p0 = ["it's","b"]
-- p1 = "p"
