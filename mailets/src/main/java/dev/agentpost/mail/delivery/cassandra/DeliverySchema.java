package dev.agentpost.mail.delivery.cassandra;

import dev.agentpost.mail.cassandra.TableSchema;
import java.time.Duration;

/** One row a copy; rows go by themselves. */
public interface DeliverySchema {
    /** Longer than any mail stays in a queue. */
    Duration RETENTION = Duration.ofDays(30);

    TableSchema SCHEMA = TableSchema.of("CREATE TABLE IF NOT EXISTS delivery ("
            + "submission_id text, "
            + "inbox text, "
            + "folder text, "
            + "started_at timestamp, "
            + "done boolean, "
            + "PRIMARY KEY ((submission_id), inbox, folder)"
            + ") WITH comment = 'copies of accepted mails that were stored' AND default_time_to_live = "
            + RETENTION.toSeconds()
            + " AND compaction = {'class': 'TimeWindowCompactionStrategy', 'compaction_window_unit': 'DAYS',"
            + " 'compaction_window_size': 3}");
}
