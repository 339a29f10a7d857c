-- access_grants_once begins with the account too, so lists of an account's grants need no index of their own.
drop index access_grants_account;
