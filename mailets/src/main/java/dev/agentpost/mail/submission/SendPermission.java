package dev.agentpost.mail.submission;

/** Whether an inbox may send just now. */
public sealed interface SendPermission {
    record Granted() implements SendPermission {}

    /** @param reason for the client */
    record Refused(String reason) implements SendPermission {}
}
