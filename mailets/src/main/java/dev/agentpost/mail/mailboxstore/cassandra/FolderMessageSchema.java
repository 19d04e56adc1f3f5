package dev.agentpost.mail.mailboxstore.cassandra;

import dev.agentpost.mail.cassandra.TableSchema;

/**
 * A folder is a partition, its rows told apart by {@code kind}:
 *
 * <pre>
 * kind      number   name         columns
 * HEAD      0        ''           version, uid_validity, last_uid, highest_modseq, message_count, unseen_count, bytes,
 *                                 keywords (all that any message had)
 * PAGE      uid/1024 ''           live … recent: bitmaps, see Page
 * MESSAGE   uid      ''           content_id, modseq, system_flags, keywords, internal_date, save_date, bytes, header_bytes
 * DELIVERY  0        delivery id  uid; expires
 * VANISHED  modseq   ''           uids, such as "1:3,7"; expires
 * CHANGE    version  ''           change_id of the write that led to that version; expires
 * CLAIM     0        claim name   uid, held_by ('' while no delivery), bcc; expires
 * </pre>
 *
 * <p>Changed by conditional writes only, and never with a timestamp of ours: plain writes and Paxos have clocks of their
 * own, and the later of two writes could lose. Conditions and look-ups of single rows name the full key, so that
 * they walk over nothing that was removed.
 */
public interface FolderMessageSchema {
    byte HEAD = 0;
    byte PAGE = 1;
    byte MESSAGE = 2;
    byte DELIVERY = 3;
    byte VANISHED = 4;
    byte CHANGE = 5;
    byte CLAIM = 6;

    // gc_grace_seconds: repairs must run more often than that, or what was expunged could come back.
    TableSchema SCHEMA = TableSchema.of("CREATE TABLE IF NOT EXISTS folder_message ("
            + "folder_id uuid, "
            + "kind tinyint, "
            + "number bigint, "
            + "name text, "
            + "version bigint, "
            + "uid_validity bigint, "
            + "last_uid bigint, "
            + "highest_modseq bigint, "
            + "message_count bigint, "
            + "unseen_count bigint, "
            + "bytes bigint, "
            + "keywords frozen<set<text>>, "
            + "live blob, "
            + "seen blob, "
            + "deleted blob, "
            + "flagged blob, "
            + "answered blob, "
            + "draft blob, "
            + "recent blob, "
            + "content_id uuid, "
            + "modseq bigint, "
            + "system_flags tinyint, "
            + "internal_date timestamp, "
            + "save_date timestamp, "
            + "header_bytes int, "
            + "uid bigint, "
            + "uids text, "
            + "change_id uuid, "
            + "held_by text, "
            + "bcc text, "
            + "PRIMARY KEY ((folder_id), kind, number, name)"
            + ") WITH comment = 'folders, one partition each; changed by lightweight transactions only'"
            + " AND compaction = {'class': 'UnifiedCompactionStrategy'}"
            + " AND compression = {'class': 'LZ4Compressor', 'chunk_length_in_kb': 16}"
            + " AND gc_grace_seconds = 864000");
}
