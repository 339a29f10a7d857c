-- What was reported since yesterday, what was done this month, who is not content: asked every morning, and by everybody who opens
-- a community's public page.
create index cases_cases_reported on cases_cases (reported_at, id);
create index cases_cases_closed on cases_cases (community, closed_at) where closed_at is not null;
create index cases_cases_disputed on cases_cases (id) where disputes > 0 and open = 1;
create index cases_cases_unsolved on cases_cases (rated_at) where solved = 0;
