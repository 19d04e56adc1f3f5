package dev.agentpost.mail.audit;

/** Takes notes for the organizations. */
@FunctionalInterface
public interface AuditTrail {
    /** Neither waits nor fails: an event that cannot be kept is dropped. */
    void record(AuditEvent event);
}
