SELECT count() AS users, [arraySort(groupArray(people.recency))[intDiv(count() * 1 + 4, 5)], arraySort(groupArray(people.recency))[intDiv(count() * 2 + 4, 5)], arraySort(groupArray(people.recency))[intDiv(count() * 3 + 4, 5)], arraySort(groupArray(people.recency))[intDiv(count() * 4 + 4, 5)]] AS recency, [arraySort(groupArray(people.frequency))[intDiv(count() * 1 + 4, 5)], arraySort(groupArray(people.frequency))[intDiv(count() * 2 + 4, 5)], arraySort(groupArray(people.frequency))[intDiv(count() * 3 + 4, 5)], arraySort(groupArray(people.frequency))[intDiv(count() * 4 + 4, 5)]] AS frequency, [arraySort(groupArray(people.monetary))[intDiv(count() * 1 + 4, 5)], arraySort(groupArray(people.monetary))[intDiv(count() * 2 + 4, 5)], arraySort(groupArray(people.monetary))[intDiv(count() * 3 + 4, 5)], arraySort(groupArray(people.monetary))[intDiv(count() * 4 + 4, 5)]] AS monetary
FROM (
  SELECT person_id AS person, (max(toUnixTimestamp64Milli(`time`)) - {p0:Int64}) / 1000 AS recency,
    toFloat64(count()) AS frequency, ifNull(sum(if(isFinite(toFloat64OrNull(properties[{p1:String}])), toFloat64OrNull(properties[{p1:String}]), NULL)), 0) AS monetary
  FROM events
  WHERE 
  project = {p2:String}
  AND time >= fromUnixTimestamp64Milli(1767225600000)
  AND time < fromUnixTimestamp64Milli(1782864000000) AND event = {p3:String}
  GROUP BY person) AS people

-- p0 = 1782864000000
-- p1 = "total"
-- p2 = "p"
-- p3 = "Order Completed"
