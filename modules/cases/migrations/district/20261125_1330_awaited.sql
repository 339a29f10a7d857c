-- What a case still waits for from outside (a hand-over, by kind and id): while a row stands, the case is neither completed nor
-- declined. Whoever waits takes the row away in the transaction in which the result returns.
create table cases_awaited (
    case_id bigint not null,
    kind text not null,
    subject bigint not null,
    primary key (case_id, kind, subject)
);
