package dev.agentpost.mail.submission;

import org.apache.mailet.AttributeName;

/** What a submitted mail carries for the mailets; every value is a string. */
public final class SubmissionAttributes {
    public static final AttributeName ORGANIZATION_ID = AttributeName.of("agentpost.organization_id");
    public static final AttributeName INBOX_ID = AttributeName.of("agentpost.inbox_id");
    public static final AttributeName INBOX_EMAIL = AttributeName.of("agentpost.inbox_email");
    public static final AttributeName KEY_ID = AttributeName.of("agentpost.key_id");
    public static final AttributeName SUBMISSION_ID = AttributeName.of("agentpost.submission_id");

    /** The names of fields that the client left out and we added, in lower case, with commas; absent when none. */
    public static final AttributeName ADDED_FIELDS = AttributeName.of("agentpost.added_fields");

    /** What the client named the message by, for its tries again; absent when it did not. */
    public static final AttributeName IDEMPOTENCY_KEY = AttributeName.of("agentpost.idempotency_key");

    /** Of a message with such a key. */
    public static final AttributeName CONTENT_DIGEST = AttributeName.of("agentpost.content_digest");

    private SubmissionAttributes() {}
}
