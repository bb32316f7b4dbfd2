-- The namespaces of applications that share events, the reports of their instances, and
-- the events. Not a clob: HSQLDB can lose one in the transaction that made it ("lob is no
-- longer valid").
create table if not exists eventgate_events_namespaces (
	namespace     varchar(200) not null,
	revision      bigint       not null,
	incarnation   varchar(36)  not null,
	reports_since bigint       not null,
	primary key (namespace)
);
create table if not exists eventgate_events_reports (
	namespace varchar(200) not null,
	instance  varchar(255) not null,
	report    varchar(1000000),
	written   bigint       not null,
	primary key (namespace, instance)
);
create table if not exists eventgate_events (
	namespace varchar(200) not null,
	name      varchar(255) not null,
	version   bigint       not null,
	previous  bigint       not null,
	note      varchar(1000000),
	revision  bigint       not null,
	primary key (namespace, name)
);
