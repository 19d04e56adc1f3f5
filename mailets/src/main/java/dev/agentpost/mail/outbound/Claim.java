package dev.agentpost.mail.outbound;

/** Whether a delivery may be tried now. */
public sealed interface Claim {
    /** By nobody else until the lease runs out. */
    record Granted(OutgoingState state) implements Claim {}

    /** Another has it, or had it when it was killed; it may be about to make it due at this time. */
    record Held() implements Claim {}

    /** There is nothing to be tried at this time: it is done, or due at another. */
    record Gone() implements Claim {}

    /** There is no such message, or not yet. */
    record Missing() implements Claim {}
}
