package dev.agentpost.mail.ratelimit.webadmin;

import com.fasterxml.jackson.annotation.JsonInclude;
import com.fasterxml.jackson.annotation.JsonProperty;
import dev.agentpost.mail.ratelimit.SendWindow;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * The limits that hold, and what is left of them; never negative, also when more is used since a limit was lowered.
 *
 * @param imapConnections absent for a key
 * @param remaining of an inbox's connections; an organization's limit of them holds for each of its inboxes, so nothing is
 *     left of it
 */
record LimitsResponse(
        List<Window> sends,
        @JsonProperty(LimitsRequest.IMAP_CONNECTIONS) @JsonInclude(JsonInclude.Include.NON_ABSENT)
                Optional<Integer> imapConnections,
        @JsonInclude(JsonInclude.Include.NON_ABSENT) Optional<Remaining> remaining) {

    record Window(int max, @JsonProperty("per_seconds") int perSeconds, long remaining) {}

    record Remaining(@JsonProperty(LimitsRequest.IMAP_CONNECTIONS) int imapConnections) {
        static Remaining of(int limit, int held) {
            return new Remaining(Math.max(0, limit - held));
        }
    }

    static LimitsResponse of(
            Map<SendWindow, Long> sends, Optional<Integer> imapConnections, Optional<Remaining> remaining) {
        List<Window> windows = sends.entrySet().stream()
                .map(left -> new Window(left.getKey().max(), left.getKey().perSeconds(), left.getValue()))
                .toList();
        return new LimitsResponse(windows, imapConnections, remaining);
    }
}
