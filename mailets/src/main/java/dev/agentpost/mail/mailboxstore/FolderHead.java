package dev.agentpost.mail.mailboxstore;

import java.util.Set;

/**
 * What is known of a folder as a whole. Exact: it changes in the same conditional write as the messages that it counts.
 *
 * @param version one more with each change of anything in the folder
 * @param uidValidity RFC 3501 section 2.3.1.1
 * @param lastUid the highest UID ever given; 0 when none was
 * @param highestModSeq RFC 7162; 1 in a folder that never had a message
 * @param sizeBytes of all messages
 * @param keywords every user flag that a message of the folder ever had
 */
public record FolderHead(
        long version,
        long uidValidity,
        long lastUid,
        long highestModSeq,
        long messageCount,
        long unseenCount,
        long sizeBytes,
        Set<String> keywords) {}
