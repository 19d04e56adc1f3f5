package dev.agentpost.mail.mailboxstore.webadmin;

import dev.agentpost.mail.mailboxstore.integrity.Finding;
import dev.agentpost.mail.mailboxstore.integrity.StoreCheck;
import java.time.Instant;
import java.util.List;
import org.apache.james.task.TaskExecutionDetails;

/** How far a check has come and what it found. */
record StoreCheckDetails(
        StoreCheck.Options options, long folders, long messages, long found, List<Finding> findings, Instant timestamp)
        implements TaskExecutionDetails.AdditionalInformation {}
