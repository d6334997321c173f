SELECT if(grouping(place) = 1, -1, toInt64(place)) AS part, count() AS users, avg(number) AS average,
  quantileExactInclusive(0.5)(number) AS median, quantileExactInclusive(0.9)(number) AS p90, max(number) AS most
FROM (
  SELECT person, assumeNotNull(measured) AS number, arrayCount(bound -> number >= bound, {p0:Array(Float64)}) AS place
  FROM (
    SELECT person_id AS person, toNullable(sum(if(isFinite(toFloat64OrNull(properties[{p1:String}])), toFloat64OrNull(properties[{p1:String}]), NULL))) AS measured
    FROM events
    WHERE 
  project = {p2:String}
  AND time >= fromUnixTimestamp64Milli(1767225600000)
  AND time < fromUnixTimestamp64Milli(1769904000000) AND event = {p3:String}
    GROUP BY person
    HAVING measured IS NOT NULL
  ))
GROUP BY GROUPING SETS ((place), ())

-- p0 = [50,100,500]
-- p1 = "total"
-- p2 = "p"
-- p3 = "Order Completed"
