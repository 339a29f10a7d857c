-- Rows without a number, by their title: what an import holds a row with a number against (liren/register.h, find_unnumbered).
create index people_persons_unnumbered on people_persons (ended, sort_key, id) where ended = 0 and id_number_hash is null;
