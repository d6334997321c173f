SELECT credit.1 AS list, credit.2 AS grp, sum(credit.3) AS touches, sum(credit.4) AS conversions, sum(credit.4 * amount) AS worth
FROM (
  SELECT person, amount, arrayJoin(arrayConcat([('all', '', toUInt64(0), toFloat64(1))],
    if(empty(before), [('none', '', toUInt64(0), toFloat64(1))],
      arrayMap((touch, weight) -> ('group', touch.2, toUInt64(1), weight / total), before, weights)))) AS credit
  FROM (
    SELECT *, arraySum(weights) AS total
    FROM (
      SELECT person, amount, before, arrayMap((touch, last) -> exp2((touch.1 - last) / {p0:Int64}),
          before, arrayMap(touch -> before[-1].1, before)) AS weights
      FROM (
        SELECT person, conversion.2 AS amount, conversion.1 AS happened,
          arrayFilter(touch -> touch.1 <= happened AND touch.1 >= happened - {p1:Int64}, touches) AS before
        FROM (
          SELECT person, arraySort(groupArrayIf((at, value), touches_it)) AS touches, groupArrayIf((at, amount), converts) AS conversions
          FROM (
            SELECT person_id AS person, toUnixTimestamp64Milli(time) AS at, toString(`utm_campaign`) AS value, ifNull(if(isFinite(toFloat64OrNull(properties[{p2:String}])), toFloat64OrNull(properties[{p2:String}]), NULL), 0) AS amount,
              event = {p3:String} AS touches_it,
              event = {p4:String} AND time >= fromUnixTimestamp64Milli({p5:Int64}) AS converts
            FROM events
            WHERE 
  project = {p6:String}
  AND time >= fromUnixTimestamp64Milli(1764633600000)
  AND time < fromUnixTimestamp64Milli(1769904000000) AND 1 AND (touches_it OR converts)
          )
          GROUP BY person
          HAVING notEmpty(conversions))
        ARRAY JOIN conversions AS conversion
      )
    )
  ))
GROUP BY list, grp
ORDER BY list, conversions DESC, grp
LIMIT {p7:UInt32} BY list

-- p0 = 604800000
-- p1 = 2592000000
-- p2 = "total"
-- p3 = "$pageview"
-- p4 = "Order Completed"
-- p5 = 1767225600000
-- p6 = "p"
-- p7 = 25
