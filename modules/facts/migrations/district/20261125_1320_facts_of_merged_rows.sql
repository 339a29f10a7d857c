-- What was confirmed of a person's row holds while the row is made of the same rows as then (composition_of). made_of: when it was
-- made; renewed_of: when staff confirmed it again after a merger or a separation; null: never. suspended: for the list of what
-- waits for staff alone; who sees what is asked anew at every request.
alter table facts_links add column made_of text not null default '';
alter table facts_links add column renewed_of text;
alter table facts_links add column renewed_by bigint not null default 0;
alter table facts_links add column renewed_at bigint;
alter table facts_links add column renewed_reason text not null default '';
alter table facts_links add column suspended bigint not null default 0;
create index facts_links_suspended on facts_links (id) where suspended = 1;
alter table facts_guardians add column made_of text not null default '';
alter table facts_guardians add column renewed_of text;
alter table facts_guardians add column renewed_by bigint not null default 0;
alter table facts_guardians add column renewed_at bigint;
alter table facts_guardians add column renewed_reason text not null default '';
alter table facts_guardians add column suspended bigint not null default 0;
create index facts_guardians_suspended on facts_guardians (id) where suspended = 1;
alter table facts_consents add column made_of text not null default '';
alter table facts_corrections add column made_of text not null default '';
