package dev.agentpost.mail.login.cassandra;

import dev.agentpost.mail.cassandra.TableSchema;
import java.time.Duration;

/** Changes in partitions of a minute, so that a poll reads one or two small ones. Rows go by themselves. */
public interface LoginSchema {
    Duration BUCKET = Duration.ofMinutes(1);
    Duration TIME_TO_LIVE = Duration.ofHours(1);

    TableSchema SCHEMA = TableSchema.of("CREATE TABLE IF NOT EXISTS login_change ("
            + "bucket bigint, "
            + "written_at timestamp, "
            + "id uuid, "
            + "kind text, "
            + "subject text, "
            + "PRIMARY KEY ((bucket), written_at, id)"
            + ") WITH comment = 'what logins depend on has changed; bucket is the minute since 1970'"
            + " AND default_time_to_live = " + TIME_TO_LIVE.toSeconds()
            + " AND gc_grace_seconds = " + TIME_TO_LIVE.toSeconds()
            + " AND compaction = {'class': 'TimeWindowCompactionStrategy', 'compaction_window_unit': 'HOURS',"
            + " 'compaction_window_size': 1}");
}
