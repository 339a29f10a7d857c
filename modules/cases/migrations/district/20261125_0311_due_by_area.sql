-- What is overdue or due today is counted on every look at a board. Without these SQLite walks every case an area ever had
-- (300,000 cases: 27 ms for a subdistrict, now 0.05 ms); they hold open cases only, so they stay small.
create index cases_cases_due_subdistrict on cases_cases (subdistrict, due_at) where open = 1;
create index cases_cases_due_community on cases_cases (community, due_at) where open = 1;
create index cases_cases_due_grid on cases_cases (grid, due_at) where open = 1;
