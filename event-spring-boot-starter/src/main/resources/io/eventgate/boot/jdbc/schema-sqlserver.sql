-- The namespaces of applications that share events, the reports of their instances, and
-- the events. Keys are compared exactly. Not tried on SQL Server.
create table eventgate_events_namespaces (
	namespace     nvarchar(200) collate Latin1_General_100_BIN2 not null,
	revision      bigint       not null,
	incarnation   varchar(36)  not null,
	reports_since bigint       not null,
	primary key (namespace)
);
create table eventgate_events_reports (
	namespace nvarchar(200) collate Latin1_General_100_BIN2 not null,
	instance  nvarchar(255) collate Latin1_General_100_BIN2 not null,
	report    nvarchar(max),
	written   bigint       not null,
	primary key (namespace, instance)
);
create table eventgate_events (
	namespace nvarchar(200) collate Latin1_General_100_BIN2 not null,
	name      nvarchar(255) collate Latin1_General_100_BIN2 not null,
	version   bigint       not null,
	previous  bigint       not null,
	note      nvarchar(max),
	revision  bigint       not null,
	primary key (namespace, name)
);
