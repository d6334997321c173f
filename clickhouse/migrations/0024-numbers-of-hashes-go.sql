-- What `id_numbers` and `sealed_people` were filled from. Apart from that, so that it is there for as long as the filling may have to be done again.
DROP TABLE IF EXISTS sealed_days;
DROP TABLE IF EXISTS person_numbers;
