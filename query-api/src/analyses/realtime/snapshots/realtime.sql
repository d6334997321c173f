WITH moments AS (
  SELECT person_id AS person, {p0:Int64} + {p1:Int64} * greatest(0, least({p2:Int64}, intDiv(toUnixTimestamp64Milli(time) - {p3:Int64}, {p4:Int64}))) AS minute, event,
    if(event = '$pageview', if(endsWith(pathname, '/'), replaceRegexpOne(pathname, '(.)/+$', '\\1'), pathname), '') AS page, `platform` AS platform
  FROM events
  WHERE 
  project = {p5:String}
  AND time >= fromUnixTimestamp64Milli({p3:Int64})
  AND time < fromUnixTimestamp64Milli({p6:Int64}) AND 1)
SELECT * FROM (
  SELECT {p7:String} AS list, toString('') AS name, count() AS count, uniqExact(person) AS users
  FROM moments WHERE 1
  GROUP BY ''
  HAVING list = 'all' OR name != ''
  ORDER BY count DESC, name
  LIMIT 1)
UNION ALL
SELECT * FROM (
  SELECT {p8:String} AS list, toString(minute) AS name, count() AS count, uniqExact(person) AS users
  FROM moments WHERE 1
  GROUP BY minute
  HAVING list = 'all' OR name != ''
  ORDER BY count DESC, name
  LIMIT 3)
UNION ALL
SELECT * FROM (
  SELECT {p9:String} AS list, toString(event) AS name, count() AS count, uniqExact(person) AS users
  FROM moments WHERE 1
  GROUP BY event
  HAVING list = 'all' OR name != ''
  ORDER BY count DESC, name
  LIMIT 10)
UNION ALL
SELECT * FROM (
  SELECT {p10:String} AS list, toString(page) AS name, count() AS count, uniqExact(person) AS users
  FROM moments WHERE event = '$pageview'
  GROUP BY page
  HAVING list = 'all' OR name != ''
  ORDER BY count DESC, name
  LIMIT 10)
UNION ALL
SELECT * FROM (
  SELECT {p11:String} AS list, toString(platform) AS name, count() AS count, uniqExact(person) AS users
  FROM moments WHERE 1
  GROUP BY platform
  HAVING list = 'all' OR name != ''
  ORDER BY count DESC, name
  LIMIT 10)

-- p0 = 1768048080
-- p1 = 60
-- p2 = 2
-- p3 = 1768048080000
-- p4 = 60000
-- p5 = "p"
-- p6 = 1768048260000
-- p7 = "all"
-- p8 = "minute"
-- p9 = "event"
-- p10 = "page"
-- p11 = "platform"
