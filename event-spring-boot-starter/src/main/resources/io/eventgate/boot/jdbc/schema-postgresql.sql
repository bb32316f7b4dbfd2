-- The events that instances of applications share (kind E), and what each instance
-- reports of itself (kind I). Half of each page stays free, so that a new version of a
-- row fits beside the old one and no index has to be touched.
create table if not exists eventgate_events (
	namespace varchar(200) not null,
	kind      char(1)      not null,
	name      varchar(255) not null,
	version   bigint       not null,
	previous  bigint       not null,
	note      text         not null,
	expires   bigint       not null,
	primary key (namespace, kind, name)
) with (fillfactor = 50);
