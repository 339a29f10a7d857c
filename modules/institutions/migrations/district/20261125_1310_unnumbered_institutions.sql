-- Rows without a number, by their title: what an import holds a row with a number against (liren/register.h, find_unnumbered).
create index institutions_institutions_unnumbered on institutions_institutions (ended, sort_key, id) where ended = 0 and credit_code is null;
create index institutions_certificates_unnumbered on institutions_certificates (ended, sort_key, id) where ended = 0 and certificate_number is null;
