package dev.agentpost.mail.integration.crash;

import java.util.Collection;
import java.util.List;

/**
 * What was found after the last restart.
 *
 * @param missing folder and subject of each copy of accepted mail that is not there
 * @param secondCopies copies beyond the first of one message in one folder
 * @param findings of the checks of the store after each round: counters that do not agree with the messages, and the like
 * @param expunged messages of EXPUNGEs that were answered with OK
 * @param misplaced those which are not in Trash, once, and those that stand twice
 * @param refusals answers that were neither acceptance nor "try again later"
 * @param triedAgain how often a message was submitted again with its Idempotency-Key
 * @param unacknowledged messages that are there though the client got no 250: it was killed on its way
 */
public record CrashReport(
        long seed,
        List<String> kills,
        int accepted,
        List<String> missing,
        int secondCopies,
        List<String> findings,
        int expunged,
        List<String> misplaced,
        Collection<String> refusals,
        int triedAgain,
        int unacknowledged) {
    public String summary() {
        return "crash test with seed " + seed + ": " + kills.size() + " rounds " + kills + ", " + accepted
                + " messages accepted, " + missing.size() + " copies missing, " + secondCopies + " second copies, "
                + findings.size() + " findings of the store check, " + expunged + " messages expunged, "
                + misplaced.size() + " of them misplaced, " + triedAgain + " tries again with a key, " + refusals.size()
                + " refusals, " + unacknowledged
                + " delivered without the client's having seen 250";
    }
}
