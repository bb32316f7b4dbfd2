-- The namespaces of applications that share events, the reports of their instances, and
-- the events. Half of each page stays free, so that a new version of a row fits beside
-- the old one and no index has to be changed.
create table if not exists eventgate_events_namespaces (
	namespace     varchar(200) not null,
	revision      bigint       not null,
	incarnation   varchar(36)  not null,
	reports_since bigint       not null,
	primary key (namespace)
) with (fillfactor = 50);
create table if not exists eventgate_events_reports (
	namespace varchar(200) not null,
	instance  varchar(255) not null,
	report    text,
	written   bigint       not null,
	primary key (namespace, instance)
) with (fillfactor = 50);
create table if not exists eventgate_events (
	namespace varchar(200) not null,
	name      varchar(255) not null,
	version   bigint       not null,
	previous  bigint       not null,
	note      text,
	revision  bigint       not null,
	primary key (namespace, name)
) with (fillfactor = 50);
