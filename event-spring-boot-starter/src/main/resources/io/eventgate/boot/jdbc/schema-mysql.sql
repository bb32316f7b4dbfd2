-- The namespaces of applications that share events, the reports of their instances, and
-- the events. Keys are compared exactly, trailing spaces included. Not tried on MySQL.
create table if not exists eventgate_events_namespaces (
	namespace     varchar(200) not null,
	revision      bigint       not null,
	incarnation   varchar(36)  not null,
	reports_since bigint       not null,
	primary key (namespace)
) engine = InnoDB character set utf8mb4 collate utf8mb4_0900_bin;
create table if not exists eventgate_events_reports (
	namespace varchar(200) not null,
	instance  varchar(255) not null,
	report    longtext,
	written   bigint       not null,
	primary key (namespace, instance)
) engine = InnoDB character set utf8mb4 collate utf8mb4_0900_bin;
create table if not exists eventgate_events (
	namespace varchar(200) not null,
	name      varchar(255) not null,
	version   bigint       not null,
	previous  bigint       not null,
	note      longtext,
	revision  bigint       not null,
	primary key (namespace, name)
) engine = InnoDB character set utf8mb4 collate utf8mb4_0900_bin;
