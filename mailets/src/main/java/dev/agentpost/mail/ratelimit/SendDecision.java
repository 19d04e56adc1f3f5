package dev.agentpost.mail.ratelimit;

/** Whether a message may be sent now, as far as limits go. */
public sealed interface SendDecision {

    /** Counted already; to be kept or given back within seconds. */
    record Allowed(SendCharge charge) implements SendDecision {}

    /** Nothing was counted. */
    record Refused(SendScope scope, Shortage shortage) implements SendDecision {}
}
