package dev.agentpost.mail.integration.crash;

import java.util.List;

/**
 * What was found after the last restart.
 *
 * @param missing folder and subject of each copy of accepted mail that is not there
 * @param secondCopies copies beyond the first of one message in one folder
 * @param unacknowledged messages that are there though the client got no 250: it was killed on its way
 */
public record CrashReport(
        long seed, List<String> kills, int accepted, List<String> missing, int secondCopies, int unacknowledged) {
    public String summary() {
        return "crash test with seed " + seed + ": " + kills.size() + " rounds " + kills + ", " + accepted
                + " messages accepted, " + missing.size() + " copies missing, " + secondCopies + " second copies, "
                + unacknowledged + " delivered without the client's having seen 250";
    }
}
