SELECT toUInt8(grouping(bucket)) AS whole, entry AS bucket, grp, count() AS value
FROM (
  SELECT grp, person AS key, min(bucket) AS entry
  FROM (
  SELECT *, person_id AS person, toUnixTimestamp64Milli(time) AS at, 1767196800 + 86400 * greatest(0, least(2, intDiv(toUnixTimestamp64Milli(time) - 1767196800000, 86400000))) AS bucket, toJSONString([toString(`os`), toString(properties[{p0:String}])]) AS grp
  FROM events
  WHERE 
  project = {p1:String}
  AND time >= fromUnixTimestamp64Milli(1767196800000)
  AND time < fromUnixTimestamp64Milli(1767456000000)
    AND 1 AND 1) WHERE has({p2:Array(String)}, grp) AND toString(key) != ''
  GROUP BY grp, key
)
GROUP BY ROLLUP(grp, bucket)
HAVING grouping(grp) = 0

-- p0 = "it's"
-- p1 = "p"
-- p2 = ["[\"a\",\"b\"]"]
