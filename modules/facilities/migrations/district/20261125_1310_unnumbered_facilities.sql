-- Rows without a number, by their title: what an import holds a row with a number against (liren/register.h, find_unnumbered).
create index facilities_facilities_unnumbered on facilities_facilities (ended, sort_key, id) where ended = 0 and part_code is null;
