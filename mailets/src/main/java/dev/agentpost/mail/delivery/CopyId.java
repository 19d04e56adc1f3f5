package dev.agentpost.mail.delivery;

import dev.agentpost.mail.folder.SystemFolder;
import dev.agentpost.mail.inbox.InboxAddress;

/**
 * One copy that an accepted mail must leave behind.
 *
 * @param submissionId the id that the mail got when it was accepted; the same however often it is processed
 */
public record CopyId(String submissionId, InboxAddress inbox, SystemFolder folder) {}
