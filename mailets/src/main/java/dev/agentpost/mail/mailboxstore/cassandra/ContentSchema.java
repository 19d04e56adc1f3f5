package dev.agentpost.mail.mailboxstore.cassandra;

import dev.agentpost.mail.cassandra.TableSchema;
import dev.agentpost.mail.mailboxstore.MoveIntentStore;

/**
 * What belongs to messages beside the folders' rows. Nothing here is overwritten with nulls or deleted row by row where
 * it is read, except {@code move_intent}: its partitions are of an hour, and the tombstones go soon.
 */
public interface ContentSchema {
    int DAYS_RELEASED = 60;

    TableSchema SCHEMA = TableSchema.of(
            "CREATE TABLE IF NOT EXISTS message_content ("
                    + "content_id uuid, "
                    + "part int, "
                    + "header blob, "
                    + "body blob, "
                    + "body_bytes bigint, "
                    + "PRIMARY KEY ((content_id), part)"
                    + ") WITH comment = 'part 0: header, size of the body, and the body if small; else in parts 1 to n'"
                    + " AND compaction = {'class': 'UnifiedCompactionStrategy'}"
                    + " AND compression = {'class': 'LZ4Compressor', 'chunk_length_in_kb': 16}",
            "CREATE TABLE IF NOT EXISTS content_location ("
                    + "content_id uuid, "
                    + "folder_id uuid, "
                    + "announcement uuid, "
                    + "uid bigint, "
                    + "PRIMARY KEY ((content_id), folder_id, announcement)"
                    + ") WITH comment = 'where a content may be used; uid comes when the row is there'"
                    + " AND compaction = {'class': 'UnifiedCompactionStrategy'}",
            "CREATE TABLE IF NOT EXISTS message_envelope ("
                    + "folder_id uuid, "
                    + "page int, "
                    + "uid bigint, "
                    + "sent_date timestamp, "
                    + "sent_offset int, "
                    + "from_values frozen<list<text>>, "
                    + "to_values frozen<list<text>>, "
                    + "cc_values frozen<list<text>>, "
                    + "bcc_values frozen<list<text>>, "
                    + "subject_values frozen<list<text>>, "
                    + "message_id_values frozen<list<text>>, "
                    + "in_reply_to_values frozen<list<text>>, "
                    + "references_values frozen<list<text>>, "
                    + "complete boolean, "
                    + "PRIMARY KEY ((folder_id, page), uid)"
                    + ") WITH comment = 'what a header says; page is uid / 1024'"
                    + " AND compaction = {'class': 'UnifiedCompactionStrategy'}",
            "CREATE TABLE IF NOT EXISTS released_content ("
                    + "day date, "
                    + "lot tinyint, "
                    + "content_id uuid, "
                    + "PRIMARY KEY ((day, lot), content_id)"
                    + ") WITH comment = 'contents that may have lost their last use on that day'"
                    + " AND default_time_to_live = " + DAYS_RELEASED * 86_400
                    + " AND compaction = {'class': 'TimeWindowCompactionStrategy', 'compaction_window_unit': 'DAYS',"
                    + " 'compaction_window_size': 2}",
            "CREATE TABLE IF NOT EXISTS move_intent ("
                    + "hour timestamp, "
                    + "id uuid, "
                    + "from_folder uuid, "
                    + "to_folder uuid, "
                    + "uids frozen<list<bigint>>, "
                    + "save_date timestamp, "
                    + "undeletes boolean, "
                    + "PRIMARY KEY ((hour), id)"
                    + ") WITH comment = 'moves under way, by the hour in which they began'"
                    + " AND default_time_to_live = " + MoveIntentStore.RETENTION.toSeconds()
                    + " AND gc_grace_seconds = 3600"
                    + " AND compaction = {'class': 'UnifiedCompactionStrategy'}");
}
