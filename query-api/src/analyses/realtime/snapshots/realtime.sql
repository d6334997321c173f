SELECT * FROM (
SELECT {p0:String} AS list, toString('') AS name, count() AS count, uniqExact(person) AS users
FROM (
  SELECT person_id AS person, {p1:Int64} + {p2:Int64} * greatest(0, least({p3:Int64}, intDiv(toUnixTimestamp64Milli(time) - {p4:Int64}, {p5:Int64}))) AS minute, event,
    if(event = '$pageview', if(endsWith(pathname, '/'), replaceRegexpOne(pathname, '(.)/+$', '\\1'), pathname), '') AS page, `platform` AS platform
  FROM events
  WHERE 
  project = {p6:String}
  AND time >= fromUnixTimestamp64Milli({p4:Int64})
  AND time < fromUnixTimestamp64Milli({p7:Int64}) AND 1 AND 1)
GROUP BY ''
HAVING list = 'all' OR name != ''
ORDER BY count DESC, name
LIMIT 1)
UNION ALL
SELECT * FROM (
SELECT {p8:String} AS list, toString(minute) AS name, count() AS count, uniqExact(person) AS users
FROM (
  SELECT person_id AS person, {p1:Int64} + {p2:Int64} * greatest(0, least({p3:Int64}, intDiv(toUnixTimestamp64Milli(time) - {p4:Int64}, {p5:Int64}))) AS minute, event,
    if(event = '$pageview', if(endsWith(pathname, '/'), replaceRegexpOne(pathname, '(.)/+$', '\\1'), pathname), '') AS page, `platform` AS platform
  FROM events
  WHERE 
  project = {p6:String}
  AND time >= fromUnixTimestamp64Milli({p4:Int64})
  AND time < fromUnixTimestamp64Milli({p7:Int64}) AND 1 AND 1)
GROUP BY minute
HAVING list = 'all' OR name != ''
ORDER BY count DESC, name
LIMIT 3)
UNION ALL
SELECT * FROM (
SELECT {p9:String} AS list, toString(event) AS name, count() AS count, uniqExact(person) AS users
FROM (
  SELECT person_id AS person, {p1:Int64} + {p2:Int64} * greatest(0, least({p3:Int64}, intDiv(toUnixTimestamp64Milli(time) - {p4:Int64}, {p5:Int64}))) AS minute, event,
    if(event = '$pageview', if(endsWith(pathname, '/'), replaceRegexpOne(pathname, '(.)/+$', '\\1'), pathname), '') AS page, `platform` AS platform
  FROM events
  WHERE 
  project = {p6:String}
  AND time >= fromUnixTimestamp64Milli({p4:Int64})
  AND time < fromUnixTimestamp64Milli({p7:Int64}) AND 1 AND 1)
GROUP BY event
HAVING list = 'all' OR name != ''
ORDER BY count DESC, name
LIMIT 10)
UNION ALL
SELECT * FROM (
SELECT {p10:String} AS list, toString(page) AS name, count() AS count, uniqExact(person) AS users
FROM (
  SELECT person_id AS person, {p1:Int64} + {p2:Int64} * greatest(0, least({p3:Int64}, intDiv(toUnixTimestamp64Milli(time) - {p4:Int64}, {p5:Int64}))) AS minute, event,
    if(event = '$pageview', if(endsWith(pathname, '/'), replaceRegexpOne(pathname, '(.)/+$', '\\1'), pathname), '') AS page, `platform` AS platform
  FROM events
  WHERE 
  project = {p6:String}
  AND time >= fromUnixTimestamp64Milli({p4:Int64})
  AND time < fromUnixTimestamp64Milli({p7:Int64}) AND event = '$pageview' AND 1)
GROUP BY page
HAVING list = 'all' OR name != ''
ORDER BY count DESC, name
LIMIT 10)
UNION ALL
SELECT * FROM (
SELECT {p11:String} AS list, toString(platform) AS name, count() AS count, uniqExact(person) AS users
FROM (
  SELECT person_id AS person, {p1:Int64} + {p2:Int64} * greatest(0, least({p3:Int64}, intDiv(toUnixTimestamp64Milli(time) - {p4:Int64}, {p5:Int64}))) AS minute, event,
    if(event = '$pageview', if(endsWith(pathname, '/'), replaceRegexpOne(pathname, '(.)/+$', '\\1'), pathname), '') AS page, `platform` AS platform
  FROM events
  WHERE 
  project = {p6:String}
  AND time >= fromUnixTimestamp64Milli({p4:Int64})
  AND time < fromUnixTimestamp64Milli({p7:Int64}) AND 1 AND 1)
GROUP BY platform
HAVING list = 'all' OR name != ''
ORDER BY count DESC, name
LIMIT 10)

-- p0 = "all"
-- p1 = 1768048080
-- p2 = 60
-- p3 = 2
-- p4 = 1768048080000
-- p5 = 60000
-- p6 = "p"
-- p7 = 1768048260000
-- p8 = "minute"
-- p9 = "event"
-- p10 = "page"
-- p11 = "platform"
