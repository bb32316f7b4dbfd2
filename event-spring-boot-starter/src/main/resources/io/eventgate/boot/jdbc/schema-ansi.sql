-- The events that instances of applications share (kind E), and what each instance
-- reports of itself (kind I), in standard SQL. If yours has no clob, take a type for text
-- of 4,000 characters or more. Names must be compared exactly: choose a collation that
-- tells A from a.
create table eventgate_events (
	namespace varchar(200) not null,
	kind      varchar(1)   not null,
	name      varchar(255) not null,
	version   bigint       not null,
	previous  bigint       not null,
	note      clob,
	expires   bigint       not null,
	primary key (namespace, kind, name)
);
