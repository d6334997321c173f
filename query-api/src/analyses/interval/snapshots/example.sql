SELECT if(grouping(place) = 1, -1, toInt64(place)) AS part, count() AS pairs, uniqExact(person) AS users, avg(seconds) AS average,
  min(seconds) AS least, quantileExactInclusive(0.5)(seconds) AS median, quantileExactInclusive(0.9)(seconds) AS p90, max(seconds) AS most
FROM (
  SELECT person, seconds, arrayCount(bound -> seconds >= bound, {p0:Array(Float64)}) AS place
  FROM (
    SELECT person, arrayJoin(arrayMap(pair -> (pair.2 - pair.1) / 1000, arrayFilter(pair -> pair.3 < 2 AND pair.4 > 0 AND pair.2 - pair.1 <= {p1:Int64},
      arrayMap((here, next) -> (here.1, next.1, here.2, next.2), moments, arrayShiftLeft(moments, 1))))) AS seconds
    FROM (
      SELECT person, arraySort(groupArray((at, kind))) AS moments
      FROM (
        SELECT person_id AS person, toUnixTimestamp64Milli(time) AS at,
          event = {p2:String} AS begins, event = {p3:String} AS ends,
          multiIf(begins AND ends, 1, begins, 0, 2) AS kind
        FROM events
        WHERE 
  project = {p4:String}
  AND time >= fromUnixTimestamp64Milli(1767225600000)
  AND time < fromUnixTimestamp64Milli(1769904000000) AND 1 AND (begins OR ends)
      )
      GROUP BY person)
  ))
GROUP BY GROUPING SETS ((place), ())

-- p0 = [1,10,60,300,900,3600,21600,86400,604800,2592000]
-- p1 = 86400000
-- p2 = "Product Added"
-- p3 = "Order Completed"
-- p4 = "p"
