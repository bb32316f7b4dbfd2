-- The namespaces of applications that share events, the reports of their instances, and
-- the events. The function is the clock: CURRENT_TIMESTAMP is local time in Derby.
create function eventgate_events_clock() returns bigint
	language java parameter style java no sql external name 'java.lang.System.currentTimeMillis';
create table eventgate_events_namespaces (
	namespace     varchar(200) not null,
	revision      bigint       not null,
	incarnation   varchar(36)  not null,
	reports_since bigint       not null,
	primary key (namespace)
);
create table eventgate_events_reports (
	namespace varchar(200) not null,
	instance  varchar(255) not null,
	report    clob,
	written   bigint       not null,
	primary key (namespace, instance)
);
create table eventgate_events (
	namespace varchar(200) not null,
	name      varchar(255) not null,
	version   bigint       not null,
	previous  bigint       not null,
	note      clob,
	revision  bigint       not null,
	primary key (namespace, name)
);
