package dev.agentpost.mail.mailboxstore;

/** One message of a STORE: old and new may be equal, and then its modification sequence has not moved. */
public record FlagsChange(StoredMessage before, StoredMessage after, boolean recent) {}
