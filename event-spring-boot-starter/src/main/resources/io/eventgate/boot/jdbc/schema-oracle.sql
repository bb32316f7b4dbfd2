-- The namespaces of applications that share events, the reports of their instances, and
-- the events. Not tried on Oracle.
create table eventgate_events_namespaces (
	namespace     varchar2(200 char) not null,
	revision      number(19)   not null,
	incarnation   varchar2(36) not null,
	reports_since number(19)   not null,
	primary key (namespace)
);
create table eventgate_events_reports (
	namespace varchar2(200 char) not null,
	instance  varchar2(255 char) not null,
	report    clob,
	written   number(19)   not null,
	primary key (namespace, instance)
);
create table eventgate_events (
	namespace varchar2(200 char) not null,
	name      varchar2(255 char) not null,
	version   number(19)   not null,
	previous  number(19)   not null,
	note      clob,
	revision  number(19)   not null,
	primary key (namespace, name)
);
