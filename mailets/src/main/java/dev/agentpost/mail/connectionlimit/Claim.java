package dev.agentpost.mail.connectionlimit;

/** How a claim for one connection ended. A store that does not answer is an error of the publisher, never one of these. */
public sealed interface Claim {

    record Granted(Slot slot) implements Claim {}

    /**
     * @param held connections of the inbox on all nodes; may be more than allowed when the limit was lowered
     * @param allowed how many it may have
     */
    record Full(int held, int allowed) implements Claim {}
}
