package dev.agentpost.mail.mailboxstore;

/** A content, or a part of it, is not where it should be. Trying again does not help. */
public final class ContentMissingException extends RuntimeException {
    public ContentMissingException(ContentId id) {
        super("content " + id + " is missing");
    }

    public ContentMissingException(ContentId id, int part) {
        super("part " + part + " of content " + id + " is missing");
    }
}
