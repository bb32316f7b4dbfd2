-- The events that instances of applications share (kind E), and what each instance
-- reports of itself (kind I). Not a clob: HSQLDB can lose one in the transaction that
-- made it ("lob is no longer valid").
create table if not exists eventgate_events (
	namespace varchar(200)     not null,
	kind      varchar(1)       not null,
	name      varchar(255)     not null,
	version   bigint           not null,
	previous  bigint           not null,
	note      varchar(1000000) not null,
	expires   bigint           not null,
	primary key (namespace, kind, name)
);
